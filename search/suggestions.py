"""What a reader may be about to type: topics, authors and headlines of what is published."""

from dataclasses import dataclass

from django.db.models import Q, Value
from django.urls import reverse

from news.models import ArticlePage, Author, Topic

from .engines import HEADLINE, Match, engine
from .query import parse
from .words import folded, stems, trigrams, words_of

SHORTEST = 2  # letters; one begins half of all words
NAMES, HEADLINES = 2, 5  # topics and as many authors; headlines
BEGINNING = 500  # words looked at that begin as the last one does
COMPLETIONS = 30  # so many of them are what it may become


@dataclass(frozen=True)
class Suggestion:
    """Somewhere that a reader can go at once."""

    kind: str
    label: str
    address: str


def suggest(text: str) -> list[Suggestion]:
    """What has all these words in its name or headline; the last may be half a word.

    Nothing for who says what must not be there. Five queries at most.
    """
    query = parse(text)
    words = [folded(word) for word in words_of(str(query))]
    if query.without or sum(map(len, words)) < SHORTEST:
        return []
    published = ArticlePage.objects.published()
    return [*_names(words, published), *_headlines(words, published)]


def _names(words, published):
    """Topics and authors who have in their name, for each of these, a word that begins so."""
    begin = Q()
    for word in words:
        begin &= _begins(word)
    topics, authors = (
        model.objects.in_use(published)
        .filter(begin)
        .order_by()
        .values_list("name", "slug", Value(model._meta.model_name))
        for model in (Topic, Author)
    )
    found = {"topic": [], "author": []}
    for name, slug, kind in sorted(topics.union(authors)):
        address = reverse(kind, args=[slug])
        found[kind].append(Suggestion(kind.capitalize(), name, address))
    return [*found["topic"][:NAMES], *found["author"][:NAMES]]


def _begins(word):
    """A slug has no accents, whatever the name has."""
    plain = word.replace("'", "")
    in_slug = Q(slug__startswith=plain) | Q(slug__contains=f"-{plain}")
    return in_slug | Q(name__istartswith=word) | Q(name__icontains=f" {word}")


def _headlines(words, published):
    """The newest articles with all the words in the headline. Three queries."""
    *whole, last = words
    terms = [HEADLINE + stem for stem in stems(whole)]
    if beginning := {part for part in trigrams(last) if "_" not in part[1:]}:
        terms.append(frozenset(HEADLINE + stem for stem in _completions(last, beginning)))
    if not all(terms):
        return []
    entries = engine().find([Match(tuple(terms))], 0, HEADLINES)
    found = published.filter(pk__in=[entry.pk for entry in entries]).defer_streamfields()
    return [Suggestion("", page.title, page.url) for page in found.newest_first()]


def _completions(last, beginning):
    """The stems of the words that begin so, of those that most articles have."""
    words = engine().similar([beginning], BEGINNING, whole=True)
    likely = [word for word in words if folded(word.word).startswith(last)]
    likely.sort(key=lambda word: -word.articles)
    return {word.stem for word in likely[:COMPLETIONS]}
