"""What a reader who found nothing can do instead."""

from itertools import chain

from django.utils.functional import cached_property

from news.models import ArticlePage, Topic

from .results import Results
from .spelling import nearest_words

OFFERED = 5  # other queries
NEAREST = 3  # spellings offered for a word that nothing has
NEWEST = 5  # offered where nothing is found


class Instead:
    """Other queries, the topics and the newest articles."""

    def __init__(self, results: Results):
        self.results = results
        self.published = ArticlePage.objects.published()

    @cached_property
    def queries(self) -> list[str]:
        """The query as it was mended, if a filter then left nothing of it; else words of it that
        are known, and words that are spelt like the others. One query at most.
        """
        results = self.results
        if results.query != results.asked_query:
            return [str(results.query)]
        sought = results.vocabulary.sought
        known = [word.word for word in sought if word.forms and len(sought) > 1]
        near = nearest_words(results.vocabulary.unknown, NEAREST).values()
        return list(dict.fromkeys([*known[:NEAREST], *chain(*near)]))[:OFFERED]

    @cached_property
    def topics(self) -> list[Topic]:
        return list(Topic.objects.in_use(self.published))

    @property
    def newest(self):
        return self.published.newest_first().defer_streamfields()[:NEWEST]
