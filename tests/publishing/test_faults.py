"""Whatever fails, nothing is half public, nothing is lost and nothing happens twice.

The processes and their deaths are in `tests/faults.py`, which is started here with a few kills.
"""

import logging
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published

from cfsite.mail import AfterCommitBackend
from news.models import ArticlePage
from publishing.management.commands import publish_scheduled
from publishing.models import Heartbeat
from publishing.scheduler import Shift, publish_due, tick
from tests import factories

ROOT = Path(__file__).resolve().parents[2]


# Processes that are killed, a database that goes away


@pytest.fixture(scope="module")
def trial():
    """What `tests/faults.py` says after a few kills and a short outage."""
    command = [sys.executable, "tests/faults.py", "--kills", "15", "--outage", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "promise",
    [
        "Nothing half public.",
        "Nothing lost.",
        "Nothing twice.",
        "The search finds what is public and nothing else.",
        "Every process ended as it should.",
        "All that became due while the database was gone was public",
    ],
)
def test_killed_at_random_moments_and_left_without_a_database(trial, promise):
    assert any(line.startswith(promise) for line in trial.splitlines()), trial


# One article that fails


def schedule(headline, **due_in):
    page = factories.draft(headline, go_live_at=timezone.now() + timedelta(**due_in))
    factories.approved(page).get_latest_revision().publish()
    return page


def live():
    return set(ArticlePage.objects.published().values_list("title", flat=True))


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


@contextmanager
def failing(where, headline, fail):
    """While the block runs, `fail` is called where an article of this headline passes."""

    def receive(sender, instance, **kwargs):
        if instance.title == headline and instance.live:
            fail(instance)

    where.connect(receive, sender=ArticlePage)
    try:
        yield
    finally:
        where.disconnect(receive, sender=ArticlePage)


def raise_something(instance):
    raise RuntimeError("the lightning struck")


def upset_the_database(instance):
    """PostgreSQL then refuses all further work until the transaction ends."""
    connection.cursor().execute("SELECT no_such_column FROM no_such_table")


def save_half_and_raise(instance):
    ArticlePage.objects.filter(pk=instance.pk).update(standfirst="Half done")
    raise RuntimeError("the lightning struck")


@pytest.mark.django_db
@pytest.mark.parametrize("where", [page_published, post_save], ids=["a receiver", "the saving"])
@pytest.mark.parametrize("fail", [raise_something, upset_the_database, save_half_and_raise])
def test_one_that_fails_holds_up_no_other_and_comes_when_the_fault_is_gone(where, fail):
    schedule("First", hours=1)
    broken = schedule("Broken", hours=2)
    schedule("Last", hours=3)
    with later(hours=4), failing(where, "Broken", fail):
        assert tick() == (2, 1)
        assert live() == {"First", "Last"}
    broken.refresh_from_db()
    assert broken.approved_schedule
    assert broken.standfirst != "Half done"
    assert not broken.versions.exists()
    with later(hours=5):
        assert tick() == (1, 0)
        assert live() == {"First", "Broken", "Last"}
    assert broken.versions.get().lateness > timedelta(hours=2)


@pytest.mark.django_db
def test_one_that_cannot_be_taken_down_holds_up_no_other():
    for headline in ("First", "Broken", "Last"):
        factories.published(headline, expire_at=timezone.now() + timedelta(hours=1))

    def fail(sender, instance, **kwargs):
        if instance.title == "Broken" and not instance.live:
            raise RuntimeError

    pre_save.connect(fail, sender=ArticlePage)
    with later(hours=2):
        assert tick() == (2, 1)
        pre_save.disconnect(fail, sender=ArticlePage)
        assert live() == {"Broken"}
        assert tick() == (1, 0)
        assert live() == set()


# A runner that stays


@pytest.fixture
def refused():
    """An approved article whose text was changed behind everybody's back."""
    page = schedule("Refused", hours=1)
    due = Revision.objects.filter(approved_go_live_at__isnull=False)
    due.update(content=due.get().content | {"title": "Not what was approved"})
    return page


@pytest.mark.django_db
def test_what_is_refused_is_tried_again_but_logged_once(refused, caplog):
    shift = Shift()
    with later(hours=2), caplog.at_level(logging.ERROR, "publishing.scheduler"):
        assert tick(shift) == (0, 1)
    with later(hours=3), caplog.at_level(logging.ERROR, "publishing.scheduler"):
        assert tick(shift) == (0, 1)
    (entry,) = caplog.records
    assert "“Refused”" in entry.getMessage()
    assert "Approval void" in entry.getMessage() or "not been approved" in entry.getMessage()
    assert not entry.exc_info  # it is no fault of the program


@pytest.mark.django_db
def test_what_keeps_failing_is_tried_ever_more_seldom_and_once_a_minute_at_least(refused):
    shift, now = Shift(), timezone.now() + timedelta(hours=2)
    tries = []
    for second in range(200):
        with time_machine.travel(now + timedelta(seconds=second), tick=False):
            if publish_due(shift=shift) == (0, 1):
                tries.append(second)
    assert tries == [0, 2, 6, 14, 30, 62, 122, 182]


@pytest.mark.django_db
def test_an_article_that_failed_and_went_out_is_forgotten():
    schedule("Broken", hours=1)
    shift = Shift()
    with later(hours=2), failing(page_published, "Broken", raise_something):
        tick(shift)
    assert shift.failed
    with later(hours=3):
        assert tick(shift) == (1, 0)
    assert not shift.failed


@pytest.mark.django_db
def test_the_scheduler_is_seen_but_writes_no_more_than_every_five_seconds():
    shift, now, seen = Shift(), timezone.now(), set()
    for second in range(11):
        with time_machine.travel(now + timedelta(seconds=second), tick=False):
            tick(shift)
        seen.add(Heartbeat.objects.get().seen_at)
    assert seen == {now + timedelta(seconds=second) for second in (0, 5, 10)}


@pytest.mark.django_db
def test_a_cron_job_is_seen_every_time():
    for minute in range(3):
        with later(minutes=minute):
            call_command("publish_scheduled")
            assert Heartbeat.age() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("request_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_the_article_at_hand_and_no_other(
    request_to_stop, capsys, monkeypatch
):
    # A test runs in a transaction, whose connection must not be closed; so does Django's client.
    monkeypatch.setattr(publish_scheduled, "close_old_connections", lambda: None)
    schedule("At hand", hours=1)
    schedule("After it", hours=2)

    def stop(instance):
        os.kill(os.getpid(), request_to_stop)

    before = signal.getsignal(request_to_stop)
    with later(hours=3), failing(page_published, "At hand", stop):
        call_command("publish_scheduled", every=0.01)
        assert live() == {"At hand"}
        assert "nothing was left half done" in capsys.readouterr().out
        assert signal.getsignal(request_to_stop) == before
        tick()
        assert live() == {"At hand", "After it"}


# Mail


def test_a_listener_hears_when_its_mail_could_not_be_sent(settings):
    """It is told again then; after a commit that is over, nobody else would."""
    settings.MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1  # nobody listens there
    with pytest.raises(ConnectionError):
        AfterCommitBackend().send_messages([EmailMessage("A story", to=["mo@example.org"])])
