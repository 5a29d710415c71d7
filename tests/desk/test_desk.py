"""The home screens show what waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk import queue
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """One article in each state that somebody waits for, by one reporter."""
    reporter = factories.user("rita", first_name="Rita", last_name="Reed")
    moderator = factories.user("mo", "Moderators")
    submitted = factories.draft("Waits for review", owner=reporter)
    submitted.get_workflow().start(submitted, reporter)
    returned = factories.draft("Came back", owner=reporter)
    returned.get_workflow().start(returned, reporter)
    state = returned.current_workflow_task_state
    state.task.specific.on_action(state, moderator, "reject", comment="Who says so?")
    scheduled = factories.draft("Goes out tomorrow", owner=reporter)
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision(user=reporter)
    factories.approved(scheduled, moderator).get_latest_revision().publish()
    return {"Reporters": reporter, "Moderators": moderator}


def desk(client, user):
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    return page[page.index('id="desk') :] if 'id="desk' in page else ""


@pytest.mark.parametrize("group", ["Reporters", "Editors", "Moderators"])
def test_each_sees_what_waits_for_whom(work, client, group):
    shown = desk(client, work.get(group) or factories.user(group=group))
    for words in ("Waits for review", "Moderators", "Came back", "Who says so?", "Rita Reed",
                  "Goes out tomorrow"):  # fmt: skip
        assert words in shown


def test_a_reporter_does_not_see_the_work_of_another(work, client):
    assert "Waits for review" not in desk(client, factories.user("other"))


def test_the_moderator_is_offered_the_review_the_reporter_is_not(work, client):
    client.force_login(work["Moderators"])
    assert "Awaiting your review" in client.get("/admin/").content.decode()
    client.force_login(work["Reporters"])
    assert "Awaiting your review" not in client.get("/admin/").content.decode()


def test_own_work_is_shown_however_busy_the_others_are(client):
    other, mine = factories.user(), factories.user()
    for n in range(queue.SHOWN + 2):
        page = factories.draft(f"Theirs {n}", owner=other)
        page.get_workflow().start(page, other)
    page = factories.draft("Mine", owner=mine)
    page.get_workflow().start(page, mine)
    assert [waiting.page.title for waiting in queue.in_review(mine)] == ["Mine"]
