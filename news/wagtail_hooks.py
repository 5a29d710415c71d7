"""The newsroom's own places in the admin: articles, authors, topics."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import ArticlePage, Author, Topic


class PagesMenuItem(MenuItem):
    """Shown to those who may work on some page."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])


class ArticleEditView(EditView):
    """The editor, which says why an approval is refused and keeps what was typed."""

    def perform_workflow_action(self):
        try:
            return super().perform_workflow_action()
        except PermissionDenied as refusal:
            messages.warning(self.request, f"{refusal} What you changed is saved as a draft.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)


class ArticleViewSet(PageViewSet):
    model = ArticlePage
    edit_view_class = ArticleEditView


class ArticleListing(PageListingViewSet):
    """Every article wherever it stands, with what an editor looks for."""

    model = ArticlePage
    menu_label = "Articles"
    icon = "doc-full-inverse"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = PagesMenuItem
    columns = [
        *PageListingViewSet.columns,
        Column("main_topic", label="Topic"),
        DateColumn("first_published_at", label="Published", sort_key="first_published_at"),
    ]


@hooks.register("before_bulk_action")
def refuse_to_publish_the_unfinished(request, action_type, objects, action):
    """Publishing many at once names those that are not ready, and publishes none."""
    if action_type != "publish":
        return None
    drafts = [page.get_latest_revision_as_object() for page in objects]
    unfinished = [page for page in drafts if getattr(page, "missing_for_publication", list)()]
    for page in unfinished:
        messages.error(request, " ".join([f"“{page}”:", *page.missing_for_publication()]))
    return redirect("wagtailadmin_home") if unfinished else None


@hooks.register("register_admin_viewset")
def article_views():
    return [ArticleViewSet(), ArticleListing("articles")]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = "Authors"
    menu_order = 120
    add_to_admin_menu = True
    list_display = ["name", "role"]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    menu_order = 130
    add_to_admin_menu = True
    list_display = ["name", "front_order"]


register_snippet(AuthorViewSet)
register_snippet(TopicViewSet)
