"""What every page for readers shares."""

from http import HTTPMethod

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction


def restrictions_above(path: str):
    """The view restrictions of the page at a tree path and of its ancestors, in one query.

    A path names its own ancestors: "00010002" lies below "0001". An alias has its source's.
    """
    ends = range(Page.steplen, len(path) + 1, Page.steplen)
    paths = [path[:end] for end in ends]
    return PageViewRestriction.objects.filter(
        Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
    )


class ReaderPage:
    """Mixin: a page that is read, never written to, with cheap access checks."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    def get_view_restrictions(self):
        return restrictions_above(self.path)
