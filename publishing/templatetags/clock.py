"""Times in templates."""

from django import template

from publishing.words import instant, on_the_clock

register = template.Library()
register.filter("instant", instant)


@register.filter
def clock(time, style: str) -> str:
    """As Django's `date`, which names no zone in the hour that comes twice when clocks go back."""
    return on_the_clock(time, style) if time else ""
