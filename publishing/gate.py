"""The gate: from approved to public.

A page becomes public, changes or comes down only with an approval of exactly that, used once.
`pass_through` is called by every save of a gated page; the other functions make approvals.
"""

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log

from . import record
from .authorship import contributors
from .content import BOOKKEEPING, content_of, fingerprint, substance
from .difference import count_changed
from .models.policy import EditorialPolicy
from .models.record import Approval, PublicVersion
from .notices import tell_that_approval_is_void
from .words import Refused, blocks, moment

NOT_APPROVED = (
    "This text has not been approved by a second person. Submit it for review; "
    "a moderator may publish breaking news alone, with a reason."
)
APPROVAL_VOID = "Approval void: {count} changed since it was approved."
NEEDS_REASON = (
    "Readers have seen it: taking it down needs a moderator and a reason that readers are told. "
    "Use “Take down” in the editor."
)
OWN_WORDS = "This needs a second person: it holds words of yours. Ask somebody else to read it."
NOT_PUBLIC = "Readers do not see it now: there is nothing to take down."
TOO_EARLY = "It is to go live {}: clear that time to publish it now."
STARTS_AS_DRAFT = "A new page starts as a draft; it goes public by review."
ONE_ADDRESS = "An article has one address: a copy that follows it (an alias) is not possible."

SHOWN = {"live", "public_version", "first_published_at"}  # bookkeeping that readers see

Authority = Approval.Authority
Kind = PublicVersion.Kind


# What every save passes


def pass_through(page, update_fields=None):
    """Let a save through where readers see the same as before, or what was approved.

    Adds to the record what changes for them. Raises Refused.
    """
    if update_fields is not None and set(update_fields) <= BOOKKEEPING - SHOWN:
        return
    if page._state.adding:
        _start(page)
    elif page.live:
        _go_public(page)
    else:
        _go_dark(page)


def _start(page):
    page.public_version = None
    if page.alias_of_id:
        raise Refused(ONE_ADDRESS)
    if page.live:
        raise Refused(STARTS_AS_DRAFT)


def _go_public(page):
    now = content_of(page)
    approval = _usable_approval(page, now)
    if approval is None:
        _require_unchanged(page, now)
        return
    if (due := _due(page.live_revision)) and due > timezone.now():
        raise Refused(TOO_EARLY.format(moment(due)))
    if missing := missing_for(page, approval.last_number):
        raise Refused(missing)
    page.public_version = record.add(page, approval)
    page.first_published_at = approval.first_time or page.public_version.published_at


def _usable_approval(page, now):
    """The approval of what `page` says now, with the end of its record; one query."""
    revision = page.live_revision
    if revision is None:
        return None
    entries = _entries_beside()
    approval = (
        Approval.objects.filter(page=page.pk, revision=revision, void_at=None, version=None)
        .exclude(authority=Authority.TAKE_DOWN)
        .annotate(
            last_number=Coalesce(Subquery(entries.values("number")[:1]), 0),
            last_sha256=Coalesce(Subquery(entries.values("sha256")[:1]), Value("")),
            last_kind=Subquery(entries.values("kind")[:1]),
            last_update=Subquery(entries.values("updated_at")[:1]),
            first_time=Subquery(entries.reverse().values("published_at")[:1]),
        )
        .order_by("-pk")
        .first()
    )
    if approval is None or approval.on_top_of != approval.last_number:
        return None
    approved = substance(revision.content)
    if fingerprint(approved) != approval.fingerprint:
        return None
    return approval if _says(now, approved, revision) else None


def _due(revision):
    """When an approved text is to go live, None for at once."""
    due = revision.content.get("go_live_at")
    return parse_datetime(due) if isinstance(due, str) else due


def _says(now, approved, revision) -> bool:
    """Whether what is to be saved is the revision, also where the code has gained a field since."""
    return now == approved or now == content_of(revision.as_object())


def _require_unchanged(page, now):
    version = _seen_by_readers(page)
    if version is None or not _says(now, version.content(), version.revision):
        raise Refused(_why_not(page, now))
    page.public_version = version
    page.live_revision = version.revision
    page.first_published_at = version.first_time


def _seen_by_readers(page) -> PublicVersion | None:
    """What the database shows readers now, with the time when they first saw the page."""
    saved = type(page)._base_manager.filter(pk=page.pk, live=True).values("public_version")
    first_time = _entries_beside().reverse().values("published_at")[:1]
    versions = PublicVersion.objects.select_related("revision")
    return versions.annotate(first_time=Subquery(first_time)).filter(pk__in=saved).first()


def _entries_beside():
    """For a subquery: the record of the same page, the newest entry first."""
    return PublicVersion.objects.filter(page=OuterRef("page")).order_by("-number")


def _why_not(page, now) -> str:
    approval = standing(page, void=True)
    if approval and approval.void_at:
        return approval.void_because
    count = count_changed(substance(approval.revision.content), now) if approval else 0
    return APPROVAL_VOID.format(count=blocks(count)) if count else NOT_APPROVED


def _go_dark(page):
    seen = _seen_by_readers(page)
    page.public_version = None
    if seen is None:
        return
    orders = page.approvals.filter(authority=Authority.TAKE_DOWN, version=None)
    order = orders.filter(on_top_of=seen.number).first()
    ended = page.expired and (end := seen.revision.as_object().expire_at) and end <= timezone.now()
    if order is None and not ended:
        raise Refused(NEEDS_REASON)
    why = order.reason if order else f"It was published until {moment(end)}."
    record.end(page, seen, order, why)


def missing_for(page, last_number: int, due=None) -> list[str]:
    """Why a page cannot be the next public version, in sentences; empty where it can.

    `due` is when it is to go live; now, if that is empty or past.
    """
    missing = page.missing_for_publication()
    when = max(due, timezone.now()) if due else timezone.now()
    if page.embargoed_until and page.embargoed_until > when:
        missing.append(
            f"It is embargoed until {moment(page.embargoed_until)}: set a time to go live that is "
            "not before."
        )
    if last_number == 0:
        return missing
    if page.change_kind not in PublicVersion.CHANGES or page.change_number != last_number + 1:
        return [*missing, "Readers have seen it: say under “What has changed” what this change is."]
    if page.change_kind != Kind.MINOR and not page.change_note.strip():
        missing.append("Say under “What has changed” what readers are told about it.")
    if page.change_kind == Kind.CORRECTION and not (page.change_was and page.change_now):
        missing.append("A correction says what it said and what it says now.")
    return missing


# Who answers for it


def standing(page, void=False) -> Approval | None:
    """The latest approval of a text that has not been published yet; `void`: void or not."""
    approvals = _unused(page) if void else _unused(page).filter(void_at=None)
    return approvals.order_by("-pk").first()


def _unused(page):
    unused = page.approvals.filter(version=None, on_top_of=record.last_number(page))
    return unused.exclude(authority=Authority.TAKE_DOWN)


def is_pinned(revision) -> bool:
    """Whether a review, an approval, a public version or a preview link points to it."""
    return (
        revision.task_states.exists()
        or revision.approvals.exists()
        or revision.public_versions.exists()
        or revision.preview_links.exists()
    )


def approve(page, revision, by) -> Approval:
    """`by` has read `revision` and answers for it. Raises Refused where they wrote any of it.

    A one-person publication lets them; the record says so.
    """
    wrote_it = by.pk in contributors(page, revision)
    if wrote_it and not EditorialPolicy.load().one_person:
        raise Refused(OWN_WORDS)
    return _bind(page, revision, Authority.ONE_PERSON if wrote_it else Authority.REVIEW, by)


def _bind(page, revision, authority, by=None, reason="") -> Approval:
    """Bind an approval to what `revision` says, on top of what readers see now."""
    return Approval.objects.create(
        page_id=page.pk,
        revision=revision,
        authority=authority,
        fingerprint=fingerprint(substance(revision.content)) if revision else "",
        on_top_of=record.last_number(page),
        approver=by,
        approver_name=(by.get_full_name() or by.get_username()) if by else "",
        reason=reason,
    )


def void_if_changed(page, revision):
    """Editing after approval voids it: call when a revision has been saved."""
    approvals = _unused(page).filter(void_at=None).exclude(revision=revision)
    for approval in approvals.select_related("revision"):
        count = count_changed(substance(approval.revision.content), content_of(page))
        if count:
            _void(approval, page, count)


def _void(approval, page, count):
    approval.void_at = timezone.now()
    approval.void_because = APPROVAL_VOID.format(count=blocks(count))
    approval.save(update_fields=["void_at", "void_because"])
    if approval.revision.approved_go_live_at:
        approval.revision.approved_go_live_at = None
        approval.revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action="publishing.void", data={"why": approval.void_because})
    tell_that_approval_is_void(approval)


@transaction.atomic
def publish_alone(page, by, reason: str, read: str = ""):
    """Break the glass: `by` publishes the latest revision now, for a typed reason. May refuse.

    `read`: the fingerprint of the text that they had before them, to refuse any other.
    """
    if not EditorialPolicy.load().publish_alone:
        raise Refused("Publishing alone is switched off in the editorial policy.")
    if not by.has_perm("publishing.publish_alone"):
        raise Refused("Only a moderator may publish alone.")
    if not reason.strip():
        raise Refused("Say why it cannot wait for a second person.")
    revision = page.get_latest_revision()
    if read and read != fingerprint(substance(revision.content)):
        raise Refused("Somebody has changed it meanwhile: read it again.")
    if page.permissions_for_user(by).page_locked():
        raise Refused("A colleague has locked it: ask them first.")
    due = revision.as_object().go_live_at
    if due and due > timezone.now():
        raise Refused(TOO_EARLY.format(moment(due)))
    _bind(page, revision, Authority.ALONE, by, reason)
    log(instance=page, action="publishing.alone", user=by, data={"reason": reason})
    revision.publish(user=by, skip_permission_checks=True)


@transaction.atomic
def admit(page, authority: str, revision=None):
    """Publish what an import or the demo brings, in the name of `authority`; logged."""
    revision = revision or page.get_latest_revision()
    _bind(page, revision, Authority.IMPORT, reason=authority)
    log(instance=page, action="publishing.import", data={"authority": authority})
    revision.publish()


@transaction.atomic
def take_down(page, by, reason: str):
    """Take a public page down; readers are told `reason`. May refuse."""
    if not by.has_perm("publishing.take_down"):
        raise Refused(NEEDS_REASON)
    if not reason.strip():
        raise Refused("Say why it is taken down; readers are told.")
    if not page.live:
        raise Refused(NOT_PUBLIC)
    _bind(page, None, Authority.TAKE_DOWN, by, reason)
    page.unpublish(user=by)


def look_over(approval, by):
    """`by` has read what one person published or took down."""
    if not approval.is_unseen:
        raise Refused("Somebody has looked at it already, or nobody has to.")
    wrote = contributors(approval.page, approval.revision, approval.on_top_of)
    if by == approval.approver or (approval.revision_id and by.pk in wrote):
        raise Refused("This needs somebody else: you wrote it or published it.")
    approval.looked_at, approval.looked_by = timezone.now(), by
    approval.save(update_fields=["looked_at", "looked_by"])
    log(instance=approval.page.specific, action="publishing.look", user=by)
