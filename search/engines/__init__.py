"""The engines that find: one for each database, or OpenSearch. All answer the same questions."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.conf import settings
from django.db import connection

# What the index marks in an article, beside its words and facets: a word of the headline, one
# that is there or in the standfirst, the byline, the topics or often in the text; and one
# article in 4, in 16 and in 64, by which many are counted.
HEADLINE, PROMINENT, SAMPLE = "h_", "p_", "sample_"
SHARES = (4, 16, 64)
EXACT = 2_000  # so many are counted one by one


@dataclass(frozen=True)
class Match:
    """What must be in an article: terms and phrases, and what must not.

    A term is a string, a phrase a tuple of them; of a set any one will do. Of `not_all` some may
    be there, but not all of them.
    """

    required: tuple[str | tuple[str, ...] | frozenset[str], ...] = ()
    excluded: tuple[str | tuple[str, ...], ...] = ()
    not_all: tuple[str, ...] = ()
    since: int | None = None  # numbers of entries: the first and the last
    until: int | None = None

    def __bool__(self):
        return bool(self.required)

    def also(self, *terms) -> "Match":
        """The same, narrower."""
        return replace(self, required=(*self.required, *terms))

    def without_all(self, *terms) -> "Match":
        """The same, less the articles that have all of these."""
        return replace(self, not_all=terms)


@dataclass(frozen=True)
class Counts:
    """How many articles match; `about` where so many do that a sample was counted."""

    total: int = 0
    facets: Counter = field(default_factory=Counter)
    about: bool = False


class Form(NamedTuple):
    """A word of the vocabulary as it is printed, what it is a form of, and in how many articles."""

    word: str
    stem: str
    articles: int


class NoAnswer(Exception):
    """An engine outside the database gave none, or none that makes sense; the message says why."""


def engine():
    """The engine that the setting SEARCH_URL names, or that of the database in use."""
    if settings.SEARCH_URL:
        from .opensearch import OpenSearch

        return OpenSearch(settings.SEARCH_URL, database_engine())
    return database_engine()


def database_engine():
    """The engine of the database in use."""
    if connection.vendor == "postgresql":
        from .postgresql import PostgreSQL

        return PostgreSQL()
    from .sqlite import SQLite

    return SQLite()
