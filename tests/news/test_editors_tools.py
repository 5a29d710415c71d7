"""What Wagtail gives an editor works on our articles: history, comparison, locks, previews."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    page = factories.published("First headline", hero=factories.picture())
    page.title = "Second headline"
    page.save_revision(user=factories.user(group="Editors"))
    return page


def visit(client, group, name, *args):
    client.force_login(factories.user(group=group))
    return client.get(reverse(f"wagtailadmin_pages:{name}", args=args))


def test_the_history_lists_every_version(client, story):
    response = visit(client, "Editors", "history", story.pk)
    assert response.status_code == 200
    assert "Second headline" in response.content.decode()


def test_two_versions_are_compared_word_by_word(client, story):
    compared = visit(client, "Editors", "revisions_compare", story.pk, "live", "latest")
    page = compared.content.decode()
    assert '<span class="deletion">First' in page
    assert '<span class="addition">Second' in page


@pytest.mark.parametrize("mode", [mode for mode, _ in ArticlePage.preview_modes])
def test_a_draft_is_previewed_in_every_way_that_it_will_appear(client, story, mode):
    client.force_login(factories.user(group="Editors"))
    address = reverse("wagtailadmin_pages:view_draft", args=[story.pk])
    page = client.get(f"{address}?mode={mode}").content.decode()
    assert "Second headline" in page


@pytest.mark.parametrize("mode", ["zzz", "../base", "../home/home_page"])
def test_an_unknown_way_of_previewing_shows_the_article(client, story, mode):
    client.force_login(factories.user(group="Editors"))
    address = reverse("wagtailadmin_pages:view_draft", args=[story.pk])
    assert "<h1>Second headline</h1>" in client.get(f"{address}?mode={mode}").content.decode()


def test_a_locked_article_is_locked_for_others_and_unlocked_by_a_moderator(client, story):
    client.force_login(factories.user(group="Moderators"))
    client.post(reverse("wagtailadmin_pages:lock", args=[story.pk]))
    story.refresh_from_db()
    assert story.locked
    client.post(reverse("wagtailadmin_pages:unlock", args=[story.pk]))
    story.refresh_from_db()
    assert not story.locked


def test_an_approved_article_with_a_time_waits_for_it(client):
    author, moderator = factories.user(), factories.user(group="Moderators")
    page = factories.draft("For tomorrow", owner=author)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, moderator, "approve")
    page.refresh_from_db()
    assert not page.live
    assert page.approved_schedule


@pytest.mark.parametrize("model", ["author", "topic"])
def test_authors_and_topics_keep_their_history(client, model):
    instance = factories.author() if model == "author" else factories.topic()
    instance.save_revision()
    client.force_login(factories.user(group="Editors"))
    address = reverse(f"wagtailsnippets_news_{model}:history", args=[instance.pk])
    assert client.get(address).status_code == 200


def test_autosave_keeps_the_typing_of_a_colleague(client, story):
    """A stale editor is told, and what the colleague saved is kept."""
    client.force_login(factories.user(group="Editors"))
    data = {"title": "Typed in an old window", "loaded_revision_id": "1"}
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        data,
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    assert story.get_latest_revision_as_object().title == "Second headline"
