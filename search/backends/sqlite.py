"""SQLite's full-text search (FTS5), ranked in one pass."""

import re

from django.db import models
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks

from .cleaning import CleanQueries

FTS = "wagtailsearch_indexentry_fts"
ENTRY = "wagtailsearch_indexentry"
TITLE_WEIGHT = 10.0  # a word in the headline counts for ten in the body


class OnePass:
    """Match, filter and rank in one join.

    The stock compiler runs one full-text query for every matching row: 14 seconds for a common
    word among 10,000 articles, where this needs a twentieth of a second.
    """

    def search(self, config, start, stop, score_field=None):
        if not self.can_join():
            return super().search(config, start, stop, score_field)
        table, column = self.queryset.model._meta.db_table, self.queryset.model._meta.pk.column
        found = self.queryset.extra(
            tables=[ENTRY, FTS],
            where=[self.matching(), f'"{table}"."{column}" = CAST({ENTRY}.object_id AS INTEGER)'],
            params=[self.match()],
        )
        # Columns of the full-text table: autocomplete, body, title. A smaller rank is better.
        rank = f"bm25({FTS}, 1.0, 1.0, {TITLE_WEIGHT})"
        if score_field:
            found = found.extra(select={score_field: rank})
        if self.order_by_relevance:
            found = found.extra(select={"_rank": rank}).extra(order_by=["_rank", "-pk"])
        elif not found.query.order_by:
            found = found.order_by("-pk")
        if stop is None or score_field:
            return found[start:stop]
        # Sort ids, which are small, and fetch whole rows for one page of them only.
        ids = list(found.values_list("pk", flat=True)[start:stop])
        places = [models.When(pk=pk, then=place) for place, pk in enumerate(ids)]
        page = self.queryset.filter(pk__in=ids)
        return page.order_by(models.Case(*places)) if places else page

    def count(self) -> int:
        """How many match.

        CROSS JOIN makes SQLite begin with the full text; left to itself it asks the full text
        about every article: 10 seconds for two words among 100,000 instead of a fiftieth.
        """
        ids = RawSQL(
            f"SELECT CAST({ENTRY}.object_id AS INTEGER) FROM {FTS} CROSS JOIN {ENTRY} "
            f"WHERE {self.matching()}",
            [self.match()],
        )
        return self.queryset.order_by().filter(pk__in=ids).count()

    def can_join(self) -> bool:
        """Plain words in all fields of a model whose key is a number; the rest is done as stock."""
        key = self.queryset.model._meta.pk
        while key.remote_field:
            key = key.target_field
        plain = isinstance(self.query, PlainText) and not self.fields
        return plain and isinstance(key, models.IntegerField)

    def matching(self) -> str:
        """The condition that joins full text and index entries; takes `match()` as parameter."""
        types = get_descendants_content_types_pks(self.queryset.model)
        return (
            f"{FTS} MATCH %s AND {ENTRY}.id = {FTS}.rowid "
            f"AND {ENTRY}.content_type_id IN ({', '.join(map(str, types))})"
        )

    def match(self) -> str:
        """The query in FTS5's language, every word quoted."""
        words = re.findall(r"[^\W_]+", self.query.query_string)
        quoted = [f'"{word}"' for word in words]
        if self.LAST_TERM_IS_PREFIX:
            quoted[-1] += "*"
        operator = f" {self.query.operator.upper()} "
        return f"{{{' '.join(self.FTS_TABLE_FIELDS)}}} : ({operator.join(quoted)})"


class OnePassSearch(OnePass, SQLiteSearchQueryCompiler):
    pass


class OnePassAutocomplete(OnePass, SQLiteAutocompleteQueryCompiler):
    FTS_TABLE_FIELDS = ["title", "autocomplete"]  # the title ranks; it is in the other as well


class OnePassResults(SQLiteSearchResults):
    def _do_count(self):
        whole = not self.start and self.stop is None
        compiler = self.query_compiler
        return compiler.count() if whole and compiler.can_join() else super()._do_count()


class SQLiteBackend(CleanQueries, SQLiteSearchBackend):
    results_class = OnePassResults
    query_compiler_class = OnePassSearch
    autocomplete_query_compiler_class = OnePassAutocomplete
