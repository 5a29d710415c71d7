"""How the words of a row are given to the database's full text."""

from dataclasses import dataclass, field

from django.db import models

GAP = "_"  # between two parts of a text: no phrase reaches across


@dataclass
class Terms:
    """Words in their order, and marks, which have none. Both hold no white space.

    A mark has “_” in it, which no word has.
    """

    words: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)


class TermsField(models.Field):
    """Terms, searched by the database: a tsvector, or a text behind an FTS5 table of SQLite's.

    Written only; nobody reads it back.
    """

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if connection.vendor == "postgresql":
            return as_vector(value)
        return " ".join([*value.words, *sorted(value.marks)])


def as_vector(terms: Terms) -> str:
    """Terms as PostgreSQL writes a tsvector: 'bridg':2,7 'kind_news'."""
    places = {}
    for place, word in enumerate(terms.words, start=1):
        if word != GAP:
            places.setdefault(word, []).append(str(place))
    lexemes = [f"{quoted(word)}:{','.join(at)}" for word, at in places.items()]
    return " ".join([*lexemes, *map(quoted, sorted(terms.marks))])


def quoted(term: str) -> str:
    """A term as PostgreSQL reads it whatever is in it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
