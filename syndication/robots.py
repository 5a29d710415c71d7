"""What crawlers may do here (robots.txt), who hears of a hole, and our key for IndexNow."""

import logging
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.models import Publication

from .publisher import Publisher

logger = logging.getLogger(__name__)

# Previews are nobody's to list; a search has endless pages, all of them noindex.
CLOSED = ("/admin/", "/preview/", "/search/")
# Which of the publication's switches opens the site to which crawlers, by the names they obey.
CRAWLERS = {
    "crawlers_may_train": (
        *("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Applebot-Extended"),
        *("meta-externalagent", "Bytespider", "Amazonbot"),
    ),
    "crawlers_may_search": (
        *("OAI-SearchBot", "Claude-SearchBot", "PerplexityBot", "DuckAssistBot"),
    ),
    "crawlers_may_fetch": ("ChatGPT-User", "Claude-User", "Perplexity-User"),
}
HOUR, DAY = 3_600, 86_400
VALID = timedelta(days=180)  # of security.txt, which must name less than a year


@require_safe
def robots(request):
    """`/robots.txt` (RFC 9309).

    Crawlers take an error for “everything is forbidden” and may drop what they list. So where the
    database is gone they are told what certainly holds: search engines may come; whether AI
    companies may, nobody can ask now, and what they have trained on cannot be called back.
    """
    try:
        root = Site.find_for_request(request).root_url
        shut_out = _shut_out(Publication.for_request(request))
        maps = [root + reverse("sitemap_index"), root + reverse("news_sitemap")]
        seconds = HOUR
    except Exception:
        logger.exception("robots.txt could not be asked for; it keeps all AI companies out.")
        shut_out, maps, seconds = [name for names in CRAWLERS.values() for name in names], [], 0
    return _text("\n".join(_rules(shut_out, maps)), seconds)


def _shut_out(publication):
    return [
        name
        for switch, names in CRAWLERS.items()
        if not getattr(publication, switch)
        for name in names
    ]


def _rules(shut_out, maps):
    # Allow comes last: some crawlers take the first line that fits, not the longest.
    yield from ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /", ""]
    if shut_out:
        yield from [*(f"User-agent: {name}" for name in shut_out), "Disallow: /", ""]
    yield from [*(f"Sitemap: {address}" for address in maps), ""]


@require_safe
def security(request):
    """`/.well-known/security.txt` (RFC 9116), where the publication names a contact."""
    publication, root = Publication.for_request(request), Site.find_for_request(request).root_url
    contact = publication.security_contact
    where = contact and Publisher(publication, root).address(contact)
    if not where:
        raise Http404
    # A date without an hour of its own: the same answer the whole day.
    today = datetime.combine(timezone.now().astimezone(UTC).date(), datetime.min.time(), UTC)
    lines = [
        f"Contact: {where}",
        f"Expires: {today + VALID:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {root}{reverse('security')}",
        "",
    ]
    return _text("\n".join(lines), DAY)


@require_safe
def indexnow_key(request, key):
    """`/<key>.txt` shows the search engines of IndexNow that the pings are ours."""
    if key != Publication.for_request(request).indexnow_key:
        raise Http404
    return _text(key, DAY)


def _text(text, seconds):
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=seconds)
    return response
