"""The sizes in which readers get a picture, by the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Wagtail's filter specs, and the HTML `sizes` that chooses between them.

    `sources` are the formats that a browser chooses from, the lightest first, each small to large.
    `plain` is what every browser and feed reader can show. What takes long is made before a
    reader asks, except where `at_once`.
    """

    plain: tuple[str, ...]
    sizes: str = ""
    sources: tuple[tuple[str, ...], ...] = ()
    at_once: bool = False

    @property
    def specs(self) -> tuple[str, ...]:
        """All of them; the plain one last."""
        return (*(spec for source in self.sources for spec in source), *self.plain)


def _in_light_formats(sizes, *operations, plain="jpeg", at_once=False) -> Size:
    """A place on a page: AVIF and WebP in every width, the middle one also for old browsers."""
    middle = operations[len(operations) // 2]
    light = ("format-avif|speed-8", "format-webp")
    return Size(
        plain=(f"{middle}|format-{plain}",),
        sizes=sizes,
        sources=tuple(tuple(f"{each}|{form}" for each in operations) for form in light),
        at_once=at_once,
    )


CARD = ("fill-320x200", "fill-640x400")

SIZES = {
    "row": _in_light_formats("(min-width: 40rem) clamp(6.5rem, 24vw, 15rem), 38vw", *CARD),
    "card": _in_light_formats("(min-width: 64rem) 17rem, (min-width: 40rem) 45vw, 38vw", *CARD),
    "wide": _in_light_formats(
        "(min-width: 64rem) 17rem, (min-width: 40rem) 23vw, calc(100vw - 2rem)", *CARD
    ),
    "lead": _in_light_formats(
        "(min-width: 64rem) 52rem, calc(100vw - 2rem)",
        "fill-640x400",
        "fill-880x550",
        "fill-1280x800",
    ),
    "hero": _in_light_formats(
        "(min-width: 64rem) 60rem, calc(100vw - 2rem)",
        "width-480",
        "width-800",
        "width-1200",
        "width-1600",
    ),
    "column": _in_light_formats(
        "(min-width: 40rem) 37rem, calc(100vw - 2rem)", "width-480", "width-800", "width-1200"
    ),
    "portrait": _in_light_formats("6rem", "fill-96x96", "fill-192x192", at_once=True),
    "logo": _in_light_formats("3rem", "max-96x96", plain="png", at_once=True),
    # For machines: search engines ask for a picture in these three shapes, 1,200 pixels wide.
    "structured": Size(
        ("fill-1200x675|format-jpeg", "fill-1200x900|format-jpeg", "fill-1200x1200|format-jpeg")
    ),
    "profile": Size(("fill-600x600|format-jpeg",)),
    "publisher": Size(("max-600x600|format-png",)),
    # Feed readers: one size that each of them knows; RSS allows a channel 144 pixels.
    "feed": Size(("width-1200|format-jpeg",)),
    "channel": Size(("max-144x144|format-png",)),
}
CARDS = ("row", "card", "wide", "lead")


def specs_of(places) -> tuple[str, ...]:
    """The filter specs of several places, each once."""
    return tuple(dict.fromkeys(spec for place in places for spec in SIZES[place].specs))
