"""What a reader finds: what was asked for, how much there is, and a page of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice

from django.db.models import Exists, OuterRef, Subquery
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware

from news.models import ArticlePage

from .engines import Counts, engine
from .models import Entry, Promotion
from .passages import passage
from .query import parse
from .ranking import match_of, ranked, tiers
from .spelling import corrected, likelier
from .vocabulary import Vocabulary

TRIES = 2  # other spellings, where known words are in no article together
WINDOW = 60  # three pages are ranked by their text; the others stay in the order of their tiers
CHOICES = 10  # shown of each filter
GROUPS = {"topic": "Topic", "author": "Author", "kind": "Kind of work", "year": "Year"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what makes no sense in it is as if it were not there."""

    text: str = ""
    facets: dict[str, str] = field(default_factory=dict)  # "topic": "the-hill"
    since: date | None = None
    until: date | None = None
    newest_first: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Asked":
        """Read `?query=…&topic=…&author=…&kind=…&year=…&from=2026-01-31&to=…&order=newest`."""
        facets = {
            name: parameters.get(name, "")[:100].replace("\x00", " ").split() for name in GROUPS
        }
        return cls(
            text=parameters.get("query", ""),
            facets={name: words[0] for name, words in facets.items() if words},
            since=_date(parameters.get("from")),
            until=_date(parameters.get("to")),
            newest_first=parameters.get("order") == "newest",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter."""
        return bool(self.facets or self.since or self.until)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many of the results have it."""

    value: str
    name: str
    count: int
    is_on: bool


class Results:
    """The articles that a reader asked for, in an order that a paginator can cut into pages."""

    def __init__(self, asked: Asked):
        self.asked = asked
        self.query = self.asked_query = parse(asked.text)
        self.vocabulary = Vocabulary(self.query)
        if self.vocabulary.unknown:
            self.query, self.vocabulary = corrected(self.query, self.vocabulary)
        self.counts = self._count(self.query, self.vocabulary)
        if not (self.counts.total or self.vocabulary.unknown or asked.is_narrowed):
            self._try_again()
        self.articles = []  # of the page that is shown

    def _try_again(self):
        """Known words that no article has together: perhaps others were meant."""
        for query, vocabulary in islice(likelier(self.query, self.vocabulary), TRIES):
            counts = self._count(query, vocabulary)
            if counts.total:
                self.query, self.vocabulary, self.counts = query, vocabulary, counts
                return

    def _match(self, query):
        facets = [f"{name}_{value}" for name, value in self.asked.facets.items()]
        since, until = _second(self.asked.since), _second(self.asked.until, time.max)
        return match_of(query, facets, since, until)

    def _count(self, query, vocabulary):
        match = self._match(query)
        if not match or vocabulary.unknown:
            return Counts()
        return engine().count(match, vocabulary.at_most)

    @property
    def is_corrected(self) -> bool:
        """Whether these are the results of another query, because of a slip of the reader's."""
        return self.query != self.asked_query and bool(self.counts.total)

    def count(self) -> int:
        """How many there are; about, where there are very many."""
        return self.counts.total

    __len__ = count

    def __getitem__(self, which: slice) -> list[ArticlePage]:
        """The articles from one place to another, each with its `passage`."""
        entries = self._entries(which.start, which.stop) if self.counts.total else []
        return self._articles(entries, with_promoted=which.start == 0)

    def _entries(self, start, stop):
        match = self._match(self.query)
        if self.asked.newest_first:
            return engine().find([match], start, stop)
        by_tier = tiers(self.query, match)
        if start >= WINDOW:
            return engine().find(by_tier, start, stop)
        first = engine().find(by_tier, 0, max(WINDOW, stop))
        return [*ranked(first[:WINDOW], self.vocabulary), *first[WINDOW:]][start:stop]

    def _articles(self, entries, with_promoted):
        """Of these entries, and of what editors promote; only what is public this moment."""
        entries = {entry.pk: entry for entry in entries}
        keys = {self.query.key, self.asked_query.key}  # mended, and as it was meant after all
        promotions = Promotion.objects.filter(key__in=keys).order_by()
        if not with_promoted or not self.query or self.asked.is_narrowed:
            promotions = promotions.none()
        shown = Entry.objects.filter(pk__in=list(entries)).values("pk")
        credit = Entry.objects.filter(pk=OuterRef("pk")).values("byline")
        published = (
            ArticlePage.objects.published()
            # A union, since for an OR the databases would read every article.
            .filter(pk__in=shown.union(promotions.values("article")))
            .annotate(
                is_promoted=Exists(promotions.filter(article=OuterRef("pk"))),
                credit=Subquery(credit),
            )
        )
        cards = published.select_related("main_topic").defer_streamfields()
        found = {article.pk: article for article in cards}
        promoted = [pk for pk, article in found.items() if article.is_promoted]
        articles = [found[pk] for pk in dict.fromkeys([*promoted, *entries]) if pk in found]
        for article in articles:
            entry = entries.get(article.pk)
            article.passage = passage(entry, self.vocabulary) if entry else article.standfirst
        return articles

    @cached_property
    def groups(self) -> list[tuple[str, str, list[Choice]]]:
        """The filters: (parameter, label, choices), each with how many articles it would leave."""
        choices = {group: [] for group in GROUPS}
        for facet, count in self.counts.facets.most_common():
            mark, _, name = facet.partition(" ")
            group, _, value = mark.partition("_")
            is_on = self.asked.facets.get(group) == value
            choices[group].append(Choice(value, name, count, is_on))
        choices["year"].sort(key=lambda year: year.value, reverse=True)
        return [(group, label, choices[group][:CHOICES]) for group, label in GROUPS.items()]


def _date(text):
    try:
        day = parse_date(text or "")
    except ValueError:  # the 31st of June
        return None
    return day if day and 1700 < day.year < 3000 else None


def _second(day: date | None, at=time.min) -> int | None:
    """The number of the first entry that may be of that day, by the newsroom's clock."""
    return day and int(make_aware(datetime.combine(day, at)).timestamp())
