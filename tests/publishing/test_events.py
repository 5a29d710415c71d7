"""What hangs on a publication hears of it after the commit, at least once, and of nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsIndexPage
from publishing import events, gate
from publishing.models import Event
from publishing.scheduler import publish_due, tick
from tests import factories

pytestmark = pytest.mark.django_db


class Listener:
    """Notes what it is told, as (signal, version, key); raises as long as it is `deaf`."""

    def __init__(self):
        self.heard, self.deaf, self.tried = [], False, 0
        self.receivers = {name: self._receiver(name) for name in events.SIGNALS}

    def _receiver(self, name):
        def receive(sender, version, key, **kwargs):
            self.tried += 1
            if self.deaf:
                raise ConnectionError("nobody at home")
            self.heard.append((name, version, key))

        return receive

    def names(self):
        return [name for name, *_ in self.heard]

    def keys(self):
        return [key for *_, key in self.heard]


@pytest.fixture
def listen():
    """Makes listeners, and lets them go at the end."""
    listeners = []

    def begin():
        listeners.append(Listener())
        for name, receiver in listeners[-1].receivers.items():
            events.SIGNALS[name].connect(receiver)
        return listeners[-1]

    yield begin
    for listener in listeners:
        for name, receiver in listener.receivers.items():
            events.SIGNALS[name].disconnect(receiver)


@pytest.fixture
def listener(listen):
    return listen()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block that is a transaction which is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def take_down(page):
    gate.take_down(page, factories.user(group="Moderators"), "It was wrong.")
    page.refresh_from_db()


# When


def test_an_event_is_sent_after_the_commit_and_not_before(
    listener, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        page = factories.published()
    assert listener.heard == []
    for callback in callbacks:
        callback()
    assert listener.heard == [("went_live", page.public_version, str(page.public_version.event))]


def test_what_is_rolled_back_is_never_told(listener, committed):
    page = factories.draft()
    with committed(), pytest.raises(ZeroDivisionError), transaction.atomic():
        gate.admit(page, "tests")
        raise ZeroDivisionError
    with later(days=1):
        tick()
    assert listener.tried == 0


def test_each_kind_of_change_has_its_event_and_its_version(listener, committed):
    with committed():
        page = factories.published("First")
    with committed():
        page = factories.change(page, title="Second")
    with committed():
        take_down(page)
    with committed():
        page = factories.change(page, title="Third")
    assert listener.names() == ["went_live", "changed", "went_dark", "went_live"]
    told = [version for _, version, _ in listener.heard]
    assert told == list(page.versions.order_by("number"))
    assert len(set(listener.keys())) == 4


def test_an_event_names_the_kind_of_page_as_its_sender(committed):
    senders = []

    def receive(sender, **kwargs):
        senders.append(sender)

    events.went_live.connect(receive)
    with committed():
        page = factories.published()
    events.went_live.disconnect(receive)
    assert senders == [type(page)]


# Only what readers see


def save_a_draft(page):
    page.title = "Not yet"
    page.save_revision()


def publish_again(page):
    page.live_revision.publish()


def save_again(page):
    page.save()


def schedule(page):
    page.title, page.go_live_at = "Tomorrow", timezone.now() + timedelta(days=1)
    page.describe_change("minor")
    page.save_revision()
    factories.approved(page).get_latest_revision().publish()
    assert page.approved_schedule


@pytest.mark.parametrize("act", [save_a_draft, publish_again, save_again, schedule])
def test_what_readers_do_not_notice_is_not_told(act, listener, committed):
    with committed():
        page = factories.published()
    listener.heard.clear()
    with committed():
        act(page)
    with later(hours=1):
        tick()
    assert listener.heard == []


def test_of_a_page_behind_a_restriction_readers_notice_nothing(listener, committed):
    index = NewsIndexPage.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    with committed():
        page = factories.published()
    with committed():
        take_down(page)
    assert page.versions.count() == 2
    assert not Event.objects.exists()
    assert listener.tried == 0


def test_a_scheduled_article_is_told_when_it_goes_live(listener, committed):
    page = factories.draft(go_live_at=timezone.now() + timedelta(hours=1))
    with committed():
        factories.approved(page).get_latest_revision().publish()
    assert listener.heard == []
    with later(hours=2):
        tick()
    assert listener.names() == ["went_live"]


# At least once


def test_a_listener_that_fails_is_told_again_under_the_same_key(listener, committed):
    listener.deaf = True
    with committed():
        page = factories.published()
    event = page.public_version.event
    assert "nobody at home" in event.error
    listener.deaf = False
    tick()
    assert listener.heard == []  # not at once
    with later(seconds=3):
        tick()
        assert listener.keys() == [str(event)]
        event.refresh_from_db()
        assert (event.next_try_at, event.error, event.tries) == (None, "", 2)
        tick()
    assert len(listener.heard) == 1


def test_a_listener_that_fails_takes_nothing_from_the_others(listen, committed):
    first, deaf, last = listen(), listen(), listen()
    deaf.deaf = True
    with committed():
        factories.published("One")
        factories.published("Two")
    assert len(first.heard) == len(last.heard) == 2


def test_an_event_that_fails_holds_up_no_other(listener, committed):
    listener.deaf = True
    with committed():
        factories.published("One")
    listener.deaf = False
    with committed():
        page = factories.published("Two")
    assert [version for _, version, _ in listener.heard] == [page.public_version]


def test_the_pauses_between_tries_double_up_to_an_hour(listener, committed):
    listener.deaf = True
    with committed():
        page = factories.published()
    event, pauses = page.public_version.event, []
    for _ in range(14):
        event.refresh_from_db()
        with time_machine.travel(event.next_try_at, tick=False):
            tick()
            event.refresh_from_db()
            pauses.append((event.next_try_at - timezone.now()).total_seconds())
    assert pauses[:4] == [4, 8, 16, 32]
    assert pauses[-2:] == [3600, 3600]


def test_a_listener_that_fails_for_years_does_not_stop_the_scheduler(listener):
    page = factories.published()
    Event.objects.update(tries=10_000)
    listener.deaf = True
    tick()
    event = Event.objects.get(version=page.public_version)
    assert event.tries == 10_001
    assert event.next_try_at <= timezone.now() + timedelta(hours=1)


def test_an_event_that_a_crash_interrupted_is_sent_after_a_minute(listener):
    page = factories.published()
    event = page.public_version.event
    assert events._claim(event.pk)  # and here the process was killed
    tick()
    assert listener.heard == []
    with later(minutes=1, seconds=1):
        tick()
    assert listener.keys() == [str(event)]


def test_an_event_whose_process_died_before_it_told_is_sent_by_the_next_round(listener):
    page = factories.published()  # committed, but nothing after the commit was done
    tick()
    assert listener.keys() == [str(page.public_version.event)]


def test_who_tells_an_event_has_it_for_itself(listener):
    page = factories.published()
    event = page.public_version.event
    assert events._claim(event.pk)
    assert events.deliver(event.pk) is False
    assert listener.heard == []


def test_what_was_overtaken_is_not_told_any_more(listener, committed):
    listener.deaf = True
    with committed():
        page = factories.published()
    with committed():
        take_down(page)
    listener.deaf = False
    with later(minutes=1):
        tick()
    assert listener.names() == ["went_dark"]
    assert not Event.objects.exclude(next_try_at=None).exists()


def test_the_end_of_an_article_that_is_back_is_not_told_any_more(listener, committed):
    page = factories.published()
    listener.deaf = True
    with committed():
        take_down(page)
    listener.deaf = False
    with committed():
        factories.change(page, title="Back")
    with later(minutes=1):
        tick()
    assert listener.names()[-1] == "went_live"
    assert "went_dark" not in listener.names()


# Together with the clock


def test_all_that_is_due_is_public_before_anybody_is_told(listener, committed):
    pages = [
        factories.draft(f"Due {n}", go_live_at=timezone.now() + timedelta(hours=1))
        for n in range(3)
    ]
    for page in pages:
        factories.approved(page).get_latest_revision().publish()
    live_when_told = []

    def receive(version, **kwargs):
        live_when_told.append(type(pages[0]).objects.published().count())

    events.went_live.connect(receive)
    with later(hours=2), committed():
        tick()
    events.went_live.disconnect(receive)
    assert live_when_told == [3, 3, 3]


def test_telling_leaves_the_clock_time_for_the_next_article(listener):
    for headline in ("One", "Two", "Three"):
        factories.published(headline)
    assert events.deliver_due(seconds=0) == 1
    assert events.deliver_due() == 2


def test_publishing_alone_tells_at_the_commit(listener, committed):
    page = factories.draft(go_live_at=timezone.now() + timedelta(hours=1))
    factories.approved(page).get_latest_revision().publish()
    with later(hours=2), committed():
        publish_due()
    assert listener.names() == ["went_live"]
