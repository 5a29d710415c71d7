"""The picture desk's file: every picture knows whose it is and until when we may use it."""

import logging
from pathlib import Path
from time import monotonic

from django.core.cache import caches
from django.db import models
from django.db.models import prefetch_related_objects
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.search import index

from pagecache import changes

from .sizes import CARDS, SIZES, specs_of

logger = logging.getLogger(__name__)

TRY_AGAIN = 60  # seconds after which a file that could not be read is looked at again


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

    def sizes(self, place: str) -> dict:
        """The renditions of a place by spec; nothing where the file is gone or damaged.

        Of all that is missing only the plain is made, except where `at_once`: AVIF takes a second
        a picture, and no reader waits for it, nor the readers behind that one.
        """
        size = SIZES[place]
        wanted = size.specs
        try:
            if size.sources and not size.at_once:
                look_up_sizes([self])
                missing = self.missing_sizes(place)
                wanted = [s for s in size.specs if s in size.plain or s not in missing]
            return self.get_renditions(*wanted)
        except SourceImageIOError:
            return {}

    def missing_sizes(self, *places: str) -> list[str]:
        """The specs of these places that nobody has made yet."""
        specs = specs_of(places)
        found = {each.spec for each in self.find_existing_renditions(*map(Filter, specs))}
        return [spec for spec in specs if spec not in found]

    def make_sizes(self, *places: str):
        """Make what is not there yet of these places, before a reader asks for it."""
        self.get_renditions(*specs_of(places))

    def create_renditions(self, *filters):
        """Made together, they tell nobody one by one."""
        made = super().create_renditions(*filters)
        if made:
            changes.end_after_commit(f"image-{self.pk}")
        return made

    def generate_rendition_file(self, filter, *, source=None):
        """Raises SourceImageIOError whatever is wrong with the file; each format has its own.

        Such a file is not read again for every reader, and is logged once.
        """
        cache, key = caches["renditions"], f"unreadable-{self.pk}-{self.file_hash}"
        failed_at = cache.get(key)
        if failed_at is not None and monotonic() - failed_at < TRY_AGAIN:
            raise SourceImageIOError(f"{self.file.name} could not be read.")
        try:
            return super().generate_rendition_file(filter, source=source)
        except InvalidFilterSpecError:
            raise
        except Exception as error:
            if cache.add(key, monotonic(), timeout=None):
                said = "The file of picture %s, “%s”, is gone or damaged; upload it again. %r"
                logger.error(said, self.pk, self, error)
            cache.set(key, monotonic(), timeout=None)
            raise SourceImageIOError(str(error)) from error

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
    return _renditions(f"{image}__renditions", CARDS)


def look_up_sizes(images):
    """What is there of pictures in every place, in one query; not again where it is known."""
    images = [image for image in images if image]
    prefetch_related_objects(images, _renditions("renditions", SIZES))


def _renditions(relation, places):
    there = NewsRendition.objects.filter(filter_spec__in=specs_of(places))
    return models.Prefetch(relation, there, to_attr="prefetched_renditions")
