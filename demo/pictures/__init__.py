"""The demo newsroom's pictures: drawn, not downloaded, and the same on every machine."""

from __future__ import annotations

from . import (  # noqa: F401
    abroad,
    charts,
    city,
    halls,
    hill,
    institutions,
    maps,
    mark,
    moor,
    people,
    ships,
    shore,
)
from .press import PICTURES, VARIANTS

__all__ = ["PICTURES", "VARIANTS", "credit", "draw"]


def draw(key: str, variant: int = 0) -> bytes:
    """Return a picture as JPEG (the logo as PNG); variants differ in palette and details."""
    return PICTURES[key](variant % VARIANTS)


def credit(key: str) -> str:
    """Return the line that names who made a picture."""
    if key.startswith("portrait-"):
        return "Portrait: Conservative Fix"
    if key.startswith("map-"):
        return "Map: Conservative Fix"
    if key.startswith("chart-"):
        return "Chart: Conservative Fix"
    return "Illustration: Conservative Fix"
