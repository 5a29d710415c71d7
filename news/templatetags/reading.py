"""What readers see beside a story: how old it is, where to share it, whom to tell of an error."""

from django import template
from django.utils import timezone

from news.embeds import Player, player_of
from news.sharing import NETWORKS, letter, share_links, text_fragment

MONTH, YEAR = 30, 365  # days

register = template.Library()


@register.filter
def age(article) -> tuple[int, str] | None:
    """How old it is by the time readers should know, as “more than 2 years”: (2, "year").

    That is after a month, for news is not news any longer. An explainer is written to stay and
    brought up to date: it is as old as its last change, and that counts after a year.
    """
    stays = article.kind == article.Kind.EXPLAINER
    since = article.updated_at if stays and article.updated_at else article.published_at
    days = (timezone.now() - since).days if since else 0
    if days >= YEAR:
        return days // YEAR, "year"
    return (min(days // MONTH, 11), "month") if days >= MONTH and not stays else None


@register.simple_tag
def links_to_share(page, publication, quote=None) -> list[dict]:
    """The share links of a page, or of a pull quote (a block) of an article, on the networks and
    in the order that the publication chose."""
    if publication:
        networks = [block.value for block in publication.share_networks]
    else:  # the block picker shows a block by itself
        networks = [key for key, _ in NETWORKS[:5]]
    if quote:
        title = f"“{quote.value['text']}”"
    else:
        title = (getattr(page, "social_title", "") or page.title) if page else ""
    return share_links(address_to_share(page, quote), title, networks)


@register.simple_tag
def address_to_share(page, quote=None) -> str:
    """The full address of a page, or of a pull quote (a block) of an article."""
    if quote:
        return page.quote_url(quote)
    return (page and page.full_url) or "https://example.org/"


@register.simple_tag
def letter_about_an_error(page, publication) -> str:
    """A mailto address: which article, which version, and room for what is wrong with it."""
    version = f", version {page.public_version.number}" if page.public_version_id else ""
    about = f"“{page.title}”{version}"
    body = f"What is wrong, and how do you know?\n\n\n\n{about}\n{page.full_url}"
    return letter(publication.error_reports, f"Error in {about}", body)


@register.simple_tag
def player(url) -> Player | None:
    """What plays the recording at an address, if we know."""
    return player_of(url or "")


@register.simple_tag
def quote_in_article(page, quote) -> str:
    """The address that leads to a pull quote (a block) in its article and marks the words."""
    return f"{page.get_url()}#b-{quote.id}{text_fragment(quote.value['text'])}"
