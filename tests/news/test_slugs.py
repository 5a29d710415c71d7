"""An address that readers knew goes on working; one they never knew leaves no trace."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from news.models import NewsIndexPage
from tests import factories

pytestmark = pytest.mark.django_db


def rename(page, slug):
    page.slug = slug
    page.save_revision().publish()


def test_a_changed_address_of_a_published_article_redirects_for_good(
    client, django_capture_on_commit_callbacks
):
    page = factories.published(slug="first-address")
    with django_capture_on_commit_callbacks(execute=True):
        rename(page, "second-address")
    response = client.get("/posts/first-address/")
    assert response.status_code == 301
    assert response["Location"].endswith("/posts/second-address/")


def test_a_changed_address_of_a_draft_leaves_no_redirect(django_capture_on_commit_callbacks):
    page = factories.draft(slug="secret-scoop")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "quiet-title"
        page.save_revision()
        page.save()
        page.get_latest_revision().publish()
    assert not Redirect.objects.exists()


def test_a_changed_address_of_an_unpublished_article_still_serves_those_who_knew_it(
    client, django_capture_on_commit_callbacks
):
    page = factories.published(slug="was-public")
    page.unpublish()
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        rename(page, "is-public-again")
    assert client.get("/posts/was-public/").status_code == 301


def test_an_article_that_was_taken_down_gives_away_nothing_of_its_new_draft(
    client, django_capture_on_commit_callbacks
):
    page = factories.published(slug="was-public")
    page.unpublish()
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "minister-under-investigation"
        page.save()
        page.save_revision()
    response = client.get("/posts/was-public/")
    assert response.status_code == 404
    assert "minister" not in response.content.decode()


def test_the_first_new_address_of_the_index_redirects_its_articles(
    client, django_capture_on_commit_callbacks
):
    factories.published(slug="stays")
    index = NewsIndexPage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        rename(index, "news")
    assert client.get("/posts/stays/")["Location"].endswith("/news/stays/")
