"""What a body is made of. Each block says what it is for and has a template of its own name."""

import re

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from images.models import NewsImage, look_up_sizes
from pagecache import shown

from .pasting import HEADING_LENGTH, split_rich_text

PARAGRAPH_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
# Accepted when pasted, then taken apart: a heading and a quotation become blocks of their own.
PASTED_FEATURES = [*PARAGRAPH_FEATURES, "h2", "h3", "blockquote"]

MARKED = re.compile('[“„"«]([^“”„"«»]+)[”“"»]')  # marks around the whole, none inside
PREVIEW_CAPTION = "Port Ansel on the morning of the vote."
SHARE_LINE = "Share this article and subscribe to our newsletter"


def newest_pictures(number: int) -> list[NewsImage | None]:
    """Pictures for the previews in the block picker; a None where the file holds none yet."""
    return list(NewsImage.objects.order_by("-pk")[:number]) or [None]


def pictures_in(body) -> list:
    """Every picture of a body, with the alt text it has there."""
    return [image for image, _ in placed_pictures(body)]


def placed_pictures(body) -> list[tuple]:
    """Every picture of a body with the place (images.sizes) in which readers get it."""
    found = []
    for block in body:
        if block.block_type == "image":
            found.append((block.value["image"], block.value.place))
        elif block.block_type == "gallery":
            found += [(picture["image"], "column") for picture in block.value["pictures"]]
        elif block.block_type == "embed":
            found.append((block.value["poster"], "column"))
    return [(image, place) for image, place in found if image]


class ProseBlock(blocks.RichTextBlock):
    """Rich text without NUL and lone surrogates, which PostgreSQL refuses to store."""

    def value_from_form(self, value):
        text = (value or "").replace("\x00", "")
        return super().value_from_form(text.encode("utf-8", "ignore").decode())


def linked_ids(body) -> list[int]:
    """The articles that a body's related links point to, public or not, without loading them."""
    links = [block["value"] for block in body.raw_data if block["type"] == "related_link"]
    return [link["article"] for link in links if link.get("article")]


def published_articles(ids: list[int]) -> dict:
    """Those of the articles that readers may see, by id."""
    for pk in ids:
        shown.note(f"page-{pk}")  # also of one that is not public yet
    return apps.get_model("news.ArticlePage").objects.published().in_bulk(ids) if ids else {}


class ParagraphBlock(ProseBlock):
    """One paragraph or one list."""

    def __init__(self, **kwargs):
        super().__init__(features=PASTED_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        template = "blocks/paragraph.html"
        description = "One paragraph or list. Paste several at once: each becomes its own block."
        preview_value = (
            "<p>The Senate sat until midnight, and <b>rose without a vote</b>. "
            "The clerks had already turned off the heating.</p>"
        )


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=HEADING_LENGTH)
    level = blocks.ChoiceBlock(
        choices=[("h2", "Section"), ("h3", "Sub-section")], default="h2", search_index=False
    )

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label_format = "{text}"
        description = "A line that opens a new part of the story."
        preview_value = {"text": "What happens on Monday", "level": "h2"}


class PullQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="A strong sentence from the story. No quotation marks.")
    speaker = blocks.CharBlock(required=False, max_length=120)
    role = blocks.CharBlock(required=False, max_length=120)

    def clean(self, value):
        """Without the marks that a pasted quotation brings: the page sets its own."""
        value = super().clean(value)
        if marked := MARKED.fullmatch(value["text"].strip()):
            value["text"] = marked[1]
        return value

    class Meta:
        icon = "openquote"
        template = "blocks/pull_quote.html"
        label_format = "{text}"
        description = "One strong sentence, set apart and large."
        preview_value = {
            "text": "A budget is a promise with a column of figures next to it.",
            "speaker": "Margit Sorel",
            "role": "Prime minister",
        }


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="The words exactly as they were said or written.")
    speaker = blocks.CharBlock(required=False, max_length=120)
    source = blocks.CharBlock(
        required=False, max_length=160, help_text="Where it stands: the judgment, the letter."
    )
    source_url = blocks.URLBlock(label="Link to the source", required=False)

    class Meta:
        icon = "comment"
        template = "blocks/quotation.html"
        label_format = "{text}"
        description = "A longer quotation in the running text, with its source."
        preview_value = {
            "text": "No order made under this section shall outlive the sitting of the Assembly.",
            "speaker": "The Ledger Court",
            "source": "Judgment 14/2026",
        }


class ShareValue(blocks.StructValue):
    """May know the form in which it was stored when each block named its own networks."""

    old_form = None


class ShareBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        required=False, max_length=120, default=SHARE_LINE, search_index=False
    )
    text = blocks.TextBlock(required=False, search_index=False)
    show_links = blocks.BooleanBlock(required=False, default=True, label="Links to share it")
    show_newsletter = blocks.BooleanBlock(
        required=False, default=True, label="Invite readers to the newsletter"
    )

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        found = super().bulk_to_python(values)
        for share, stored in zip(found, values, strict=True):
            if "networks" in stored:
                share.old_form = stored
                share["show_links"] = bool(stored["networks"])
        return found

    def get_prep_value(self, value):
        """What is on record in the old form stays in it: a new one would be another text."""
        return getattr(value, "old_form", None) or super().get_prep_value(value)

    class Meta:
        icon = "resubmit"
        template = "blocks/share.html"
        value_class = ShareValue
        label_format = "{heading}"
        description = "Links to share the article, and the line about the newsletter."
        preview_value = {
            "heading": SHARE_LINE,
            "show_links": True,
            "show_newsletter": True,
        }


class PictureValue(blocks.StructValue):
    @property
    def place(self) -> str:
        """The place that says its sizes."""
        return "hero" if self.get("width") == "wide" else "column"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=250)
    credit = blocks.CharBlock(
        required=False, max_length=160, help_text="Empty: the credit on file."
    )
    width = blocks.ChoiceBlock(
        choices=[("column", "As wide as the text"), ("wide", "Wider than the text")],
        default="column",
        search_index=False,
    )

    def get_preview_value(self):
        return self.normalize({"image": newest_pictures(1)[0], "caption": PREVIEW_CAPTION})

    class Meta:
        icon = "image"
        template = "blocks/image.html"
        value_class = PictureValue
        label_format = "{caption}"
        description = "A picture with caption and credit."


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    pictures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("image", ImageBlock()),
                ("caption", blocks.CharBlock(required=False, max_length=250)),
            ]
        ),
        min_num=2,
        max_num=30,
    )

    def get_preview_value(self):
        shown = [{"image": image, "caption": PREVIEW_CAPTION} for image in newest_pictures(3)]
        return self.normalize({"title": "The harbour in three views", "pictures": shown})

    class Meta:
        icon = "grid"
        template = "blocks/gallery.html"
        label_format = "{title}"
        description = "Two to thirty pictures in a grid."


class EmbedBlock(blocks.StructBlock):
    url = blocks.URLBlock(label="Address", help_text="Of the video, recording or post.")
    title = blocks.CharBlock(max_length=160, help_text="What it shows and where it is.")
    text = blocks.TextBlock(
        required=False, help_text="What a reader needs to know who cannot or will not open it."
    )
    poster = ImageBlock(
        required=False, help_text="A still picture, kept here, that stands in its place."
    )

    class Meta:
        icon = "media"
        template = "blocks/embed.html"
        label_format = "{title}"
        description = "Something on another site. Readers get a link: nothing is loaded unasked."
        preview_value = {
            "url": "https://video.example/watch/4411",
            "title": "The Senate’s midnight sitting, in four minutes",
            "text": "Footage from the public gallery, without sound for the first minute.",
        }


class TableBlock(blocks.StructBlock):
    # A number is text too: "4,200", "79%" and "n/a" stand in the same column.
    table = TypedTableBlock([("text", blocks.CharBlock()), ("number", blocks.CharBlock())])
    source = blocks.CharBlock(required=False, max_length=200)

    def get_preview_value(self):
        columns = [{"type": "text", "heading": "Party"}, {"type": "number", "heading": "Seats"}]
        rows = [{"values": ["National Union", "118"]}, {"values": ["Labour Alliance", "87"]}]
        table = {"columns": columns, "rows": rows, "caption": "The Assembly"}
        return self.to_python({"table": table, "source": "The clerk"})

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        description = "Figures in rows and columns, with a caption and a source."


class FactBoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = ProseBlock(features=PARAGRAPH_FEATURES)

    class Meta:
        icon = "info-circle"
        template = "blocks/fact_box.html"
        label_format = "{title}"
        description = "Background in a box beside the story."
        preview_value = {
            "title": "The Ledger Court",
            "text": "<p>Nine judges audit the state’s accounts. They can refuse a budget once.</p>",
        }


class KeyPointsBlock(blocks.StructBlock):
    points = blocks.ListBlock(
        blocks.CharBlock(max_length=250), min_num=2, max_num=5, default=["", ""]
    )

    class Meta:
        icon = "list-ul"
        template = "blocks/key_points.html"
        description = "Two to five sentences for readers in a hurry. Stands at the top."
        preview_value = {
            "points": [
                "The Senate returned the budget by 52 votes to 47.",
                "The government has eleven days to answer.",
            ]
        }


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    title = blocks.CharBlock(required=False, max_length=160, help_text="Empty: its name on file.")
    text = blocks.TextBlock(required=False, help_text="What it is, who published it.")

    def get_preview_value(self):
        newest = get_document_model().objects.order_by("-pk").first()
        text = "The table of every line, as the ministry published it."
        return self.normalize({"document": newest, "title": "The budget in figures", "text": text})

    class Meta:
        icon = "doc-full"
        template = "blocks/document.html"
        label_format = "{title}"
        description = "A document readers can download: the source itself."


class RelatedLinkBlock(blocks.StructBlock):
    article = blocks.PageChooserBlock(required=False, page_type="news.ArticlePage")
    url = blocks.URLBlock(label="Or an address", required=False)
    label = blocks.CharBlock(
        required=False, max_length=160, help_text="Empty: the article’s headline."
    )

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not value["article"] and not value["url"]:
            missing = ValidationError("Choose an article or give an address.")
            raise StructBlockValidationError(block_errors={"article": missing})
        if value["url"] and not value["article"] and not value["label"]:
            missing = ValidationError("Say what the address leads to.")
            raise StructBlockValidationError(block_errors={"label": missing})
        return value

    def get_context(self, value, parent_context=None):
        """Leave out an article that readers may not see (yet, or any more)."""
        context = super().get_context(value, parent_context)
        if value["article"] and "linked_articles" in context:
            context["article"] = context["linked_articles"].get(value["article"].pk)
        return context

    class Meta:
        icon = "link"
        template = "blocks/related_link.html"
        label_format = "{label}"
        description = "A link to an earlier article or to a source, on a line of its own."
        preview_value = {
            "article": None,
            "url": "https://ledgercourt.example/judgments/14-2026",
            "label": "The judgment in full",
        }


class DividerBlock(blocks.StaticBlock):
    class Meta:
        icon = "minus"
        template = "blocks/divider.html"
        preview_value = None
        label = "Divider"
        admin_text = "A break in the story."
        description = "A break in the story."


class BodyBlock(blocks.StreamBlock):
    """The body of an article or a page."""

    paragraph = ParagraphBlock(group="Text")
    heading = HeadingBlock(group="Text")
    pull_quote = PullQuoteBlock(group="Text")
    quotation = QuotationBlock(group="Text")
    key_points = KeyPointsBlock(group="Text")
    fact_box = FactBoxBlock(group="Text")
    divider = DividerBlock(group="Text")
    image = PictureBlock(group="Pictures and figures")
    gallery = GalleryBlock(group="Pictures and figures")
    table = TableBlock(group="Pictures and figures")
    embed = EmbedBlock(group="Pictures and figures")
    share = ShareBlock(group="Links")
    related_link = RelatedLinkBlock(group="Links")
    document = DocumentBlock(group="Links")

    def clean(self, value):
        """Validate as the editor sees it, then give every pasted paragraph a block of its own.

        In this order, because an error names its block by the place it has on the screen.
        """
        return self.one_paragraph_a_block(super().clean(value))

    def one_paragraph_a_block(self, value) -> blocks.StreamValue:
        """The same body with each rich text of several parts split into its parts.

        The first part keeps the block's id and the others derive theirs from it, so that saving
        the same text again makes the same blocks.
        """
        split = []
        for child in value:
            if child.block_type == "paragraph":
                split += [
                    (kind, self.child_blocks[kind].to_python(value), block_id)
                    for kind, value, block_id in split_rich_text(child.value.source, child.id)
                ]
            else:
                split.append((child.block_type, child.value, child.id))
        return blocks.StreamValue(self, split)

    def get_context(self, value, parent_context=None):
        """With the articles that blocks link to and readers may see, and the sizes of pictures.

        Each is asked for at once.
        """
        context = super().get_context(value, parent_context)
        look_up_sizes(pictures_in(value))
        if "linked_articles" not in context:  # an article has asked already
            context["linked_articles"] = published_articles(linked_ids(value))
        return context

    class Meta:
        template = "blocks/body.html"
        block_counts = {"key_points": {"max_num": 1}}
