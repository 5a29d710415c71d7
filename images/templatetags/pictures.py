"""`{% picture image "card" alt="…" %}`: a picture in the sizes of the place where it stands."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from wagtail.images.models import SourceImageIOError

from images.sizes import SIZES

register = template.Library()


@register.simple_tag
def picture(image, place, alt="", eager=False):
    """An `<img>` with `srcset`, `sizes`, width and height; lazy unless `eager`.

    Renders nothing without a picture or where its file is gone: the story stands without it.
    """
    if not image:
        return ""
    size = SIZES[place]
    try:
        renditions = list(image.get_renditions(*size.specs).values())
    except SourceImageIOError:
        return ""
    # Wagtail does not enlarge: a small picture has fewer widths than places ask for.
    by_width = {rendition.width: rendition for rendition in renditions}
    largest = renditions[-1]
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    attributes = {
        "src": largest.url,
        "srcset": ", ".join(f"{r.url} {width}w" for width, r in by_width.items()),
        "sizes": size.sizes,
        "width": largest.width,
        "height": largest.height,
        "alt": alt,
        **loading,
    }
    return format_html("<img{}>", flatatt(attributes))


@register.simple_tag
def picture_address(image, place):
    """The address of the largest size for a place, or "" without a picture."""
    if not image:
        return ""
    try:
        return image.get_rendition(SIZES[place].specs[-1]).full_url
    except SourceImageIOError:
        return ""
