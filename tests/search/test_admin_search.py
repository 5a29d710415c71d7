"""Editors find any article in the admin: in the list of articles, in the explorer, in a chooser."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Site, Workflow

from home.models import HomePage
from news.models import NewsIndexPage
from tests import factories

pytestmark = pytest.mark.django_db

PLACES = ["the list of articles", "the explorer", "the search of all pages", "the page chooser"]


@pytest.fixture
def editor(client):
    editor = factories.user(group="Editors")
    client.force_login(editor)
    return editor


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """What is saved is indexed after the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def newsroom(indexed):
    """One article with all that it can be found by, among others that have nothing of it."""
    with indexed():
        factories.published(
            "Lighthouse keepers strike",
            slug="keepers-walk-out",
            standfirst="The lamps went out at Corran Bay.",
            main_topic=factories.topic("Society"),
            topics=[factories.topic("Economy")],
            authors=[factories.author("Zoë Pemberton")],
            body=[factories.paragraph("A gull was heard to laugh.")],
            backstory="We read the ledgers.",
            dateline="Marrowgate",
        )
        factories.draft("A quiet week", authors=[factories.author("Rufus Teal")])
        factories.published("Ferry returns", authors=[factories.author("Rufus Teal")])


def found(client, words, place="the list of articles", **filters):
    """The headlines that a search shows there."""
    address = {
        "the list of articles": "/admin/articles/",
        "the explorer": reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk]),
        "the search of all pages": reverse("wagtailadmin_pages:search"),
        "the page chooser": reverse("wagtailadmin_choose_page_search"),
    }[place]
    response = client.get(address, {"q": words, "search_all": "true", **filters})
    assert response.status_code == 200
    context = response.context_data
    pages = context["table"].data if place == "the page chooser" else context["object_list"]
    return [page.get_admin_display_title() for page in pages]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("headline", "keepers strike"),
        ("the beginning of a word", "lighth"),
        ("standfirst", "lamps went out"),
        ("body", "gull laugh"),
        ("author", "zoë pemberton"),
        ("author without the accent", "zoe"),
        ("main topic", "society"),
        ("further topic", "economy"),
        ("place", "marrowgate"),
        ("how it was reported", "ledgers"),
        ("slug", "keepers-walk-out"),
        ("part of the slug", "walk-out"),
        ("path", "/posts/keepers-walk-out/"),
        ("path without slashes", "posts/keepers-walk-out"),
        ("address", "http://localhost/posts/keepers-walk-out/"),
        ("address with a port", "http://localhost:8000/posts/keepers-walk-out/"),
        ("address as it is shared", "https://localhost/posts/keepers-walk-out/?from=mail#b-1"),
        ("address without https", "localhost/posts/keepers-walk-out/"),
        ("address of its record", "http://localhost/posts/keepers-walk-out/versions/1/"),
    ],
)
def test_an_article_is_found_by_its(newsroom, editor, client, what, words):
    for place in PLACES:
        assert found(client, words, place) == ["Lighthouse keepers strike"], place


@pytest.mark.parametrize("place", PLACES)
def test_a_newer_draft_of_a_live_article_is_found_by_its_words_and_by_the_public_ones(
    indexed, editor, client, place
):
    with indexed():
        article = factories.published("Ferry returns", slug="ferry-returns")
        factories.published("Weather")
    with indexed():
        article.title, article.slug = "Steamer sinks", "steamer-sinks"
        article.standfirst = "Nobody drowned."
        article.body = [factories.paragraph("The boiler burst.")]
        article.bylines = [
            article.bylines.model(author=factories.author("Mina Castellane"), sort_order=0)
        ]
        article.save_revision(user=editor)
    for words in (
        "steamer",
        "drowned",
        "boiler",
        "castellane",
        "steamer-sinks",
        "http://localhost/posts/steamer-sinks/",
        "ferry",
        "/posts/ferry-returns/",
    ):
        assert found(client, words, place) == ["Steamer sinks"], words


def test_words_that_were_published_away_find_it_no_longer(indexed, editor, client):
    with indexed():
        article = factories.published("Ferry returns", body=[factories.paragraph("It blew.")])
    with indexed():
        factories.change(article, body=[factories.paragraph("It rained.")])
    assert found(client, "rained") == ["Ferry returns"]
    assert found(client, "blew") == []


def test_what_is_in_the_headline_comes_before_what_is_in_the_text(indexed, editor, client):
    with indexed():
        factories.published("A day out", body=[factories.paragraph("The ferry, the ferry!")])
        factories.published("Ferry returns")
        factories.published("A night in", standfirst="Seen from a ferry.")
    for place in PLACES:
        assert found(client, "ferry", place)[0] == "Ferry returns"
        assert len(found(client, "ferry", place)) == 3


def test_the_address_of_the_index_finds_the_index(newsroom, editor, client):
    index = NewsIndexPage.objects.get()
    assert found(client, "http://localhost/posts/", "the explorer") == [index.draft_title]


@pytest.mark.parametrize(
    "words", ["/", "//", "http://", "https://[", "/%00/", "/posts/nothing-of-that-name/", "a/b/c/d"]
)
def test_an_address_where_nothing_is_finds_nothing(newsroom, editor, client, words):
    for place in PLACES:
        assert found(client, words, place) == [], place


def test_two_words_with_a_slash_between_them_are_two_words(indexed, editor, client):
    with indexed():
        factories.published("Either tram or bus")
    assert found(client, "tram/bus") == ["Either tram or bus"]


@pytest.fixture
def second_site():
    yield Site.objects.create(hostname="posts.example", root_page=NewsIndexPage.objects.get())
    Site.clear_site_root_paths_cache()


def test_an_address_of_another_site_of_ours_is_found(second_site, indexed, editor, client):
    with indexed():
        factories.published("Ferry returns", slug="ferry-returns")
        factories.published("Weather")
    assert found(client, "http://posts.example/ferry-returns/") == ["Ferry returns"]


# How it stands


@pytest.fixture
def every_state(indexed, editor):
    """An article in every state, headlined by it."""
    reviewer = factories.user(group="Moderators")
    workflow = Workflow.objects.get()
    with indexed():
        factories.draft("Draft ferry")
        workflow.start(factories.draft("Waiting ferry"), editor)
        sent_back = factories.draft("Returned ferry")
        workflow.start(sent_back, editor).current_task_state.specific.reject(user=reviewer)
        scheduled = factories.draft("Coming ferry")
        scheduled.go_live_at = timezone.now() + timezone.timedelta(days=1)
        scheduled.save_revision()
        factories.approved(scheduled).get_latest_revision().publish()
        factories.published("Public ferry")
        changed = factories.published("Changed ferry")
        changed.standfirst = "It is new."
        changed.save_revision(user=editor)
        factories.taken_down(factories.published("Gone ferry"))


@pytest.mark.parametrize("words", ["", "ferry", "fer"])
@pytest.mark.parametrize(
    ("state", "headlines"),
    [
        ("draft", ["Draft ferry"]),
        ("review", ["Waiting ferry"]),
        ("sent-back", ["Returned ferry"]),
        ("scheduled", ["Coming ferry"]),
        ("published", ["Changed ferry", "Public ferry"]),
        ("changed", ["Changed ferry"]),
        ("taken-down", ["Gone ferry"]),
    ],
)
def test_articles_are_narrowed_to_a_state_with_words_and_without(
    every_state, client, state, headlines, words
):
    assert sorted(found(client, words, state=state)) == headlines


def test_without_a_state_all_are_there(every_state, client):
    assert len(found(client, "")) == len(found(client, "ferry")) == 7


def test_articles_are_narrowed_to_a_topic_and_a_kind(newsroom, editor, client):
    economy = factories.topic("Economy").pk
    assert found(client, "", topic=economy) == ["Lighthouse keepers strike"]
    assert found(client, "keepers", topic=economy) == ["Lighthouse keepers strike"]
    assert found(client, "ferry", topic=economy) == []
    assert found(client, "ferry", kind="opinion") == []
    assert found(client, "ferry", kind="news", ordering="title") == ["Ferry returns"]


def test_a_state_that_is_none_is_refused_in_words_and_narrows_nothing(every_state, client):
    assert len(found(client, "ferry", state="nonsense")) == 7


def test_a_reporter_finds_what_a_reporter_may_see(newsroom, client):
    client.force_login(factories.user(group="Reporters"))
    assert found(client, "gull") == ["Lighthouse keepers strike"]


def test_a_full_page_costs_as_many_queries_however_many_more_there_are(
    indexed, editor, client, monkeypatch
):
    monkeypatch.setattr(IndexView, "paginate_by", 20)

    def write(number):
        with indexed():
            for _ in range(number):
                factories.draft("Ferry returns")

    def queries(place):
        with CaptureQueriesContext(connection) as captured:
            assert found(client, "ferry", place)
        return len(captured)

    write(26)  # the chooser shows 25
    [queries(place) for place in PLACES]
    few = [queries(place) for place in PLACES]
    write(10)
    assert [queries(place) for place in PLACES] == few


def test_the_topics_of_a_list_cost_no_query_each(indexed, editor, client):
    with indexed():
        for number in range(5):
            factories.published(f"Ferry {number}", main_topic=factories.topic(f"Topic {number}"))
    with CaptureQueriesContext(connection) as captured:
        assert len(found(client, "ferry")) == 5
    assert sum('FROM "news_topic"' in query["sql"] for query in captured) <= 1  # of the filter
