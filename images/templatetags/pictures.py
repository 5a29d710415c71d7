"""`{% picture image "card" alt="…" %}`: a picture in the sizes of the place where it stands."""

from contextlib import suppress

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from wagtail.images.models import SourceImageIOError

from images.sizes import SIZES

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(context, image, place, alt="", eager=False):
    """A `<picture>` of which each browser fetches what it can show and needs; lazy unless `eager`.

    Renders nothing without a picture or where its file is gone or damaged: the story stands
    without it.
    A preview makes all its sizes, so that they are there when the readers come.
    """
    if not image:
        return ""
    if getattr(context.get("request"), "is_preview", False):
        with suppress(SourceImageIOError):
            image.make_sizes(place)
    size, made = SIZES[place], image.sizes(place)
    if not made:
        return ""
    sources = ([made[spec] for spec in source if spec in made] for source in size.sources)
    plain = made[size.plain[0]]
    loading = {"fetchpriority": "high"} if eager else {"loading": "lazy", "decoding": "async"}
    attributes = {
        "src": plain.url,
        "width": plain.width,
        "height": plain.height,
        "alt": alt,
        **loading,
    }
    return format_html(
        "<picture>{}<img{}></picture>",
        format_html_join("", "<source{}>", ((_source(each, size),) for each in sources if each)),
        flatatt(attributes),
    )


def _source(renditions, size):
    # Wagtail does not enlarge: a small picture has fewer widths than places ask for.
    by_width = {rendition.width: rendition.url for rendition in renditions}
    return flatatt(
        {
            "type": f"image/{renditions[0].filter_spec.partition('format-')[2].partition('|')[0]}",
            "srcset": ", ".join(f"{url} {width}w" for width, url in by_width.items()),
            "sizes": size.sizes,
        }
    )
