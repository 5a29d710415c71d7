"""An article as feeds carry it: the same in every format and in the editor's preview."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urljoin

from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string, select_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from images.models import NewsRendition
from images.sizes import SIZES
from news.blocks import linked_ids, pictures_in, published_articles
from news.models import ArticlePage
from publishing.models import PublicVersion

from .fulltext import for_elsewhere

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BETWEEN = "\x00"  # articles, while their links are looked up; no text of ours can hold it
(FEED_PICTURE,) = SIZES["feed"].specs


class Legible:
    """Mixin for a dataclass: its texts without the characters that XML cannot hold."""

    def __post_init__(self):
        for name, value in list(vars(self).items()):
            if isinstance(value, str):
                object.__setattr__(self, name, NOT_XML.sub("", value))


@dataclass(frozen=True)
class Person(Legible):
    """Who is credited, and where there is more of theirs."""

    name: str
    address: str


@dataclass(frozen=True)
class Label(Legible):
    """What it is about."""

    name: str
    slug: str


@dataclass(frozen=True)
class MainPicture(Legible):
    """The main picture, in a format that every feed reader knows."""

    address: str
    kind: str
    width: int
    height: int
    description: str
    credit: str


@dataclass(frozen=True)
class Item(Legible):
    """One entry of a feed. Every address is absolute, every time is to the second."""

    id: str
    title: str
    address: str
    standfirst: str
    html: str
    published: datetime | None
    updated: datetime | None = None
    authors: tuple[Person, ...] = ()
    topics: tuple[Label, ...] = ()
    picture: MainPicture | None = None

    @property
    def told_at(self) -> datetime | None:
        """When readers were last told something: of it, or of a change."""
        return self.updated or self.published


def feed_item(article) -> Item:
    """The entry of one article, saved or not."""
    return feed_items([article])[0]


def feed_items(articles) -> list[Item]:
    """The entries of articles (best `for_reading`), in the same few queries for any number."""
    articles = list(articles)
    if not articles:
        return []
    blocks = _blocks_of(articles)
    _fetch_renditions([*(article.hero for article in articles), *pictures_in(blocks)])
    shared = {"linked_articles": published_articles(linked_ids(blocks))}
    told, each = _told_changes(articles), iter(blocks)
    pages = [
        _page(article, islice(each, len(article.body)), told.get(article.pk, []), shared)
        for article in articles
    ]
    # All at once: each look-up of what links lead to would cost as much for one article.
    pages = expand_db_html(BETWEEN.join(pages)).split(BETWEEN)
    return [_item(article, html) for article, html in zip(articles, pages, strict=True)]


def to_the_second(time: datetime | None) -> datetime | None:
    """A time as pages say it."""
    return timezone.localtime(time).replace(microsecond=0) if time else None


def feed_rendition(image):
    """The size that feeds carry of a picture, None without one or where its file is broken."""
    return image.sizes("feed").get(FEED_PICTURE) if image else None


def _blocks_of(articles):
    """The bodies of all articles in one, so that what they show is fetched for all at once."""
    body = ArticlePage._meta.get_field("body")
    raw = [article.body.get_prep_value() for article in articles]
    return StreamValue(body.stream_block, list(chain.from_iterable(raw)), is_lazy=True)


def _fetch_renditions(images):
    renditions = NewsRendition.objects.filter(filter_spec=FEED_PICTURE)
    fetched = Prefetch("renditions", renditions, to_attr="prefetched_renditions")
    prefetch_related_objects([image for image in images if image], fetched)


def _told_changes(articles):
    """What `told_changes` says of each, by the article's id, in one query for all."""
    seen = {article.pk: article.public_version.number for article in articles if article.updated_at}
    told = {}
    for entry in PublicVersion.objects.filter(page__in=seen).order_by("-number"):
        if entry.is_told and entry.number <= seen[entry.page_id]:
            told.setdefault(entry.page_id, []).append(entry)
    return told


def _page(article, blocks, told, shared):
    context = {**shared, "page": article}
    texts = [_render(block, context) for block in blocks]
    return render_to_string("feeds/article.html", {"page": article, "told": told, "texts": texts})


def _render(block, context):
    """A block as it reads in a feed: differently, or as on the page."""
    name = block.block_type
    template = select_template([f"feeds/{name}.html", f"blocks/{name}.html"])
    return mark_safe(template.render(block.block.get_context(block.value, context)))  # noqa: S308


def _item(article, html):
    address = article.full_url
    authors = dict.fromkeys(byline.author for byline in article.bylines.all())
    further = sorted(article.topics.all(), key=lambda topic: topic.name)
    topics = dict.fromkeys(topic for topic in [article.main_topic, *further] if topic)
    return Item(
        # A tag: URI would need a host, and that is what changes one day; so does the slug, and the
        # number in the database when an archive moves. This was drawn once and goes along.
        id=article.translation_key.urn,
        title=article.title,
        address=address,
        standfirst=article.standfirst,
        html=for_elsewhere(html, address),
        published=to_the_second(article.published_at),
        updated=to_the_second(article.updated_at),
        authors=tuple(
            Person(author.name, urljoin(address, author.get_absolute_url())) for author in authors
        ),
        topics=tuple(Label(topic.name, topic.slug) for topic in topics),
        picture=_picture(article, address),
    )


def _picture(article, address):
    rendition = feed_rendition(article.hero)
    if rendition is None:
        return None
    described = "" if article.hero_decorative else article.hero_alt_text
    return MainPicture(
        address=urljoin(address, rendition.url),
        kind="image/jpeg",
        width=rendition.width,
        height=rendition.height,
        description=article.hero_caption or article.hero.caption or described,
        credit=article.hero_credit or article.hero.credit,
    )
