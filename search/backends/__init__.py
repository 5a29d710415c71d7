"""Wagtail's database search, made safe for any words and fast on SQLite.

One seam: `SearchBackend` is what WAGTAILSEARCH_BACKENDS names, for the admin. Readers search by
`search.engines`.
"""

from django.db import connection

from .cleaning import clean_query

__all__ = ["SearchBackend", "clean_query"]


def SearchBackend(params):
    """The backend for the database in use."""
    # Each can be imported under its own database only.
    if connection.vendor == "postgresql":
        from .postgresql import PostgreSQLBackend

        return PostgreSQLBackend(params)
    from .sqlite import SQLiteBackend

    return SQLiteBackend(params)
