"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, each with the full text; OPML 2.0 for their list."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc2822_date,
    rfc3339_date,
)
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from .items import Item, Legible

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
CONTENT = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


@dataclass(frozen=True)
class Head(Legible):
    """What a feed says of itself. Addresses are absolute."""

    title: str
    about: str
    page: str  # the page that shows the same
    here: str
    publication: str
    home: str
    language: str
    hub: str = ""
    icon: str = ""  # 600 pixels wide or high, PNG
    small_icon: str = ""  # 144
    newest: datetime | None = None  # what it says of its time where it has no entry


class Described:
    """Mixin for Django's formats: the head and the entries as we have them."""

    def __init__(self, head: Head):
        self.head = head
        super().__init__(
            title=head.title,
            link=head.page,
            description=head.about,
            subtitle=head.about,
            language=head.language,
            author_name=head.publication,
            author_link=head.home,
        )

    def add(self, item: Item):
        """Add an entry, which is the next older one."""
        self.add_item(
            title=item.title,
            link=item.address,
            # RSS takes it for HTML.
            description=escape(item.standfirst) or None,
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.told_at,
            categories=[topic.name for topic in item.topics],
            item=item,
        )

    def latest_post_date(self):
        """The time of the newest entry, never that of the answer: it would never be the same."""
        times = [entry["updateddate"] for entry in self.items]
        return max(times, default=self.head.newest or NEVER)

    def _add_links(self, handler, name):
        kind = self.content_type.partition(";")[0]
        handler.addQuickElement(name, "", {"rel": "self", "type": kind, "href": self.head.here})
        if self.head.hub:
            handler.addQuickElement(name, "", {"rel": "hub", "href": self.head.hub})

    def _add_picture(self, handler, picture):
        if not picture:
            return
        size = {"width": str(picture.width), "height": str(picture.height)}
        shown = {"url": picture.address, "medium": "image", "type": picture.kind, **size}
        handler.startElement("media:content", shown)
        if picture.description:
            handler.addQuickElement("media:description", picture.description, {"type": "plain"})
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        handler.endElement("media:content")


class Rss(Described, Rss201rev2Feed):
    """RSS 2.0."""

    def rss_attributes(self):
        return {**super().rss_attributes(), **DUBLIN_CORE, **CONTENT, **MEDIA}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        self._add_links(handler, "atom:link")
        if self.head.small_icon:
            handler.startElement("image", {})
            handler.addQuickElement("url", self.head.small_icon)
            handler.addQuickElement("title", self.head.title)
            handler.addQuickElement("link", self.head.page)
            handler.endElement("image")

    def add_item_elements(self, handler, entry):
        super().add_item_elements(handler, entry)
        item = entry["item"]
        for author in item.authors:  # RSS's own <author> is an e-mail address
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("content:encoded", item.html)
        self._add_picture(handler, item.picture)


class Atom(Described, Atom1Feed):
    """Atom."""

    def root_attributes(self):
        return {**super().root_attributes(), **MEDIA}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        self._add_links(handler, "link")
        if self.head.icon:
            handler.addQuickElement("icon", self.head.icon)

    def add_item_elements(self, handler, entry):
        item = entry["item"]
        handler.addQuickElement("title", item.title)
        handler.addQuickElement("link", "", {"rel": "alternate", "href": item.address})
        handler.addQuickElement("id", item.id)
        handler.addQuickElement("published", rfc3339_date(item.published))
        handler.addQuickElement("updated", rfc3339_date(item.told_at))
        for author in item.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.address)
            handler.endElement("author")
        for topic in item.topics:
            handler.addQuickElement("category", "", {"term": topic.slug, "label": topic.name})
        if item.standfirst:
            handler.addQuickElement("summary", item.standfirst)
        handler.addQuickElement("content", item.html, {"type": "html"})
        self._add_picture(handler, item.picture)


class JsonFeed(Described, SyndicationFeed):
    """JSON Feed 1.1."""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        json.dump(self._told(), outfile, ensure_ascii=False)

    def _told(self):
        head = self.head
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": head.title,
            "home_page_url": head.page,
            "feed_url": head.here,
            "description": head.about,
            "icon": head.icon,
            "favicon": head.small_icon,
            "authors": [{"name": head.publication, "url": head.home}],
            "language": head.language,
            "hubs": [{"type": "WebSub", "url": head.hub}] if head.hub else [],
        }
        return {**_without_gaps(said), "items": [self._entry(e["item"]) for e in self.items]}

    def _entry(self, item):
        picture = item.picture
        said = {
            "title": item.title,
            "summary": item.standfirst,
            "image": picture.address if picture else "",
            "date_published": rfc3339_date(item.published),
            "date_modified": rfc3339_date(item.updated) if item.updated else "",
            "authors": [{"name": author.name, "url": author.address} for author in item.authors],
            "tags": [topic.name for topic in item.topics],
            "attachments": [_attachment(picture)] if picture else [],
        }
        told = {"id": item.id, "url": item.address, "content_html": item.html}
        return told | _without_gaps(said)


def _attachment(picture):
    said = {"url": picture.address, "mime_type": picture.kind, "title": picture.description}
    return _without_gaps(said)


def _without_gaps(said):
    return {name: value for name, value in said.items() if value}


FORMATS = {"rss": Rss, "atom": Atom, "json": JsonFeed}


@dataclass(frozen=True)
class Outline(Legible):
    """A feed in a list of feeds, or a group of them."""

    text: str
    feed: str = ""
    page: str = ""
    inside: tuple["Outline", ...] = ()


def opml(title: str, outlines: list[Outline], modified: datetime | None) -> str:
    """A list of feeds as OPML 2.0, which feed readers take in at once."""
    written = StringIO()
    handler = SimplerXMLGenerator(written, "utf-8", short_empty_elements=True)
    handler.startDocument()
    handler.startElement("opml", {"version": "2.0"})
    handler.startElement("head", {})
    handler.addQuickElement("title", Outline(title).text)
    if modified:
        handler.addQuickElement("dateModified", rfc2822_date(modified))
    handler.endElement("head")
    handler.startElement("body", {})
    _add_outlines(handler, outlines)
    handler.endElement("body")
    handler.endElement("opml")
    return written.getvalue()


def _add_outlines(handler, outlines):
    for outline in outlines:
        said = {"text": outline.text, "title": outline.text}
        if outline.feed:
            said |= {"type": "rss", "xmlUrl": outline.feed, "htmlUrl": outline.page}
        handler.startElement("outline", said)
        _add_outlines(handler, outline.inside)
        handler.endElement("outline")
