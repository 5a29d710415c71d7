"""SQLite's full text (FTS5, https://sqlite.org/fts5.html). Its rows are in the order of numbers,
so that the newest of a million matches are found without looking at the others."""

from .sql import SQL


class SQLite(SQL):
    MATCHING = (
        "SELECT rowid AS number FROM search_entry_fts "
        "WHERE search_entry_fts MATCH %s AND rowid BETWEEN %s AND %s"
    )
    NEWEST_FIRST = MATCHING + " ORDER BY rowid DESC LIMIT %s"
    # CROSS JOIN: begin with the full text. The index holds both columns; rows are not touched.
    FACETS = (
        "SELECT facets, COUNT(*) FROM ({}) AS found CROSS JOIN search_entry "
        "INDEXED BY search_entry_facets ON search_entry.number = found.number GROUP BY facets"
    )
    SIMILAR = (
        "SELECT rowid FROM search_word_fts WHERE search_word_fts MATCH %s ORDER BY rank LIMIT %s"
    )

    def expression(self, match):
        parts = [_all(match.required), *map(_term, match.excluded)]
        return " NOT ".join([*parts, _all(match.not_all)] if match.not_all else parts)


def _all(terms):
    return f"({' AND '.join(map(_term, terms))})"


def _term(term):
    if isinstance(term, frozenset):
        return f"({' OR '.join(map(_term, sorted(term)))})"
    words = [term] if isinstance(term, str) else term
    return '"' + " ".join(words).replace('"', "") + '"'
