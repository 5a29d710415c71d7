"""PostgreSQL's full-text search, in English; its index is made by a migration of ours."""

from django.db.models import F
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
)

from .cleaning import CleanQueries

SEARCH_CONFIG = "english"
TITLE_WEIGHT = 10.0  # a word in the headline counts for ten in the body


class HeadlineFirst(PostgresAutocompleteQueryCompiler):
    """Of what the newsroom finds, what has the words in its headline comes first."""

    def _build_rank_expression(self, vectors, config):
        title = self.build_tsrank(F("index_entries__title"), self.query, config=SEARCH_CONFIG)
        return title * TITLE_WEIGHT + super()._build_rank_expression(vectors, config)


class PostgreSQLBackend(CleanQueries, PostgresSearchBackend):
    autocomplete_query_compiler_class = HeadlineFirst

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": SEARCH_CONFIG, **params})
