"""What happens once readers see a change: sent after commit, with the version, at least once.

Receivers get `version` (a PublicVersion) and `key`, the same at every try: work that must not
happen twice is done once a key. A receiver that raises is called again later, and the others with
it. Hang on these, never on Wagtail's `page_published`, which also fires for a page that is merely
scheduled.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

from .models import Event
from .visibility import public_pages

logger = logging.getLogger(__name__)

went_live = Signal()
changed = Signal()
went_dark = Signal()
SIGNALS = {"went_live": went_live, "changed": changed, "went_dark": went_dark}
LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

_waits = ContextVar("what is recorded now waits to be told", default=False)


@contextmanager
def told_later():
    """What is recorded inside is not told after its commit but by the next `deliver_due`."""
    token = _waits.set(True)
    try:
        yield
    finally:
        _waits.reset(token)


def on_recorded(sender, instance, created, raw=False, **kwargs):
    """Tell of an event as soon as the transaction that wrote it is committed."""
    if created and not raw and not _waits.get():
        transaction.on_commit(lambda: deliver(instance.pk), robust=True)


def deliver(pk) -> bool:
    """Tell every receiver of one event; what fails is tried again later. Whether it is done."""
    if not _claim(pk):
        return False
    event = Event.objects.select_related("version__page").get(pk=pk)
    failed = _failures(event)
    event.error = "\n".join(map(repr, failed))
    event.next_try_at = timezone.now() + _pause(event.tries) if failed else None
    event.save(update_fields=["error", "next_try_at"])
    return not failed


def _claim(pk):
    """Take the event for a minute; if we are killed meanwhile it is tried again then."""
    now = timezone.now()
    due = Event.objects.filter(pk=pk, next_try_at__lte=now)
    return due.update(next_try_at=now + LEASE, tries=F("tries") + 1)


def _pause(tries):
    return min(timedelta(seconds=2 ** min(tries, 20)), LONGEST_PAUSE)


def _failures(event) -> list[Exception]:
    version = event.version
    is_public = public_pages().filter(pk=version.page_id).exists()
    if is_public == (event.name == "went_dark"):
        return []  # overtaken: the page has gone, or has come back, and that is told by itself
    results = SIGNALS[event.name].send_robust(
        sender=version.page.specific_class, version=version, key=str(event)
    )
    return [error for _, error in results if isinstance(error, Exception)]


def deliver_due(seconds: float | None = None) -> int:
    """Tell what is due, also what a crash left behind; returns how many are done now.

    After so many `seconds` the rest waits for the next time.
    """
    began, done = monotonic(), 0
    due = Event.objects.filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")
    for pk in due.values_list("pk", flat=True):
        done += deliver(pk)
        if seconds is not None and monotonic() - began > seconds:
            break
    return done
