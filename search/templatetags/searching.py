"""The links of a page of results, and the numbers on it."""

from urllib.parse import urlencode

from django import template
from django.template.defaultfilters import floatformat
from django.urls import reverse

from search.results import GROUPS

register = template.Library()
PARAMETERS = ("query", *GROUPS, "from", "to", "order")


@register.simple_tag(takes_context=True)
def same_search(context, parameter: str, value=""):
    """The address of the first page of this search with one thing else; without it if empty."""
    asked = context["request"].GET
    wanted = {name: asked.get(name, "") for name in PARAMETERS} | {parameter: str(value)}
    query = urlencode({name: text for name, text in wanted.items() if text})
    return f"{reverse('search')}?{query}" if query else reverse("search")


@register.simple_tag(takes_context=True)
def unfiltered_search(context):
    """The address of this search without its filters."""
    asked = context["request"].GET
    wanted = {name: asked.get(name, "") for name in ("query", "order")}
    return f"{reverse('search')}?{urlencode({name: text for name, text in wanted.items() if text})}"


@register.filter
def rounded(number: int, about: bool) -> str:
    """A number as it is, or with no more figures than a sample gives: 43,216 is 43,000."""
    return floatformat(round(number, min(0, 2 - len(str(number)))) if about else number, "0g")
