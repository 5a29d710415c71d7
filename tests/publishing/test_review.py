"""A second person reads a draft before the public does."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Workflow

from publishing.models import ReviewTask
from publishing.words import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.user(group="Moderators")


def submit(author):
    page = factories.draft(owner=author)
    page.get_workflow().start(page, author)
    return page


def act(page, user, action, comment=""):
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, action, comment=comment)
    page.refresh_from_db()


def change(page, author, **fields):
    """A change to what readers see, submitted for review."""
    page = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return page


def review_of(page):
    return page.current_workflow_task.specific


def test_a_submitted_draft_is_public_once_a_moderator_approves(moderator):
    page = submit(factories.user())
    act(page, moderator, "approve")
    assert page.live
    approval = page.public_version.approval
    assert (approval.authority, approval.approver) == ("review", moderator)


def test_a_change_to_what_readers_see_is_reviewed_like_the_first_text(moderator):
    author = factories.user()
    page = submit(author)
    act(page, moderator, "approve")
    page = change(page, author, title="Senate sends the budget back twice")
    with pytest.raises(Refused, match="What has changed"):
        act(page, moderator, "approve")
    act(page, moderator, "reject", comment="Say that it is the second time.")
    page = page.get_latest_revision_as_object()
    page.describe_change("update", "It went back a second time.")
    page.save_revision(user=author)
    page.current_workflow_state.resume(author)
    with pytest.raises(PermissionDenied):
        act(page, author, "approve")
    act(page, moderator, "approve")
    assert page.title == "Senate sends the budget back twice"
    assert [version.note for version in page.versions.all()] == ["", "It went back a second time."]


def test_a_draft_that_was_sent_back_stays_private_and_keeps_the_reason(moderator):
    page = submit(factories.user())
    state = page.current_workflow_task_state
    act(page, moderator, "reject", comment="Name the source.")
    state.refresh_from_db()
    assert not page.live
    assert state.comment == "Name the source."


@pytest.mark.parametrize("superuser", [False, True], ids=["moderator", "superuser"])
def test_nobody_approves_what_they_submitted(superuser):
    author = factories.user(group="Moderators", is_superuser=superuser)
    page = submit(author)
    with pytest.raises(PermissionDenied):
        act(page, author, "approve")
    page.refresh_from_db()
    assert not page.live


def test_nobody_approves_what_they_helped_to_write(moderator):
    page = submit(factories.user())
    page.title = "One comma, more or less"
    page.save_revision(user=moderator)
    with pytest.raises(PermissionDenied):
        act(page, moderator, "approve")


def test_a_reviewer_whose_editor_saved_the_same_words_again_may_approve(moderator):
    page = submit(factories.user())
    page.save_revision(user=moderator)  # as opening and approving in the editor can
    assert "approve" in [action for action, *_ in review_of(page).get_actions(page, moderator)]


def test_text_that_changed_under_review_is_reviewed_again(moderator):
    author = factories.user()
    page = submit(author)
    page.title = "Another headline than the one you read"
    page.save_revision(user=author)
    act(page, moderator, "approve")
    assert not page.live
    assert page.workflow_in_progress
    with pytest.raises(Refused):
        page.get_latest_revision().publish()
    act(page, moderator, "approve")
    assert page.title == "Another headline than the one you read"
    assert page.live


def test_nobody_approves_words_of_theirs_that_come_back_from_an_older_draft(moderator):
    author, editor = factories.user(), factories.user(group="Editors")
    page = submit(author)
    page.standfirst = "A sentence by the moderator."
    page.save_revision(user=moderator)
    page.standfirst = "A sentence by the reporter."
    page.save_revision(user=author)
    factories.approved(page).get_latest_revision().publish()
    page.refresh_from_db()
    page.describe_change("minor")
    page = change(page, editor, standfirst="A sentence by the moderator.")
    with pytest.raises(Refused, match="holds words of yours"):
        act(page, moderator, "approve")
    act(page, factories.user(group="Moderators"), "approve")
    assert page.standfirst == "A sentence by the moderator."


def test_the_stock_workflow_is_gone():
    assert [w.name for w in Workflow.objects.all()] == ["Review"]


@pytest.mark.parametrize("field", ["wagtail_admin_comments", "go_live_at"])
def test_a_comment_or_a_time_by_the_reviewer_is_no_change_of_the_words(moderator, field):
    page = submit(factories.user())
    if field == "go_live_at":
        page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=moderator)
    act(page, moderator, "approve")
    assert not page.workflow_in_progress
    assert page.live or page.approved_schedule


def test_sending_back_needs_a_reason(moderator):
    form = ReviewTask.objects.get().get_form_for_action("reject")
    assert form({"comment": ""}).errors == {"comment": ["This field is required."]}
    assert form({"comment": "Name the source."}).is_valid()
