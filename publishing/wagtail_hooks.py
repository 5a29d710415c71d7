"""The gate in the admin: what is logged, where it is opened; links lead only to what is public."""

from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem, UnpublishMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from pagecache import shown

from . import admin_views, gate, previews
from .models import EditorialPolicy, GatedPage
from .visibility import public_pages
from .words import moment


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that readers may not see (yet, or any more) is plain text to them.

    Wagtail's own would print the address of a draft, and with it most of its headline.
    """

    @classmethod
    def get_many(cls, attrs_list):
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        for pk in ids:
            shown.note(f"page-{pk}")  # it may go public, and become a link
        pages = public_pages().filter(pk__in=[pk for pk in ids if pk.isdecimal()])
        by_id = {str(page.pk): page for page in pages}
        return [by_id.get(pk) for pk in ids]


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def link_to_public_pages_only(features):
    features.register_link_type(PublicPageLinkHandler)


LOGGED = {
    "void": ("Void an approval", "{why}"),
    "alone": ("Publish alone", "Published by one person: {reason}"),
    "import": ("Bring in", "Published in the name of {authority}"),
    "file": ("Change what is on file", "Changed on file, shown by public pages: {changed}"),
    "withhold": ("Withhold a version", "Withheld version {number}"),
    "look": ("Second look", "A second person has looked at what one person published"),
    "preview": ("Share a preview", "Preview link for {for_whom}, until {until}"),
    "preview_end": ("Revoke a preview", "Revoked the preview link for {for_whom}"),
    "policy": ("Editorial policy", "One person: {one_person}; publishing alone: {publish_alone}"),
}


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    for name, (title, sentence) in LOGGED.items():
        formatter = type(
            "Formatter",
            (LogFormatter,),
            {
                "label": title,
                "format_message": lambda self, entry, said=sentence: said.format(**entry.data),
            },
        )
        actions.register_action(f"publishing.{name}")(formatter)


@hooks.register("register_admin_urls")
def gate_addresses():
    return [
        path("publishing/alone/<int:page_id>/", admin_views.publish_alone, name="publishing_alone"),
        path(
            "publishing/record/<int:page_id>/", admin_views.public_record, name="publishing_record"
        ),
        path("publishing/look/<int:approval_id>/", admin_views.look_over, name="publishing_look"),
        path(
            "publishing/withhold/<int:version_id>/",
            admin_views.withhold,
            name="publishing_withhold",
        ),
        path("publishing/share/<int:page_id>/", previews.share, name="publishing_share"),
        path("publishing/revoke/<int:link_id>/", previews.revoke, name="publishing_revoke_preview"),
    ]


class PublishAlone(ActionMenuItem):
    """Breaking news: leads to the page that asks for the reason."""

    label = "Publish alone …"
    name = "action-publish-alone"
    icon_name = "warning"
    order = 90

    def is_shown(self, context):
        page = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(page, GatedPage)
            and page.has_unpublished_changes
            and not context["locked_for_user"]
            and context["request"].user.has_perm("publishing.publish_alone")
            and EditorialPolicy.load().publish_alone
        )

    def get_url(self, context):
        return reverse("publishing_alone", args=[context["page"].pk])


class Submit(SubmitForModerationMenuItem):
    """Says when it will go live if that is set."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        due = getattr(parent_context.get("page"), "go_live_at", None)
        if due and due > timezone.now():
            context["label"] = f"{context['label']}, to go live {moment(due)}"
        return context


class TakeDown(UnpublishMenuItem):
    """Asks for the reason that readers are told."""

    label = "Take down …"


@hooks.register("register_page_action_menu_item")
def publish_alone():
    return PublishAlone()


@hooks.register("construct_page_action_menu")
def say_when_it_goes_live(menu_items, request, context):
    ours = {SubmitForModerationMenuItem: Submit, UnpublishMenuItem: TakeDown}
    menu_items[:] = [
        ours[type(item)](order=item.order) if type(item) in ours else item for item in menu_items
    ]


WHY_NOT_MANY = {
    "publish": gate.NOT_APPROVED,
    "unpublish": gate.NEEDS_REASON,
    "move": "It may be public, and what is public keeps its address.",
    "delete": "What readers have seen is not deleted; the rest is deleted by those who may.",
}


@hooks.register("before_bulk_action")
def say_why_not_many(request, action_type, objects, action):
    """Wagtail passes over those that may not be published, moved, ... together, in silence."""
    passed_over = len(set(request.GET.getlist("id")) - {str(page.pk) for page in objects})
    if action.model is Page and passed_over:
        why = WHY_NOT_MANY.get(action_type, "You may not change them.")
        messages.warning(request, f"Left as they are: {passed_over} of the chosen pages. {why}")


@hooks.register("register_page_header_buttons")
def record_button(page, user, view_name, next_url=None):
    if isinstance(page, GatedPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            "Share a preview",
            reverse("publishing_share", args=[page.pk]),
            icon_name="view",
            priority=64,
        )
        yield Button(
            "Public record",
            reverse("publishing_record", args=[page.pk]),
            icon_name="list-ul",
            priority=66,
        )
