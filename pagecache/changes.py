"""What has changed ends the pages that show it, as soon as the change is committed."""

import logging

from django.db import transaction
from django.db.models.signals import post_delete, post_init, post_save

from . import shown
from .stores import store

logger = logging.getLogger(__name__)

EVERYTHING = "everything"


def end(*names: str):
    """End every page that shows one of these, here and in every other process, now.

    `EVERYTHING` ends all. Raises OSError where the others cannot be told.
    """
    store().journal.write(names)


def end_after_commit(*names: str):
    """The same once the transaction is through; what fails is logged, nothing else fails."""
    transaction.on_commit(lambda: end(*names), robust=True)


def follow(model, name: str, *lists: str):
    """Pages note the rows of a model that they show; one that is saved or deleted ends them.

    `lists`: what a saved row ends besides, because it may enter or leave them.
    """
    note_rows(model, name)

    def ended(sender, instance, **kwargs):
        end_after_commit(f"{name}-{instance.pk}", *lists)

    _connect((post_save, post_delete), model, ended, name)


def note_rows(model, name: str):
    """Pages note the rows of a model that they show."""

    def noted(sender, instance, **kwargs):
        shown.note(f"{name}-{instance.pk}")

    _connect((post_init,), model, noted, name)


def follow_all(*models):
    """Whatever changes in these models may change every page."""

    def ended(sender, **kwargs):
        end_after_commit(EVERYTHING)

    for model in models:
        _connect((post_save, post_delete), model, ended, EVERYTHING)


def _connect(signals, model, receiver, name):
    for signal in signals:
        signal.connect(receiver, sender=model, weak=False, dispatch_uid=f"pagecache {name}")
