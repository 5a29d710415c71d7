"""Whichever way an article goes live, it is complete or refused in words."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from news.models import ArticlePage
from publishing import gate
from publishing.scheduler import publish_due
from publishing.words import Refused
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


PARTS = {
    "standfirst": "Write a standfirst.",
    "main_topic": "Choose the main topic.",
    "body": "Write the body.",
    "byline": "Say who wrote it",
    "alt text": "Say what the main picture shows",
    "alt text in the body": "Describe every picture in the body",
}


def approve(page):
    """As a reviewer does in the admin."""
    page.get_workflow().start(page, factories.user())
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, factories.user(group="Moderators"), "approve")


def publish_what_was_approved(page):
    factories.approved(page).get_latest_revision().publish()


def publish_alone(page):
    gate.publish_alone(page, factories.user(group="Moderators"), "It cannot wait.")


def bring_in(page):
    gate.admit(page, "tests")


WAYS = [approve, publish_what_was_approved, publish_alone, bring_in]


def is_live(page):
    return ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_unfinished_is_refused_in_words(part, way):
    page = without(part)
    with pytest.raises(Refused, match=PARTS[part]):
        way(page)
    assert not is_live(page)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_finished_goes_out(way):
    page = factories.draft("Finished")
    way(page)
    assert is_live(page)


@pytest.mark.parametrize("part", PARTS)
def test_the_clock_does_not_publish_what_is_unfinished(part):
    page = without(part)
    due = page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(clean=False)
    factories.approved(page).get_latest_revision().publish()
    with time_machine.travel(due):
        assert publish_due() == (0, 1)
    assert not is_live(page)


def test_a_reviewer_is_told_all_that_is_missing_at_once():
    page = without("standfirst")
    page.main_topic = None
    page.save_revision(clean=False)
    with pytest.raises(
        Refused, match="It cannot be approved yet. Write a standfirst. Choose the main topic."
    ):
        approve(page)
