"""The darkroom: beside the clock, what readers see is made in every size that they can be offered.

Nobody waits for it, neither who publishes nor who reads: until it is done a page shows the plain
JPEG. First comes what was published just now, then the archive from the newest article to the
oldest, once after every start. The newest are looked at again and again, because a changed focal
point asks for other sizes.
"""

import logging
from itertools import chain
from math import inf
from threading import Thread
from time import monotonic

from django.db import connections
from django.db.models import Max, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images.models import SourceImageIOError

from images.models import NewsImage, look_up_sizes
from images.sizes import CARDS
from publishing.models import PublicVersion
from publishing.visibility import public_pages

from .blocks import BodyBlock, placed_pictures
from .models import ArticlePage

logger = logging.getLogger(__name__)

OF_THE_HERO = (*CARDS, "hero", "structured", "feed")
AT_ONCE = 50  # pages that are looked at in the same few queries
NEWEST = 300
LOOK_AGAIN = 300.0  # seconds
AFTER_A_FAULT = 60.0
A_ROUND = 3.0  # seconds that a clock which does not go on has for it


def on_tick(staying, **kwargs):
    """Listens to the clock: work beside one that goes on, and a few seconds in any other."""
    if not staying:
        Darkroom().work(A_ROUND)
    elif _ours.has_work():
        _ours.open()


class Darkroom:
    """What is still to be looked at, and the one thread that works on it."""

    def __init__(self):
        self.seen = None  # the last version
        self.waiting = []  # ids of pages, the first to come first
        self.look_again_at = self.opens_at = 0.0
        self.thread = None

    def has_work(self) -> bool:
        """Whether it is time to open: it is not open, and something may be missing."""
        if self.thread is not None and self.thread.is_alive() or monotonic() < self.opens_at:
            return False
        return bool(self.waiting) or monotonic() >= self.look_again_at or self._has_news()

    def open(self):
        """Work in a thread until nothing is missing."""
        self.thread = Thread(target=self._work_alone, name="darkroom", daemon=True)
        self.thread.start()

    def work(self, seconds: float = inf):
        """Make what is missing, one picture after the other, for so many seconds."""
        until = monotonic() + seconds
        while monotonic() < until and (pages := self._next_pages()):
            for image, places in pictures_of(pages).items():
                made = _make_missing(image, places, until)
                if made and self._has_news():  # that comes first
                    self.waiting = [*pages, *self.waiting]
                    break

    def _work_alone(self):
        try:
            self.work()
        except Exception:
            self.opens_at = monotonic() + AFTER_A_FAULT
            logger.exception("Not all sizes of the pictures could be made; tried again later.")
        finally:
            connections.close_all()

    def _next_pages(self):
        before, self.seen = self.seen, _last_version()
        if before is None:
            self.waiting = _public()
        elif monotonic() >= self.look_again_at:
            self.waiting = [*_public()[:NEWEST], *self.waiting]
        if before is None or monotonic() >= self.look_again_at:
            self.look_again_at = monotonic() + LOOK_AGAIN
        if before is not None and before < self.seen:
            new = PublicVersion.objects.filter(pk__gt=before, pk__lte=self.seen).order_by("-pk")
            self.waiting = [*new.values_list("page", flat=True), *self.waiting]
        pages, self.waiting = self.waiting[:AT_ONCE], self.waiting[AT_ONCE:]
        return pages

    def _has_news(self):
        return self.seen is not None and _last_version() > self.seen


_ours = Darkroom()


def pictures_of(pages: list[int]) -> dict[NewsImage, list[str]]:
    """The pictures that public pages show, with their places, in the same few queries."""
    public = public_pages().filter(pk__in=pages).specific()
    shown = sorted(public, key=lambda page: pages.index(page.pk))
    with_hero = [page for page in shown if getattr(page, "hero_id", None)]
    prefetch_related_objects(with_hero, "hero")
    found = {}
    for page in with_hero:
        found.setdefault(page.hero, []).extend(OF_THE_HERO)
    for image, place in placed_pictures(_bodies_of(shown)):
        found.setdefault(image, []).extend([place, "feed"])
    look_up_sizes(found)
    return found


def _bodies_of(pages):
    """All bodies in one, so that what they show is fetched for all at once."""
    bodies = [getattr(page, "body", None) for page in pages]
    ours = [body for body in bodies if body and isinstance(body.stream_block, BodyBlock)]
    raw = list(chain.from_iterable(body.get_prep_value() for body in ours))
    return StreamValue(BodyBlock(), raw, is_lazy=True)


def _make_missing(image, places, until):
    """Make the missing sizes one by one, as this is never urgent; whether there were any."""
    missing = image.missing_sizes(*places)
    try:
        for spec in missing:
            if monotonic() >= until:
                break
            image.get_rendition(spec)
    except SourceImageIOError:
        return False  # it is in the log
    return bool(missing)


def _public():
    """The ids of all public pages: articles, the newest first, then what else there is."""
    articles = ArticlePage.objects.published().newest_first()
    others = public_pages().not_type(ArticlePage)
    return [pk for pages in (articles, others) for pk in pages.values_list("pk", flat=True)]


def _last_version():
    return PublicVersion.objects.aggregate(last=Max("pk"))["last"] or 0
