"""Pictures and documents: which of them readers may have, and that what they saw stays.

Says it once: the addresses of files, previews and the forms of the admin ask here.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, get_page_models

from pagecache import changes

from .guards import is_gated
from .models import Approval, PublicFile, PublicVersion
from .record import files_of
from .visibility import public_pages
from .words import Refused

ON_FILE = ("title", "credit", "caption", "description", "focal_point_x", "focal_point_y")
WORDS_ON_FILE = "words-on-file"  # what a feed notes that says when any of them last changed
REPLACED = (
    "{}. Upload the new one as a new {} and put it into the article; the change is then reviewed "
    "like any other."
)
DELETED = (
    "{}. It cannot be deleted: take it out of the article instead. Where the law demands that it "
    "goes, withhold the versions that show it first."
)


def is_public_file(instance) -> bool:
    """Whether readers may have this picture or document.

    They may if a page that is public now shows it, or showed it in a version they can still read;
    or if something that needs no approval does (a portrait, the logo).
    """
    return _shown_by_gated_pages(instance) or _shown_elsewhere(instance)


def _shown_by_gated_pages(instance) -> bool:
    page = OuterRef("version__page")
    last_entry = PublicVersion.objects.filter(page=page).order_by("-number").values("kind")[:1]
    seen = _on_record(instance).alias(last_kind=Subquery(last_entry))
    seen = seen.exclude(last_kind=PublicVersion.Kind.TAKEN_DOWN)
    return seen.filter(Exists(public_pages().filter(pk=page))).exists()


def _shown_elsewhere(instance) -> bool:
    gated = ContentType.objects.get_for_models(*filter(is_gated, get_page_models()))
    sources = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(instance),
            to_object_id=str(instance.pk),
        )
        .exclude(content_type__in=gated.values())
        .values_list("base_content_type", "object_id")
    )
    page_type = ContentType.objects.get_for_model(Page).pk
    found = set(sources)
    pages = {pk for kind, pk in found if kind == page_type}
    others = (
        ContentType.objects.get_for_id(kind).get_all_objects_for_this_type(pk=pk).first()
        for kind, pk in found
        if kind != page_type
    )
    # What bears a name that is not public yet says so: an author of one embargoed story.
    return public_pages().filter(pk__in=pages).exists() or any(
        getattr(other, "is_public", True) for other in others if other
    )


def _on_record(instance):
    """Where readers have seen it; a withheld version lets its files go."""
    return PublicFile.objects.filter(
        content_type=ContentType.objects.get_for_model(instance),
        object_id=str(instance.pk),
        version__withheld_at=None,
    )


# What readers have seen, or a second person has approved, stays as it was


def why_not_replace(instance) -> str:
    """Why the file of this picture or document has to stay, empty if it may be replaced."""
    needed = _who_needs(instance)
    return REPLACED.format(needed, instance._meta.verbose_name) if needed else ""


def _who_needs(instance) -> str:
    name = instance._meta.verbose_name
    seen = _on_record(instance).select_related("version__page").order_by("-version__page__live")
    if file := seen.first():
        page = file.version.page
        return f"Readers {'see' if page.live else 'have seen'} this {name} in “{page.title}”"
    if approved := _approved_with(instance):
        return f"“{approved.title}” is approved with this {name}"
    return ""


def _approved_with(instance):
    """A draft that waits, approved, to go public and shows this."""
    file = (ContentType.objects.get_for_model(instance).pk, str(instance.pk))
    last = PublicVersion.objects.filter(page=OuterRef("page")).order_by("-number")
    waiting = Approval.objects.filter(void_at=None, version=None, revision__isnull=False)
    waiting = waiting.alias(last=Coalesce(Subquery(last.values("number")[:1]), 0))
    waiting = waiting.filter(on_top_of=F("last"))
    drafts = (approval.revision.as_object() for approval in waiting.select_related("revision"))
    return next((draft for draft in drafts if file in files_of(draft)), None)


def refuse_replacement(sender, instance, raw=False, update_fields=None, **kwargs):
    """Another file under the same picture would change articles past the gate."""
    if raw or not instance.pk or (update_fields is not None and "file" not in update_fields):
        return
    saved = sender._base_manager.filter(pk=instance.pk).values_list("file", flat=True).first()
    if saved and saved != instance.file.name and (why := why_not_replace(instance)):
        raise Refused(why)


def log_other_words(sender, instance, raw=False, **kwargs):
    """What is on file beside a picture or document on record may change; how it read is kept."""
    names = [name for name in ON_FILE if hasattr(instance, name)]
    if raw or not instance.pk or not _on_record(instance).exists():
        return
    saved = sender._base_manager.filter(pk=instance.pk).values(*names).first()
    now = {name: getattr(instance, name) for name in names}
    changed = {name: [saved[name], now[name]] for name in names if saved[name] != now[name]}
    if changed:
        log(instance=instance, action="publishing.file", data={"changed": changed})
        changes.end_after_commit(WORDS_ON_FILE)


def refuse_deletion(sender, instance, **kwargs):
    """Without it articles would change past the gate, and the record would have holes."""
    if needed := _who_needs(instance):
        raise Refused(DELETED.format(needed))
