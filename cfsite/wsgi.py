"""The WSGI entry point that granian serves."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cfsite.settings.production")

application = get_wsgi_application()


def keep_pages(application):
    """Put the page cache in front, which knows by the address what is for every reader alike."""
    from pagecache.server import PageCache

    return PageCache(
        application,
        # People's own, and files.
        passing_by=(
            *("/admin/", "/_util/", "/preview/", "/documents/", "/cards/"),
            *(settings.MEDIA_URL, settings.STATIC_URL),
        ),
        parameters={
            "": ("page",),
            reverse("search"): (
                *("query", "topic", "author", "kind", "year", "from", "to", "order", "page"),
            ),
            reverse("search_suggestions"): ("query",),
        },
        of_others=("utm_", "fbclid", "gclid", "msclkid", "mc_"),
    )


def refuse_demo_logins():
    """Stop the start with a sentence where the demo's password would open a public newsroom."""
    from users.demo_logins import unchanged

    try:
        names = unchanged()
    except DatabaseError as error:
        sys.exit(f"cfsite cannot start: its database does not answer as it should. {error}")
    finally:
        connection.close()
    if names:
        sys.exit(
            f"cfsite cannot start: the demo's password still opens {', '.join(names)}. "
            "Run `manage.py changepassword NAME` for each, or delete them."
        )


if getattr(settings, "REFUSE_DEMO_LOGINS", False):
    refuse_demo_logins()

if not settings.DEBUG:  # who writes a template wants to see it
    application = keep_pages(application)
