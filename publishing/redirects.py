"""An address that readers knew goes on working; one they never knew leaves no trace.

Wagtail's own receivers (switched off by WAGTAILREDIRECTS_AUTO_CREATE) also write down the
addresses of drafts, where anybody can guess them.
"""

from django.db.models.functions import Length
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Site

from .models import PublicVersion
from .visibility import public_pages

LONGEST = PublicVersion._meta.get_field("address").max_length


class PublicRedirects(RedirectMiddleware):
    """What is answered where nothing is found: gone, moved, or never heard of.

    A redirect to a page that readers may not see (yet, or any more) is none: an article that was
    taken down may get a new address before it comes back.
    """

    def process_response(self, request, response):
        if response.status_code != 404:
            return response
        here = Redirect.objects.filter(old_path=Redirect.normalise_path(request.path))
        known = last_known_at(request)
        if known and (answer := _gone(request, known.page) or _moved(request, known)):
            chosen = here.filter(automatically_created=False).exists()
            return super().process_response(request, response) if chosen else answer
        answer = super().process_response(request, response)
        if answer is response:
            return response
        targets = list(here.exclude(redirect_page=None).values_list("redirect_page", flat=True))
        if not targets or public_pages().filter(pk__in=targets).exists():
            return answer
        known = PublicVersion.objects.filter(page__in=targets).order_by("-pk").first()
        gone = _gone(request, known.page) if known else None
        return gone or response


def last_known_at(request) -> PublicVersion | None:
    """The last that readers were shown at this address, or at the nearest one above it."""
    parts = escape_uri_path(request.path).strip("/").split("/")
    above = ["/".join(["", *parts[:end], ""]) for end in range(len(parts), 0, -1)]
    above = [address for address in above if len(address) <= LONGEST]
    site = Site.find_for_request(request)
    if site:  # one of several sites keeps its host with its addresses
        above += [site.root_url + address for address in above]
    known = PublicVersion.objects.filter(address__in=above).select_related("page")
    return known.order_by(Length("address").desc(), "-pk").first()


def _gone(request, page):
    """410 with the reason, where a page that everybody could read was taken down."""
    end = page.versions.order_by("-number").first()
    if not end.is_dark or page.get_view_restrictions():
        return None
    return render(request, "410.html", {"end": end}, status=410)


def _moved(request, known):
    """301 to where the page is now, with its record below it."""
    below = escape_uri_path(request.path).partition(known.address)[2]
    now = known.page.get_url(request)
    if now == known.address or below and not below.startswith("versions/"):
        return None
    if public_pages().filter(pk=known.page_id).exists():
        return HttpResponsePermanentRedirect(now + below)
    return None


def on_slug_change(sender, instance, instance_before, **kwargs):
    """Redirect the old address of a page that is or has been public."""
    if instance_before.live or instance_before.first_published_at:
        create_redirects(instance, instance_before, _sites_beside(instance))


def on_move(sender, instance, url_path_before, url_path_after, **kwargs):
    """Redirect the old place of a page that has been public."""
    known = instance.live or instance.first_published_at
    if url_path_before == url_path_after or not known:
        return
    page = instance.specific
    before = type(page)()
    before.__dict__.update(page.__dict__, url_path=url_path_before)
    create_redirects(page, before, _sites_beside(page))


def _sites_beside(page):
    return Site.objects.exclude(root_page=page)
