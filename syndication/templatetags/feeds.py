"""Pictures as feeds carry them."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html

from syndication.items import feed_rendition

register = template.Library()


@register.simple_tag
def feed_picture(image, alt=""):
    """A plain `<img>`: feed readers choose no sizes and do not know every format."""
    rendition = feed_rendition(image)
    if rendition is None:
        return ""
    shown = {"src": rendition.url, "width": rendition.width, "height": rendition.height}
    return format_html("<img{}>", flatatt({**shown, "alt": alt}))
