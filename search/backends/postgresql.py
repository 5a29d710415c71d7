"""PostgreSQL's full-text search, in English; its index is made by a migration of ours."""

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

from .cleaning import CleanQueries


class PostgreSQLBackend(CleanQueries, PostgresSearchBackend):
    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": "english", **params})
