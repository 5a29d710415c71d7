"""Filters for what readers see: how old a story is."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

register = template.Library()

SAME_PUBLICATION = timedelta(minutes=10)


@register.filter
def updated_since(changed: datetime | None, published: datetime | None) -> bool:
    """Whether a change came late enough after publication to tell readers of it."""
    return bool(changed and published and changed - published > SAME_PUBLICATION)


@register.filter
def years_old(moment: datetime | None) -> int:
    """Whole years since then."""
    return (timezone.now() - moment).days // 365 if moment else 0
