"""The picture desk's file: every picture knows whose it is and until when we may use it."""

from pathlib import Path

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.search import index

from .sizes import CARDS, SIZES, Size


class NewsImage(AbstractImage):
    """A picture with its credit, its words for those who cannot see it, and its rights."""

    credit = models.CharField(
        max_length=160,
        blank=True,
        help_text="Whose picture it is, as readers see it: “Photograph: A. Name / Agency”.",
    )
    description = models.CharField(
        "default alt text",
        max_length=255,
        blank=True,
        default="",
        help_text="What the picture shows, for readers who cannot see it. "
        "An article may say it differently.",
    )
    caption = models.CharField(
        max_length=250,
        blank=True,
        help_text="Used where an article gives no caption of its own.",
    )
    rights_note = models.TextField(
        blank=True, help_text="What the licence allows. Only the newsroom sees this."
    )
    licence_expires_on = models.DateField(
        null=True, blank=True, help_text="The last day on which we may show it. Empty: no limit."
    )

    admin_form_fields = (
        "title",
        "file",
        "credit",
        "description",
        "caption",
        "rights_note",
        "licence_expires_on",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.SearchField("caption"),
    ]

    @property
    def default_alt_text(self):
        """The alt text on file; Wagtail would fall back to the title, often a file name."""
        return self.description

    def make_sizes(self, *places: str):
        """Make what is not there yet of these places, before a reader asks for it."""
        self.get_renditions(*dict.fromkeys(spec for at in places for spec in SIZES[at].specs))

    def sizes_at_hand(self, size: Size) -> dict:
        """The renditions that are there, by spec; of all that is missing only the plain is made.

        AVIF takes a second a picture: no reader waits for it, nor the readers behind that one.
        """
        filters = [Filter(spec) for spec in size.specs]
        found = {f.spec: r for f, r in self.find_existing_renditions(*filters).items()}
        wanted = size.specs if size.at_once else (*found, *size.plain)
        return self.get_renditions(*wanted)

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        verbose_name_plural = "pictures"


class NewsRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(NewsImage, related_name="renditions", on_delete=models.CASCADE)

    def get_upload_to(self, filename):
        """Without what nobody can guess in the original's name; the storage adds its own."""
        readable = self.image.filename.partition(".")[0]
        return super().get_upload_to(readable + Path(filename).suffix)

    class Meta:
        indexes = [models.Index(fields=["file"], name="rendition_by_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec"
            )
        ]


def card_renditions(image: str) -> models.Prefetch:
    """The sizes that lists of articles show, of the picture at the relation `image`; one query."""
    specs = {spec for place in CARDS for spec in SIZES[place].specs}
    renditions = NewsRendition.objects.filter(filter_spec__in=specs)
    return models.Prefetch(f"{image}__renditions", renditions, to_attr="prefetched_renditions")
