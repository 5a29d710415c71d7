"""What other sites show when somebody shares a page: Open Graph, and what X asks for besides."""

from publishing.words import instant

from . import cards
from .publisher import LANGUAGE, Picture, Publisher
from .schema import modified_at, topics_of


def share_picture(page, publisher: Publisher) -> Picture:
    """What stands beside a shared link to an article."""
    card = cards.card_of(page, publisher.publication)
    return card_picture(card, page.social_title or page.title, publisher)


def site_picture(publisher: Publisher) -> Picture:
    """What stands beside a shared link to a page that has no card of its own."""
    return card_picture(
        cards.site_card(publisher.publication), publisher.publication.name, publisher
    )


def card_picture(card, words, publisher: Publisher) -> Picture:
    """A card beside a shared link; `words` are for those who cannot see it."""
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
