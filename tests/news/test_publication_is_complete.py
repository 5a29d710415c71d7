"""Whichever way an article goes live, it is complete or refused in words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from news.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


def without(part):
    """A draft that lacks one thing readers need."""
    page = factories.draft("Unfinished")
    if part == "byline":
        page.bylines.clear()
    elif part == "alt text":
        page.hero = factories.picture()
    elif part == "alt text in the body":
        image = {"image": factories.picture().pk, "alt_text": "", "decorative": False}
        value = {"image": image, "caption": "", "credit": "", "width": "wide"}
        page.body = [factories.paragraph("x"), {"type": "image", "value": value}]
    else:
        setattr(page, part, [] if part == "body" else None if part == "main_topic" else "")
    page.save()
    page.save_revision(clean=False)
    return page


PARTS = ["standfirst", "main_topic", "body", "byline", "alt text", "alt text in the body"]


def is_live(page):
    return ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("part", PARTS)
def test_code_cannot_publish_what_is_unfinished(part):
    page = without(part)
    with pytest.raises(ValidationError):
        page.get_latest_revision().publish()
    assert not is_live(page)


@pytest.mark.parametrize("part", PARTS)
def test_publishing_many_refuses_the_unfinished_and_says_why(client, part):
    page, whole = without(part), factories.draft("Finished")
    client.force_login(factories.user(group="Moderators"))
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    response = client.post(f"{address}?id={page.pk}&id={whole.pk}", follow=True)
    assert "“Unfinished”:" in response.content.decode()
    assert not is_live(page)
    assert not is_live(whole)


@pytest.mark.parametrize("part", PARTS)
def test_a_reviewer_cannot_approve_what_is_unfinished(part):
    page = without(part)
    page.get_workflow().start(page, factories.user())
    state = page.current_workflow_task_state
    with pytest.raises(PermissionDenied, match="cannot be approved yet"):
        state.task.specific.on_action(state, factories.user(group="Moderators"), "approve")
    assert not is_live(page)
