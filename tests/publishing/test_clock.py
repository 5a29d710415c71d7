"""The nights when clocks change: a time that an editor types means one instant, or is refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.models import ArticlePage
from publishing.scheduler import tick
from publishing.words import moment
from tests import factories
from tests.news.test_editing import complete, create

pytestmark = pytest.mark.django_db

LONDON, NEW_YORK = "Europe/London", "America/New_York"
SUMMER, WINTER = "2026-10-01 09:00", "2027-03-01 09:00"  # when it is written, before the night
# What is typed, the instant it means, and how it is shown.
TAKEN = [
    (LONDON, "2026-10-25 00:30", "2026-10-24 23:30", "Sun 25 Oct 2026, 00:30 BST"),
    (LONDON, "2026-10-25 02:00", "2026-10-25 02:00", "Sun 25 Oct 2026, 02:00 GMT"),
    (LONDON, "2027-03-28 00:59", "2027-03-28 00:59", "Sun 28 Mar 2027, 00:59 GMT"),
    (LONDON, "2027-03-28 02:00", "2027-03-28 01:00", "Sun 28 Mar 2027, 02:00 BST"),
    (NEW_YORK, "2026-10-25 01:30", "2026-10-25 05:30", "Sun 25 Oct 2026, 01:30 EDT"),
    (NEW_YORK, "2027-03-28 01:30", "2027-03-28 05:30", "Sun 28 Mar 2027, 01:30 EDT"),
    (NEW_YORK, "2026-11-01 00:30", "2026-11-01 04:30", "Sun 1 Nov 2026, 00:30 EDT"),
    (NEW_YORK, "2026-11-01 02:00", "2026-11-01 07:00", "Sun 1 Nov 2026, 02:00 EST"),
    (NEW_YORK, "2027-03-14 01:30", "2027-03-14 06:30", "Sun 14 Mar 2027, 01:30 EST"),
    (NEW_YORK, "2027-03-14 03:00", "2027-03-14 07:00", "Sun 14 Mar 2027, 03:00 EDT"),
]
REFUSED = [
    (LONDON, "2026-10-25 01:30", "back and it comes twice"),
    (LONDON, "2027-03-28 01:30", "forward and it is skipped"),
    (NEW_YORK, "2026-11-01 01:30", "back and it comes twice"),
    (NEW_YORK, "2027-03-14 02:30", "forward and it is skipped"),
]
# Nobody's times, but somebody's slips and attacks.
ODD = ["0001-01-01 00:00", "9999-12-31 23:59", "2026-10-25 24:00", "2026-02-30 10:00", "soon", "0"]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def season(typed):
    return time_machine.travel(utc(SUMMER if typed < "2027" else WINTER))


@pytest.fixture
def newsroom_in(settings):
    """Sets the newsroom's clock."""

    def move(place):
        settings.TIME_ZONE, settings.WAGTAIL_USER_TIME_ZONES = place, [place]

    return move


def submit(client, **times):
    """What the editor's form answers when an article with these times is sent into review."""
    client.force_login(factories.user(group="Editors"))
    return create(client, complete(**times))


def approve(client, page):
    client.force_login(factories.user(group="Moderators"))
    review = page.current_workflow_task_state
    arguments = (page.pk, "approve", review.pk)
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=arguments))


@pytest.mark.parametrize(("place", "typed", "means", "shown"), TAKEN)
def test_it_goes_live_at_the_instant_the_editor_meant_and_once(
    client, newsroom_in, place, typed, means, shown
):
    newsroom_in(place)
    with season(typed):
        assert submit(client, go_live_at=typed).status_code == 302
        page = ArticlePage.objects.get()
        assert approve(client, page).status_code == 302
        due = page.get_latest_revision().approved_go_live_at
    assert due == utc(means)
    assert moment(due) == shown
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        tick()
        assert not ArticlePage.objects.published().exists()
    for hours in (0, 1, 2):  # an hour later the clock on the wall may say the same again
        with time_machine.travel(due + timedelta(hours=hours), tick=False):
            tick()
            assert ArticlePage.objects.published().exists()
    version = page.versions.get()
    assert (version.published_at, version.due_at, version.lateness) == (due, due, timedelta())
    logged = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled")
    assert logged.count() == 1


@pytest.mark.parametrize(("place", "typed", "shown"), [(p, t, s) for p, t, _, s in TAKEN])
def test_the_button_says_the_time_with_its_zone(client, newsroom_in, place, typed, shown):
    newsroom_in(place)
    with season(typed):
        submit(client, go_live_at=typed)
        page = ArticlePage.objects.get()
        client.force_login(factories.user(group="Moderators"))
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"Approve and schedule for {shown}" in editor


@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "embargoed_until"])
@pytest.mark.parametrize(("place", "typed", "why"), REFUSED)
def test_a_time_that_comes_twice_or_never_is_refused_in_words(
    client, newsroom_in, place, typed, why, field
):
    newsroom_in(place)
    with season(typed):
        answer = submit(client, **{field: typed})
    assert answer.status_code == 200
    (error,) = answer.context["form"].errors[field]
    assert why in error
    assert "an hour earlier or later" in error
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("place", [LONDON, NEW_YORK])
@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "embargoed_until"])
def test_no_time_is_a_server_error(client, newsroom_in, place, typed, field):
    newsroom_in(place)
    answer = submit(client, **{field: typed})
    assert answer.status_code in (200, 302)
    for page in ArticlePage.objects.all():
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert client.get("/admin/").status_code == 200
        assert approve(client, page).status_code == 302


def test_a_time_is_shown_as_the_clock_on_the_wall_has_it_that_day(newsroom_in):
    assert moment(utc("2026-10-25 00:30")) == "Sun 25 Oct 2026, 01:30 BST"
    assert moment(utc("2026-10-25 01:30")) == "Sun 25 Oct 2026, 01:30 GMT"
    newsroom_in(NEW_YORK)
    assert moment(utc("2026-11-01 05:30")) == "Sun 1 Nov 2026, 01:30 EDT"
    assert moment(utc("2026-11-01 06:30")) == "Sun 1 Nov 2026, 01:30 EST"


def test_readers_are_told_the_zone_in_the_hour_that_comes_twice(client):
    with time_machine.travel(utc("2026-10-25 00:30")):
        summer = factories.published("Before the clocks went back")
    with time_machine.travel(utc("2026-10-25 01:30")):
        winter = factories.published("After the clocks went back")
    assert "01:30 BST</time>" in client.get(summer.get_url()).content.decode()
    article = client.get(winter.get_url()).content.decode()
    assert "01:30 GMT</time>" in article
    assert "2026-10-25T01:30:00+00:00" in article


def test_a_late_article_is_published_and_its_lateness_recorded(client):
    page = factories.draft("Late", go_live_at=timezone.now() + timedelta(hours=1))
    factories.approved(page).get_latest_revision().publish()
    due = page.get_latest_revision().approved_go_live_at
    with time_machine.travel(due + timedelta(minutes=25), tick=False):
        tick()
    version = page.versions.get()
    assert version.due_at == due
    assert version.lateness == timedelta(minutes=25)
