"""Filters for what readers see: how old a story is."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def years_old(moment: datetime | None) -> int:
    """Whole years since then."""
    return (timezone.now() - moment).days // 365 if moment else 0
