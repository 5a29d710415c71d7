"""The article: what the publication is made of."""

import re
import unicodedata

from django import forms
from django.db import models
from django.db.models import Q
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from images.models import look_up_sizes
from news.blocks import BodyBlock, linked_ids, pictures_in
from news.managers import ArticleManager
from pagecache import shown
from publishing.forms import GatedPageForm
from publishing.models import GatedPage

from .reader_page import ReaderPage

QUOTES = "quotes"  # the part of an address below which the pull quotes of an article lie
OUR_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a block: a UUID
WORDS_A_MINUTE = 230
RELATED = 3
NO_BYLINE = "Say who wrote it: add a byline."
NO_ALT_TEXT = (
    "Say what the main picture shows, or mark it as decorative, so that readers who cannot see it "
    "are served too."
)


class ArticleForm(GatedPageForm):
    """A draft needs a headline; what goes to readers needs the rest."""

    def clean(self):
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        described = cleaned.get("hero_alt_text") or cleaned.get("hero_decorative")
        if cleaned.get("hero") and not described:
            self.add_error("hero_alt_text", NO_ALT_TEXT)
        # Not min_num on the panel: its empty row would ask a mere draft for an author.
        bylines = self.formsets["bylines"]
        if bylines.is_valid() and not any(self._is_kept(row) for row in bylines.forms):
            bylines.non_form_errors().append(NO_BYLINE)
        return cleaned

    def _is_kept(self, row):
        return bool(row.cleaned_data) and not row.cleaned_data.get("DELETE")


class ArticlePage(ReaderPage, GatedPage, Page):
    """One piece of journalism. Its title is the headline."""

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        ANALYSIS = "analysis", "Analysis"
        OPINION = "opinion", "Opinion"
        EXPLAINER = "explainer", "Explainer"
        INTERVIEW = "interview", "Interview"

    standfirst = models.CharField(
        max_length=200, help_text="One sentence under the headline, at most 200 characters."
    )
    kind = models.CharField(
        "kind of work", max_length=12, choices=Kind.choices, default=Kind.NEWS, db_index=True
    )
    main_topic = models.ForeignKey(
        "news.Topic",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The one topic under which readers will look for it.",
    )
    topics = ParentalManyToManyField(
        "news.Topic", blank=True, related_name="+", verbose_name="further topics"
    )
    dateline = models.CharField(
        max_length=60, blank=True, help_text="The place it was reported from. Not a date."
    )
    hero = models.ForeignKey(
        "images.NewsImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="main picture",
    )
    hero_alt_text = models.CharField(
        "alt text", max_length=250, blank=True, help_text="What it shows, for this article."
    )
    hero_decorative = models.BooleanField(
        "decorative", default=False, help_text="It adds nothing that the words do not say."
    )
    hero_caption = models.CharField("caption", max_length=250, blank=True)
    hero_credit = models.CharField(
        "credit", max_length=160, blank=True, help_text="Empty: the credit on file."
    )
    body = StreamField(BodyBlock())
    backstory = models.TextField(
        "how we reported this",
        blank=True,
        help_text="Whom we spoke to, what we read, what we could not find out. Two or three "
        "sentences under the story.",
    )
    related = StreamField(
        [("article", PageChooserBlock("news.ArticlePage"))],
        blank=True,
        max_num=3,
        collapsed=True,
        verbose_name="related articles",
        help_text="Picked by hand, three at most. The newest on the topic fill the rest.",
    )
    social_title = models.CharField(max_length=120, blank=True, help_text="Empty: the headline.")
    social_text = models.CharField(max_length=250, blank=True, help_text="Empty: the standfirst.")
    social_image = models.ForeignKey(
        "images.NewsImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty: the main picture.",
    )

    objects = ArticleManager()

    base_form_class = ArticleForm
    subpage_types = []
    show_in_menus_default = False
    preview_modes = [
        ("", "Article"),
        ("print", "On paper"),
        ("list", "In our lists"),
        ("search", "In search results"),
        ("shared", "When it is shared"),
        ("feed", "In a feed reader"),
    ]

    class Meta:
        verbose_name = "article"

    content_panels = [
        GatedPage.change_panel,
        TitleFieldPanel(
            "title",
            heading="Headline",
            placeholder="Headline",
            help_text="What readers see. 50 to 90 characters read best.",
        ),
        FieldPanel("standfirst", widget=AdminAutoHeightTextInput),
        FieldRowPanel(
            [
                FieldPanel("kind"),
                FieldPanel("main_topic", widget=forms.Select),
                FieldPanel("dateline"),
            ]
        ),
        MultipleChooserPanel(
            "bylines", chooser_field_name="author", heading="Bylines", label="byline"
        ),
        MultiFieldPanel(
            [
                FieldPanel("hero"),
                FieldPanel("hero_alt_text"),
                FieldPanel("hero_decorative"),
                FieldPanel("hero_caption"),
                FieldPanel("hero_credit"),
            ],
            heading="Main picture",
        ),
        FieldPanel("body"),
        FieldPanel("backstory", widget=AdminAutoHeightTextInput),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("related"),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [FieldPanel("social_title"), FieldPanel("social_text"), FieldPanel("social_image")],
            heading="When it is shared",
        ),
    ]
    settings_panels = [*GatedPage.embargo_panels, *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.SearchField("backstory"),
        index.SearchField("dateline"),
        index.SearchField("byline"),
        index.SearchField("topic_names"),
        index.AutocompleteField("newsroom_words"),
        index.FilterField("public_version"),
        index.FilterField("main_topic"),
        index.FilterField("kind"),
        index.RelatedFields("topics", [index.FilterField("slug")]),
    ]

    def missing_for_publication(self) -> list[str]:
        """What readers would miss, in sentences; nothing where the article may go out."""
        asked = {
            "Write a standfirst.": self.standfirst,
            "Choose the main topic.": self.main_topic_id,
            NO_BYLINE: self.bylines.count(),
            "Write the body.": len(self.body),
            NO_ALT_TEXT: not self.hero_id or self.hero_alt_text or self.hero_decorative,
            "Describe every picture in the body, or mark it as decorative.": all(
                image.contextual_alt_text or image.decorative for image in pictures_in(self.body)
            ),
        }
        return [sentence for sentence, answer in asked.items() if not answer]

    @classmethod
    def get_indexed_objects(cls):
        """For the search index, with what it reads of each article in one go."""
        return super().get_indexed_objects().for_reading()

    @classmethod
    def lists_of(cls, content):
        topics = [content.get("main_topic"), *content.get("topics", [])]
        authors = [byline.get("author") for byline in content.get("bylines", [])]
        return {f"about-{pk}" for pk in topics if pk} | {f"by-{pk}" for pk in authors if pk}

    @property
    def published_at(self):
        """When readers first could see it (a datetime), None for a draft."""
        return self.first_published_at

    @property
    def byline(self) -> str:
        """The credit line: “Agnes Holloway, Rufus Teal and Mina Castellane”."""
        names = [byline.author.name for byline in self.bylines.all()]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    @property
    def topic_names(self) -> str:
        """Every topic's name, for the search index."""
        topics = {self.main_topic, *self.topics.all()} - {None}
        return ", ".join(sorted(topic.name for topic in topics))

    @property
    def newsroom_words(self) -> str:
        """All that the newsroom may look for it by: what readers see, and the latest draft."""
        draft = [self.get_latest_revision_as_object()] if self.has_unpublished_changes else []
        parts = dict.fromkeys(part for text in [self, *draft] for part in text._parts_to_search())
        said = "\n".join(part for part in parts if part)
        plain = set(_without_accents(said).split()) - set(said.split())
        return f"{said}\n{' '.join(sorted(plain))}"  # PostgreSQL does not find “Zoë” by “zoe”

    def _parts_to_search(self):
        body = self.body.stream_block.get_searchable_content(self.body)
        names = (self.byline, self.topic_names, self.dateline, self.slug.replace("-", " "))
        return [self.title, self.standfirst, *names, *body, self.backstory, self.hero_caption]

    @property
    def kicker(self) -> str:
        """The short label above the headline: the kind of work where it is not plain news."""
        return "" if self.kind == self.Kind.NEWS else self.get_kind_display()

    @cached_property
    def word_count(self) -> int:
        """The words of the body."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        return sum(len(text.split()) for text in texts)

    @property
    def reading_minutes(self) -> int:
        """Minutes to read the body at 230 words a minute, at least one."""
        return max(1, round(self.word_count / WORDS_A_MINUTE))

    @property
    def share_anchor(self) -> str:
        """Where on its page the links to share it stand: in the editors’ first block of them, or
        at the end, in one that is added ("share")."""
        shares = (block for block in self.body if block.block_type == "share")
        placed = (f"b-{block.id}" for block in shares if block.value["show_links"])
        return next(placed, "share")

    @property
    def pull_quotes(self) -> list:
        """The blocks of the body that may be shared by themselves.

        Ids come with the form; one that is forged (`../x`) would be a part of other addresses.
        """
        quotes = (block for block in self.body if block.block_type == "pull_quote")
        return [quote for quote in quotes if OUR_ID.fullmatch(quote.id or "")]

    @property
    def has_quote_pages(self) -> bool:
        """Whether its pull quotes have addresses of their own now."""
        return bool(self.live and self.public_version_id)

    def quote_url(self, quote) -> str:
        """The full address of the page of a pull quote, a block of the body."""
        return f"{self.full_url}{QUOTES}/{quote.id}/"

    def route(self, request, path_components):
        """Below the address of an article its pull quotes have theirs, while they are in it."""
        if path_components[:1] == [QUOTES] and len(path_components) == 2 and self.has_quote_pages:
            for quote in self.pull_quotes:
                if quote.id == path_components[1]:
                    return RouteResult(self, [_show_quote], {"quote": quote})
        return super().route(request, path_components)

    @cached_property
    def public_neighbours(self) -> dict[int, "ArticlePage"]:
        """Published articles that this page may lead to, by id: picked, linked, on the topic.

        All in one query, because each question what is public costs one more.
        """
        named = [*self._picked, *linked_ids(self.body)]
        for pk in named:
            shown.note(f"page-{pk}")  # also of one that is not public yet
        articles = ArticlePage.objects.published().exclude(pk=self.pk).defer_streamfields()
        on_topic = articles.filter(main_topic=self.main_topic).newest_first()
        newest = on_topic.values("pk")[: RELATED + len(named)]
        found = articles.filter(Q(pk__in=named) | Q(pk__in=newest)).select_related("main_topic")
        return {article.pk: article for article in found}

    @property
    def _picked(self) -> list[int]:
        return [block["value"] for block in self.related.raw_data]

    def related_articles(self) -> list["ArticlePage"]:
        """Three published articles to read next: picked by hand, in their order, then by topic.

        Not those that the text has led to already, unless an editor picked them.
        """
        around = self.public_neighbours
        picked = [around[pk] for pk in self._picked if pk in around]
        linked = linked_ids(self.body)
        on_topic = [
            article
            for article in around.values()
            if article.main_topic_id == self.main_topic_id
            and article not in picked
            and article.pk not in linked
        ]
        on_topic.sort(key=lambda article: (article.published_at, article.pk), reverse=True)
        return [*picked, *on_topic][:RELATED]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        portraits = [byline.author.portrait for byline in self.bylines.all()]
        look_up_sizes([self.hero, *portraits, *pictures_in(self.body)])
        return context | {"linked_articles": self.public_neighbours}

    def serve(self, request, *args, **kwargs):
        shown.only_lists(f"about-{self.main_topic_id}")  # what to read next
        return super().serve(request, *args, **kwargs)

    def get_view_restrictions(self):
        """Nothing to look up where the index saw none when it found the article."""
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()
        return []

    def get_preview_template(self, request, mode_name):
        known = mode_name and mode_name in dict(self.preview_modes)
        return f"previews/{mode_name}.html" if known else "news/article_page.html"


def _without_accents(text):
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _show_quote(request, article, quote):
    return TemplateResponse(request, "news/quote.html", {"page": article, "quote": quote})


class Byline(Orderable):
    """One credit of one article."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("news.Author", on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(
        max_length=60, blank=True, help_text="Where it is not writing: Photographs, Research."
    )

    panels = [FieldPanel("author"), FieldPanel("role")]

    def __str__(self):
        return str(self.author)
