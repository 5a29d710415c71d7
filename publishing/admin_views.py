"""The gate in the admin: publish alone, take down, look over, withhold; and why it stays shut."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from . import gate, record
from .content import content_of, fingerprint
from .models import Approval, GatedPage, PublicVersion
from .words import Refused, moment

NOT_YOURS = (
    "You cannot approve this now: it is not under review, or it needs a person who neither "
    "submitted nor wrote any of it."
)


class ReasonForm(forms.Form):
    """Why: a sentence that is kept."""

    reason = forms.CharField(max_length=250, widget=AdminAutoHeightTextInput)

    def __init__(self, request, label, help_text):
        super().__init__(request.POST if request.method == "POST" else None)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class DraftAfterAll:
    """A button that is not (or no longer) theirs to press saves a draft, and they are told why."""

    def save_action(self):
        pressed = self.request.POST
        publish, decide = pressed.get("action-publish"), pressed.get("action-workflow-action")
        if (publish or decide) and not self.expects_json_response:
            why = gate.NOT_APPROVED if publish else NOT_YOURS
            messages.warning(self.request, f"{why} It is saved as a draft.")
        return super().save_action()


class GatedCreateView(DraftAfterAll, CreateView):
    """A new page of a gated kind starts as a draft."""


class GatedEditView(DraftAfterAll, EditView):
    """The editor of a gated page: says how it stands, and why an approval is refused."""

    def get(self, request, *args, **kwargs):
        approval = gate.standing(self.page, void=True)
        if approval and approval.void_at:
            messages.warning(
                request,
                f"{approval.void_because} {approval.approver_name or 'A colleague'} approved an "
                "earlier text; submit this one for review.",
            )
        seen = self.page.public_version
        if seen and seen.approval and seen.approval.is_unseen:
            messages.warning(
                request,
                f"{seen.approval.approver_name} published this alone: “{seen.approval.reason}” "
                "A second person has to look at it.",
                buttons=[messages.button(_record_of(self.page), "Look at it")],
            )
        return super().get(request, *args, **kwargs)

    def perform_workflow_action(self):
        self._note_what_is_read()
        try:
            return super().perform_workflow_action()
        except (PermissionDenied, Refused) as refusal:
            messages.warning(self.request, f"{refusal} What you changed is saved as a draft.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)

    def _note_what_is_read(self):
        """Who decides in the editor decides on the text before them, also if it is newer."""
        state = self.page.current_workflow_task_state
        if not self.is_out_of_date and state.revision_id != self.page.latest_revision_id:
            state.revision_id = self.page.latest_revision_id
            state.save(update_fields=["revision"])

    def add_save_confirmation_message(self):
        if self.action_name != "perform_workflow_action":
            return super().add_save_confirmation_message()
        page = self.page.specific_class.objects.get(pk=self.page.pk)
        title = page.get_admin_display_title()
        due = page.scheduled_revision
        if self.workflow_action == "reject":
            words = f"“{title}” is sent back, with your reason."
        elif due:
            words = f"“{title}” is approved and goes live {moment(due.approved_go_live_at)}."
        elif page.workflow_in_progress:
            words = f"“{title}” is approved; it waits for the next reviewer."
        else:
            words = f"“{title}” is approved and public."
        messages.success(self.request, words, buttons=[self.get_edit_message_button()])


class GatedRevertView(GatedEditView, RevisionsRevertView):
    """The editor with an older draft in it."""


class GatedActionView(WorkflowActionView):
    """A decision on the dashboard: says who may take it."""

    def check_action(self):
        try:
            super().check_action()
        except PermissionDenied:
            raise Refused(NOT_YOURS) from None


class TakeDownView(UnpublishView):
    """Taking a page down asks for the reason that readers are told."""

    page_title = "Take down"
    template_name = "publishing/take_down.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"form": self.form()}

    def form(self):
        return ReasonForm(
            self.request,
            label="What readers are told",
            help_text="They find this instead of the page, under its address. "
            "A second person is asked to look at it afterwards.",
        )

    def post(self, request, *args, **kwargs):
        form = self.form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        gate.take_down(self.object, request.user, form.cleaned_data["reason"])
        title = self.object.get_admin_display_title()
        messages.success(request, f"“{title}” is taken down. Readers are told why.")
        return redirect("wagtailadmin_pages:edit", self.object.pk)


class GatedPageViewSet(PageViewSet):
    """The admin's views of a page that goes through the gate; a subclass names its model."""

    add_view_class = GatedCreateView
    edit_view_class = GatedEditView
    revisions_revert_view_class = GatedRevertView
    workflow_action_view_class = GatedActionView
    unpublish_view_class = TakeDownView


def gated_page(request, page_id):
    """The page that a view of the admin is about. Raises PermissionDenied, Http404."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, GatedPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def _record_of(page):
    return reverse("publishing_record", args=[page.pk])


@permission_required("publishing.publish_alone", raise_exception=True)
def publish_alone(request, page_id):
    """Break the glass: a moderator publishes the latest text at once, with a reason."""
    page = gated_page(request, page_id)
    draft = page.get_latest_revision_as_object()
    form = ReasonForm(
        request,
        label="Why it cannot wait",
        help_text="Kept in the record. Every desk is reminded until a second person has looked.",
    )
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("read") or "nothing"
        gate.publish_alone(page, request.user, form.cleaned_data["reason"], read)
        messages.warning(
            request, f"“{draft.title}” is public. Ask a colleague to look at it as soon as can be."
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    missing = gate.missing_for(draft, draft.last_number, due=draft.go_live_at)
    context = {
        "page_title": "Publish alone",
        "page_subtitle": draft.title,
        "header_icon": "warning",
        "page": page,
        "draft": draft,
        "read": fingerprint(content_of(draft)),
        "form": form,
        "missing": missing,
    }
    return render(request, "publishing/publish_alone.html", context)


def public_record(request, page_id):
    """What readers have seen of a page, on whose word; where a version is withheld."""
    page = get_object_or_404(Page, pk=page_id).specific
    may_look = page.permissions_for_user(request.user).can_edit()
    if not isinstance(page, GatedPage) or not (may_look or page.versions.exists()):
        raise PermissionDenied
    entries = page.versions.select_related("approval__looked_by").order_by("-number")
    context = {
        "page_title": "Public record",
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "history",
        "page": page,
        "entries": entries,
        "may_look": may_look,
        "may_withhold": request.user.has_perm("publishing.withhold"),
    }
    return render(request, "publishing/record.html", context)


@require_POST
def look_over(request, approval_id):
    """A second person has read what one person published or took down."""
    approval = get_object_or_404(Approval, pk=approval_id)
    page = gated_page(request, approval.page_id)
    gate.look_over(approval, request.user)
    messages.success(request, f"Noted: you have looked at “{page.get_admin_display_title()}”.")
    return redirect(_record_of(page))


@permission_required("publishing.withhold", raise_exception=True)
def withhold(request, version_id):
    """Take an earlier version away from readers for legal reasons."""
    version = get_object_or_404(PublicVersion.objects.select_related("page"), pk=version_id)
    form = ReasonForm(
        request,
        label="What readers are told",
        help_text="They find this, and the day, under the version’s address.",
    )
    if request.method == "POST" and form.is_valid():
        record.withhold(version, request.user, form.cleaned_data["reason"])
        messages.success(request, f"Version {version.number} is withheld from readers.")
        return redirect(_record_of(version.page))
    context = {
        "page_title": "Withhold a version",
        "page_subtitle": version.page.get_admin_display_title(),
        "header_icon": "lock",
        "version": version,
        "form": form,
    }
    return render(request, "publishing/withhold.html", context)
