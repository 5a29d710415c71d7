"""The public record: entries are added, one after the other, each bound to the one before."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from pagecache import changes

from .content import fingerprint, substance
from .models.record import Approval, Event, PublicFile, PublicVersion
from .visibility import is_restricted
from .words import Refused

FILES = (AbstractImage, AbstractDocument)
Kind = PublicVersion.Kind


def last_number(page) -> int:
    """The number of the last entry of a page's record, 0 before the first."""
    entries = PublicVersion.objects.filter(page=page.pk)
    return entries.aggregate(last=Max("number"))["last"] or 0


def add(page, approval) -> PublicVersion:
    """Add what `page` says now. `approval` knows the end of the record (gate._usable_approval)."""
    first = approval.last_number == 0
    version = PublicVersion(
        page_id=page.pk,
        number=approval.last_number + 1,
        revision=page.live_revision,
        approval=approval,
        kind=Kind.FIRST if first else page.change_kind,
        address=page.get_url() or page.url_path,
        content_sha256=approval.fingerprint,
        previous_sha256=approval.last_sha256,
        updated_at=approval.last_update,
    )
    if not first:
        version.note, version.serious = page.change_note, page.change_serious
        version.was, version.now = page.change_was, page.change_now
    imported = first and approval.authority == Approval.Authority.IMPORT
    was_dark = first or approval.last_kind == Kind.TAKEN_DOWN
    _seal(version, page.first_published_at if imported else timezone.now())
    version.save(force_insert=True)
    _announce(page, version, "went_live" if was_dark else "changed")
    PublicFile.objects.bulk_create(_files(version, page))
    return version


def end(page, seen, order, why) -> PublicVersion:
    """Add that `seen`, what readers saw, was taken down by `order` (an Approval, or None: it
    had expired)."""
    version = PublicVersion(
        page_id=page.pk,
        number=seen.number + 1,
        approval=order,
        kind=Kind.TAKEN_DOWN,
        note=why,
        address=seen.address,
        updated_at=seen.updated_at,
        content_sha256=fingerprint({}),
        previous_sha256=seen.sha256,
    )
    _seal(version, timezone.now())
    version.save(force_insert=True)
    _announce(page, version, "went_dark")
    return version


def begin_many(pages, authority: str):
    """Begin the records of live pages that an import wrote in bulk, in its name.

    Each has its `live_revision` and `first_published_at`. Nobody is told of them one by one.
    """
    approvals = Approval.objects.bulk_create(
        Approval(
            page_id=page.pk,
            revision=page.live_revision,
            authority=Approval.Authority.IMPORT,
            fingerprint=fingerprint(substance(page.live_revision.content)),
            on_top_of=0,
            reason=authority,
        )
        for page in pages
    )
    versions = [
        _seal(
            PublicVersion(
                page_id=page.pk,
                number=1,
                revision=page.live_revision,
                approval=approval,
                kind=Kind.FIRST,
                address=page.get_url() or page.url_path,
                content_sha256=approval.fingerprint,
            ),
            page.first_published_at,
        )
        for page, approval in zip(pages, approvals, strict=True)
    ]
    PublicVersion.objects.bulk_create(versions)
    for page, version in zip(pages, versions, strict=True):
        page.public_version = version
    PublicFile.objects.bulk_create(
        file for page in pages for file in _files(page.public_version, page)
    )
    type(pages[0])._base_manager.bulk_update(pages, ["public_version"])
    changes.end_after_commit(changes.EVERYTHING)


def withhold(version, by, because: str):
    """Withhold a version that readers see no more, for legal reasons; its hash is kept."""
    if not by.has_perm("publishing.withhold"):
        raise Refused("Only a moderator may withhold a version.")
    if not because.strip():
        raise Refused("Say why it is withheld; readers are told.")
    if version.withheld_at or not version.revision_id:
        raise Refused("There is no text to withhold, or it is withheld already.")
    page = version.page.specific
    if page.public_version_id == version.pk:
        raise Refused("Readers see this version now. Correct the article or take it down first.")
    version.withheld_at, version.withheld_because = timezone.now(), because
    version.save(update_fields=["withheld_at", "withheld_because"])
    log(instance=page, action="publishing.withhold", user=by, data={"number": version.number})


def _seal(version, when):
    version.published_at = when
    if version.is_told:
        version.updated_at = when
    version.sha256 = version.link()
    return version


def _announce(page, version, event):
    if is_restricted(page):
        return  # readers saw nothing of it
    Event.objects.create(version=version, name=event, next_try_at=timezone.now())


def files_of(page) -> set[tuple[int, str]]:
    """The pictures and documents that a page shows, each as content type and id."""
    shown = {entry[:2] for entry in ReferenceIndex._extract_references_from_object(page)}
    return {
        (kind, pk)
        for kind, pk in shown
        if issubclass(ContentType.objects.get_for_id(kind).model_class(), FILES)
    }


def _files(version, page):
    return [
        PublicFile(version=version, content_type_id=kind, object_id=pk)
        for kind, pk in sorted(files_of(page))
    ]
