"""Which pages of any kind the public may be led to. Of articles, `published()` says it."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction


def public_pages():
    """Live pages without a view restriction on them or above them, in one query."""
    above = PageViewRestriction.objects.alias(
        below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(below__startswith=F("page__path"))
    return Page.objects.live().filter(~Exists(above))
