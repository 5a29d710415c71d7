"""The archive by month: everything that is public, on the newsroom's clock, and nothing else."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from demo.archive import grow_archive
from news.models import ArticlePage
from news.months import Month
from publishing import gate
from tests import factories

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def first_seen(headline, text, **fields):
    """An article that readers first saw at a time (UTC)."""
    return factories.published(headline, first_published_at=at(text), **fields)


def test_a_month_lists_what_was_published_in_it_the_newest_first(client):
    for day in ("02", "17", "29"):
        first_seen(f"Of the {day}", f"2026-11-{day} 12:00")
    first_seen("Of October", "2026-10-31 12:00")
    html = client.get("/archive/2026/11/").content.decode()
    assert re.findall(r"Of (?:the )?(\w+)</a>", html) == ["29", "17", "02"]
    assert "<h1" in html and "November 2026</h1>" in html
    assert re.findall(r'<h2 class="day">(.*?)</h2>', html)[0] == "Sunday 29 November 2026"


def test_a_month_begins_at_midnight_on_the_newsrooms_clock(client):
    """In summer that is 23:00 UTC of the day before."""
    first_seen("Before midnight", "2026-06-30 22:59:59")
    first_seen("At midnight", "2026-06-30 23:00")
    june, july = (ArticlePage.objects.in_month(Month(2026, n)) for n in (6, 7))
    assert [page.title for page in june] == ["Before midnight"]
    assert [page.title for page in july] == ["At midnight"]
    counted = [(str(row["month"]), row["count"]) for row in ArticlePage.objects.by_month()]
    assert counted == [("2026-07", 1), ("2026-06", 1)]


def test_the_archive_counts_every_month_by_year(client):
    for moment in ("2025-12-31 12:00", "2026-01-01 12:00", "2026-11-02 12:00", "2026-11-03 12:00"):
        first_seen("A story", moment)
    html = client.get("/archive/").content.decode()
    assert re.findall(r'<h2 class="day">(\d+)', html) == ["2026", "2025"]
    links = re.findall(r'/archive/([\d/]+)/">(\w+)<.*?</a> (\d+)', html)
    assert links == [
        ("2026/11", "November", "2"),
        ("2026/01", "January", "1"),
        ("2025/12", "December", "1"),
    ]
    for address, *_ in links:
        assert client.get(f"/archive/{address}/").status_code == 200


def test_a_month_leads_to_its_neighbours_across_empty_ones(client):
    for moment in ("2025-03-01 12:00", "2026-01-10 12:00", "2026-11-02 12:00"):
        first_seen("A story", moment)
    html = client.get("/archive/2026/01/").content.decode()
    assert re.findall(r'href="/archive/(\d{4}/\d\d)/"', html) == ["2026/11", "2025/03"]
    assert client.get("/archive/2025/03/").content.decode().count('href="/archive/20') == 1


def test_december_is_followed_by_january():
    assert Month(2026, 12).following == Month(2027, 1)
    assert Month(2026, 12).ends == Month(2027, 1).begins


def test_a_long_month_is_paged(client):
    for day in range(1, 23):
        first_seen(f"Day {day}", f"2026-11-{day:02} 12:00")
    second = client.get("/archive/2026/11/?page=2").content.decode()
    assert re.findall(r"Day (\d+)</a>", second) == ["2", "1"]
    assert "Page 2 of 2" in second
    assert client.get("/archive/2026/11/?page=3").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("2026/10/", "2026/13/", "2026/00/", "2026/1/", "0000/11/", "9999/12/", "2999/12/"),
        *("2026/11", "2026/", "2026/11/05/", "%D9%A2%D9%A0%D9%A2%D9%A6/11/"),
    ],
)
def test_a_month_without_anything_public_is_not_found(client, address):
    first_seen("Of November", "2026-11-02 12:00")
    answer = client.get(f"/archive/{address}", follow=True)
    assert answer.status_code == (200 if address == "2026/11" else 404)


def test_only_what_is_public_has_a_month(client):
    november = {"first_published_at": at("2026-11-02 12:00")}
    assert client.get("/archive/").status_code == 404
    factories.draft("A draft", **november)
    factories.taken_down(factories.published("Taken down", **november))
    restricted = factories.draft("For members", **november)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    gate.admit(restricted, "tests")
    assert client.get("/archive/").status_code == 404
    assert client.get("/archive/2026/11/").status_code == 404
    assert "/archive/" not in client.get("/posts/").content.decode()


def test_the_index_leads_to_the_archive_twice(client):
    first_seen("A story", "2026-11-02 12:00")
    assert client.get("/posts/").content.decode().count('href="/archive/"') == 2


def test_the_archive_takes_as_few_queries_for_a_thousand_articles(client):
    first_seen("A story", "2026-11-02 12:00")

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ["/archive/", "/archive/2026/11/"]
    few = [queries(address) for address in addresses]
    assert max(few) <= 10
    grow_archive(200, lambda text: None)
    ArticlePage.objects.update(first_published_at=at("2026-11-02 12:00"))
    many = [queries(address) for address in addresses]
    assert max(many) <= 10
    assert many[0] == few[0]
