"""An address that readers knew goes on working; one they never knew leaves no trace."""

import pytest
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from news.models import NewsIndexPage
from publishing.words import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_changed_address_of_a_published_article_redirects_for_good(
    client, django_capture_on_commit_callbacks
):
    page = factories.published(slug="first-address")
    with django_capture_on_commit_callbacks(execute=True):
        factories.change(page, slug="second-address")
    response = client.get("/posts/first-address/")
    assert response.status_code == 301
    assert response["Location"].endswith("/posts/second-address/")


def test_a_changed_address_of_a_draft_leaves_no_redirect(django_capture_on_commit_callbacks):
    page = factories.draft(slug="secret-scoop")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "quiet-title"
        page.save_revision()
        page.save()
        factories.approved(page).get_latest_revision().publish()
    assert not Redirect.objects.exists()


def test_a_changed_address_of_an_unpublished_article_still_serves_those_who_knew_it(
    client, django_capture_on_commit_callbacks
):
    page = factories.taken_down(factories.published(slug="was-public"))
    with django_capture_on_commit_callbacks(execute=True):
        factories.change(page, slug="is-public-again")
    assert client.get("/posts/was-public/").status_code == 301


def test_an_article_that_was_taken_down_gives_away_nothing_of_its_new_draft(
    client, django_capture_on_commit_callbacks
):
    page = factories.taken_down(factories.published(slug="was-public"))
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "minister-under-investigation"
        page.save()
        page.save_revision()
    response = client.get("/posts/was-public/")
    assert response.status_code == 410
    assert "minister" not in response.content.decode()


def test_posts_keeps_its_address_while_an_article_is_public(client):
    factories.published(slug="stays")
    index = NewsIndexPage.objects.get()
    index.slug = "news"
    with pytest.raises(Refused, match="is public and keeps its address"), transaction.atomic():
        index.save_revision().publish()
    assert client.get("/posts/stays/").status_code == 200


def test_a_new_address_of_posts_redirects_those_who_knew_the_old(
    client, django_capture_on_commit_callbacks
):
    page = factories.taken_down(factories.published(slug="comes-back"))
    index = NewsIndexPage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        index.slug = "news"
        index.save_revision().publish()
        factories.change(page)
    assert client.get("/posts/")["Location"].endswith("/news/")
    assert client.get("/posts/comes-back/")["Location"].endswith("/news/comes-back/")
