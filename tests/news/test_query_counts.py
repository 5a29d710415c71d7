"""A page costs the same few queries with fifty articles and with a thousand."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.archive import grow_archive
from home.models import HomePage, Placement, Publication
from news.models import ArticlePage
from news.pictures import Darkroom
from tests import factories

pytestmark = pytest.mark.django_db

ALLOWED = {
    "/": 14,
    "/posts/": 10,
    "/posts/the-full-story/": 11,
    "/posts/ten-pictures/": 11,
    "/topics/the-hill/": 10,
    "/authors/agnes-holloway/": 10,
    "/search/": 8,
    "/search/?query=senate": 8,
    "/search/?query=senate&topic=world&order=newest": 8,
    "/search/?query=senate&topic=the-hill&author=agnes-holloway&kind=news&year=2026"
    "&from=2020-01-01&to=2030-01-01&order=newest": 8,
    "/search/?query=senatte": 8,
    "/search/?query=senate -budget": 8,
    "/search/?query=zzyzxq&topic=the-hill&author=agnes-holloway": 10,
}


# With the two sizes of the logo, which a process remembers.
COLD = {"/posts/the-full-story/": 13, "/posts/ten-pictures/": 13}


def in_body(picture, width):
    """A picture block."""
    image = {"image": picture.pk, "alt_text": "The harbour", "decorative": False}
    value = {"image": image, "caption": "", "credit": "", "width": width}
    return {"type": "image", "value": value}


@pytest.fixture
def newsroom():
    """A small newsroom with all that a page can show."""
    site = HomePage.objects.get().get_site()
    Publication.objects.create(
        site=site,
        navigation=[("link", {"label": "World", "address": "/topics/world/"})],
        logo=factories.picture("Logo"),
    )
    for place, name in enumerate(("The Hill", "World", "Economy", "Society"), 1):
        factories.topic(name, front_order=place)
    portrait = factories.picture("Portrait")
    agnes, rufus = factories.author(portrait=portrait), factories.author("Rufus Teal")
    picture = factories.picture()
    others = [factories.published(f"Senate story {n}", hero=picture) for n in range(4)]
    story = factories.published(
        "The full story of the senate",
        slug="the-full-story",
        hero=picture,
        authors=[agnes, rufus],
        topics=[factories.topic("World"), factories.topic("Economy")],
        body=[
            factories.paragraph("It was late."),
            {
                "type": "pull_quote",
                "value": {"text": "Nobody wanted it.", "speaker": "", "role": ""},
            },
            in_body(picture, "wide"),
            {"type": "share", "value": {"heading": "Share", "show_links": True}},
        ],
        related=[("article", others[0]), ("article", others[1])],
    )
    pictures = [factories.picture(f"View {n}") for n in range(10)]
    factories.published(
        "A story in ten pictures",
        slug="ten-pictures",
        hero=picture,
        authors=[agnes, rufus],
        body=[in_body(view, ("wide", "column")[n % 2]) for n, view in enumerate(pictures)],
    )
    home = HomePage.objects.get()
    home.lead = story
    home.placements = [Placement(article=others[2]), Placement(article=others[3])]
    home.save_revision().publish()
    grow_archive(45, lambda text: None)  # enough to fill every part of every page
    Darkroom().work()


def queries(client, address, cold=False):
    """How many queries a page takes; `cold`: the first time that a process shows it."""
    client.get(address)
    caches["renditions"].clear()
    if not cold:
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_no_page_takes_more_queries_than_allowed(newsroom, client):
    taken = {address: queries(client, address) for address in ALLOWED}
    assert {a: n for a, n in taken.items() if n > ALLOWED[a]} == {}


def test_the_pictures_of_an_article_cost_no_query_each_the_first_time(newsroom, client):
    taken = {address: queries(client, address, cold=True) for address in COLD}
    assert {a: n for a, n in taken.items() if n > COLD[a]} == {}


def test_no_page_takes_more_queries_with_a_thousand_articles(newsroom, client):
    few = {address: queries(client, address) for address in ALLOWED}
    grow_archive(1000 - ArticlePage.objects.count(), lambda text: None)
    assert {address: queries(client, address) for address in ALLOWED} == few
