"""PostgreSQL's full text: a tsvector with a GIN index."""

from dataclasses import replace

from django.db import connection

from ..terms import quoted
from .sql import SQL

PLAN = "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0;"
MANY_TO_UNPACK = 8_000  # vectors: a tenth of a second


class PostgreSQL(SQL):
    # “+ 0”, or it may walk back in time and unpack the vector of every article on the way.
    MATCHING = (
        "SELECT number, facets FROM search_entry "
        "WHERE terms @@ %s::tsquery AND number + 0 BETWEEN %s AND %s"
    )
    NEWEST_FIRST = MATCHING + " ORDER BY number + 0 DESC LIMIT %s"
    # Of the candidates by words the newest are unpacked first, and no more than are needed.
    NEWEST_PHRASES = (
        "SELECT number FROM (SELECT number, terms FROM search_entry "
        "WHERE terms @@ %s::tsquery AND number + 0 BETWEEN %s AND %s "
        "ORDER BY number + 0 DESC OFFSET 0) AS candidates WHERE terms @@ %s::tsquery LIMIT %s"
    )
    # The planner expects few, and sorts them: by bytes, which is quick.
    FACETS = 'SELECT facets COLLATE "C", COUNT(*) FROM ({}) AS found GROUP BY 1'
    SIMILAR = (
        "SELECT id FROM search_word WHERE trigrams @@ %s::tsquery "
        "ORDER BY ts_rank(trigrams, %s::tsquery) DESC LIMIT %s"
    )
    SIMILAR_TAKES = 2

    def rows(self, sql, params):
        """What a query returns, without reading whole tables.

        That looks cheap for a common word, since the planner does not reckon with unpacking the
        vectors: 800 ms for 100,000 articles, where the index takes 20. Nor with parallel workers:
        a union then no longer begins with its first part. Sent as one, the statements are one
        transaction, and what they set is forgotten after it.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"{PLAN} {sql}", params)
            while cursor.nextset():
                pass
            return cursor.fetchall()

    def newest_first(self, match):
        """The index knows words, but not where they stand: every vector has to be asked that."""
        if not _phrases(match):
            return super().newest_first(match)
        words = [word for term in match.required for word in _words(term)]
        candidates = replace(match, required=tuple(words), excluded=())
        return self.NEWEST_PHRASES, [*self._where(candidates), self.expression(match)]

    def is_dear(self, match, at_most):
        return bool(_phrases(match)) and at_most > MANY_TO_UNPACK

    def expression(self, match):
        parts = [*map(_term, match.required), *(f"!{_term(term)}" for term in match.excluded)]
        return " & ".join([*parts, f"!({_all(match.not_all)})"] if match.not_all else parts)


def _phrases(match):
    return [term for term in (*match.required, *match.excluded) if isinstance(term, tuple)]


def _words(term):
    return term if isinstance(term, tuple) else [term]


def _all(terms):
    return " & ".join(map(_term, terms))


def _term(term):
    if isinstance(term, frozenset):
        return f"({' | '.join(map(_term, sorted(term)))})"
    if isinstance(term, str):
        return quoted(term)
    return f"({' <-> '.join(map(quoted, term))})"
