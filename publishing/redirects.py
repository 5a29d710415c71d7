"""An address that readers knew goes on working; one they never knew leaves no trace.

Wagtail's own receivers (switched off by WAGTAILREDIRECTS_AUTO_CREATE) also write down the
addresses of drafts, where anybody can guess them.
"""

from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Site

from .visibility import public_pages


class PublicRedirects(RedirectMiddleware):
    """A redirect to a page that readers may not see (yet, or any more) is none.

    An article that was taken down may get a new address before it comes back.
    """

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is response:
            return response
        here = Redirect.objects.filter(old_path=Redirect.normalise_path(request.path))
        targets = here.exclude(redirect_page=None).values_list("redirect_page", flat=True)
        if targets and not public_pages().filter(pk__in=list(targets)).exists():
            return response
        return answer


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
