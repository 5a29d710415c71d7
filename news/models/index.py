"""The index of articles: "Posts"."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from publishing.models import ParentPermissionTester
from publishing.paging import page_of

from .article import ArticlePage
from .reader_page import ReaderPage, restrictions_above

ARTICLES_A_PAGE = 20


class NewsIndexPage(ReaderPage, Page):
    """All articles, newest first."""

    intro = models.TextField(blank=True, help_text="One or two sentences under the title.")

    subpage_types = ["news.ArticlePage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "news index"

    def permissions_for_user(self, user):
        return ParentPermissionTester(user, self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        published = ArticlePage.objects.published().newest_first()
        below = published.child_of(self)
        context["articles"] = page_of(request, below, ARTICLES_A_PAGE, published.for_cards())
        return context

    def route(self, request, path_components):
        """Find an article with what its page shows; Wagtail's own way takes five queries more."""
        if len(path_components) == 1:
            article = self.article_at(path_components[0])
            if article:
                article._cached_parent_obj = self
                return RouteResult(article)
        return super().route(request, path_components)

    def article_at(self, slug):
        """The live article with this slug or None; its `is_restricted` says whether to ask more."""
        restrictions = restrictions_above(self.path) | PageViewRestriction.objects.filter(
            Q(page=OuterRef("pk")) | Q(page__aliases=OuterRef("pk"))
        )
        articles = ArticlePage.objects.live().child_of(self).for_reading()
        return articles.annotate(is_restricted=Exists(restrictions)).filter(slug=slug).first()
