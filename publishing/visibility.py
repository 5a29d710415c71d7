"""Which pages of any kind the public may be led to. Of articles, `published()` says it."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction


def public_pages():
    """Live pages without a view restriction on them or above them, in one query."""
    above = PageViewRestriction.objects.alias(
        below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(below__startswith=F("page__path"))
    return Page.objects.live().filter(~Exists(above))


def is_restricted(page) -> bool:
    """Whether a view restriction on the page or above it keeps readers out."""
    step, path = type(page).steplen, page.path
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    return PageViewRestriction.objects.filter(page__path__in=above).exists()
