"""How text travels: with brotli where a reader's browser takes it, else with gzip or as it is."""

import re
from functools import lru_cache

import brotli

TEXT = re.compile(r"text/|[^;]*(json|xml|javascript|link-format)\b")
SHORTEST = 200  # bytes; below it the headers are what counts
QUALITY = 5  # of brotli: half a millisecond a page; 11 saves a seventh more and takes 20

_INDENT = re.compile(rb"\n[ \n]+(?=<)")


def is_text(content_type: str) -> bool:
    """Whether compressing is worth it: pictures and fonts are compressed by themselves."""
    return bool(TEXT.match(content_type))


def compressed(text: bytes) -> bytes:
    """With brotli, and without the templates' indentation, which weighs a sixteenth."""
    return brotli.compress(_INDENT.sub(b"\n", text), quality=QUALITY)


@lru_cache(maxsize=256)
def best_coding(accepted: str) -> str:
    """The coding for who sent this Accept-Encoding: "br", "gzip" or "" (RFC 9110, 12.5.3)."""
    return next((coding for coding in ("br", "gzip") if _takes(accepted, coding)), "")


def _takes(accepted, coding):
    return re.search(rf"\b{coding}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted) is not None
