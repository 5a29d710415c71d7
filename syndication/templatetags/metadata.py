"""The head of a page: each tag renders what a page of one sort says of itself besides its title."""

from dataclasses import replace

from django import template
from wagtail.models import Site

from home.models import Publication
from syndication import metadata
from syndication.publisher import Publisher

register = template.Library()
HEAD = "includes/metadata.html"


@register.inclusion_tag(HEAD, takes_context=True)
def article_metadata(context, page):
    """Of an article, also as it was once."""
    publisher = _publisher(context)
    trail = _trail(publisher, page.title, above=page.get_parent())
    if context.get("version"):
        return _head(context, metadata.of_old_version(page, publisher, trail))
    told = [*context.get("told_above", []), *context.get("told_below", [])]
    return _head(context, metadata.of_article(page, publisher, trail, told))


@register.inclusion_tag(HEAD, takes_context=True)
def quote_metadata(context, page, quote):
    """Of the page of a pull quote, a block of an article."""
    publisher = _publisher(context)
    trail = _trail(publisher, "Quotation", above=page)
    return _head(context, metadata.of_quote(page, quote, publisher, trail))


@register.inclusion_tag(HEAD, takes_context=True)
def front_metadata(context, page):
    """Of the front."""
    return _head(context, metadata.of_front(page, _publisher(context)))


@register.inclusion_tag(HEAD, takes_context=True)
def standing_metadata(context, page):
    """Of a standing page, also as it was once. It may hold a policy: it tells of the publisher."""
    publisher = _publisher(context)
    trail = _trail(publisher, page.title)
    if context.get("version"):
        return _head(context, metadata.of_old_version(page, publisher, trail))
    text = page.search_description or page.standfirst
    about = metadata.of_page(
        "WebPage", page.title, publisher, trail, page.full_url, text, in_full=True
    )
    return _head(context, about)


@register.inclusion_tag(HEAD, takes_context=True)
def author_metadata(context, author, listing=None):
    """Of the page of an author (`listing`: the page of articles that it shows)."""
    publisher = _publisher(context)
    address = publisher.address(metadata.canonical(author.get_absolute_url(), listing))
    trail, title = _trail(publisher, author.name), _titled(author.name, listing)
    about = metadata.of_author(author, publisher, trail, address, title)
    return _head(context, _unless_thin(about, author.biography, listing))


@register.inclusion_tag(HEAD, takes_context=True)
def list_metadata(context, title, address, listing=None, text="", here=""):
    """Of a page that lists articles or changes (`listing`: the page of them that it shows)."""
    publisher = _publisher(context)
    about = metadata.of_page(
        "CollectionPage",
        _titled(title, listing),
        publisher,
        _trail(publisher, here or title),
        publisher.address(metadata.canonical(address, listing)),
        text,
    )
    return _head(context, _unless_thin(about, text, listing))


@register.inclusion_tag(HEAD, takes_context=True)
def unlisted_metadata(context, title, here="", kind="WebPage", text=""):
    """Of a page for readers that search engines should not lead to: results, old texts."""
    publisher = _publisher(context)
    trail, address = _trail(publisher, here or title), publisher.address(context["request"].path)
    about = metadata.of_page(kind, title, publisher, trail, address, text)
    return _head(context, replace(about, is_indexed=False))


def _publisher(context):
    request = context["request"]
    return Publisher(Publication.for_request(request), Site.find_for_request(request).root_url)


def _trail(publisher, here, above=None):
    """The breadcrumb, as includes/breadcrumb.html shows it."""
    front = (publisher.publication.name, publisher.address("/"))
    between = [(above.title, above.full_url)] if above else []
    return [front, *between, (here, None)]


def _titled(title, listing):
    return f"{title}, page {listing.number}" if listing and listing.number > 1 else title


def _unless_thin(about, words, listing):
    is_thin = bool(listing) and metadata.is_thin(words, listing.paginator.count)
    return replace(about, is_indexed=not is_thin)


def _head(context, about):
    is_preview = getattr(context["request"], "is_preview", False)
    return {"about": about.of_preview() if is_preview else about}
