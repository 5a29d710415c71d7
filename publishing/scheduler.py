"""What is due goes live or comes down: each item by itself, so that one cannot stop another."""

import logging

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_due(now=None, reported: set | None = None) -> tuple[int, int]:
    """Publish what is due and take down what has expired; returns (done, failed).

    Every item has a transaction of its own: one that fails stays scheduled and is tried again at
    the next run. It is logged once for all runs that share `reported`.
    """
    now = now or timezone.now()
    reported = set() if reported is None else reported
    done = failed = 0
    for label, job in [*_expired(now), *_due(now)]:
        try:
            with transaction.atomic():
                done += job()
        except Exception:
            failed += 1
            if label not in reported:
                logger.exception("Scheduled change failed, will be tried again: %s", label)
            reported.add(label)
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
            yield f"take down {model.__name__} {pk}", lambda m=model, pk=pk: _take_down(m, pk, now)


def _due(now):
    revisions = Revision.objects.filter(approved_go_live_at__lte=now)
    for pk in revisions.order_by("approved_go_live_at").values_list("pk", flat=True):
        yield f"publish revision {pk}", lambda pk=pk: _go_live(pk, now)


def _take_down(model, pk, now):
    # The row is locked and asked again: another runner may have been quicker.
    item = model.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
    if item:
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return bool(item)


def _go_live(pk, now):
    due = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now)
    revision = due.first()
    if not revision:
        return False
    expires = revision.as_object().expire_at
    if expires and expires <= now:
        logger.warning("Not published, its time was over before it came: %s", revision)
        Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
