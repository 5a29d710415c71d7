"""The front page, the standing pages, and what is true of the whole publication."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.deconstruct import deconstructible
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
from news.sharing import NETWORKS
from pagecache import shown
from publishing.models import GatedPage, ParentPermissionTester

from .front import front_of


@deconstructible(path="django.core.validators.RegexValidator")  # as the migrations know it
class LinkValidator(RegexValidator):
    """Takes what fits the pattern and can be taken apart: `https://[x` cannot."""

    def __call__(self, value):
        super().__call__(value)
        try:
            urlsplit(value)
        except ValueError as error:
            raise ValidationError(self.message, self.code, {"value": value}) from error


link_validator = LinkValidator(
    r"^(/(?!/)|https://|mailto:)\S*$",
    "Give an address on this site (/about/) or a full one (https://… or mailto:…).",
)

x_account_validator = RegexValidator(r"^@\w{1,15}$", "Give it as @account.")
indexnow_validator = RegexValidator(
    r"^[a-zA-Z0-9-]{8,128}$", "8 to 128 letters, digits and hyphens."
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

    def serve(self, request, *args, **kwargs):
        shown.only_lists()
        return super().serve(request, *args, **kwargs)


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


class NetworksBlock(blocks.StreamBlock):
    """Where readers may share an article, in the order in which the links stand."""

    network = blocks.ChoiceBlock(choices=NETWORKS)


class PoliciesBlock(blocks.StreamBlock):
    """Where a policy of the newsroom is written down, by what schema.org calls it."""

    policy = blocks.StructBlock(
        [
            (
                "about",
                blocks.ChoiceBlock(
                    choices=[
                        ("publishingPrinciples", "How we work"),
                        ("ownershipFundingInfo", "Who owns and pays for us"),
                        ("masthead", "Who we are"),
                        ("missionCoveragePrioritiesPolicy", "What we cover and why"),
                        ("verificationFactCheckingPolicy", "How we check facts"),
                        ("unnamedSourcesPolicy", "Unnamed sources"),
                        ("actionableFeedbackPolicy", "How readers can answer us"),
                        ("diversityPolicy", "Diversity"),
                        ("noBylinesPolicy", "Articles without a byline"),
                    ]
                ),
            ),
            (
                "address",
                blocks.CharBlock(
                    max_length=250,
                    validators=[link_validator],
                    help_text="An address on this site (/about/) or a full one (https://…).",
                ),
            ),
        ],
        icon="doc-full",
        label_format="{about}",
    )


def usual_networks():
    """The networks of a new publication."""
    return [("network", key) for key in ("x", "facebook", "whatsapp", "linkedin", "email")]


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
    policies = StreamField(
        PoliciesBlock(required=False),
        blank=True,
        verbose_name="further policies",
        help_text="Search engines read them too. Only pages that exist.",
    )
    founded_on = models.DateField(null=True, blank=True, help_text="When the publication began.")
    error_reports = models.EmailField(
        blank=True, help_text="Where readers report errors. Empty: articles offer no such link."
    )
    share_networks = StreamField(
        NetworksBlock(required=False),
        blank=True,
        default=usual_networks,
        help_text="The links under “Share”, in this order. Nothing of theirs is ever loaded.",
    )
    x_account = models.CharField(
        "account on X", max_length=16, blank=True, validators=[x_account_validator]
    )
    crawlers_may_train = models.BooleanField(
        "AI companies may train on our articles",
        default=False,
        help_text="Written into robots.txt, which honest crawlers follow.",
    )
    crawlers_may_search = models.BooleanField(
        "AI search engines may list our articles", default=True
    )
    crawlers_may_fetch = models.BooleanField(
        "AI assistants may open an article when a person asks them to", default=True
    )
    websub_hub = models.URLField(
        "WebSub hub",
        blank=True,
        help_text="Is told of every new article and tells feed readers. Empty: they look by "
        "themselves, every half hour or so.",
    )
    indexnow_key = models.CharField(
        "IndexNow key",
        max_length=128,
        blank=True,
        validators=[indexnow_validator],
        help_text="8 to 128 letters and digits of your choice. Search engines that take part are "
        "told of every new article. Empty: none are.",
    )
    security_contact = models.CharField(
        max_length=250,
        blank=True,
        validators=[link_validator],
        help_text="Where to report a hole in the site’s security (mailto:… or https://…). "
        "Empty: there is no security.txt.",
    )

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
            [
                FieldPanel("ethics_policy"),
                FieldPanel("corrections_policy"),
                FieldPanel("contact"),
                FieldPanel("error_reports"),
                FieldPanel("policies"),
                FieldPanel("founded_on"),
            ],
            heading="Policies",
        ),
        MultiFieldPanel([FieldPanel("share_networks"), FieldPanel("x_account")], heading="Sharing"),
        MultiFieldPanel(
            [
                FieldPanel("crawlers_may_train"),
                FieldPanel("crawlers_may_search"),
                FieldPanel("crawlers_may_fetch"),
                FieldPanel("websub_hub"),
                FieldPanel("indexnow_key"),
                FieldPanel("security_contact"),
            ],
            heading="Machines that read us",
        ),
    ]

    class Meta:
        verbose_name = "publication"

    def __str__(self):
        return self.name
