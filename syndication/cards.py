"""The picture beside a shared link: set from an article, named by all that it shows.

Nothing is kept of a card but its file. Its name is made of what it shows, so that its address is
known without asking anybody, and an address always means the same picture.
"""

import hashlib
import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.images.models import Filter

from home.models import Publication
from images.models import NewsImage
from news.models import ArticlePage

from .typesetting import FONTS, QUALITIES, TEMPLATE, line, set_card

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630
LEAST_WIDTH = 600  # a smaller picture would be a blur at this size
PHOTO = f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-95"
LOGO = "max-600x600|format-png"
ICON = settings.BASE_DIR / "static" / "img" / "icon.svg"
TEXTS = ("publication", "tagline", "headline", "topic", "kind", "byline", "quote", "speaker")
END_OF_JPEG = b"\xff\xd9"


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one card shows, and where it lies."""

    at: tuple  # the name of its address, with what leads to it there
    publication: str
    tagline: str = ""
    headline: str = ""
    topic: str = ""
    kind: str = ""
    byline: str = ""
    opinion: bool = False
    quote: str = ""
    speaker: str = ""
    photo: NewsImage | None = None
    logo: NewsImage | None = None

    @cached_property
    def name(self) -> str:
        """The same for the same picture, another for any other."""
        shown = [_drawing(), self._words, _identity(self.photo), _identity(self.logo)]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:20]

    @property
    def address(self) -> str:
        """Where readers of a shared link get it."""
        view, *place = self.at
        return reverse(view, args=[*place, self.name])

    @property
    def path(self) -> str:
        """Where its file lies in the storage."""
        return "/".join([*map(str, self.at[1:]), f"{self.name}.jpg"])

    def draw(self) -> bytes:
        """The card as a JPEG, drawn now."""
        return self._set(*self._pictures())

    def file(self) -> bytes:
        """The card as a JPEG: as it was kept, or drawn and kept now."""
        if kept := _kept(self.path):
            return kept
        logo, photo = self._pictures()
        drawn = self._set(logo, photo)
        # A picture that cannot be read today may be there tomorrow.
        if bool(logo) == bool(self.logo) and bool(photo) == bool(self.photo):
            _keep(self.path, drawn)
        return drawn

    @cached_property
    def _words(self):
        return {part: line(getattr(self, part)) for part in TEXTS} | {"opinion": self.opinion}

    def _pictures(self):
        return _sized(self.logo, LOGO), _sized(self.photo, PHOTO)

    def _set(self, logo, photo):
        return set_card(self._words | {"own_logo": bool(logo)}, logo or ICON.read_bytes(), photo)


def card_of(article, publication) -> Card:
    """The card of an article: headline, topic and byline on its picture.

    Asks nothing of the database that `for_reading()` has not loaded.
    """
    picture = article.social_image or article.hero
    return Card(
        at=("article_card", article.pk or 0),  # 0: not saved yet
        publication=publication.name,
        logo=publication.logo,
        headline=article.social_title or article.title,
        topic=article.main_topic.name if article.main_topic else "",
        kind=article.kicker,
        byline=article.byline,
        opinion=article.kind == article.Kind.OPINION,
        photo=picture if picture and picture.width >= LEAST_WIDTH else None,
    )


def quote_card_of(article, block, publication) -> Card:
    """The card of a pull quote: the words, who said them and in which article."""
    said_by = [block.value["speaker"], block.value["role"]]
    return Card(
        at=("quote_card", article.pk or 0, block.id),
        publication=publication.name,
        logo=publication.logo,
        headline=article.title,
        quote=block.value["text"],
        speaker=", ".join(filter(None, said_by)),
    )


def site_card(publication) -> Card:
    """The card of every page that has none of its own: the name and the line under it."""
    return Card(
        at=("site_card",),
        publication=publication.name,
        logo=publication.logo,
        tagline=publication.tagline,
    )


def after_publication(sender, version, **kwargs):
    """Draw the cards of what readers see now, before anybody asks; forget the others.

    What fails is left to those who ask: for a card, nothing that is published is told twice.
    """
    article = ArticlePage.objects.published().for_reading().filter(pk=version.page_id).first()
    current = []
    if article:
        publication = Publication.for_site(article.get_site())
        current = [card_of(article, publication)]
        current += [quote_card_of(article, quote, publication) for quote in article.pull_quotes]
    for card in current:
        with _logged(f"The card {card.path} could not be drawn; it will be when it is asked for."):
            card.file()
    with _logged(f"The card files of article {version.page_id} could not be tidied up."):
        _forget(str(version.page_id), {card.path for card in current})


@contextmanager
def _logged(failure):
    try:
        yield
    except Exception:  # a disk that is full, a font that is gone
        logger.exception(failure)


def _forget(folder, keep):
    storage = storages["cards"]
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        if f"{folder}/{file}" not in keep:
            storage.delete(f"{folder}/{file}")
    for below in folders:
        _forget(f"{folder}/{below}", keep)


def _keep(path, drawn):
    """Make it the one file in its folder: a place has one card, the current.

    Whoever keeps the same card at the same time is given another name for it, which goes too; a
    reader who finds half of it draws it again.
    """
    storage, (folder, _, name) = storages["cards"], path.rpartition("/")
    storage.delete(path)  # what was cut short
    storage.save(path, ContentFile(drawn))
    for other in storage.listdir(folder)[1]:
        if other != name:
            storage.delete(f"{folder}/{other}" if folder else other)


def _kept(path):
    """The file that was kept, None where it is missing or was cut short by a crash."""
    try:
        with storages["cards"].open(path) as file:
            kept = file.read()
    except FileNotFoundError:
        return None
    return kept if kept.endswith(END_OF_JPEG) else None


def _sized(image, spec):
    if not image:
        return None
    output = BytesIO()
    try:
        Filter(spec=spec).run(image, output)
    except Exception:  # a file that is gone or broken raises nearly anything
        logger.warning("The card shows no “%s”: its file cannot be read", image, exc_info=True)
        return None
    return output.getvalue()


def _identity(image):
    """What a picture looks like on a card: no other file ever gets the name of one."""
    return image and [
        image.file.name,
        image.focal_point_x,
        image.focal_point_y,
        image.focal_point_width,
        image.focal_point_height,
    ]


@cache
def _drawing():
    """Changes with whatever decides how a card is drawn."""
    made_of = b"".join(path.read_bytes() for path in [TEMPLATE, ICON, *FONTS])
    return hashlib.sha256(made_of + repr([PHOTO, LOGO, QUALITIES]).encode()).hexdigest()
