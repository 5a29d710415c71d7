"""Whether the record is whole: every entry follows on the one before, was approved by somebody
who may, and readers get what the newest one says.

What it cannot see from inside is a page whose record was removed as a whole, or an end that was
cut off together with the page: for that the hash of the heads is deposited elsewhere (`Heads`).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from .authorship import contributors
from .content import content_of, fingerprint
from .models import Approval, GatedPage, PublicVersion

CHUNK = 200  # pages in memory at once
EXPIRED = "expired"
AUTHORITIES = set(Approval.Authority.values) - {Approval.Authority.TAKE_DOWN}

RESTORE = (
    "Restore it from the newest backup for which this command finds nothing wrong, and find out "
    "who has written to the database."
)
READ_AGAIN = (
    "Let somebody who wrote none of it read it; publish a correction if one is due, and find out "
    "how it went past the review."
)
PUT_RIGHT = (
    "Put back what was approved (in manage.py shell: "
    "Revision.objects.get(pk={revision}).publish()), or publish the change by review."
)
POINT = (
    "Point it there (in manage.py shell: {model}.objects.filter(pk={page}).update("
    "public_version={version}, live_revision={revision}))."
)
HIDE = "Unpublish it in the editor, find out who made it live, and publish it by review."
BRING_BACK = "Publish it again by review, and say under “What has changed” what happened."
A_MINUTE = timedelta(minutes=1)  # a publication notes two times, one after the other


@dataclass(frozen=True)
class Fault:
    """What is wrong with one page's record, and what to do about it, in sentences."""

    what: str
    remedy: str


@dataclass
class Verified:
    """What was found out about one page."""

    page_id: int
    title: str
    address: str
    heads: list[tuple[int, str]] = field(default_factory=list)  # (entry, its SHA-256), in order
    # Who answers, an entry each: the authority, and in whose name something was brought in.
    authorities: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Heads:
    """One hash over the last entry of every page's record, up to a numbered entry.

    Deposited elsewhere as a receipt, it shows later whether anything up to there has been
    altered, removed or slipped in. Pages are added in the order of their ids.
    """

    def __init__(self, up_to: int):
        self.up_to = up_to
        self._digest = hashlib.sha256()

    def add(self, verified: Verified):
        """Count in the last entry of one page that is not younger than the receipt."""
        known = [sha256 for entry, sha256 in verified.heads if entry <= self.up_to]
        if known:
            self._digest.update(f"{verified.page_id} {known[-1]}\n".encode())

    @property
    def receipt(self) -> str:
        """The number of the newest entry and the hash: “12345-9f86d0…”."""
        return f"{self.up_to}-{self._digest.hexdigest()}"


def verify(page_id: int | None = None) -> Iterator[Verified]:
    """Every page with a record, in the order of ids, then live pages that should have one.

    What looks wrong is looked at twice: it may have been published in between.
    """
    for verified in _all(page_id):
        if verified.faults:
            verified = next(_all(verified.page_id), verified)
        yield verified


def _all(page_id):
    pages = {} if page_id is None else {"page": page_id}
    entries = PublicVersion.objects.filter(**pages)
    last = 0
    while ids := list(_ids_after(last, entries)):
        yield from _with_record(ids)
        last = ids[-1]
    yield from _without_record(page_id)


def _ids_after(last, entries):
    later = entries.filter(page__gt=last).order_by("page").values_list("page", flat=True)
    return later.distinct()[:CHUNK]


def _with_record(ids):
    rows = _rows(ids)
    entries = PublicVersion.objects.filter(page__in=ids).order_by("page", "number")
    entries = entries.select_related("revision", "approval").iterator(chunk_size=CHUNK)
    for page_id, own in groupby(entries, key=attrgetter("page_id")):
        yield _check(page_id, rows.get(page_id), own)


def _gated_models():
    return [model for model in apps.get_models() if issubclass(model, GatedPage)]


def _rows(ids) -> dict[int, Page]:
    """The rows that readers get, with all that belongs to them; the same queries for any number."""
    rows = {}
    for model in _gated_models():
        parts = [part.get_accessor_name() for part in get_all_child_relations(model)]
        parts += [part.name for part in get_all_child_m2m_relations(model)]
        rows |= model._base_manager.prefetch_related(*parts).in_bulk(ids)
    return rows


def _without_record(page_id):
    for model in _gated_models():
        found = model._base_manager.filter(live=True, versions=None).order_by("pk")
        for page in found.filter(**({"pk": page_id} if page_id else {})).iterator():
            what = "It is live, but nobody has approved it and it has no record."
            faults = [Fault(what, HIDE)]
            yield Verified(page.pk, page.title, page.get_url() or "", faults=faults)


# One page


def _check(page_id, page, entries: Iterable[PublicVersion]) -> Verified:
    verified = Verified(page_id, "", "")
    first = before = None
    for entry in entries:
        verified.faults += _chain(entry, before)
        verified.faults += _approval(entry, before, page)
        verified.heads.append((entry.pk, entry.sha256))
        verified.authorities.append(_authority(entry.approval))
        first, before = first or entry, entry
    verified.title = page.title if page else str(before.content().get("title", ""))
    verified.address = before.address
    if page is None:
        verified.faults.append(Fault("The page itself is gone; only its record is left.", RESTORE))
    else:
        verified.faults += _shown(page, first, before)
    return verified


def _authority(approval) -> tuple[str, str]:
    if approval is None:
        return EXPIRED, ""
    imported = approval.authority == Approval.Authority.IMPORT
    return approval.authority, approval.reason if imported else ""


def _chain(entry, before) -> list[Fault]:
    name = f"Version {entry.number}"
    wrong = []
    expected = before.number + 1 if before else 1
    if entry.number != expected:
        lost = range(expected, entry.number)
        which = (
            f"Version {lost[0]} is" if len(lost) == 1 else f"Versions {lost[0]} to {lost[-1]} are"
        )
        wrong.append(f"{which} missing from the record.")
    elif entry.previous_sha256 != (before.sha256 if before else ""):
        wrong.append(f"{name} does not follow on the one before it: one of the two was replaced.")
    if entry.sha256 != entry.link():
        wrong.append(
            f"{name}: its entry was altered (what readers were told, its number, address, time or "
            "hashes)."
        )
    if not entry.is_dark and not entry.revision_id:
        wrong.append(f"{name}: its text is gone.")
    elif entry.content_sha256 != fingerprint(entry.content()):
        wrong.append(f"{name}: its text is not the one that was published.")
    told = entry.published_at if entry.is_told else before and before.updated_at
    if entry.number == expected and entry.updated_at != told:
        wrong.append(f"{name}: the time of the last update that readers see was altered.")
    return [Fault(what, RESTORE) for what in wrong]


def _approval(entry, before, page) -> list[Fault]:
    name, approval = f"Version {entry.number}", entry.approval
    if entry.is_dark:
        ordered = approval and approval.authority == Approval.Authority.TAKE_DOWN
        if (ordered and approval.page_id == entry.page_id) or _has_expired(entry, before):
            return []
        return [Fault(f"{name}: nobody answers for taking it down.", READ_AGAIN)]
    if approval is None or approval.authority not in AUTHORITIES:
        return [Fault(f"{name} went public without an approval.", READ_AGAIN)]
    wrong = []
    bound_to = (approval.page_id, approval.revision_id, approval.on_top_of)
    if bound_to != (entry.page_id, entry.revision_id, entry.number - 1) or approval.void_at:
        wrong.append(Fault(f"{name}: its approval is of another text, or void.", RESTORE))
    elif approval.fingerprint != entry.content_sha256:
        wrong.append(Fault(f"{name}: other words were approved than those published.", RESTORE))
    if approval.authority == Approval.Authority.REVIEW and page:
        wrong += _second_person(entry, approval, page)
    return wrong


def _has_expired(entry, before) -> bool:
    """Whether the clock took it down: readers were promised it until a time that had come."""
    until = before and not entry.approval_id and before.content().get("expire_at")
    return bool(until) and parse_datetime(until) <= entry.published_at


def _second_person(entry, approval, page) -> list[Fault]:
    if not approval.approver_id:
        if approval.approver_name:  # that login is gone
            return []
        return [Fault(f"Version {entry.number}: nobody signed its approval.", READ_AGAIN)]
    if approval.approver_id not in contributors(page, entry.revision, approval.on_top_of):
        return []
    what = f"Version {entry.number} was approved by {approval.approver_name}, who wrote part of it."
    return [Fault(what, READ_AGAIN)]


def _shown(page, first, newest) -> list[Fault]:
    if newest.is_dark:
        if page.live or page.public_version_id:
            return [Fault("Its record says that it was taken down, but it is live.", HIDE)]
        return []
    if not page.live:
        what = f"Its record says that readers see version {newest.number}, but it is not live."
        return [Fault(what, BRING_BACK)]
    wrong = []
    point = POINT.format(
        model=type(page).__name__,
        page=page.pk,
        version=newest.pk,
        revision=newest.revision_id,
    )
    if page.public_version_id != newest.pk or page.live_revision_id != newest.revision_id:
        what = f"It does not point to its newest version, number {newest.number}."
        wrong.append(Fault(what, point))
    if newest.revision_id and (altered := _differences(page, newest)):
        what = f"Readers see something else than version {newest.number} says: {altered}."
        wrong.append(Fault(what, PUT_RIGHT.format(revision=newest.revision_id)))
    since = page.first_published_at
    if since is None or abs(since - first.published_at) > A_MINUTE:
        what = "The time of publication that readers see is not the one on record."
        wrong.append(Fault(what, RESTORE))
    return wrong


def _differences(page, newest) -> str:
    """The names of the fields in which a page is not its newest version; empty where it is.

    A field that the code has gained since has its default on both sides.
    """
    now = content_of(page)
    if fingerprint(now) == newest.content_sha256:
        return ""
    said = content_of(newest.revision.as_object())
    names = [name for name in {**said, **now} if said.get(name) != now.get(name)]
    return ", ".join(_label(page, name) for name in names)


def _label(page, name) -> str:
    try:
        return str(getattr(page._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name
