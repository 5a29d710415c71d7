"""What is due goes live or comes down: each item by itself, so that one cannot stop another."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from .events import deliver_due, told_later
from .models import Heartbeat, PublicVersion
from .words import Refused

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=1)
TELLING = 1.0  # seconds a round may take for telling, while the next article becomes due
# After each round, with `staying`: whether the clock goes on. A listener that fails stops nothing;
# one that takes long must not do so here while the clock goes on.
ticked = Signal()


@dataclass
class Shift:
    """What one runner remembers from round to round."""

    is_over: bool = False  # asked to stop: it finishes the item at hand
    failed: dict[str, tuple[int, datetime]] = field(default_factory=dict)  # times; next try
    beaten_at: datetime | None = None

    def may_try(self, item: str) -> bool:
        """Whether an item has not failed, or its pause is over."""
        return item not in self.failed or self.failed[item][1] <= timezone.now()

    def note_failure(self, item: str, error: Exception):
        """Log it the first time, and leave the item alone for a while that doubles each time."""
        times = self.failed[item][0] + 1 if item in self.failed else 1
        pause = min(timedelta(seconds=2 ** min(times, 10)), LONGEST_PAUSE)
        self.failed[item] = times, timezone.now() + pause
        if times == 1 and isinstance(error, Refused):
            logger.error("Scheduled, but refused until that is put right: %s. %s", item, error)
        elif times == 1:
            logger.error("Scheduled, but failed; tried again: %s", item, exc_info=error)

    def beat(self):
        """Be seen; the database is written every few seconds only."""
        now = timezone.now()
        if self.beaten_at is None or now - self.beaten_at >= BEAT:
            Heartbeat.beat()
            self.beaten_at = now


def tick(shift: Shift | None = None) -> tuple[int, int]:
    """One turn of the clock: publish and take down, tell what is to be told; be seen.

    All that is due goes public first: no listener holds up the next article.
    """
    staying = shift is not None
    shift = shift or Shift()
    with told_later():
        done, failed = publish_due(shift=shift)
    deliver_due(TELLING if staying else None)
    shift.beat()
    ticked.send_robust(sender=None, staying=staying)
    return done, failed


def publish_due(now=None, shift: Shift | None = None) -> tuple[int, int]:
    """Publish what is due and take down what has expired; returns (done, failed).

    Every item has a transaction of its own: one that fails stays scheduled and is tried again.
    Raises where the database itself is gone.
    """
    now, shift = now or timezone.now(), shift or Shift()
    done = failed = 0
    for item, job in [*_expired(now), *_due(now)]:
        if shift.is_over:
            break
        if not shift.may_try(item):
            continue
        try:
            with transaction.atomic():
                done += job()
            shift.failed.pop(item, None)
        except Exception as error:
            if not connection.is_usable():
                raise
            failed += 1
            shift.note_failure(item, error)
        shift.beat()
    return done, failed


def _expired(now):
    models = [Page] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in models:
        live_too_long = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for pk in live_too_long.values_list("pk", flat=True):
            item = f"take down {model._meta.verbose_name} {pk}"
            yield item, lambda model=model, pk=pk: _take_down(model, pk, now)


def _due(now):
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for pk, title in due.values_list("pk", "object_str"):
        yield f"publish “{title}”, revision {pk}", lambda pk=pk: _go_live(pk, now)


def _take_down(model, pk, now):
    # The row is locked and asked again: another runner may have been quicker, or be at it.
    rows = model.objects.select_for_update(skip_locked=True)
    item = rows.filter(pk=pk, live=True, expire_at__lte=now).first()
    if item:
        item = getattr(item, "specific", item)
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return bool(item)


def _go_live(pk, now):
    rows = Revision.objects.select_for_update(skip_locked=True)
    revision = rows.filter(pk=pk, approved_go_live_at__lte=now).first()
    if not revision:
        return False
    expires = revision.as_object().expire_at
    if expires and expires <= now:
        logger.warning("Not published, its time was over before it came: %s", revision)
        Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
        return False
    when = revision.approved_go_live_at
    revision.publish(log_action="wagtail.publish.scheduled")
    # How late it was stays on record; it is no part of what readers were shown.
    PublicVersion.objects.filter(revision=pk, due_at=None, published_at__gte=when).update(
        due_at=when
    )
    return True
