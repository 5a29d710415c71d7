"""The press: stencils are cut, inked one over another, shaded with grain and pulled as a sheet."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from .palette import Colour, Inks, mix

LANDSCAPE = (1600, 1000)
SCALE = 2
LIMIT = 148_000
VARIANTS = 6
Point = tuple[float, float]
Fill = Colour | Image.Image

PICTURES: dict[str, Callable[[int], bytes]] = {}


@lru_cache(maxsize=8)
def noise(size: tuple[int, int], seed: int, blur: float) -> Image.Image:
    """Return evenly spread grain, the same for the same seed."""
    raw = random.Random(seed).randbytes(size[0] * size[1])
    grain = Image.frombytes("L", size, raw)
    return ImageOps.equalize(grain.filter(ImageFilter.GaussianBlur(blur))) if blur else grain


def fade(height: int, stops: Sequence[tuple[float, Colour]]) -> Image.Image:
    """Return a strip, one pixel wide, that runs through colours set at heights from 0 to 1."""
    strip = Image.new("RGB", (1, 256))
    for row in range(256):
        t = row / 255
        after = next((i for i, stop in enumerate(stops) if stop[0] >= t), len(stops) - 1)
        (t0, a), (t1, b) = stops[max(after - 1, 0)], stops[after]
        span = min(max((t - t0) / ((t1 - t0) or 1), 0), 1)
        strip.putpixel((0, row), mix(a, b, span))
    return strip.resize((1, height), Image.Resampling.BILINEAR)


def ramp(
    size: tuple[int, int], side: str, start: float, end: float, strength: float
) -> Image.Image:
    """Return a grey ramp that darkens towards a side: up, down, left, right or core."""
    base = Image.linear_gradient("L")
    if side == "core":
        base = Image.radial_gradient("L").point([min(round(v * 1.41), 255) for v in range(256)])
    if side in ("up", "left", "core"):
        base = ImageOps.invert(base)
    if side in ("left", "right"):
        base = base.transpose(Image.Transpose.TRANSPOSE)
    table = [
        round(255 * strength * min(max((v / 255 - start) / ((end - start) or 1), 0), 1))
        for v in range(256)
    ]
    return base.point(table).resize(size, Image.Resampling.BILINEAR)


def spline(points: Sequence[Point], closed: bool = True, steps: int = 10) -> list[Point]:
    """Return a smooth Catmull-Rom curve through the points."""
    count, curve = len(points), []
    for i in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * b[axis]
                        + (c[axis] - a[axis]) * t
                        + (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t
                        + (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t**3
                    )
                    for axis in (0, 1)
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


class Plate:
    """One stencil, cut at a larger scale so that its edges print smooth."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Start with an empty stencil for a sheet of the size."""
        self.mask = Image.new("L", (size[0] * SCALE, size[1] * SCALE))
        self.pen = ImageDraw.Draw(self.mask)

    def poly(self, points: Sequence[Point], tone: int = 255) -> None:
        """Cut a polygon (tone 0 fills it in again)."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=tone)

    def curve(self, points: Sequence[Point], tone: int = 255) -> None:
        """Cut a smooth closed shape through the points."""
        self.poly(spline(points), tone)

    def rect(self, x0: float, y0: float, x1: float, y1: float, tone: int = 255) -> None:
        """Cut an upright rectangle."""
        left, top = round(x0 * SCALE), round(y0 * SCALE)
        right, bottom = max(round(x1 * SCALE) - 1, left), max(round(y1 * SCALE) - 1, top)
        self.pen.rectangle((left, top, right, bottom), fill=tone)

    def pill(self, x0: float, y0: float, x1: float, y1: float, tone: int = 255) -> None:
        """Cut a bar with round ends."""
        radius = min(x1 - x0, y1 - y0) / 2
        box = (x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE)
        self.pen.rounded_rectangle(box, radius * SCALE, fill=tone)

    def disc(self, x: float, y: float, rx: float, ry: float = 0, tone: int = 255) -> None:
        """Cut a disc or an ellipse."""
        ry = ry or rx
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.pen.ellipse(box, fill=tone)

    def dome(self, x: float, y: float, rx: float, ry: float, tone: int = 255) -> None:
        """Cut the upper half of an ellipse that stands on y."""
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.pen.pieslice(box, 180, 360, fill=tone)

    def arc(self, x: float, y: float, r: float, span: Point, width: float, tone: int = 255) -> None:
        """Cut a part of a ring between two angles in degrees, clockwise from the right."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.arc(box, span[0], span[1], fill=tone, width=max(round(width * SCALE), 1))

    def ring(self, x: float, y: float, r: float, width: float, tone: int = 255) -> None:
        """Cut a full ring."""
        self.arc(x, y, r, (0, 360), width, tone)

    def line(self, points: Sequence[Point], width: float, tone: int = 255) -> None:
        """Cut a line of even width."""
        path = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(path, fill=tone, width=max(round(width * SCALE), 1), joint="curve")

    def taper(self, a: Point, b: Point, wide: float, narrow: float, tone: int = 255) -> None:
        """Cut a bar that narrows from one end to the other."""
        length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
        nx, ny = (b[1] - a[1]) / length / 2, (a[0] - b[0]) / length / 2
        self.poly(
            [
                (a[0] + nx * wide, a[1] + ny * wide),
                (b[0] + nx * narrow, b[1] + ny * narrow),
                (b[0] - nx * narrow, b[1] - ny * narrow),
                (a[0] - nx * wide, a[1] - ny * wide),
            ],
            tone,
        )

    def arch(self, x0: float, y0: float, x1: float, y1: float, tone: int = 255) -> None:
        """Cut an opening with a round head."""
        half = (x1 - x0) / 2
        self.rect(x0, y0 + half, x1, y1, tone)
        self.disc((x0 + x1) / 2, y0 + half, half, half, tone)

    def text(self, at: Point, words: str, size: float, gap: float = 0, anchor: str = "mm") -> None:
        """Cut letters, optionally set wide."""
        font = ImageFont.load_default(size * SCALE)
        if not gap:
            self.pen.text((at[0] * SCALE, at[1] * SCALE), words, 255, font, anchor=anchor)
            return
        widths = [font.getlength(letter) + gap * SCALE for letter in words]
        x = at[0] * SCALE - (sum(widths) - gap * SCALE) * {"l": 0, "m": 0.5, "r": 1}[anchor[0]]
        for letter, width in zip(words, widths, strict=True):
            self.pen.text((x, at[1] * SCALE), letter, 255, font, anchor=f"l{anchor[1]}")
            x += width

    def shrunk(self) -> Image.Image:
        """Return the stencil at the size of the sheet."""
        width, height = self.mask.size
        small = Image.new("L", (width // SCALE, height // SCALE))
        if box := self.mask.getbbox():
            left, top = box[0] // SCALE, box[1] // SCALE
            right, bottom = -(-box[2] // SCALE), -(-box[3] // SCALE)
            area = left * SCALE, top * SCALE, right * SCALE, bottom * SCALE
            small.paste(self.mask.reduce(SCALE, area), (left, top))
        return small


class Scene:
    """A sheet on the press: its inks, its dice and everything printed so far."""

    def __init__(self, key: str, variant: int, ink: Inks, size: tuple[int, int]) -> None:
        """Lay a blank sheet; the key and the variant fix every throw of the dice."""
        self.variant, self.ink, self.size = variant, ink, size
        self.w, self.h = size
        self.dice = random.Random(f"{key}/{variant}")
        self.sheet = Image.new("RGB", size, ink.low)
        shift = self.dice.randrange(size[0]), self.dice.randrange(size[1])
        self.grain = ImageChops.offset(noise(size, 7, 0.7 if size[0] > 800 else 0.42), *shift)

    def pick(self, *options: Any) -> Any:
        """Choose what belongs to this variant."""
        return options[self.variant % len(options)]

    def lay(self, mask: Image.Image, fill: Fill, opacity: float = 1) -> None:
        """Print a fill through a stencil of the size of the sheet."""
        box = mask.getbbox()
        if not box:
            return
        part = mask.crop(box)
        if opacity < 1:
            part = part.point([round(v * opacity) for v in range(256)])
        if isinstance(fill, Image.Image):
            fill = fill.crop((0, box[1], 1, box[3])).resize(part.size, Image.Resampling.NEAREST)
        self.sheet.paste(fill, box, part)

    def wash(self, fill: Image.Image) -> None:
        """Print a fill over the whole sheet."""
        self.sheet.paste(fill.resize(self.size, Image.Resampling.NEAREST))

    def shade(
        self,
        mask: Image.Image,
        fill: Colour,
        side: str = "right",
        strength: float = 0.8,
        start: float = 0.2,
        end: float = 1,
    ) -> None:
        """Stipple a second ink over a printed shape, denser towards one side."""
        box = mask.getbbox()
        if not box:
            return
        size = box[2] - box[0], box[3] - box[1]
        dense = ramp(size, side, start, end, strength)
        dots = ImageChops.add(dense, self.grain.crop(box), 1, -255)
        dots = dots.point([min(v * 5, 255) for v in range(256)])
        self.sheet.paste(fill, box, ImageChops.multiply(dots, mask.crop(box)))

    @contextmanager
    def plate(
        self,
        fill: Fill,
        opacity: float = 1,
        clip: Image.Image | None = None,
        shade: tuple | None = None,
        blur: float = 0,
    ) -> Iterator[Plate]:
        """Cut a stencil in the block and print it at its end; its mask stays for later use."""
        plate = Plate(self.size)
        yield plate
        plate.mask = plate.shrunk()
        if blur:
            plate.mask = plate.mask.filter(ImageFilter.GaussianBlur(blur))
        if clip:
            plate.mask = ImageChops.multiply(plate.mask, clip)
        self.lay(plate.mask, fill, opacity)
        if shade:
            self.shade(plate.mask, *shade)

    def down(self, a: Colour, b: Colour, y0: float = 0, y1: float = 0) -> Image.Image:
        """Return a fill that runs from one colour to another between two heights."""
        y1 = y1 or self.h
        return fade(self.h, [(y0 / self.h, a), (y1 / self.h, b)])

    def glow(
        self, x: float, y: float, r: float, fill: Colour, strength: float = 0.8, soft: bool = False
    ) -> None:
        """Breathe a round light onto the sheet, in grain or (soft) smooth."""
        r *= 1.25
        size = round(r * 2), round(r * 2)
        light = ramp(size, "core", 0.0, 1.0, strength).point(
            [round(v * v / 255) for v in range(256)]
        )
        mask = Image.new("L", self.size)
        mask.paste(light, (round(x - r), round(y - r)))
        if not soft:
            mask = ImageChops.add(mask, self.grain, 1, -255).point(
                [min(v * 4, 255) for v in range(256)]
            )
        self.lay(mask, fill)

    def pull(self, mirrored: bool, tooth: float) -> Image.Image:
        """Finish the sheet: turn it if asked, then let paper and ink show their tooth."""
        sheet = ImageOps.mirror(self.sheet) if mirrored else self.sheet
        grain = self.grain.point([round(128 + (v - 128) * tooth) for v in range(256)])
        blot = noise((40, 25), 11, 0.6).resize(self.size, Image.Resampling.BICUBIC)
        blot = blot.point([round(v * 0.05) for v in range(256)])
        grain = ImageChops.add(grain, blot, 1, -6)
        return ImageChops.soft_light(sheet, Image.merge("RGB", (grain, grain, grain)))

    def jpeg(self, mirrored: bool) -> bytes:
        """Encode within the limit, giving up a little tooth before much quality."""
        data = b""
        for tooth, soften, floor in ((0.1, 0, 54), (0.05, 0.45, 50), (0.03, 0.7, 5)):
            sheet = self.pull(mirrored, tooth)
            if soften:
                sheet = sheet.filter(ImageFilter.GaussianBlur(soften))
            low, high = floor, 88
            while low <= high:
                quality = (low + high) // 2
                out = BytesIO()
                sheet.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
                if out.tell() > LIMIT:
                    high = quality - 1
                else:
                    data, low = out.getvalue(), quality + 1
                    if out.tell() > LIMIT * 0.93:
                        break
            if data:
                break
        return data


def picture(
    key: str, *palettes: Inks, size: tuple[int, int] = LANDSCAPE, turn: bool = True
) -> Callable[[Callable[[Scene], None]], Callable[[int], bytes]]:
    """Register a drawing, a palette a variant; every other variant is mirrored if it may be."""

    def register(paint: Callable[[Scene], None]) -> Callable[[int], bytes]:
        """Wrap the drawing into a function from variant to JPEG bytes."""

        @wraps(paint)
        def render(variant: int = 0) -> bytes:
            scene = Scene(key, variant, palettes[variant % len(palettes)], size)
            paint(scene)
            return scene.jpeg(turn and variant % 6 in (1, 3, 5))

        PICTURES[key] = render
        return render

    return register
