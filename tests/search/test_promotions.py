"""Editors say what readers find first for some words; readers see it while it is public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from search.models import Promotion
from tests import factories

pytestmark = pytest.mark.django_db

ADD = "/admin/snippets/search/promotion/add/"
LIST = "/admin/snippets/search/promotion/"


@pytest.fixture
def archive(django_capture_on_commit_callbacks):
    """Ferries in two headlines, and what an editor wants readers to find before them."""
    with django_capture_on_commit_callbacks(execute=True):
        factories.published("Ferry strike at the harbour")
        factories.published("Harbour ferry strikes a rock")
        return factories.published("How to get to the islands", standfirst="Every crossing.")


@pytest.fixture
def editor(client):
    client.force_login(factories.user(group="Editors"))
    return client


def shown(client, query, **more):
    response = client.get("/search/", {"query": query, **more})
    assert response.status_code == 200
    return [article.title for article in response.context["results"].articles]


def promote(article, query="ferry strike"):
    return Promotion.objects.create(query=query, article=article)


# For readers


@pytest.mark.parametrize(
    "query",
    ["ferry strike", "Strike FERRY", "ferries strikes", "“ferry strike”", "férry strike"],
)
def test_it_stands_first_for_the_words_in_any_order_and_form(archive, client, query):
    assert archive.title not in shown(client, query)
    promote(archive)
    titles = shown(client, query)
    assert titles[0] == archive.title
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("query", ["ferry", "strike", "ferry strike rock"])
def test_it_does_not_for_other_words(archive, client, query):
    promote(archive)
    assert archive.title not in shown(client, query)


def test_what_is_found_anyway_is_shown_once_and_first(archive, client):
    promote(archive, "islands")
    assert shown(client, "islands") == [archive.title]


def test_it_stands_where_nothing_else_is_found(archive, client):
    promote(archive, "timetable")
    response = client.get("/search/", {"query": "timetables"})
    assert [a.title for a in response.context["results"].articles] == [archive.title]
    assert archive.title in response.content.decode()


def test_words_that_look_misspelt_are_what_editors_say_they_are(archive, client):
    """“Harbor” would be mended to “harbour”."""
    promote(archive, "harbor")
    assert shown(client, "harbor")[0] == archive.title


def test_words_mended_to_those_of_a_promotion_show_it(archive, client):
    promote(archive, "harbour ferry")
    assert shown(client, "harbuor ferry")[0] == archive.title


def test_a_filter_or_a_further_page_shows_what_it_says(archive, client):
    promote(archive)
    assert archive.title not in shown(client, "ferry strike", kind="opinion")


def test_a_draft_is_shown_to_nobody_until_it_is_published(
    archive, client, django_capture_on_commit_callbacks
):
    draft = factories.draft("Steamers sold in secret", standfirst="To a lighthouse keeper.")
    scheduled = factories.draft("Steamers bought back")
    scheduled.go_live_at = timezone.now() + timezone.timedelta(days=1)
    scheduled.save_revision()
    factories.approved(scheduled).get_latest_revision().publish()
    for article in (draft, scheduled):
        promote(article)
        promote(article, "steamers")
    for query in ("ferry strike", "steamers"):
        assert "Steamers" not in client.get("/search/", {"query": query}).content.decode()
    assert shown(client, "steamers") == []
    with django_capture_on_commit_callbacks(execute=True):
        factories.approved(draft).get_latest_revision().publish()
    assert shown(client, "ferry strike")[0] == draft.title


def test_what_is_taken_down_is_gone_at_once(archive, client):
    promote(archive)
    factories.taken_down(archive)
    assert archive.title not in shown(client, "ferry strike")


def test_a_new_headline_that_waits_for_approval_is_not_shown(archive, client):
    promote(archive)
    archive.title = "Islands to be sold"
    archive.save_revision()
    assert "to be sold" not in client.get("/search/", {"query": "ferry strike"}).content.decode()


def test_it_costs_no_query_more(archive, client, django_assert_num_queries):
    client.get("/search/", {"query": "ferry strike"})
    with CaptureQueriesContext(connection) as without:
        client.get("/search/", {"query": "ferry strike"})
    promote(archive)
    with django_assert_num_queries(len(without)):
        client.get("/search/", {"query": "ferry strike"})


# In the admin


def submit(client, query, article, address=ADD):
    return client.post(address, {"query": query, "article": article.pk})


def test_an_editor_promotes_an_article(archive, editor):
    assert submit(editor, "ferry strike", archive).status_code == 302
    assert Promotion.objects.get().article == archive
    assert shown(editor, "ferry strike")[0] == archive.title


def test_the_form_says_what_each_field_is_for(editor):
    page = editor.get(ADD).content.decode()
    assert "The article stands first whenever readers search for these words" in page
    assert "Readers find it while it is published" in page


@pytest.mark.parametrize("again", ["ferry strike", "Strikes, ferries!", "“Ferry strike”"])
def test_the_same_words_for_the_same_article_are_refused_in_words(archive, editor, again):
    submit(editor, "ferry strike", archive)
    response = submit(editor, again, archive)
    assert response.status_code == 200
    assert "This article is promoted for these words already." in response.content.decode()
    assert Promotion.objects.count() == 1


def test_it_can_be_saved_again_and_changed(archive, editor):
    promotion = promote(archive)
    address = reverse("wagtailsnippets_search_promotion:edit", args=[promotion.pk])
    assert submit(editor, "ferry strike", archive, address).status_code == 302
    assert submit(editor, "crossings", archive, address).status_code == 302
    assert Promotion.objects.get().key == "cross"


def test_two_articles_can_stand_first_for_the_same_words(archive, editor):
    other = factories.published("Ferry history")
    submit(editor, "ferry strike", archive)
    assert submit(editor, "ferry strike", other).status_code == 302


@pytest.mark.parametrize("words", ["", "?!", "-ferry", "ﷺ" * 30])
def test_words_that_nobody_can_search_for_are_refused_in_words(archive, editor, words):
    response = submit(editor, words, archive)
    assert response.status_code == 200
    assert "error" in response.content.decode()
    assert not Promotion.objects.exists()


def test_the_list_says_which_readers_find_now(archive, editor):
    promote(archive)
    promote(factories.draft("Steamers sold"), "steamers")
    page = editor.get(LIST)
    shown = {promotion.query: promotion.is_published for promotion in page.context["object_list"]}
    assert shown == {"ferry strike": True, "steamers": False}
    html = page.content.decode()
    for words in ("How to get to the islands", "Steamers sold", "once it is published"):
        assert words in html
    assert [p.query for p in editor.get(LIST, {"q": "islands"}).context["object_list"]] == [
        "ferry strike"
    ]


def test_the_list_costs_as_many_queries_for_many_as_for_few(archive, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(LIST).status_code == 200
        return len(captured)

    promote(archive)
    queries()
    few = queries()
    for number in range(5):
        promote(factories.draft(f"Steamer {number}"), f"steamer {number}")
    assert queries() == few


@pytest.mark.parametrize(
    ("role", "may"),
    [("Editors", True), ("Moderators", True), ("Reporters", False), ("Admins", False)],
)
def test_editors_and_moderators_promote(client, archive, role, may):
    client.force_login(factories.user(group=role))
    promotion = promote(archive)
    for address in (
        ADD,
        LIST,
        reverse("wagtailsnippets_search_promotion:edit", args=[promotion.pk]),
        reverse("wagtailsnippets_search_promotion:delete", args=[promotion.pk]),
    ):
        assert (client.get(address).status_code == 200) is may
    assert (LIST in client.get("/admin/").content.decode()) is may


def test_the_article_of_a_promotion_can_still_be_deleted_while_it_is_a_draft(editor):
    draft = factories.draft("Steamers sold")
    promote(draft)
    draft.delete()
    assert not Promotion.objects.exists()
