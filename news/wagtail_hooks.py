"""The newsroom's own places in the admin: articles, authors, topics."""

from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import ArticlePage, Author, Topic


class ArticleListing(PageListingViewSet):
    """Every article wherever it stands, with what an editor looks for."""

    model = ArticlePage
    menu_label = "Articles"
    icon = "doc-full-inverse"
    menu_order = 110
    add_to_admin_menu = True
    columns = [
        *PageListingViewSet.columns,
        Column("main_topic", label="Topic", sort_key="main_topic__name"),
        DateColumn("first_published_at", label="Published", sort_key="first_published_at"),
    ]


@hooks.register("register_admin_viewset")
def article_listing():
    return ArticleListing("articles")


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
