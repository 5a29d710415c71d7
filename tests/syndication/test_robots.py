"""What crawlers, security researchers and IndexNow find at the addresses where they look."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.db import connection
from django.urls import resolve
from wagtail.models import Site

from home.models import Publication
from syndication.robots import CRAWLERS

pytestmark = pytest.mark.django_db

KEY = "quayside-and-lamps-1911"
SWITCHES = list(CRAWLERS)
SEARCH_ENGINES = ["Googlebot", "Googlebot-News", "Bingbot", "Applebot", "DuckDuckBot", "Slurp"]


@pytest.fixture
def publication():
    Site.objects.update(hostname="marrowgate.example", port=443)
    return Publication.objects.create(site=Site.objects.get())


@pytest.fixture
def read(client, settings):
    settings.ALLOWED_HOSTS = ["marrowgate.example"]

    def ask(path):
        return client.get(path, headers={"host": "marrowgate.example"})

    return ask


def set_to(publication, **fields):
    Publication.objects.filter(pk=publication.pk).update(**fields)


def understood(answer):
    """robots.txt as a parser that is not ours understands it."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(answer.content.decode().splitlines())
    return parser


def may_read(parser, names, path="/posts/a-story/"):
    return {name for name in names if parser.can_fetch(name, path)}


# robots.txt


def test_search_engines_may_read_all_but_the_newsroom_previews_and_searches(read, publication):
    parser = understood(read("/robots.txt"))
    for path in ("/", "/posts/", "/posts/a-story/", "/feed.rss", "/sitemap.xml", "/media/a.jpg"):
        assert may_read(parser, SEARCH_ENGINES, path) == set(SEARCH_ENGINES)
    for path in ("/admin/", "/admin/pages/1/", "/preview/abc/", "/search/", "/search/?query=a"):
        assert may_read(parser, SEARCH_ENGINES, path) == set()


def test_both_sitemaps_are_named_with_their_full_address(read, publication):
    assert understood(read("/robots.txt")).site_maps() == [
        "https://marrowgate.example/sitemap.xml",
        "https://marrowgate.example/news-sitemap.xml",
    ]


@pytest.mark.parametrize("allowed", [(), *((switch,) for switch in SWITCHES), tuple(SWITCHES)])
def test_each_switch_opens_the_site_to_its_crawlers_and_to_no_others(read, publication, allowed):
    set_to(publication, **{switch: switch in allowed for switch in SWITCHES})
    parser = understood(read("/robots.txt"))
    for switch, names in CRAWLERS.items():
        assert may_read(parser, names) == (set(names) if switch in allowed else set())
        assert may_read(parser, names, "/admin/") == set()
    assert may_read(parser, SEARCH_ENGINES) == set(SEARCH_ENGINES)


def test_a_new_publication_lets_nobody_train_and_lets_the_others_in(read, publication):
    parser = understood(read("/robots.txt"))
    assert may_read(parser, ["GPTBot", "ClaudeBot", "CCBot", "Google-Extended"]) == set()
    others = {"OAI-SearchBot", "Claude-User", "PerplexityBot"}
    assert may_read(parser, others) == others


def test_without_the_database_search_engines_may_still_come_and_ai_companies_may_not(client):
    """An error would forbid everything, to everybody, for days."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE home_publication RENAME TO nowhere")
    answer = client.get("/robots.txt")
    parser = understood(answer)
    assert may_read(parser, SEARCH_ENGINES) == set(SEARCH_ENGINES)
    assert may_read(parser, SEARCH_ENGINES, "/admin/") == set()
    assert may_read(parser, [name for names in CRAWLERS.values() for name in names]) == set()
    assert answer["Cache-Control"] == "public, max-age=0"


def test_it_sets_no_cookie_and_may_be_kept(read, publication):
    answer = read("/robots.txt")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, max-age=3600"


# security.txt


def fields(answer):
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("mailto:holes@marrowgate.example", "mailto:holes@marrowgate.example"),
        ("https://elsewhere.example/report", "https://elsewhere.example/report"),
        ("/contact/", "https://marrowgate.example/contact/"),
    ],
)
def test_security_txt_says_where_to_report_a_hole(read, publication, contact, said):
    set_to(publication, security_contact=contact)
    assert fields(read("/.well-known/security.txt")) == {
        "Contact": said,
        "Expires": fields(read("/.well-known/security.txt"))["Expires"],
        "Preferred-Languages": "en",
        "Canonical": "https://marrowgate.example/.well-known/security.txt",
    }


@pytest.mark.parametrize("day", ["2026-11-24 00:00", "2026-12-31 23:59:59", "2028-02-29 12:00"])
def test_security_txt_is_never_out_of_date(read, publication, day):
    set_to(publication, security_contact="mailto:holes@marrowgate.example")
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        expires = fields(read("/.well-known/security.txt"))["Expires"]
    assert timedelta(days=90) < datetime.fromisoformat(expires) - now < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(read, publication):
    assert read("/.well-known/security.txt").status_code == 404


# IndexNow


def test_the_key_stands_at_its_address_and_at_no_other(read, publication):
    set_to(publication, indexnow_key=KEY)
    answer = read(f"/{KEY}.txt")
    assert answer.content.decode() == KEY
    assert answer["Content-Type"].startswith("text/plain")
    for other in (KEY[:-1], KEY + "1", KEY.upper(), "another-key"):
        assert read(f"/{other}.txt").status_code == 404


def test_without_a_key_no_address_shows_one(read, publication):
    for path in ("/.txt", "/another-key.txt", f"/{KEY}.txt"):
        assert read(path).status_code == 404


def test_a_key_hides_no_other_text_file(read, publication):
    """Not even one with the name of a file that we have."""
    set_to(publication, indexnow_key="security")
    assert resolve("/robots.txt").url_name == "robots"
    assert read("/.well-known/security.txt").status_code == 404
    assert read("/security.txt").content == b"security"
