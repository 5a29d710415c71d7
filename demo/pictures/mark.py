"""The publication's mark: a fix, two bearings that cross within a circle."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image, ImageDraw

from .palette import rgb
from .press import PICTURES

INK, PAPER, POINT = rgb("14213d"), rgb("f7f1e3"), rgb("e0452b")


def logo(variant: int = 0) -> bytes:
    """The mark of Conservative Fix on a clear ground: in ink, in paper or in one colour."""
    ring, dot = ((INK, POINT), (PAPER, POINT), (INK, INK))[variant % 3]
    k, x, y = 4, 330, 256
    shape = Image.new("L", (512 * k, 512 * k))
    pen = ImageDraw.Draw(shape)

    def circle(cx: float, cy: float, r: float, tone: int) -> None:
        """Cut a disc in the measure of the finished mark."""
        pen.ellipse([v * k for v in (cx - r, cy - r, cx + r, cy + r)], fill=tone)

    def bearing(degrees: float, near: float, far: float, wide: float) -> None:
        """Cut a line through the fix at an angle, between two distances from it."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        side = wide / 2
        corners = ((near, side), (far, side), (far, -side), (near, -side))
        pen.polygon([((x + u * cos - v * sin) * k, (y + u * sin + v * cos) * k)
            for u, v in corners], fill=255)

    circle(256, 256, 248, 255)
    circle(256, 256, 184, 0)
    mouth = [(256, 256), (700, 256 - 444 * math.tan(0.8)), (700, 256 + 444 * math.tan(0.8))]
    pen.polygon([(px * k, py * k) for px, py in mouth], fill=0)
    for degrees in (-29, 29):
        bearing(degrees, -262, 168, 36)
    circle(x, y, 82, 0)
    mark = Image.new("RGBA", shape.size, (*ring, 0))
    mark.paste((*ring, 255), (0, 0), shape)
    point = Image.new("L", shape.size)
    ImageDraw.Draw(point).ellipse([v * k for v in (x - 56, y - 56, x + 56, y + 56)], fill=255)
    mark.paste((*dot, 255), (0, 0), point)
    out = BytesIO()
    mark.reduce(k).save(out, "PNG", optimize=True)
    return out.getvalue()


PICTURES["logo"] = logo
