"""The sizes in which readers get a picture, by the place where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Wagtail's filter specs, small to large, and the HTML `sizes` that chooses between them."""

    specs: tuple[str, ...]
    sizes: str


def _webp(*operations: str) -> tuple[str, ...]:
    return tuple(f"{operation}|format-webp" for operation in operations)


SIZES = {
    "card": Size(
        _webp("fill-320x200", "fill-640x400"),
        "(min-width: 60rem) 18rem, (min-width: 40rem) 45vw, 100vw",
    ),
    "lead": Size(
        _webp("fill-640x400", "fill-960x600", "fill-1280x800"), "(min-width: 64rem) 52rem, 100vw"
    ),
    "hero": Size(
        _webp("width-480", "width-800", "width-1200", "width-1600"),
        "(min-width: 64rem) 60rem, 100vw",
    ),
    "column": Size(
        _webp("width-480", "width-800", "width-1200"), "(min-width: 48rem) 42rem, 100vw"
    ),
    "portrait": Size(_webp("fill-96x96", "fill-192x192"), "6rem"),
    "social": Size(("fill-1200x630|format-jpeg",), ""),
    "logo": Size(_webp("max-96x96"), "3rem"),
}
