"""The newsroom's own places in the admin: articles, authors, topics."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from publishing.admin_views import GatedPageViewSet

from .finding import ArticleFilters
from .models import ArticlePage, Author, Topic


class PagesMenuItem(MenuItem):
    """Shown to those who may work on some page."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])


class ArticleViewSet(GatedPageViewSet):
    model = ArticlePage


class ArticleIndexView(IndexView):
    """The list, with the topics in one go."""

    def annotate_queryset(self, articles):
        articles = super().annotate_queryset(articles)
        return articles.select_related("main_topic", for_specific_subqueries=True)


class ArticleListing(PageListingViewSet):
    """Every article wherever it stands, with what an editor looks for."""

    model = ArticlePage
    index_view_class = ArticleIndexView
    menu_label = "Articles"
    icon = "doc-full-inverse"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = PagesMenuItem
    filterset_class = ArticleFilters
    columns = [
        *(column for column in PageListingViewSet.columns if column.name not in ("parent", "type")),
        Column("main_topic", label="Topic", classname="wide-screens-only"),
        DateColumn(
            "first_published_at",
            label="Published",
            sort_key="first_published_at",
            classname="wide-screens-only",
        ),
    ]


@hooks.register("insert_global_admin_css")
def our_style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


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
