"""Sitemaps (sitemaps.org 0.9): what search engines may list, by month, and the news of two days.

Not Django's own: those take the host from the request and ask the database once a month of ours.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from home.models import HomePage, Publication, StandardPage
from news.models import ArticlePage, Author, NewsIndexPage, Topic
from news.months import Month
from publishing.visibility import public_pages
from publishing.words import instant

from .items import NOT_XML
from .metadata import is_thin
from .schema import modified_at

MOST = 50_000  # addresses a file
NEWS_FOR = timedelta(hours=48)
MOST_NEWS = 1_000
MINUTE, DAY = 60, 86_400


@require_safe
@conditional_page
def index(request):
    """`/sitemap.xml`: one sitemap for each month, and one for the pages that are no articles."""
    root = Site.find_for_request(request).root_url
    months = [
        (root + reverse("sitemap_of_month", args=[row["month"]]), instant(row["told_at"]))
        for row in ArticlePage.objects.published().by_month()
    ]
    places = [*months, (root + reverse("sitemap_of_pages"), "")]
    return _xml("sitemap_index", {"places": places}, 5 * MINUTE)


@require_safe
@conditional_page
def of_month(request, month):
    """`/sitemap-2026-11.xml`: the articles of a month. One that is over hardly changes."""
    articles = ArticlePage.objects.published().in_month(month).newest_first()
    articles = articles.select_related("public_version").only(
        "url_path", "first_published_at", "public_version__updated_at"
    )
    places = [(page.get_full_url(request), instant(modified_at(page))) for page in articles[:MOST]]
    if not places:
        raise Http404
    is_over = month < Month.of(timezone.now())
    return _xml("sitemap", {"places": places}, DAY if is_over else 5 * MINUTE)


@require_safe
@conditional_page
def of_pages(request):
    """`/sitemap-pages.xml`: the front, the index, standing pages, topics, authors, corrections.

    Only a standing page says when it changed: a list changes with every article, which the
    sitemap of the month tells.
    """
    root = Site.find_for_request(request).root_url
    lists = public_pages().type(HomePage, NewsIndexPage).order_by("path")
    places = [
        *((page.get_full_url(request), "") for page in lists),
        *(
            (page.get_full_url(request), instant(page.updated_at or page.first_published_at))
            for page in _standing_pages()
        ),
        *((root + address, "") for address in _labels()),
        (root + reverse("corrections"), ""),
    ]
    return _xml("sitemap", {"places": places}, 5 * MINUTE)


def _standing_pages():
    public = StandardPage.objects.filter(pk__in=public_pages().values("pk"))
    approved = public.filter(public_version__isnull=False).select_related("public_version")
    return approved.defer_streamfields().order_by("path")


def _labels():
    """The archive and every topic and author of whom there is enough to list."""
    published = ArticlePage.objects.published()
    stories = published.by_topic()
    if stories:
        yield reverse("archive")
    for topic in Topic.objects.filter(pk__in=stories):
        if not is_thin(topic.description, stories[topic.pk]):
            yield topic.get_absolute_url()
    stories = published.by_author()
    for author in Author.objects.filter(pk__in=stories):
        if not is_thin(author.biography, stories[author.pk]):
            yield author.get_absolute_url()


@require_safe
@conditional_page
def news(request):
    """`/news-sitemap.xml` for Google News: what readers first saw in the last two days."""
    articles = ArticlePage.objects.published().since(timezone.now() - NEWS_FOR).newest_first()
    places = [
        {
            "address": page.get_full_url(request),
            "published": instant(page.published_at),
            "title": page.title,
        }
        for page in articles.defer_streamfields()[:MOST_NEWS]
    ]
    context = {
        "places": places,
        "publication": Publication.for_request(request),
        "language": settings.LANGUAGE_CODE.partition("-")[0],  # "en-gb" is refused
    }
    return _xml("news_sitemap", context, MINUTE)


def _xml(name, context, seconds):
    text = render_to_string(f"syndication/{name}.xml", context)
    response = HttpResponse(NOT_XML.sub("", text), content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"  # no result of a search itself
    patch_cache_control(response, public=True, max_age=seconds)
    return response
