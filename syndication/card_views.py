"""Where the cards are had: those of public articles, and only the one that is current."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from home.models import Publication
from news.models import ArticlePage
from publishing.vault import PUBLIC

from .cards import card_of, quote_card_of, site_card


@require_safe
def article_card(request, pk, name):
    """The card of an article."""
    return _answer(request, name, card_of(_public(pk), Publication.for_request(request)))


@require_safe
def quote_card(request, pk, block_id, name):
    """The card of a pull quote that stands in an article now."""
    article = _public(pk)
    quote = next((block for block in article.pull_quotes if block.id == block_id), None)
    if not quote:
        raise Http404
    return _answer(request, name, quote_card_of(article, quote, Publication.for_request(request)))


@require_safe
def publication_card(request, name):
    """The card of every page that has none of its own."""
    return _answer(request, name, site_card(Publication.for_request(request)))


def _public(pk):
    return get_object_or_404(ArticlePage.objects.published().for_reading(), id=pk)


def _answer(request, name, card):
    """The card; from any other name, such as one that a network still has, the way to it."""
    if name != card.name:
        return redirect(card.address)
    etag = quote_etag(name)
    response = get_conditional_response(request, etag) or HttpResponse(
        card.file(), content_type="image/jpeg"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC
    return response
