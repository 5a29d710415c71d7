"""What the record says has changed ends the pages that show it (`pagecache`).

At once after the commit, whoever publishes; and again when the event is told, because a crash may
come between the two.
"""

from django.db import transaction

from pagecache import changes
from pagecache.shown import EVERY_LIST

from .models import GatedPage, PublicVersion


def on_recorded(sender, instance, raw=False, **kwargs):
    """A version was recorded or withheld."""
    if not raw:
        transaction.on_commit(lambda: changes.end(*ended_by(instance)), robust=True)


def after_publication(sender, version, **kwargs):
    """An event is told."""
    changes.end(*ended_by(version))


def on_move(sender, **kwargs):
    """Addresses have changed, of a page and of all below it; they stand on any page."""
    changes.end_after_commit(changes.EVERYTHING)


def ended_by(version) -> set[str]:
    """The page, the lists in which it stands now, and those in which it stood before."""
    model = version.page.specific_class
    seen = PublicVersion.objects.filter(page=version.page_id, number__lte=version.number)
    last_two = seen.exclude(revision=None).select_related("revision").order_by("-number")[:2]
    names = {f"page-{version.page_id}", EVERY_LIST}
    if model and issubclass(model, GatedPage):
        names.update(*(model.lists_of(shown.content()) for shown in last_two))
    return names
