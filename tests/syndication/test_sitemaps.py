"""Sitemaps name all that is public, once, with the true time of its last change."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rnc2rng
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction, Site

from demo.archive import grow_archive
from home.models import HomePage, Publication, StandardPage
from news.models import ArticlePage
from publishing import gate
from publishing.scheduler import publish_due
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parents[1] / "schemas" / "sitemaps.rnc"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.fromstring(rnc2rng.dumps(rnc2rng.load(str(SCHEMA))).encode()))


@pytest.fixture
def read(client, schema):
    """Asks for a sitemap, checks it against the schema, and gives its tree."""

    def ask(address):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/xml"
        tree = etree.fromstring(answer.content)
        schema.assertValid(tree)
        return tree

    return ask


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def paths(tree):
    return [urlsplit(address).path for address in tree.xpath("//s:loc/text()", namespaces=NAMES)]


def changed(tree):
    """When what is at each path is said to have changed."""
    entries = tree.xpath("//s:loc", namespaces=NAMES)
    lastmod = "string(../s:lastmod)"
    return {urlsplit(e.text).path: e.xpath(lastmod, namespaces=NAMES) for e in entries}


def hide_one_of_each_kind(**fields):
    """Articles that readers may not see, each for another reason."""
    factories.draft("A draft", slug="hidden-draft", **fields)
    later = timezone.now() + timedelta(days=1)
    scheduled = factories.draft("Scheduled", slug="hidden-scheduled", go_live_at=later, **fields)
    factories.approved(scheduled).get_latest_revision().publish()
    factories.taken_down(factories.published("Taken down", slug="hidden-down", **fields))
    restricted = factories.draft("For members", slug="hidden-members", **fields)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    gate.admit(restricted, "tests")


# By month


def test_the_index_names_one_sitemap_a_month_and_one_for_the_pages(read):
    for moment in ("2025-12-31 12:00", "2026-11-02 12:00", "2026-11-03 12:00"):
        factories.published(first_published_at=at(moment))
    tree = read("/sitemap.xml")
    assert paths(tree) == ["/sitemap-2026-11.xml", "/sitemap-2025-12.xml", "/sitemap-pages.xml"]
    for path in paths(tree):
        read(path)


@pytest.fixture
def moved():
    """The site has a name of its own."""
    Site.objects.update(hostname="marrowgate.example", port=443)
    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


def test_addresses_are_those_of_the_site_whatever_host_was_asked(client, settings, moved):
    settings.ALLOWED_HOSTS = ["*"]
    factories.published(slug="harbour", first_published_at=at("2026-11-02 12:00"))
    for address in ("/sitemap.xml", "/sitemap-2026-11.xml", "/sitemap-pages.xml"):
        answer = client.get(address, headers={"host": "elsewhere.example"})
        places = etree.fromstring(answer.content).xpath("//s:loc/text()", namespaces=NAMES)
        assert {urlsplit(place)[:2] for place in places} == {("https", "marrowgate.example")}


def test_every_public_article_stands_in_one_month_and_no_other(read):
    for moment in ("2026-10-31 23:59:59", "2026-11-01 00:00", "2026-06-30 23:00"):
        factories.published(first_published_at=at(moment))
    hide_one_of_each_kind(first_published_at=at("2026-11-02 12:00"))
    months = [path for path in paths(read("/sitemap.xml")) if path != "/sitemap-pages.xml"]
    assert months == ["/sitemap-2026-11.xml", "/sitemap-2026-10.xml", "/sitemap-2026-07.xml"]
    listed = [path for month in months for path in paths(read(month))]
    public = [urlsplit(page.full_url).path for page in ArticlePage.objects.published()]
    assert sorted(listed) == sorted(public)
    assert len(listed) == 3


def test_only_a_change_that_readers_are_told_of_moves_the_time(read):
    with time_machine.travel(NOW, tick=False):
        page = factories.published(slug="harbour")
    path, month = "/posts/harbour/", "/sitemap-2026-11.xml"
    first = "2026-11-24T12:00:00+00:00"
    assert changed(read(month)) == {path: first}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        factories.change(page, "minor", dateline="Marrowgate")
    assert changed(read(month)) == {path: first}
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        factories.change(page, "update", "It has opened.", dateline="Corran Bay")
    assert changed(read(month)) == {path: "2026-11-24T14:00:00+00:00"}
    assert changed(read("/sitemap.xml"))[month] == "2026-11-24T14:00:00+00:00"


def test_a_correction_of_an_old_article_moves_its_month_in_the_index(read):
    old = factories.published(first_published_at=at("2025-07-02 12:00"))
    with time_machine.travel(NOW, tick=False):
        factories.change(old, "correction", "A name.", was="Jon", now="John", dateline="Bay")
    assert changed(read("/sitemap.xml"))["/sitemap-2025-07.xml"] == "2026-11-24T12:00:00+00:00"


@pytest.mark.parametrize("month", ["2026-10", "2026-13", "2026-1", "1999-12", "pages-2"])
def test_a_month_without_anything_public_has_no_sitemap(client, month):
    factories.published(first_published_at=at("2026-11-02 12:00"))
    assert client.get(f"/sitemap-{month}.xml").status_code == 404


# Pages that are no articles


def standing_page(slug, **fields):
    page = StandardPage(
        title=slug, slug=slug, live=False, body=[factories.paragraph("We are eleven people.")]
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def test_the_pages_are_the_front_the_index_standing_pages_topics_authors_and_corrections(read):
    described = {"description": "Ships, quays and tides."}
    agnes = factories.author(biography="Agnes Holloway has reported for thirty years.")
    harbour = factories.topic("Harbour", **described)
    factories.published(main_topic=harbour, authors=[agnes])
    factories.topic("Nothing yet", **described)
    factories.author("Nobody Yet", biography="New here.")
    gate.admit(standing_page("about"), "tests")
    standing_page("draft-page")
    members = standing_page("members")
    PageViewRestriction.objects.create(page=members, restriction_type="login")
    gate.admit(members, "tests")
    assert paths(read("/sitemap-pages.xml")) == [
        *("/", "/posts/", "/about/", "/archive/", "/topics/harbour/"),
        *("/authors/agnes-holloway/", "/corrections/"),
    ]


def test_a_topic_known_only_from_what_is_hidden_is_not_named(read):
    secret = factories.topic("Secret", description="Not before Tuesday.")
    hide_one_of_each_kind(
        main_topic=secret,
        topics=[factories.topic("Also secret", description="Nor this.")],
        authors=[factories.author("Secret Witness", biography="A witness.")],
    )
    assert paths(read("/sitemap-pages.xml")) == ["/", "/posts/", "/corrections/"]


def test_lists_too_thin_for_a_search_engine_are_not_named(read):
    """Those pages ask not to be listed: a sitemap must not say otherwise."""
    for _ in range(3):
        factories.published(main_topic=factories.topic("Full"), topics=[factories.topic("Also")])
    factories.published(main_topic=factories.topic("Thin"), topics=[factories.topic("Thin")])
    assert [p for p in paths(read("/sitemap-pages.xml")) if "/topics/" in p] == [
        *("/topics/also/", "/topics/full/"),
    ]


# The news


def test_the_news_sitemap_holds_two_days_and_what_google_asks_for(read):
    Publication.objects.create(site=Site.objects.get(), name="Marrowgate Fix & Post")
    with time_machine.travel(NOW - timedelta(hours=48, seconds=1), tick=False):
        factories.published("Too old")
    with time_machine.travel(NOW - timedelta(hours=47), tick=False):
        page = factories.published("Tides & “lamps”: a < b \x0b 🚢", slug="tides")
    with time_machine.travel(NOW, tick=False):
        factories.change(page, "update", "More.", dateline="Bay")
        hide_one_of_each_kind()
        tree = read("/news-sitemap.xml")
    (news,) = tree.xpath("//n:news", namespaces=NAMES)
    said = [news.xpath(f"string(.//n:{name})", namespaces=NAMES) for name in
            ("name", "language", "publication_date", "title")]  # fmt: skip
    assert said == [
        *("Marrowgate Fix & Post", "en", "2026-11-22T13:00:00+00:00"),
        "Tides & “lamps”: a < b  🚢",
    ]
    assert paths(tree) == ["/posts/tides/"]


def test_a_quiet_weekend_leaves_it_empty(read):
    assert paths(read("/news-sitemap.xml")) == []


def test_it_never_holds_more_than_a_thousand(read, monkeypatch):
    monkeypatch.setattr("syndication.sitemaps.MOST_NEWS", 2)
    for n in range(3):
        factories.published(slug=f"story-{n}")
    assert paths(read("/news-sitemap.xml")) == ["/posts/story-2/", "/posts/story-1/"]


# How often, and how dearly


def test_an_article_appears_the_moment_it_is_due_and_not_before(read):
    with time_machine.travel(NOW, tick=False):
        factories.published("Before")
        due = NOW + timedelta(hours=1)
        page = factories.draft("Due", slug="due", go_live_at=due)
        factories.approved(page).get_latest_revision().publish()
    maps = ["/news-sitemap.xml", "/sitemap-2026-11.xml"]
    for seconds, is_there in [(-1, False), (1, True)]:
        with time_machine.travel(due + timedelta(seconds=seconds), tick=False):
            publish_due()
            assert ["/posts/due/" in paths(read(path)) for path in maps] == [is_there] * 2


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        *(("/sitemap.xml", 300), ("/sitemap-pages.xml", 300), ("/news-sitemap.xml", 60)),
        *(("/sitemap-2026-11.xml", 300), ("/sitemap-2026-10.xml", 86400)),
    ],
)
def test_who_has_it_already_is_told_so(client, address, seconds):
    """What is over is kept for a day, what goes on for minutes; no cookie, no other host."""
    for moment in ("2026-10-02 12:00", "2026-11-23 12:00"):
        factories.published(first_published_at=at(moment))
    with time_machine.travel(NOW, tick=False):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"] == f"public, max-age={seconds}"
    assert "Cookie" not in first.get("Vary", "") and not first.cookies
    factories.published(first_published_at=at("2026-10-03 12:00"))
    factories.published("New", first_published_at=at("2026-11-24 11:00"),
                        main_topic=factories.topic("New", description="New."))  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_no_sitemap_takes_more_queries_with_more_articles(client):
    factories.published(first_published_at=at("2026-11-23 12:00"))

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    maps = ["/sitemap.xml", "/sitemap-2026-11.xml", "/sitemap-pages.xml", "/news-sitemap.xml"]
    with time_machine.travel(NOW, tick=False):
        few = [queries(address) for address in maps]
        grow_archive(100, lambda text: None)
        ArticlePage.objects.update(first_published_at=at("2026-11-23 12:00"))
        assert [queries(address) for address in maps] == few
    assert max(few) <= 10
