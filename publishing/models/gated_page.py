"""A page that becomes public through the gate, and by no other way."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import Http404
from django.urls import Resolver404, resolve
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.url_routing import RouteResult

from .. import gate, memento, record
from ..authorship import note_writer
from ..content import substance
from ..forms import CHANGE, GatedPageForm
from ..words import Refused
from .record import PublicVersion

RECORD = "versions"  # the last part of the address of a page’s record
TAKEN = "Choose another address: the site itself answers at this one."
KEPT_FOR_RECORD = "Choose another address: this one is kept for the record of the page above."


def _is_taken(slug) -> bool:
    """Whether something that is no page answers at this address of the site."""
    try:
        return resolve(f"/{slug}/").url_name != "wagtail_serve"
    except Resolver404:
        return False


class ParentPermissionTester(PagePermissionTester):
    """Of a page with gated pages below it: those are created as drafts, by everybody."""

    def can_publish_subpage(self):
        below = self.page.specific_class.creatable_subpage_models()
        return super().can_publish_subpage() and not any(issubclass(m, GatedPage) for m in below)


class GatedPermissionTester(ParentPermissionTester):
    """Nobody publishes by having a right to: the review does, or a moderator with a reason."""

    def can_publish(self):
        return False

    def can_unpublish(self):
        return bool(self.page.live and self._may("take_down") and not self.page_locked())

    def can_unschedule(self):
        return self._may("take_down")

    def can_set_view_restrictions(self):
        return False

    def can_delete(self, ignore_bulk=False):
        may = not self.page.live and super().can_delete(ignore_bulk)
        return may and not self.page.versions.exists()

    def can_move(self):
        return not self.page.live and super().can_delete(ignore_bulk=True)

    def _may(self, action):
        return self.user.is_active and self.user.has_perm(f"publishing.{action}")


class ChangePanel(MultiFieldPanel):
    """Shown once readers have seen the page."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk) and self.instance.last_number > 0


class GatedPage(models.Model):
    """Mixin for a page: readers get only what a second person approved, word for word.

    The gate is in `save`, the one step that every way of publishing shares.
    """

    public_version = models.ForeignKey(
        PublicVersion, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    embargoed_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Nobody can publish it before this time, whoever approves it. "
        "When it goes live is set with the schedule.",
    )
    # What a change to a public page is, as readers are told. It counts for one version only:
    # the one with the number in `change_number`.
    change_kind = models.CharField(
        "kind of change",
        max_length=13,
        blank=True,
        choices=[(kind.value, kind.label) for kind in PublicVersion.CHANGES],
        help_text="Minor: typing errors and style, nothing that a reader could have got wrong.",
    )
    change_note = models.TextField(
        "what readers are told",
        blank=True,
        help_text="One or two sentences. A correction says why; an update says what is new.",
    )
    change_was = models.TextField(
        "what it said", blank=True, help_text="For a correction: the wrong words."
    )
    change_now = models.TextField(
        "what it says now", blank=True, help_text="For a correction: the right words."
    )
    change_serious = models.BooleanField(
        "serious",
        default=False,
        help_text="The correction stands above the text, not below it.",
    )
    change_number = models.PositiveIntegerField(null=True, editable=False)

    # Of use to the newsroom alone, and not in the differences that readers are shown.
    unseen_fields = {"embargoed_until", "expire_at", "change_number", "show_in_menus", *CHANGE}
    default_exclude_fields_in_copy = [*Page.default_exclude_fields_in_copy, "public_version"]
    base_form_class = GatedPageForm
    embargo_panels = [FieldPanel("embargoed_until")]
    change_panel = ChangePanel(
        [
            FieldRowPanel([FieldPanel("change_kind"), FieldPanel("change_serious")]),
            FieldPanel("change_note", widget=AdminAutoHeightTextInput),
            FieldRowPanel(
                [
                    FieldPanel("change_was", widget=AdminAutoHeightTextInput),
                    FieldPanel("change_now", widget=AdminAutoHeightTextInput),
                ]
            ),
        ],
        heading="What has changed",
        help_text="Readers have seen this page: every change says what it is. They are told of all "
        "but minor ones.",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save; where that changes what readers see, through the gate.

        Raises gate.Refused, with nothing changed, where there is no approval of this text.
        """
        try:
            with transaction.atomic():
                gate.pass_through(self, kwargs.get("update_fields"))
                return super().save(*args, **kwargs)
        except IntegrityError as error:
            if PublicVersion._meta.db_table not in str(error):
                raise
            raise Refused("Somebody published it at the same moment. Look at it again.") from error

    def clean(self):
        super().clean()
        above = self.get_parent() if self.slug == RECORD else None
        if above and issubclass(above.specific_class, GatedPage):
            raise ValidationError({"slug": KEPT_FOR_RECORD})
        if self.get_parent() and self.get_parent().is_site_root() and _is_taken(self.slug):
            raise ValidationError({"slug": TAKEN})

    def route(self, request, path_components):
        """Below the address of a public page lies its record."""
        if path_components[:1] == [RECORD] and self.live and self.public_version_id:
            path = "/".join(["", *path_components, ""])
            view, _, numbers = resolve(path, "publishing.record_urls")
            return RouteResult(self, [view], numbers)
        return super().route(request, path_components)

    def serve(self, request, view=None, **kwargs):
        """Answer with the page, or with what `view` shows of its record."""
        if not self.public_version_id:
            raise Http404("Nobody has approved it.")
        if view:
            return view(request, self, **kwargs)
        response = super().serve(request, **kwargs)
        response["Link"] = memento.links_of_original(self)
        return response

    def get_context(self, request, *args, **kwargs):
        told = self.told_changes()
        return super().get_context(request, *args, **kwargs) | {
            "told_above": [entry for entry in told if entry.serious],
            "told_below": [entry for entry in told if not entry.serious],
        }

    @classmethod
    def lists_of(cls, content: dict) -> set[str]:
        """The lists (pagecache.shown) in which a page stands whose version says `content`."""
        return set()

    def missing_for_publication(self) -> list[str]:
        """What readers would miss, in sentences; nothing where the page may go out."""
        return []

    def publish(self, *args, **kwargs):
        """Publish as a whole: a refusal leaves what is scheduled as it was."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a revision. One that an approval or a version points to is never overwritten."""
        with transaction.atomic():
            if overwrite_revision and gate.is_pinned(overwrite_revision):
                if overwrite_revision.pk != self.latest_revision_id:
                    raise PermissionDenied("Somebody has saved a newer version meanwhile.")
                overwrite_revision = None
            before = self._said_last()
            revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
            note_writer(self, revision.user, before, self.last_number)
            gate.void_if_changed(self, revision)
        return revision

    def _said_last(self) -> dict:
        latest = Revision.objects.filter(pk=self.latest_revision_id).first()
        return substance(latest.content) if latest else {}

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page.public_version_id = self.public_version_id
        return page

    def permissions_for_user(self, user):
        return GatedPermissionTester(user, self)

    def describe_change(self, kind, note="", was="", now="", serious=False):
        """Say what the next public version changes (kind: one of PublicVersion.CHANGES)."""
        self.change_kind, self.change_note, self.change_serious = kind, note, serious
        self.change_was, self.change_now = was, now
        self.change_number = self.last_number + 1

    @property
    def last_number(self) -> int:
        """The number of the last entry of the record, 0 before the first."""
        return record.last_number(self)

    @property
    def updated_at(self):
        """When readers were last told of a change (a datetime), None if never."""
        return self.public_version.updated_at if self.public_version_id else None

    def told_changes(self):
        """The public corrections, clarifications and updates up to this version, newest first."""
        if not self.updated_at:
            return []
        told = self.versions.filter(~Q(kind__in=["first", "minor", "taken down"]))
        told = told.filter(number__lte=self.public_version.number)
        return list(told.order_by("-number"))
