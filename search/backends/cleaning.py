"""Any words can be searched for: what a database would choke on is taken out first."""

import re

from modelsearch.query import MATCH_ALL, And, Or, Phrase, PlainText
from wagtail.models import Page

from . import addresses

MAX_LENGTH = 200
MAX_WORDS = 24


def clean_query(text: str) -> str:
    """The words of a query: at most 24 in 200 characters, without what a database would choke on.

    A lone quotation mark, NUL and other control characters go; so does a query without a letter
    or digit, which becomes "".
    """
    words = re.sub(r"[^\w\s'’.-]+", " ", text or "")[:MAX_LENGTH].split()
    words = [word for word in words if re.search(r"[^\W_]", word)]
    return " ".join(words[:MAX_WORDS])


def clean(query):
    """The same for whatever Wagtail searches by: text, or a tree of plain texts and phrases.

    None where no word is left.
    """
    if isinstance(query, str):
        return clean_query(query) or None
    if isinstance(query, PlainText):
        text = clean_query(query.query_string)
        return PlainText(text, operator=query.operator) if text else None
    if isinstance(query, Phrase):
        text = clean_query(query.query_string)
        return Phrase(text) if text else None
    if isinstance(query, (And, Or)):
        parts = [part for part in map(clean, query.subqueries) if part]
        return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
    return query


class CleanQueries:
    """Every query is cleaned, whoever asks: the explorer, a chooser, a list of snippets.

    The address of a page finds that page.
    """

    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        rows = getattr(model_or_queryset, "objects", model_or_queryset)
        if issubclass(rows.model, Page):
            page, query = page_or_words(query)
            if page:
                found = rows.filter(pk__in=[page])
                return super()._search(query_compiler_class, MATCH_ALL, found, **kwargs)
        query = clean(query)
        if query is None:
            query, model_or_queryset = MATCH_ALL, rows.none()
        return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)


def page_or_words(query):
    """The id of the page whose address the query is; or None, and the words to search for.

    Nothing is at the address that a draft will have: the words of its slug find the draft.
    """
    text = getattr(query, "query_string", query)
    parts = addresses.parts_of(text) if isinstance(text, str) else []
    if not parts:
        return None, query
    page, rest = addresses.page_at(parts)
    if page is None and addresses.is_plainly_an_address(text):
        query = max(rest, key=len)
    return page, query
