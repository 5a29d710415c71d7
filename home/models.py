"""The front page, the standing pages, and what is true of the whole publication."""

from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from news.blocks import BodyBlock
from news.models import NewsIndexPage, ReaderPage
from publishing.models import GatedPage, ParentPermissionTester

from .front import front_of

link_validator = RegexValidator(
    r"^(/(?!/)|https://|mailto:)\S*$",
    "Give an address on this site (/about/) or a full one (https://… or mailto:…).",
)


class FrontPermissionTester(ParentPermissionTester):
    """The front is put together by those who may curate it; articles stay under review."""

    def can_publish(self):
        may_curate = self.user.is_active and self.user.has_perm("home.curate_front")
        return may_curate or super().can_publish()

    def can_set_view_restrictions(self):
        return super().can_publish()

    def can_unschedule(self):
        return super().can_publish()


class HomePage(ReaderPage, Page):
    """The front: a lead and placements chosen by hand, the rest newest first and by topic."""

    lead = models.ForeignKey(
        "news.ArticlePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The top story. Empty, or not public any more: the newest article leads.",
    )

    subpage_types = ["news.NewsIndexPage", "home.StandardPage"]
    max_count = 1
    content_panels = [
        *Page.content_panels,
        PageChooserPanel("lead"),
        InlinePanel(
            "placements",
            heading="Placements",
            label="placement",
            max_num=6,
            help_text="The stories next to the lead, in this order. "
            "Places left empty are filled with the newest.",
        ),
    ]

    settings_panels = [CommentPanel()]  # nobody schedules the front away

    class Meta:
        verbose_name = "front page"
        permissions = [("curate_front", "Can choose and publish the stories on the front")]

    def permissions_for_user(self, user):
        return FrontPermissionTester(user, self)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"front": front_of(self)}

    def route(self, request, path_components):
        """Find the index as what it is; Wagtail looks for a page first and for its type then."""
        if path_components:
            below = NewsIndexPage.objects.child_of(self).filter(slug=path_components[0]).first()
            if below:
                return below.route(request, path_components[1:])
        return super().route(request, path_components)


class Placement(Orderable):
    """A slot on the front."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="placements")
    article = models.ForeignKey(
        "news.ArticlePage", on_delete=models.CASCADE, related_name="placements"
    )

    panels = [PageChooserPanel("article")]

    def __str__(self):
        return str(self.article)


class StandardPage(ReaderPage, GatedPage, Page):
    """A page that stands: About, Ethics, Contact."""

    standfirst = models.CharField(max_length=200, blank=True)
    body = StreamField(BodyBlock())

    subpage_types = ["home.StandardPage"]
    content_panels = [
        GatedPage.change_panel,
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
    ]
    settings_panels = [*GatedPage.embargo_panels, *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "standard page"


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60)
    address = blocks.CharBlock(
        max_length=250,
        validators=[link_validator],
        help_text="An address on this site (/topics/world/) or a full one (https://…).",
    )

    class Meta:
        icon = "link"
        label_format = "{label}"


class LinksBlock(blocks.StreamBlock):
    link = LinkBlock()


class FooterBlock(blocks.StreamBlock):
    column = blocks.StructBlock(
        [("heading", blocks.CharBlock(max_length=60)), ("links", blocks.ListBlock(LinkBlock()))],
        icon="list-ul",
        label_format="{heading}",
    )


@register_setting(icon="site")
class Publication(BaseSiteSetting):
    """What an admin can change about the publication without a developer."""

    name = models.CharField(max_length=80, default="Conservative Fix")
    tagline = models.CharField(
        max_length=120, blank=True, help_text="The line under the name on the front page."
    )
    logo = models.ForeignKey(
        "images.NewsImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    navigation = StreamField(
        LinksBlock(required=False), blank=True, help_text="The line of links under the masthead."
    )
    footer = StreamField(
        FooterBlock(required=False), blank=True, help_text="Columns of links at the foot."
    )
    small_print = models.CharField(
        max_length=250, blank=True, help_text="The last line: who owns and who answers for it."
    )
    social_accounts = StreamField(
        LinksBlock(required=False), blank=True, help_text="Our accounts elsewhere."
    )
    newsletter_line = models.CharField(
        max_length=200,
        blank=True,
        default="Our newsletter brings the week’s reporting on Friday morning.",
    )
    newsletter_address = models.CharField(
        max_length=250,
        blank=True,
        validators=[link_validator],
        help_text="Where readers sign up. Empty: no invitation is shown.",
    )
    ethics_policy = models.CharField(max_length=250, blank=True, validators=[link_validator])
    corrections_policy = models.CharField(max_length=250, blank=True, validators=[link_validator])
    contact = models.CharField(max_length=250, blank=True, validators=[link_validator])

    select_related = ["logo"]

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("logo")], heading="Masthead"
        ),
        FieldPanel("navigation"),
        FieldPanel("footer"),
        FieldPanel("small_print"),
        FieldPanel("social_accounts"),
        MultiFieldPanel(
            [FieldPanel("newsletter_line"), FieldPanel("newsletter_address")],
            heading="Newsletter",
        ),
        MultiFieldPanel(
            [FieldPanel("ethics_policy"), FieldPanel("corrections_policy"), FieldPanel("contact")],
            heading="Policies",
        ),
    ]

    class Meta:
        verbose_name = "publication"

    def __str__(self):
        return self.name
