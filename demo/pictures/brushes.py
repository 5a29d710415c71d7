"""The brushes every scene shares: skies, ground, water, trees, people and built things."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PIL import Image

from .palette import Colour, mix
from .press import Plate, Point, Scene

Line = Callable[[float], float]


def sky(s: Scene, horizon: float, haze: float = 0.6) -> None:
    """Fill the sheet with sky: a gradient, and grain down from the zenith."""
    ink = s.ink
    middle = mix(ink.top, ink.low, haze)
    s.wash(s.down(ink.top, middle, 0, horizon * 0.62))
    with s.plate(s.down(middle, ink.low, horizon * 0.6, horizon)) as p:
        p.rect(0, horizon * 0.6, s.w, s.h)
    zenith = Plate(s.size)
    zenith.rect(0, 0, s.w, horizon)
    s.shade(zenith.shrunk(), ink.top, "up", 0.55, 0.25, 1)


def stars(s: Scene, horizon: float, count: int = 130) -> None:
    """Prick stars, thinning out towards the horizon."""
    with s.plate(s.ink.light, 0.85) as p:
        for _ in range(count):
            y = s.dice.random() ** 1.5 * horizon
            p.disc(s.dice.uniform(0, s.w), y, s.dice.choice((0.9, 1.1, 1.4, 2.2)))


def sun(s: Scene, x: float, y: float, r: float, fill: Colour | None = None, halo: float = 2.6):
    """Print a flat sun with a grainy halo."""
    fill = fill or s.ink.light
    s.glow(x, y, r * halo, fill, 0.75)
    with s.plate(fill) as p:
        p.disc(x, y, r)
    return p.mask


def moon(s: Scene, x: float, y: float, r: float) -> None:
    """Print a full moon, stippled on one side."""
    s.glow(x, y, r * 4.5, s.ink.low, 0.8)
    with s.plate(s.ink.light, shade=(mix(s.ink.light, s.ink.mid, 0.45), "right", 0.7, 0.3)) as p:
        p.disc(x, y, r)


def cloud(p: Plate, s: Scene, x: float, y: float, w: float) -> None:
    """Cut one long, flat-bottomed cloud from stacked bars."""
    rows = s.dice.choice((2, 3, 3, 4))
    h = w * 0.042
    for row in range(rows):
        wide = w * (1 - row * 0.24) * s.dice.uniform(0.75, 1)
        at = x + s.dice.uniform(-0.16, 0.16) * w
        p.pill(at - wide / 2, y - (row + 1) * h * 0.86, at + wide / 2, y - row * h * 0.86 + h * 0.1)


def clouds(
    s: Scene, spots: Sequence[tuple[float, float, float]], fill: Colour | None = None, op: float = 1
) -> None:
    """Print clouds at (x, y, width), lit from above and grainy below."""
    fill = fill or mix(s.ink.low, s.ink.light, 0.7)
    with s.plate(fill, op) as p:
        for x, y, w in spots:
            cloud(p, s, x, y, w)


def cloud_bank(s: Scene, y: float, fill: Colour, op: float) -> None:
    """Print a thin streak of cloud across the sheet."""
    with s.plate(fill, op) as p:
        for _ in range(4):
            x, w = s.dice.uniform(0, s.w), s.dice.uniform(200, 620)
            p.pill(x - w / 2, y + s.dice.uniform(-18, 18), x + w / 2, y + s.dice.uniform(20, 26))


def birds(s: Scene, x: float, y: float, count: int, size: float, fill: Colour | None = None):
    """Scatter a loose flock of gulls."""
    with s.plate(fill or s.ink.near, 0.9) as p:
        for _ in range(count):
            bx = x + s.dice.gauss(0, size * 7)
            by = y + s.dice.gauss(0, size * 2.6)
            gull(p, bx, by, size * s.dice.uniform(0.5, 1.1), s.dice.uniform(-0.25, 0.25))


def gull(p: Plate, x: float, y: float, r: float, tilt: float = 0) -> None:
    """Cut a bird in flight from two bent wings."""
    for side in (-1, 1):
        lift = tilt * side * r
        tip = (x + side * r, y - r * 0.28 + lift)
        elbow = (x + side * r * 0.5, y - r * 0.42 + lift * 0.6)
        p.poly([(x, y + r * 0.1), (x, y - r * 0.06), elbow, tip, (elbow[0], elbow[1] + r * 0.14)])


def wave_line(s: Scene, y: float, amp: float, wave: float, rough: float = 0.45) -> Line:
    """Return a random rolling skyline as a function of x."""
    parts = []
    for octave in range(5):
        parts.append((amp * rough**octave, wave / 2**octave, s.dice.uniform(0, math.tau)))
    return lambda x: y + sum(a * math.sin(math.tau * x / w + phase) for a, w, phase in parts)


def ground(
    s: Scene,
    top: Line,
    fill: Colour,
    haze: Colour | None = None,
    depth: float = 260,
    shade: tuple | None = None,
) -> Image.Image:
    """Print the land below a skyline, dissolving into haze at its foot."""
    xs = range(-8, s.w + 16, 8)
    ys = [top(x) for x in xs]
    ink = s.down(fill, haze, min(ys), min(ys) + depth) if haze else fill
    with s.plate(ink, shade=shade) as p:
        p.poly([*zip(xs, ys, strict=True), (s.w + 8, s.h), (-8, s.h)])
    return p.mask


def ranges(
    s: Scene, y0: float, y1: float, count: int, amp: float = 40, near: float = 0.6,
    wave: float = 900
) -> list[Line]:
    """Print receding hills, hazy to dark, with mist in the valleys between."""
    lines = []
    for i in range(count):
        t = i / max(count - 1, 1)
        line = wave_line(s, y0 + (y1 - y0) * t, amp * (0.6 + 0.6 * t), wave * (0.7 + 0.5 * t))
        body = s.ink.depth(t * near)
        ground(s, line, body, mix(body, s.ink.low, 0.6), 230)
        lines.append(line)
    return lines


def peaks(s: Scene, y: float, high: float, count: int, fill: Colour, lit: Colour, haze: Colour):
    """Print faceted mountains: a body, a lit flank and mist at the foot."""
    step = s.w / count
    tops = [
        (step * (i + s.dice.uniform(0.2, 0.8)), y - high * s.dice.uniform(0.45, 1))
        for i in range(-1, count + 1)
    ]
    tops.sort(key=lambda top: top[1])
    for x, top in tops:
        half = (y - top) * s.dice.uniform(0.85, 1.15)
        left = jag(s, (x - half, y), (x, top), 0.05)
        right = jag(s, (x, top), (x + half, y), 0.05)
        with s.plate(s.down(fill, haze, top, y)) as p:
            p.poly([*left, *right])
        ridge = jag(s, (x, top), (x - half * 0.12, y), 0.09)
        with s.plate(s.down(lit, haze, top, y - (y - top) * 0.15), clip=p.mask) as face:
            face.poly([*ridge, *left])
        s.shade(face.mask, fill, "down", 0.7, 0.25, 0.9)


def jag(s: Scene, a: Point, b: Point, rough: float, depth: int = 5) -> list[Point]:
    """Return a broken line between two points by midpoint displacement."""
    path = [a, b]
    for _ in range(depth):
        finer = [path[0]]
        for (ax, ay), (bx, by) in zip(path, path[1:], strict=False):
            push = math.hypot(bx - ax, by - ay) * rough
            mid = (ax + bx) / 2 + s.dice.gauss(0, push), (ay + by) / 2 + s.dice.gauss(0, push)
            finer += [mid, (bx, by)]
        path = finer
    return path


def mist(s: Scene, y: float, h: float, fill: Colour, op: float = 0.75) -> None:
    """Lay a soft bank of mist across the sheet."""
    with s.plate(fill, op, blur=h * 0.35) as p:
        p.rect(0, y - h * 0.25, s.w, y + h * 0.25)
        for _ in range(7):
            x, w = s.dice.uniform(0, s.w), s.dice.uniform(180, 420)
            p.disc(x, y + s.dice.uniform(-0.3, 0.3) * h, w, h * 0.3)


def water(s: Scene, y: float, far: Colour, near: Colour, lines: int = 46) -> Image.Image:
    """Print a sheet of water with thin ripples that widen towards the viewer."""
    with s.plate(s.down(far, near, y, s.h)) as p:
        p.rect(0, y, s.w, s.h)
    sea = p.mask
    for fill, op in ((mix(far, s.ink.light, 0.4), 0.5), (near, 0.5)):
        with s.plate(fill, op) as p:
            ripple(p, s, (0, s.w), (y, s.h), lines)
    return sea


def ripple(p: Plate, s: Scene, xs: Point, ys: Point, count: int, long: float = 1) -> None:
    """Cut lens-shaped dashes in perspective."""
    for _ in range(count):
        t = s.dice.random() ** 1.6
        y = ys[0] + 4 + (ys[1] - ys[0]) * t
        x = s.dice.uniform(*xs)
        w, h = (30 + 170 * t) * s.dice.uniform(0.5, 1.4) * long, 0.8 + 3.2 * t
        p.poly([(x - w / 2, y), (x, y - h / 2), (x + w / 2, y), (x, y + h / 2)])


def glitter(s: Scene, x: float, y0: float, y1: float, spread: float, fill: Colour, count=120):
    """Scatter a sun's path over water."""
    with s.plate(fill) as p:
        for i in range(count):
            t = (i / count) ** 1.3
            y = y0 + 3 + (y1 - y0) * t
            reach = spread * (0.35 + 0.65 * t)
            at = x + s.dice.gauss(0, 0.42) * reach
            w = reach * s.dice.uniform(0.15, 0.7) * (1 - 0.4 * t)
            h = 1.2 + 5.5 * t
            p.poly([(at - w / 2, y), (at, y - h / 2), (at + w / 2, y), (at, y + h / 2)])


def reflect(s: Scene, y: float, tint: Colour, amount: float = 0.45, squeeze: float = 0.8) -> None:
    """Mirror what stands above a waterline into the water, rippled and tinted."""
    deep = s.h - round(y)
    tall = min(round(deep / squeeze), round(y))
    upper = s.sheet.crop((0, round(y) - tall, s.w, round(y)))
    upper = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((s.w, deep))
    upper = Image.blend(upper, Image.new("RGB", upper.size, tint), amount)
    row, phase = 0, s.dice.uniform(0, 6)
    while row < deep:
        high = 2 + round(5 * row / deep)
        shift = math.sin(row * 0.35 + phase) * (1 + 9 * row / deep) + s.dice.uniform(-1, 1) * 2
        strip = upper.crop((0, row, s.w, min(row + high, deep)))
        s.sheet.paste(strip, (0, round(y) + row))
        s.sheet.paste(strip, (round(shift), round(y) + row))
        row += high


# --- growing things --------------------------------------------------------------------------


def bush(p: Plate, s: Scene, x: float, y: float, r: float) -> None:
    """Cut the crown of a broad tree from overlapping discs."""
    for _ in range(11):
        angle, far = s.dice.uniform(0, math.tau), s.dice.random() ** 0.5 * r * 0.62
        size = r * s.dice.uniform(0.32, 0.55)
        p.disc(x + math.cos(angle) * far * 1.15, y + math.sin(angle) * far * 0.8, size)


def tree(p: Plate, s: Scene, x: float, y: float, h: float) -> None:
    """Cut a broad tree that stands on y."""
    p.taper((x, y), (x, y - h * 0.6), h * 0.09, h * 0.04)
    bush(p, s, x, y - h * 0.66, h * 0.36)


def conifer(p: Plate, x: float, y: float, h: float) -> None:
    """Cut a fir in a few skirts."""
    for i in range(5):
        base = y - h * (0.06 + 0.16 * i)
        half = h * (0.2 - 0.034 * i)
        p.poly([(x - half, base), (x, base - h * 0.34), (x + half, base)])
    p.rect(x - h * 0.018, y - h * 0.1, x + h * 0.018, y)


def cypress(p: Plate, x: float, y: float, h: float) -> None:
    """Cut a slim, dark tree like a flame."""
    w = h * 0.1
    p.curve([(x, y - h), (x + w, y - h * 0.4), (x + w * 0.7, y), (x - w * 0.7, y),
        (x - w, y - h * 0.4)])


def reeds(p: Plate, s: Scene, x0: float, x1: float, y: float, h: float, count: int) -> None:
    """Cut reeds and rushes that bow with the wind."""
    for _ in range(count):
        x = s.dice.uniform(x0, x1)
        tall = h * s.dice.uniform(0.4, 1)
        bend = tall * s.dice.uniform(0.05, 0.3)
        tip = (x + bend, y - tall)
        p.taper((x, y + 20), (x + bend * 0.3, y - tall * 0.6), 4.5, 3)
        p.taper((x + bend * 0.3, y - tall * 0.6), tip, 3, 1)
        if s.dice.random() < 0.22:
            p.pill(tip[0] - 5, tip[1] - 4, tip[0] + 5, tip[1] + tall * 0.16)


# --- people ----------------------------------------------------------------------------------


def person(
    p: Plate, x: float, y: float, h: float, stride: float = 0.1, cast: Point | None = None
) -> None:
    """Cut a small walking figure, or with cast=(slant, squash) the shadow it throws."""

    def put(px: float, py: float) -> Point:
        """Place a point given in heights from the feet."""
        if cast:
            return x + px * h + cast[0] * py * h, y + cast[1] * py * h
        return x + px * h, y - py * h

    coat = [(-0.1, 0.84), (0.1, 0.84), (0.14, 0.72), (0.135, 0.4), (-0.125, 0.4), (-0.14, 0.72)]
    for leg in (-1, 1):
        foot = leg * stride
        p.poly([put(foot - 0.035, 0), put(foot + 0.05, 0), put(0.075 * leg + 0.05, 0.45)])
        p.poly([put(foot - 0.035, 0), put(0.06 * leg - 0.06, 0.45), put(0.06 * leg + 0.06, 0.45)])
    p.poly([put(*point) for point in coat])
    ring = [i * math.tau / 14 for i in range(14)]
    p.poly([put(0.062 * math.cos(a), 0.935 + 0.07 * math.sin(a)) for a in ring])
    p.poly([put(-0.03, 0.8), put(0.03, 0.8), put(0.03, 0.92), put(-0.03, 0.92)])


def crowd(p: Plate, s: Scene, y: float, h: float, count: int, xs: Point) -> None:
    """Cut heads and shoulders seen from behind, shoulder to shoulder."""
    for i in range(count):
        x = xs[0] + (xs[1] - xs[0]) * (i + s.dice.uniform(0.2, 0.8)) / count
        size = h * s.dice.uniform(0.88, 1.1)
        top = y - size * s.dice.uniform(0.9, 1.15)
        bust(p, x, top, size, s.dice.randrange(4))


def bust(p: Plate, x: float, top: float, size: float, kind: int = 0) -> None:
    """Cut one head and shoulders from behind; the kind chooses hair or hat."""
    head = size * 0.22
    p.disc(x, top + head, head * 0.82, head)
    p.rect(x - head * 0.4, top + head, x + head * 0.4, top + head * 2.6)
    y = top + head * 2.25
    p.curve(
        [
            (x - head * 0.5, y - head * 0.1),
            (x + head * 0.5, y - head * 0.1),
            (x + head * 1.9, y + head * 0.55),
            (x + head * 2.3, y + head * 2.2),
            (x + head * 2.3, y + size * 3),
            (x - head * 2.3, y + size * 3),
            (x - head * 2.3, y + head * 2.2),
            (x - head * 1.9, y + head * 0.55),
        ]
    )
    if kind == 1:
        p.disc(x, top + head * 1.1, head, head * 1.2)
        p.rect(x - head, top + head, x + head, top + head * 2.3)
    elif kind == 2:
        p.dome(x, top + head * 0.8, head * 0.95, head * 1.05)
        p.pill(x - head * 1.2, top + head * 0.7, x + head * 1.2, top + head * 0.95)
    elif kind == 3:
        p.disc(x, top - head * 0.1, head * 0.42)


# --- built things ----------------------------------------------------------------------------


def colonnade(
    s: Scene, xs: Point, ys: Point, count: int, wide: float, fill: Colour, dark: Colour
) -> None:
    """Print a row of columns with bases and capitals, lit from the left."""
    step = (xs[1] - xs[0]) / max(count - 1, 1)
    cap = wide * 0.28
    places = [xs[0] + step * i for i in range(count)]
    with s.plate(fill) as p:
        for x in places:
            p.poly(
                [
                    (x - wide * 0.5, ys[1]),
                    (x - wide * 0.42, ys[0]),
                    (x + wide * 0.42, ys[0]),
                    (x + wide * 0.5, ys[1]),
                ]
            )
            p.rect(x - wide * 0.62, ys[0], x + wide * 0.62, ys[0] + cap)
            p.rect(x - wide * 0.66, ys[1] - cap, x + wide * 0.66, ys[1])
    with s.plate(dark, clip=p.mask) as p:
        for x in places:
            p.rect(x + wide * 0.12, ys[0] + cap, x + wide * 0.7, ys[1] - cap)
            p.rect(x - wide * 0.62, ys[0] + cap, x + wide * 0.62, ys[0] + cap * 1.4)
            p.rect(x - wide * 0.2, ys[0] + cap, x - wide * 0.14, ys[1] - cap)


def windows(
    p: Plate, box: tuple[float, float, float, float], cols: int, rows: int, fill: float = 0.5
) -> None:
    """Cut a regular grid of windows into a facade."""
    x0, y0, x1, y1 = box
    dx, dy = (x1 - x0) / cols, (y1 - y0) / rows
    for col in range(cols):
        for row in range(rows):
            x, y = x0 + dx * (col + 0.5), y0 + dy * (row + 0.5)
            p.rect(x - dx * fill / 2, y - dy * 0.33, x + dx * fill / 2, y + dy * 0.33)


def lattice(p: Plate, a: Point, b: Point, wide: float, narrow: float, bays: int, bar: float):
    """Cut a braced girder between two points."""
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    nx, ny = (b[1] - a[1]) / length / 2, (a[0] - b[0]) / length / 2
    left, right = [], []
    for i in range(bays + 1):
        t = i / bays
        x, y, w = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, wide + (narrow - wide) * t
        left.append((x + nx * w, y + ny * w))
        right.append((x - nx * w, y - ny * w))
    p.line(left, bar)
    p.line(right, bar)
    for i in range(bays):
        p.line([left[i], right[i + 1]], bar * 0.6)
        p.line([right[i], left[i + 1]], bar * 0.6)
        p.line([left[i], right[i]], bar * 0.7)


def wire(p: Plate, a: Point, b: Point, sag: float, width: float) -> None:
    """Cut a hanging cable."""
    path = []
    for i in range(25):
        t = i / 24
        drop = sag * 4 * t * (1 - t)
        path.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + drop))
    p.line(path, width)


def house(p: Plate, x: float, y: float, w: float, h: float, roof: float) -> None:
    """Cut a gabled house that stands on y."""
    p.poly([(x, y), (x, y - h), (x + w / 2, y - h - roof), (x + w, y - h), (x + w, y)])


def roofline(s: Scene, p: Plate, y: float, xs: Point, low: float, high: float) -> None:
    """Cut a row of town houses with gables, flat roofs and chimneys."""
    x = xs[0]
    while x < xs[1]:
        w = s.dice.uniform(0.7, 1.5) * low
        h = s.dice.uniform(low, high)
        if s.dice.random() < 0.55:
            house(p, x, y, w, h, w * s.dice.uniform(0.3, 0.55))
        else:
            p.rect(x, y - h, x + w, y)
            p.rect(x - 2, y - h - 4, x + w + 2, y - h + 3)
        stack = x + w * s.dice.uniform(0.15, 0.75)
        p.rect(stack, y - h - w * 0.5, stack + w * 0.1, y - h + 5)
        x += w
