"""Search in the admin: what editors promote, and what readers look for."""

from django.db.models import Exists, OuterRef
from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from news.models import ArticlePage

from . import lookups
from .models import Lookup, Promotion

SHOWN = 50  # of each list


class PromoteView(CreateView):
    """The form for a new promotion; `?query=…` fills in the words."""

    def get_initial(self):
        return {"query": self.request.GET.get("query", "")[:100]}


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "pick"
    menu_label = "Promoted results"
    menu_name = "promoted-results"
    menu_order = 10
    add_view_class = PromoteView
    copy_view_enabled = False
    search_fields = ["query", "article__title", "article__draft_title"]
    list_display = [
        "query",
        Column("article", accessor="article.get_admin_display_title"),
        StatusTagColumn(
            "is_published",
            label="Readers find it",
            accessor=lambda promotion: "yes" if promotion.is_published else "once it is published",
            primary=lambda promotion: promotion.is_published,
        ),
    ]
    panels = [
        FieldPanel("query"),
        FieldPanel(
            "article",
            help_text="Readers find it while it is published. A draft can be promoted already.",
        ),
    ]

    def get_queryset(self, request):
        published = ArticlePage.objects.published().filter(pk=OuterRef("article"))
        promotions = Promotion.objects.select_related("article")
        return promotions.annotate(is_published=Exists(published))


class LookupsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What readers search for, and what of it finds nothing."""

    model = Lookup
    permission_required = "view"
    page_title = "What readers search for"
    header_icon = "search"
    template_name = "search/lookups.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "lists": [
                ("Found nothing", lookups.found_nothing(SHOWN), NOTHING_UNFOUND),
                ("Searched most", lookups.most_searched(SHOWN), NOTHING_SEARCHED),
            ],
            "days": lookups.REPORTED.days,
            "fewest": lookups.FEWEST,
            "may_promote": self.request.user.has_perm("search.add_promotion"),
        }


NOTHING_UNFOUND = (
    "Readers found something for everything that they searched for more than once or twice."
)
NOTHING_SEARCHED = "Readers have searched for nothing yet, or everything only once or twice."


class LookupsMenuItem(MenuItem):
    """Shown to those who may see it."""

    def is_shown(self, request):
        return request.user.has_perm("search.view_lookup")


class LookupsViewSet(ViewSet):
    name = "lookups"
    icon = "search"
    menu_label = LookupsView.page_title
    menu_order = 20
    menu_item_class = LookupsMenuItem

    def get_urlpatterns(self):
        return [path("", LookupsView.as_view(), name="index")]


class SearchGroup(SnippetViewSetGroup):
    items = (PromotionViewSet, LookupsViewSet)
    menu_label = "Readers’ search"  # the newsroom's own search stands above it in the menu
    menu_icon = "search"
    menu_name = "readers-search"
    menu_order = 140
