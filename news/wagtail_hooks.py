"""The newsroom's own places in the admin: articles, authors, topics."""

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from publishing.admin_views import GatedPageViewSet

from .models import ArticlePage, Author, Topic


class PagesMenuItem(MenuItem):
    """Shown to those who may work on some page."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])


class ArticleViewSet(GatedPageViewSet):
    model = ArticlePage


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
