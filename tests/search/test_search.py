"""Readers find what is published; no query breaks the page."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import ArticlePage
from search import views
from search.backends import clean_query
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        factories.published(
            "Lighthouse keepers strike",
            standfirst="The lamps went out at Corran Bay.",
            main_topic=factories.topic("Society"),
            authors=[factories.author("Rufus Teal")],
        )
        factories.published(
            "A quiet week on the Hill",
            body=[factories.paragraph("Only the lighthouse debate ran late, said the café owner.")],
            main_topic=factories.topic("The Hill"),
            topics=[factories.topic("Economy")],
        )


def headlines(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return [article.title for article in response.context["articles"]]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("headline", "keepers strike"),
        ("standfirst", "lamps"),
        ("byline", "rufus teal"),
        ("topic", "society"),
    ],
)
def test_words_of_every_part_find_the_article(archive, client, where, words):
    assert headlines(client, query=words) == ["Lighthouse keepers strike"]


def test_words_of_the_body_and_of_a_further_topic_find_the_article(archive, client):
    assert headlines(client, query="debate") == ["A quiet week on the Hill"]
    assert headlines(client, query="economy") == ["A quiet week on the Hill"]


def test_a_word_in_the_headline_counts_more_than_one_in_the_body(archive, client):
    assert headlines(client, query="lighthouse") == [
        "Lighthouse keepers strike",
        "A quiet week on the Hill",
    ]


def test_the_newest_first_on_request(archive, client):
    assert headlines(client, query="lighthouse", order="newest") == [
        "A quiet week on the Hill",
        "Lighthouse keepers strike",
    ]


def test_results_narrow_to_a_topic(archive, client):
    assert headlines(client, query="lighthouse", topic="society") == ["Lighthouse keepers strike"]
    assert headlines(client, query="lighthouse", topic="economy") == ["A quiet week on the Hill"]


def test_all_words_must_be_there(archive, client):
    assert headlines(client, query="lighthouse submarine") == []


def test_an_empty_query_shows_the_search_page(client):
    assert headlines(client) == []
    assert headlines(client, query="   ") == []


def test_results_are_paged(archive, client, monkeypatch):
    monkeypatch.setattr(views, "RESULTS_A_PAGE", 1)
    assert headlines(client, query="lighthouse", page=1) == ["Lighthouse keepers strike"]
    assert headlines(client, query="lighthouse", page=2) == ["A quiet week on the Hill"]
    assert client.get("/search/?query=lighthouse&page=3").status_code == 404


HOSTILE = [
    *['"', "'", 'foo"bar', "\x00", "NUL\x00byte", "*", "(", "--", "\\", "%", "-", "^x"],
    *["AND", "NOT", "title:x", "{title} : x", "NEAR(a b)", "ﬁ ☃ \u202e"],
    *["a" * 3000, "word " * 700],
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: repr(q[:12]))
def test_no_query_breaks_the_page(archive, client, query):
    assert client.get("/search/", {"query": query}).status_code in (200, 400)


@pytest.mark.parametrize("query", HOSTILE, ids=lambda q: repr(q[:12]))
@pytest.mark.parametrize("name", ["pages:search", "pages:choose", "images:index", "snippets"])
def test_no_query_breaks_a_search_in_the_admin(archive, client, name, query):
    client.force_login(factories.user("editor", "Editors"))
    addresses = {
        "pages:search": reverse("wagtailadmin_pages:search"),
        "pages:choose": reverse("wagtailadmin_choose_page_search"),
        "images:index": reverse("wagtailimages:index"),
        "snippets": reverse("wagtailsnippets_news_author:list"),
    }
    assert client.get(addresses[name], {"q": query}).status_code in (200, 400)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=60))
def test_any_text_can_be_searched_for(db, query):
    results = ArticlePage.objects.published().search(query)
    list(results)
    list(ArticlePage.objects.autocomplete(query))


@given(st.text(max_size=400))
def test_a_cleaned_query_is_short_and_has_only_words(text):
    cleaned = clean_query(text)
    assert len(cleaned) <= 200
    assert len(cleaned.split()) <= 24
    assert '"' not in cleaned and "\x00" not in cleaned
    assert clean_query(cleaned) == cleaned


def test_a_renamed_author_and_topic_are_found_by_their_new_names_at_once(
    archive, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        author, topic = factories.author("Rufus Teal"), factories.topic("Society")
        author.name, topic.name = "Wilhelmina Zorn", "Cities"
        author.save()
        topic.save()
    assert headlines(client, query="zorn") == ["Lighthouse keepers strike"]
    assert headlines(client, query="cities") == ["Lighthouse keepers strike"]
    assert headlines(client, query="teal") == []


def test_the_words_of_the_share_block_find_nothing(client, django_capture_on_commit_callbacks):
    share = {"heading": "Share this article", "text": "Subscribe", "show_links": True}
    with django_capture_on_commit_callbacks(execute=True):
        body = [factories.paragraph("It rained."), {"type": "share", "value": share}]
        factories.published("Weather", body=body)
    assert headlines(client, query="subscribe") == []
    assert headlines(client, query="rained") == ["Weather"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/?q=strike&ordering=title",
        "/admin/articles/?q=strike&ordering=-first_published_at",
        "/admin/snippets/news/author/?q=teal&ordering=name",
        "/admin/snippets/news/author/?q=teal&ordering=-role",
        "/admin/snippets/news/topic/?q=society&ordering=front_order",
    ],
)
def test_a_searched_list_in_the_admin_can_be_sorted(archive, client, address):
    client.force_login(factories.user(group="Editors"))
    assert client.get(address).status_code == 200
