"""What a page tells machines of itself: schema.org as JSON-LD, Open Graph, X, robots.

Made of what the page has loaded to show itself; the only thing asked for besides are the sizes of
its picture.
"""

import json
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.templatetags.static import static
from django.utils.text import Truncator
from wagtail.images.models import SourceImageIOError

from images.sizes import SIZES
from publishing.models import PublicVersion
from publishing.words import instant

from . import cards

LANGUAGE = "en-GB"
SHOWN_IN_FULL = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
THIN = 3  # stories; with fewer and no words of its own a list tells nobody anything

# The kinds of work that schema.org knows; its ReportageNewsArticle promises a method of reporting
# ("objective", "verified by the reporter on the spot") that no field of ours vouches for.
ARTICLE_TYPES = {
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "explainer": "BackgroundNewsArticle",
}
NO_MARKUP = str.maketrans({c: f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"})


@dataclass(frozen=True)
class Publisher:
    """A publication (home.Publication) and where it stands on the web (`root`: https://host)."""

    publication: object
    root: str

    def address(self, path: str) -> str:
        """The absolute address of a place on the site; of others as it is."""
        return urljoin(f"{self.root}/", path)

    @property
    def identity(self) -> str:
        """What the publication is called in every graph."""
        return self.address("/#publisher")


@dataclass(frozen=True)
class Picture:
    """One size of a picture, at its absolute address."""

    address: str
    width: int = 0
    height: int = 0
    alt: str = ""


@dataclass(frozen=True)
class Metadata:
    """All that a page says of itself besides its title."""

    address: str
    description: str = ""
    is_indexed: bool = True
    properties: tuple = ()  # Open Graph: pairs of name and content
    names: tuple = ()  # X: the same
    graph: tuple = ()  # schema.org: the things that the page tells of

    @property
    def robots(self) -> str:
        """What search engines may do with the page."""
        return SHOWN_IN_FULL if self.is_indexed else "noindex"

    @property
    def script(self) -> str:
        """The graph as it may stand in a script element, "" without one."""
        return (
            json_ld({"@context": "https://schema.org", "@graph": self.graph}) if self.graph else ""
        )

    def of_preview(self) -> "Metadata":
        """Without structured data: what it would say has not happened."""
        return replace(self, is_indexed=False, graph=())


# By sort of page


def of_article(page, publisher: Publisher, trail, told=()) -> Metadata:
    """Of an article; `told`: the changes that its page tells readers of."""
    picture = share_picture(page, publisher)
    title, text = page.social_title or page.title, page.social_text or page.standfirst
    return Metadata(
        page.full_url,
        page.search_description or page.standfirst,
        properties=(
            *open_graph("article", title, page.full_url, publisher, text, picture),
            *article_properties(page, publisher),
        ),
        names=x_card(publisher, picture),
        graph=(
            article_node(page, publisher, told),
            breadcrumb_node(trail),
            publisher_node(publisher),
        ),
    )


def of_old_version(page, publisher: Publisher, trail) -> Metadata:
    """Of a page as it was: where it is read now, and nothing that anybody should find or share."""
    graph = (breadcrumb_node(trail), publisher_node(publisher))
    return Metadata(page.full_url, is_indexed=False, graph=graph)


def of_quote(page, quote, publisher: Publisher, trail) -> Metadata:
    """Of the page of a pull quote (a block): shared as itself, found as a part of its article."""
    words, address = f"“{quote.value['text']}”", page.quote_url(quote)
    card = cards.quote_card_of(page, quote, publisher.publication)
    picture = _card(card, words, publisher)
    said_by = ", ".join(filter(None, [quote.value["speaker"], quote.value["role"]]))
    text = f"{said_by}. {page.title}" if said_by else page.title
    return Metadata(
        page.full_url,
        text,
        is_indexed=False,
        properties=open_graph("article", words, address, publisher, text, picture),
        names=x_card(publisher, picture),
        graph=(breadcrumb_node(trail), publisher_node(publisher)),
    )


def of_front(page, publisher: Publisher) -> Metadata:
    """Of the front, which speaks for the whole publication."""
    publication = publisher.publication
    title, address = page.seo_title or publication.name, publisher.address("/")
    description = page.search_description or publication.tagline
    picture = site_picture(publisher)
    return Metadata(
        address,
        description,
        properties=open_graph("website", title, address, publisher, description, picture),
        names=x_card(publisher, picture),
        graph=(website_node(publisher), publisher_node(publisher, in_full=True)),
    )


def of_author(author, publisher: Publisher, trail, address, title) -> Metadata:
    """Of the page of an author."""
    portraits = sizes_of(author.portrait, "profile", publisher, author.name)
    picture = portraits[0] if portraits else site_picture(publisher)
    person = person_node(
        author,
        publisher,
        description=author.biography,
        image=[image_node(portrait) for portrait in portraits],
        worksFor={"@id": publisher.identity},
    )
    text = Truncator(" ".join(author.biography.split())).words(30)
    return Metadata(
        address,
        text,
        properties=open_graph("profile", title, address, publisher, text, picture),
        names=x_card(publisher, picture),
        graph=(
            page_node("ProfilePage", title, address, publisher, mainEntity=person),
            breadcrumb_node(trail),
            publisher_node(publisher),
        ),
    )


def of_page(kind, title, publisher: Publisher, trail, address, text="", in_full=False) -> Metadata:
    """Of any other page, of a kind that schema.org knows; `in_full`: it tells of the publisher."""
    picture = site_picture(publisher)
    return Metadata(
        address,
        text,
        properties=open_graph("website", title, address, publisher, text, picture),
        names=x_card(publisher, picture),
        graph=(
            page_node(kind, title, address, publisher, description=text),
            breadcrumb_node(trail),
            publisher_node(publisher, in_full),
        ),
    )


def canonical(address: str, listing=None) -> str:
    """The one address of a page of a list: the first has no query."""
    return f"{address}?page={listing.number}" if listing and listing.number > 1 else address


def is_thin(description: str, stories: int) -> bool:
    """Whether a list is too little for search engines (and sitemaps) to lead readers to."""
    return stories < THIN and not description


# The graph: schema.org


def json_ld(data: dict) -> str:
    """JSON that no HTML parser takes for markup, whatever a headline says."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NO_MARKUP)


def node(kind: str, identity: str = "", **properties) -> dict:
    """A thing of a kind that schema.org knows, with the properties that have a value."""
    told = {"@type": kind, "@id": identity, **properties}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def sizes_of(image, place: str, publisher: Publisher, alt: str = "") -> list[Picture]:
    """A picture in the sizes of a place, none without one or where its file is gone."""
    if not image:
        return []
    try:
        renditions = image.get_renditions(*SIZES[place].specs).values()
    except SourceImageIOError:
        return []
    return [Picture(publisher.address(r.url), r.width, r.height, alt) for r in renditions]


def article_node(page, publisher: Publisher, told=()) -> dict:
    """An article; `told`: the changes that its page tells readers of."""
    topics = topics_of(page)
    return node(
        ARTICLE_TYPES.get(page.kind, "NewsArticle"),
        f"{page.full_url}#article",
        mainEntityOfPage=page.full_url,
        url=page.full_url,
        headline=page.title,
        alternativeHeadline=page.seo_title,
        description=page.standfirst,
        image=_pictures_of(page, publisher),
        datePublished=instant(page.published_at),
        dateModified=instant(modified_at(page)),
        author=[person_node(byline.author, publisher) for byline in page.bylines.all()],
        publisher={"@id": publisher.identity},
        copyrightHolder={"@id": publisher.identity},
        articleSection=topics[0].name if topics else "",
        keywords=[topic.name for topic in topics],
        wordCount=page.word_count,
        inLanguage=LANGUAGE,
        dateline=page.dateline,
        isAccessibleForFree=True,
        version=page.public_version.number if page.public_version_id else None,
        correction=[_correction(entry, page) for entry in told if _puts_right(entry)],
        backstory=page.backstory,
    )


def topics_of(page) -> list:
    """What an article is about, the main topic first, as its page lists them."""
    main = [page.main_topic] if page.main_topic else []
    return main + [topic for topic in page.topics.all() if topic != page.main_topic]


def modified_at(page):
    """When an article last changed as far as readers know."""
    return page.updated_at or page.published_at


def _pictures_of(page, publisher):
    if not page.hero:
        return []
    credit, caption = page.hero_credit or page.hero.credit, page.hero_caption or page.hero.caption
    pictures = sizes_of(page.hero, "structured", publisher)
    return [image_node(picture, creditText=credit, caption=caption) for picture in pictures]


def image_node(picture: Picture, **words) -> dict:
    """A picture, with what is written beside it."""
    return node(
        "ImageObject",
        url=picture.address,
        width=picture.width or None,
        height=picture.height or None,
        **words,
    )


def _puts_right(entry):
    kinds = (PublicVersion.Kind.CORRECTION, PublicVersion.Kind.CLARIFICATION)
    return entry.kind in kinds and not entry.withheld_at


def _correction(entry, page):
    return node(
        "CorrectionComment",
        url=f"{page.full_url}#change-{entry.number}",
        text=correction_text(entry),
        datePublished=instant(entry.published_at),
    )


def correction_text(entry) -> str:
    """A correction in one go, with the words that stand beside its parts on the page."""
    parts = [("We said:", entry.was), ("It says now:", entry.now), ("Why:", entry.note)]
    if entry.kind != PublicVersion.Kind.CORRECTION:
        return entry.note
    return "\n".join(f"{label} {text}" for label, text in parts if text)


def person_node(author, publisher: Publisher, **more) -> dict:
    """A journalist: the bare name and where readers find out more."""
    address = publisher.address(author.get_absolute_url())
    return node("Person", name=author.name, url=address, jobTitle=author.role, **more)


def breadcrumb_node(crumbs) -> dict:
    """The trail that the page shows: pairs of name and absolute address, the last without one."""
    items = [
        node("ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def publisher_node(publisher: Publisher, in_full=False) -> dict:
    """The publication; in full with its policies, its accounts and how to reach it."""
    publication = publisher.publication
    more = _about_the_publisher(publisher) if in_full else {}
    return node(
        "NewsMediaOrganization",
        publisher.identity,
        name=publication.name,
        url=publisher.address("/"),
        logo=image_node(logo_of(publisher)),
        **more,
    )


def _about_the_publisher(publisher):
    publication = publisher.publication
    accounts = [block.value["address"] for block in publication.social_accounts]
    policies = {block.value["about"]: block.value["address"] for block in publication.policies}
    policies["ethicsPolicy"] = publication.ethics_policy
    policies["correctionsPolicy"] = publication.corrections_policy
    return {
        "slogan": publication.tagline,
        "foundingDate": publication.founded_on.isoformat() if publication.founded_on else "",
        "sameAs": [address for address in accounts if address.startswith("https://")],
        "contactPoint": _contact_points(publisher),
        **{
            name: publisher.address(address)
            for name, address in policies.items()
            if address and not _is_mail(address)  # a policy is something to read
        },
    }


def _contact_points(publisher):
    publication = publisher.publication
    contact, errors = publication.contact, publication.error_reports
    way = "email" if _is_mail(contact) else "url"
    reached = {way: publisher.address(contact).removeprefix("mailto:")}
    return [
        *([node("ContactPoint", contactType="newsroom", **reached)] if contact else []),
        *([node("ContactPoint", contactType="corrections", email=errors)] if errors else []),
    ]


def _is_mail(address):
    return address.startswith("mailto:")


def logo_of(publisher: Publisher) -> Picture:
    """The logo as the masthead shows it: the one uploaded, else the mark."""
    uploaded = sizes_of(publisher.publication.logo, "publisher", publisher)
    return uploaded[0] if uploaded else Picture(publisher.address(static("img/icon.svg")))


def website_node(publisher: Publisher) -> dict:
    """The site as a whole: under which name search engines list it."""
    return node(
        "WebSite",
        publisher.address("/#website"),
        name=publisher.publication.name,
        url=publisher.address("/"),
        inLanguage=LANGUAGE,
        publisher={"@id": publisher.identity},
    )


def page_node(kind: str, name: str, address: str, publisher: Publisher, **more) -> dict:
    """A page that is no article; `kind` as schema.org calls it."""
    return node(
        kind,
        address,
        url=address,
        name=name,
        inLanguage=LANGUAGE,
        publisher={"@id": publisher.identity},
        **more,
    )


# What other sites show when somebody shares the page: Open Graph and X


def share_picture(page, publisher: Publisher) -> Picture:
    """What stands beside a shared link to an article."""
    card = cards.card_of(page, publisher.publication)
    return _card(card, page.social_title or page.title, publisher)


def site_picture(publisher: Publisher) -> Picture:
    """What stands beside a shared link to a page that has no card of its own."""
    return _card(cards.site_card(publisher.publication), publisher.publication.name, publisher)


def _card(card, words, publisher):
    return Picture(publisher.address(card.address), cards.WIDTH, cards.HEIGHT, words)


def open_graph(kind, title, address, publisher, text, picture: Picture) -> tuple:
    """The properties of any page; `kind` is website, article or profile."""
    return _filled(
        ("og:type", kind),
        ("og:title", title),
        ("og:description", text),
        ("og:url", address),
        ("og:site_name", publisher.publication.name),
        ("og:locale", LANGUAGE.replace("-", "_")),
        ("og:image", picture.address),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(picture.width)),
        ("og:image:height", str(picture.height)),
        ("og:image:alt", picture.alt),
    )


def article_properties(page, publisher: Publisher) -> tuple:
    """What Open Graph knows besides of an article."""
    topics = topics_of(page)
    authors = [byline.author.get_absolute_url() for byline in page.bylines.all()]
    return _filled(
        ("article:published_time", instant(page.published_at)),
        ("article:modified_time", instant(modified_at(page))),
        ("article:section", topics[0].name if topics else ""),
        *(("article:tag", topic.name) for topic in topics),
        *(("article:author", publisher.address(path)) for path in authors),
    )


def x_card(publisher: Publisher, picture: Picture) -> tuple:
    """What X asks for besides; the rest it takes from Open Graph."""
    is_wide = picture.width > 1.5 * picture.height
    return _filled(
        ("twitter:card", "summary_large_image" if is_wide else "summary"),
        ("twitter:site", publisher.publication.x_account),
        ("twitter:image:alt", picture.alt),
    )


def _filled(*pairs):
    return tuple((name, content) for name, content in pairs if content)
