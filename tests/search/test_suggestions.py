"""What is suggested to who types, and that it is nothing but what is published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import ArticlePage
from search.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 5


@pytest.fixture
def newsroom(django_capture_on_commit_callbacks):
    harbour, hill = factories.topic("Harbour"), factories.topic("The Hill")
    agnes, jose = factories.author("Agnes Holloway"), factories.author("José Harper", slug="jose")
    with django_capture_on_commit_callbacks(execute=True):
        factories.published("Harbour reopens", slug="reopens", main_topic=harbour, authors=[agnes])
        factories.published("Senate harries the harbourmaster", slug="harries", main_topic=hill)
        factories.published("Café strike", slug="cafe", main_topic=harbour, authors=[jose])
        factories.draft(
            "Harbour scandal",
            slug="scandal",
            main_topic=factories.topic("Harassment"),
            authors=[factories.author("Harriet Quizzelwick")],
        )


def suggested(client, text):
    response = client.get("/search/suggest/", {"query": text})
    assert response.status_code == 200
    return [(s["kind"], s["label"]) for s in response.json()["suggestions"]]


def test_topics_authors_and_headlines_with_a_word_that_begins_so_the_newest_first(newsroom, client):
    assert suggested(client, "har") == [
        ("Topic", "Harbour"),
        ("Author", "José Harper"),
        ("", "Senate harries the harbourmaster"),
        ("", "Harbour reopens"),
    ]


def test_each_leads_there(newsroom, client):
    answer = client.get("/search/suggest/", {"query": "harbour reop"}).json()
    assert [s["address"] for s in answer["suggestions"]] == ["/posts/reopens/"]
    for text in ("harbour", "holl", "reop"):
        for suggestion in client.get("/search/suggest/", {"query": text}).json()["suggestions"]:
            page = client.get(suggestion["address"])
            assert suggestion["label"] in page.content.decode()


def test_all_words_count_and_only_the_last_may_be_half_a_word(newsroom, client):
    assert suggested(client, "harbourmaster sen") == [("", "Senate harries the harbourmaster")]
    assert suggested(client, "sen harbourmaster") == []
    assert suggested(client, "agnes hol") == [("Author", "Agnes Holloway")]
    assert suggested(client, "hol agnes") == [("Author", "Agnes Holloway")]


def test_a_word_is_completed_from_its_beginning_alone(newsroom, client):
    assert suggested(client, "bour") == []
    assert suggested(client, "trike") == []


def test_case_accents_and_quotation_marks_do_not_matter(newsroom, client):
    assert suggested(client, "CAFE") == suggested(client, "café") == [("", "Café strike")]
    assert suggested(client, "“harbour reop") == [("", "Harbour reopens")]
    assert suggested(client, "jose") == suggested(client, "josé") == [("Author", "José Harper")]


@pytest.mark.parametrize("text", ["", "h", " h ", "-har", "harbour -reop", "?!", "☃☃", "%%", "__"])
def test_too_little_or_what_must_not_be_there_suggests_nothing(newsroom, client, text):
    assert suggested(client, text) == []


def test_of_what_is_not_published_nothing_is_suggested(newsroom, client):
    found = [
        label for text in ("har", "scan", "quiz", "harr") for _, label in suggested(client, text)
    ]
    assert {"Harassment", "Harriet Quizzelwick", "Harbour scandal"}.isdisjoint(found)


def test_what_is_taken_down_is_suggested_no_more_even_before_the_index_has_heard(newsroom, client):
    page = ArticlePage.objects.get(slug="reopens")
    factories.taken_down(page)
    assert Entry.objects.filter(page=page).exists()
    assert ("", "Harbour reopens") not in suggested(client, "har")
    assert suggested(client, "agn") == [("Author", "Agnes Holloway")]  # who wrote another


def test_a_changed_headline_is_suggested_as_it_is_now(
    newsroom, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        factories.change(ArticlePage.objects.get(slug="cafe"), title="Tearoom strike")
    assert suggested(client, "caf") == []
    assert suggested(client, "tear") == [("", "Tearoom strike")]


def test_there_are_few(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(9):
            factories.published(
                f"Tide number {number}",
                main_topic=factories.topic(f"Tide {number}"),
                authors=[factories.author(f"Ida Tidewell {number}")],
            )
    kinds = [kind for kind, _ in suggested(client, "tid")]
    assert kinds == ["Topic"] * 2 + ["Author"] * 2 + [""] * 5


@pytest.mark.parametrize("text", ["ha", "har", "senate har", "agnes hol", "harbour reopens"])
def test_a_suggestion_takes_five_queries_at_most(newsroom, client, text):
    suggested(client, text)
    with CaptureQueriesContext(connection) as captured:
        suggested(client, text)
    assert len(captured) <= QUERIES, [query["sql"] for query in captured]


def test_anybody_may_keep_the_answer_for_a_minute(newsroom, client):
    response = client.get("/search/suggest/?query=har")
    assert response["Content-Type"] == "application/json"
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert response["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in response.get("Vary", "")


def test_it_is_only_read(client):
    assert client.post("/search/suggest/", {"query": "har"}).status_code == 405
    assert client.head("/search/suggest/?query=har").status_code == 200
