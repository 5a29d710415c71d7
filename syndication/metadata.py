"""What a page tells machines of itself: schema.org as JSON-LD, Open Graph, X, robots.

Made of what the page has loaded to show itself; the only thing asked for besides are the sizes of
its picture.
"""

from dataclasses import dataclass, replace

from django.utils.text import Truncator

from . import cards
from .opengraph import (
    article_properties,
    card_picture,
    open_graph,
    share_picture,
    site_picture,
    x_card,
)
from .publisher import Publisher, sizes_of
from .schema import (
    article_node,
    breadcrumb_node,
    image_node,
    json_ld,
    page_node,
    person_node,
    publisher_node,
    website_node,
)

SHOWN_IN_FULL = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
THIN = 3  # stories; with fewer and no words of its own a list tells nobody anything


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
    """Of the page of a pull quote (a block): shared as itself, found as a part of its article.

    No “noindex”: with the address of the article it would say two things of one page.
    """
    words, address = f"“{quote.value['text']}”", page.quote_url(quote)
    card = cards.quote_card_of(page, quote, publisher.publication)
    picture = card_picture(card, words, publisher)
    said_by = ", ".join(filter(None, [quote.value["speaker"], quote.value["role"]]))
    text = f"{said_by}. {page.title}" if said_by else page.title
    return Metadata(
        page.full_url,
        text,
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
