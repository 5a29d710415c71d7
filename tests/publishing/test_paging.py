"""A list is paged to its end without losing a row, and without counting a long one."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from news.models import ArticlePage
from publishing import paging
from publishing.paging import page_of
from tests import factories

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def articles(monkeypatch):
    """Eleven articles, most of the same second, of which no more than four are counted."""
    monkeypatch.setattr(paging, "MOST", 4)
    for number in range(11):
        factories.published(f"Story {number}")
    ArticlePage.objects.filter(title__lt="Story 8").update(first_published_at=MOMENT)
    return ArticlePage.objects.published().newest_first()


def page(articles, number, size=2):
    request = RequestFactory().get("/", {"page": number})
    return page_of(request, articles, size, articles.for_cards())


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 10, 11, 20])
def test_every_row_stands_on_one_page_in_order(articles, size):
    titles, number, goes_on = [], 1, True
    while goes_on:
        here = page(articles, number, size)
        titles += [article.title for article in here]
        number, goes_on = number + 1, here.has_next()
    assert titles == [article.title for article in articles]
    with pytest.raises(Http404):
        page(articles, number, size)


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "99", "9" * 30, "²"])
def test_what_is_no_page_is_not_found(articles, number):
    with pytest.raises(Http404):
        page(articles, number)


def test_a_long_list_says_that_it_goes_on_and_not_where_it_ends(articles, client):
    assert page(articles, 2).paginator.is_long
    assert page(articles, 2).has_previous()
    assert page(articles, 2).next_page_number() == 3
    short = ArticlePage.objects.published().filter(title__lt="Story 3").order_by("pk")
    assert not page(short, 1).paginator.is_long
    assert page(short, 1).paginator.num_pages == 2


def test_an_empty_list_is_one_empty_page():
    assert list(page(ArticlePage.objects.published(), 1)) == []


@pytest.mark.parametrize(("number", "most"), [(1, 2), (2, 2), (4, 3)])
def test_a_page_costs_a_look_at_the_ids_and_one_at_its_rows(articles, number, most):
    # And two for bylines and pictures of the cards.
    with CaptureQueriesContext(connection) as queries:
        assert len(list(page(articles, number))) == 2
    assert len(queries) <= most + 2
