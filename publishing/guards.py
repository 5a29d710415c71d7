"""What else could change what readers see, past `save`: each refuses in words."""

from django.db.models import Exists, OuterRef
from wagtail.models import Page, PageViewRestriction, Revision, Site

from .gate import NEEDS_REASON, NOT_APPROVED, is_pinned
from .models import GatedPage, PublicVersion
from .words import Refused

PUBLIC_FIELDS = ("title", "slug", "seo_title", "search_description", "expire_at")
BY_ITSELF = "Save this page as what it is, not as a bare page: readers would see a change."
KEPT = "This revision was approved or published and cannot be changed. Save a new one."
RECORDED = (
    "Readers have seen “{}”: it cannot be deleted. Take it down with a reason; its record stays."
)
KEEPS_ADDRESS = "“{}” is public and keeps its address. Take it down first."
STILL_WRITES = "{} wrote “{}”, which is not public yet. Make the login inactive instead."
KEEPS_READERS = (
    "Who may read it would change for public articles, “{}” among them. Take them down first."
)


def is_gated(model) -> bool:
    """Whether pages of this class go through the gate."""
    return model is not None and issubclass(model, GatedPage)


def refuse_bare_page(sender, instance, raw=False, **kwargs):
    """A bare `Page` of a gated page knows nothing of the gate: it may change no words."""
    if raw or sender is not Page or instance._state.adding or not is_gated(instance.specific_class):
        return
    saved = Page.objects.filter(pk=instance.pk).values("live", *PUBLIC_FIELDS).first()
    if not saved or not (saved["live"] or instance.live):
        return
    if saved["live"] != instance.live:
        raise Refused(NOT_APPROVED if instance.live else NEEDS_REASON)
    if any(saved[name] != getattr(instance, name) for name in PUBLIC_FIELDS):
        raise Refused(BY_ITSELF)


def refuse_revision(sender, instance, raw=False, update_fields=None, **kwargs):
    """An approved revision keeps its words; no other is scheduled."""
    if raw or not is_gated(instance.content_type.model_class()):
        return
    fields = update_fields or ("approved_go_live_at", "content")
    if instance.approved_go_live_at and "approved_go_live_at" in fields:
        usable = instance.pk and instance.approvals.filter(void_at=None, version=None).exists()
        if not usable:
            raise Refused(NOT_APPROVED)
    if instance.pk and "content" in fields:
        saved = Revision.objects.filter(pk=instance.pk).values_list("content", flat=True).first()
        if saved not in (None, instance.content) and is_pinned(instance):
            raise Refused(KEPT)


def refuse_deletion(sender, instance, **kwargs):
    """The record of what readers have seen stays."""
    _refuse_if_recorded(instance.pk, instance.title)


def refuse_erasing(sender, instance, **kwargs):
    """Entries of the record are added, never taken away."""
    raise Refused("The record of what readers have seen stays. A version can be withheld.")


def refuse_move(sender, instance, url_path_before, url_path_after, **kwargs):
    """What readers can see keeps its address, also when a page above it moves."""
    if url_path_before == url_path_after:
        return
    public = _public_below(instance.path)
    if public:
        raise Refused(KEEPS_ADDRESS.format(public.title))


def refuse_new_address(sender, instance, raw=False, update_fields=None, **kwargs):
    """Nor does a page get another address by a new slug for the page above it."""
    fields = update_fields or ("slug",)
    if raw or instance._state.adding or not instance.numchild or "slug" not in fields:
        return
    renamed = Page.objects.filter(pk=instance.pk).exclude(slug=instance.slug).exists()
    if not renamed or instance.is_site_root():
        return
    public = _public_below(instance.path, besides=instance)
    if public:
        raise Refused(KEEPS_ADDRESS.format(public.title))


def refuse_restriction(sender, instance, raw=False, **kwargs):
    """Closing or opening a part of the site would publish or hide articles past the gate."""
    if raw:
        return
    before = PageViewRestriction.objects.filter(pk=instance.pk).values_list("page__path", flat=True)
    for path in {instance.page.path, *before}:
        _refuse_other_readers(path)


def refuse_log_of_deletion(sender, instance, raw=False, **kwargs):
    """Wagtail logs a deletion before it tries: what is not deleted is not logged so."""
    if raw:
        return
    if instance.action == "wagtail.delete":
        _refuse_if_recorded(instance.page_id, instance.label)
    elif instance.action == "wagtail.view_restriction.delete":
        _refuse_other_readers(instance.page.path)


def _refuse_other_readers(path):
    public = _public_below(path)
    if public:
        raise Refused(KEEPS_READERS.format(public.title))


def _refuse_if_recorded(pk, title):
    if PublicVersion.objects.filter(page=pk).exists():
        raise Refused(RECORDED.format(title))


def refuse_other_root(sender, instance, raw=False, **kwargs):
    """Where a site begins is part of the address of every article below it."""
    saved = Site.objects.filter(pk=instance.pk).select_related("root_page").first()
    is_save = "update_fields" in kwargs
    if raw or (is_save and saved and saved.root_page_id == instance.root_page_id):
        return
    for site in (saved, instance):
        public = site and _public_below(site.root_page.path)
        if public:
            raise Refused(KEEPS_ADDRESS.format(public.title))


def refuse_to_forget_writers(sender, instance, **kwargs):
    """Who wrote a text that waits for approval could come back under another name."""
    later = PublicVersion.objects.filter(
        page=OuterRef("page"), number__gt=OuterRef("on_top_of"), revision__isnull=False
    )
    waiting = instance.contributions.filter(~Exists(later)).select_related("page").first()
    if waiting:
        raise Refused(STILL_WRITES.format(instance, waiting.page.draft_title))


def _public_below(path, besides=None) -> Page | None:
    public = Page.objects.filter(versions__isnull=False, path__startswith=path, live=True)
    return public.exclude(pk=besides and besides.pk).first()
