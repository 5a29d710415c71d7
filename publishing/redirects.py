"""An address that readers knew goes on working; one they never knew leaves no trace.

Wagtail's own receivers (switched off by WAGTAILREDIRECTS_AUTO_CREATE) also write down the
addresses of drafts, where anybody can guess them.
"""

from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Site


def on_slug_change(sender, instance, instance_before, **kwargs):
    """Redirect the old address of a page that has been public."""
    if instance_before.first_published_at:
        create_redirects(instance, instance_before, _sites_beside(instance))


def on_move(sender, instance, url_path_before, url_path_after, **kwargs):
    """Redirect the old place of a page that has been public."""
    if url_path_before == url_path_after or not instance.first_published_at:
        return
    page = instance.specific
    before = type(page)()
    before.__dict__.update(page.__dict__, url_path=url_path_before)
    create_redirects(page, before, _sites_beside(page))


def _sites_beside(page):
    return Site.objects.exclude(root_page=page)
