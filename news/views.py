"""Pages of authors and topics, and the archive. Articles and their index are Wagtail pages.

Before the first article is public, they do not exist for readers.
"""

from itertools import groupby

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pagecache.shown import only_lists
from publishing.paging import page_of

from .models import ArticlePage, Author, Topic

ARTICLES_A_PAGE = 20


@require_safe
def author(request, slug):
    """What one author is credited on."""
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    only_lists(f"by-{author.pk}")
    published = ArticlePage.objects.published().newest_first()
    context = {"author": author, "articles": _some_of(request, published.by(author), published)}
    return render(request, "news/author.html", context)


@require_safe
def topic(request, slug):
    """What has been published about one topic."""
    topic = get_object_or_404(Topic, slug=slug)
    only_lists(f"about-{topic.pk}")
    published = ArticlePage.objects.published().newest_first()
    context = {"topic": topic, "articles": _some_of(request, published.about(topic), published)}
    return render(request, "news/topic.html", context)


@require_safe
def archive(request):
    """`/archive/`: the years, and the months in which something was published."""
    months = ArticlePage.objects.published().by_month()
    if not months:
        raise Http404
    years = groupby(months, key=lambda row: row["month"].year)
    context = {"years": [(year, list(rows)) for year, rows in years]}
    return render(request, "news/archive.html", context)


@require_safe
def archive_month(request, month):
    """`/archive/2026/11/`: what was published in a month, the newest first."""
    published = ArticlePage.objects.published().newest_first()
    of_month = published.in_month(month)
    context = {
        "month": month,
        "articles": _some_of(request, of_month, published),
        "earlier": published.month_before(month),
        "later": published.month_after(month),
    }
    return render(request, "news/archive_month.html", context)


def _some_of(request, articles, published):
    page = page_of(request, articles, ARTICLES_A_PAGE, published.for_cards())
    if not page.paginator.count:
        raise Http404
    return page
