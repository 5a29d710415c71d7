"""Pages of authors and topics. Articles and their index are Wagtail pages.

Before the first article is public, they do not exist for readers.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from publishing.paging import page_of

from .models import ArticlePage, Author, Topic

ARTICLES_A_PAGE = 20


@require_safe
def author(request, slug):
    """What one author is credited on."""
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    articles = ArticlePage.objects.published().by(author).newest_first().for_cards()
    context = {"author": author, "articles": _some_of(request, articles)}
    return render(request, "news/author.html", context)


@require_safe
def topic(request, slug):
    """What has been published about one topic."""
    topic = get_object_or_404(Topic, slug=slug)
    articles = ArticlePage.objects.published().about(topic).newest_first().for_cards()
    context = {"topic": topic, "articles": _some_of(request, articles)}
    return render(request, "news/topic.html", context)


def _some_of(request, articles):
    page = page_of(request, articles, ARTICLES_A_PAGE)
    if not page.paginator.count:
        raise Http404
    return page
