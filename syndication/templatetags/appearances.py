"""For the editor's previews: the article as others show it, from the renderers that readers get."""

from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string

from syndication.appearances import DESCRIPTION, TITLE, Line, PageHead, as_shown, head_of
from syndication.items import Item, feed_item

register = template.Library()


@register.simple_tag(takes_context=True)
def head_of_article(context) -> PageHead:
    """What the head of the article's own page says, rendered as for a reader."""
    page, request = context["page"], context["request"]
    return head_of(render_to_string(page.get_template(request), page.get_context(request), request))


@register.simple_tag
def entry_of(article) -> Item:
    """The article as every feed carries it."""
    return feed_item(article)


@register.simple_tag
def as_title(text) -> Line:
    """A title as a search engine shows it."""
    return as_shown(text, *TITLE)


@register.simple_tag
def as_description(text) -> Line:
    """A description as a search engine shows it."""
    return as_shown(text, *DESCRIPTION)


@register.filter
def item(mapping, key) -> str:
    """What a mapping says under a key that is no word, or ""."""
    return mapping.get(key, "")


@register.filter
def host(address) -> str:
    """The host of an address: what a timeline shows of it."""
    return urlsplit(address).netloc
