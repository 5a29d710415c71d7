"""The coast: the harbour at Port Ansel, the light and the long curve of Corran Bay."""

from __future__ import annotations

import math

from .brushes import (
    birds,
    cloud_bank,
    clouds,
    glitter,
    ground,
    house,
    lattice,
    person,
    ranges,
    reflect,
    ripple,
    roofline,
    sky,
    stars,
    sun,
    water,
    wave_line,
    wire,
)
from .palette import (
    AURORA,
    BRASS,
    DUSK,
    MOSS,
    NIGHT,
    NORTH,
    OCHRE,
    PLUM,
    ROSE,
    SLATE,
    STEEL,
    TEAL,
    mix,
)
from .press import Plate, Scene, picture, spline


def crane(p: Plate, x: float, y: float, h: float, turn: int, lift: float = 0.5) -> None:
    """Cut a portal harbour crane that stands on y and reaches left (-1) or right (1)."""
    for leg in (-1, 1):
        p.taper((x + leg * h * 0.16, y), (x + leg * h * 0.08, y - h * 0.36), h * 0.028, h * 0.034)
    p.line([(x - h * 0.13, y - h * 0.13), (x + h * 0.13, y - h * 0.13)], h * 0.016)
    p.rect(x - h * 0.12, y - h * 0.39, x + h * 0.12, y - h * 0.355)
    p.poly(
        [
            (x - turn * h * 0.14, y - h * 0.39),
            (x + turn * h * 0.08, y - h * 0.39),
            (x + turn * h * 0.08, y - h * 0.5),
            (x + turn * h * 0.02, y - h * 0.54),
            (x - turn * h * 0.14, y - h * 0.52),
        ]
    )
    top = (x - turn * h * 0.02, y - h * 0.78)
    p.taper((x - turn * h * 0.1, y - h * 0.5), top, h * 0.02, h * 0.012)
    p.taper((x + turn * h * 0.05, y - h * 0.5), top, h * 0.02, h * 0.012)
    tip = (x + turn * h * 0.62, y - h * (0.5 + lift * 0.5))
    lattice(p, (x + turn * h * 0.07, y - h * 0.47), tip, h * 0.05, h * 0.02, 12, h * 0.009)
    p.line([top, tip], h * 0.007)
    p.line([top, (x - turn * h * 0.13, y - h * 0.5)], h * 0.01)
    p.line([tip, (tip[0], y - h * 0.3)], h * 0.006)
    p.rect(tip[0] - h * 0.022, y - h * 0.31, tip[0] + h * 0.022, y - h * 0.27)


def trawler(p: Plate, x: float, y: float, k: float, turn: int = 1) -> None:
    """Cut a small fishing boat afloat at y; k is half its length."""

    def put(px: float, py: float) -> tuple[float, float]:
        """Place a point given in half lengths from the middle of the waterline."""
        return x + turn * px * k, y - py * k

    bow = [(-0.95, 0.3), (-0.5, 0.22), (0.3, 0.24), (0.75, 0.36), (1.05, 0.56), (0.82, 0),
        (-0.86, 0)]
    p.poly([put(*q) for q in bow])
    p.poly([put(*q) for q in ((0.0, 0.2), (0.02, 0.62), (0.42, 0.66), (0.46, 0.25))])
    p.poly([put(*q) for q in ((-0.04, 0.62), (-0.04, 0.68), (0.5, 0.72), (0.5, 0.66))])
    p.taper(put(-0.3, 0.2), put(-0.26, 1.35), k * 0.05, k * 0.03)
    p.taper(put(0.24, 0.66), put(0.24, 1.05), k * 0.035, k * 0.02)
    p.taper(put(-0.28, 0.5), put(-0.82, 1.02), k * 0.035, k * 0.025)
    p.line([put(-0.26, 1.34), put(1.02, 0.56)], k * 0.012)
    p.line([put(-0.26, 1.34), put(-0.93, 0.3)], k * 0.012)
    p.line([put(-0.27, 1.2), put(-0.82, 1.02)], k * 0.012)


@picture("harbour", DUSK, NORTH, BRASS, TEAL, ROSE, STEEL)
def harbour(s: Scene) -> None:
    """Port Ansel at the turn of the tide, its cranes against the sun."""
    ink = s.ink
    shore = 640
    sky(s, shore)
    disc = s.pick(ink.light, mix(ink.accent, ink.low, 0.25), ink.light)
    sx = s.pick(860, 700, 980)
    sun(s, sx, s.pick(470, 380, 520), s.pick(130, 120, 150), disc)
    clouds(s, [(300, 190, 480), (1200, 260, 420), (640, 330, 300)], mix(ink.low, ink.light, 0.35),
        0.75)
    ranges(s, 540, 590, 2, 26, 0.2, 1000)
    with s.plate(s.down(ink.depth(0.42), ink.depth(0.3), 520, shore)) as p:
        roofline(s, p, shore, (-20, 620), 62, 116)
        p.rect(318, 420, 342, shore)
        p.poly([(310, 424), (330, 356), (350, 424)])
        for x, h in ((690, 150), (760, 120)):
            p.rect(x, shore - h, x + 14, shore)
    with s.plate(mix(ink.light, ink.accent, 0.2), 0.85, clip=p.mask) as q:
        for _ in range(46):
            x, y = s.dice.uniform(10, 600), s.dice.uniform(566, 624)
            q.rect(x, y, x + 6, y + 10)
    with s.plate(s.down(ink.depth(0.62), ink.depth(0.5), 300, shore)) as p:
        crane(p, 1060, shore, 420, -1, 0.7)
        crane(p, 880, shore, 330, -1, 0.4)
    with s.plate(ink.depth(0.85)) as p:
        crane(p, 1330, shore + 4, s.pick(600, 640, 560), -1, s.pick(0.55, 0.8, 0.62))
        p.rect(930, shore - 12, 1600, shore + 6)
        for i in range(6):
            x = 1400 + (i % 3) * 74
            p.rect(x, shore - 44 - 34 * (i // 3), x + 68, shore - 12 - 34 * (i // 3))
    with s.plate(ink.accent) as p:
        p.rect(1474, shore - 44, 1542, shore - 12)
        p.rect(1400, shore - 78, 1468, shore - 46)
    with s.plate(ink.depth(0.74)) as p:
        trawler(p, 560, shore + 8, 92, 1)
        trawler(p, 250, shore + 6, 66, -1)
    reflect(s, shore + 6, mix(ink.mid, ink.low, 0.25), 0.42)
    with s.plate(ink.near, 0.5) as p:
        ripple(p, s, (0, 1600), (shore + 30, 1000), 60)
    glitter(s, sx, shore + 10, 960, 330, mix(disc, ink.light, 0.3), 90)
    with s.plate(ink.depth(0.9)) as p:
        trawler(p, s.pick(470, 400, 560), 810, s.pick(210, 190, 230), 1)
    with s.plate(mix(ink.accent, ink.near, 0.25), clip=p.mask) as q:
        q.rect(0, 786, 1600, 830)
    with s.plate(ink.near, 0.45) as p:
        ripple(p, s, (240, 760), (800, 860), 46)
    # the quay in front, with a bollard and a gull
    with s.plate(ink.near) as p:
        p.poly([(900, 1000), (1000, 900), (1600, 872), (1600, 1000)])
        p.rect(1190, 800, 1270, 900)
        p.pill(1168, 776, 1292, 822)
        wire(p, (640, 770), (1200, 836), 90, 7)
    with s.plate(ink.depth(0.7)) as p:
        p.poly([(1000, 900), (1600, 872), (1600, 884), (990, 912)])
    birds(s, 700, 300, 8, 17)


def tower_light(s: Scene, x: float, y: float, h: float, bands: int = 3) -> tuple[float, float]:
    """Print a banded lighthouse that stands on y and return where its lamp is."""
    ink = s.ink
    white, dim = mix(ink.light, ink.low, 0.25), mix(ink.mid, ink.near, 0.2)
    wide, slim = h * 0.105, h * 0.066
    with s.plate(white) as p:
        p.taper((x, y), (x, y - h * 0.78), wide * 2, slim * 2)
    body = p.mask
    with s.plate(ink.accent, clip=body) as p:
        for i in range(bands):
            top = y - h * 0.78 * (1 - i / bands)
            p.rect(x - h, top, x + h, top + h * 0.78 / bands / 2)
    s.shade(body, dim, "right", 0.9, 0.35, 0.85)
    with s.plate(ink.near) as p:
        p.rect(x - slim * 1.6, y - h * 0.8, x + slim * 1.6, y - h * 0.775)
        p.rect(x - slim * 1.5, y - h * 0.845, x + slim * 1.5, y - h * 0.838)
        for k in range(-3, 4):
            p.rect(x + k * slim * 0.48 - 1, y - h * 0.84, x + k * slim * 0.48 + 1, y - h * 0.8)
        p.dome(x, y - h * 0.91, slim * 0.95, h * 0.06)
        p.rect(x - 2, y - h, x + 2, y - h * 0.95)
        for k in (0.12, 0.36, 0.58):
            p.arch(x - h * 0.014, y - h * k - h * 0.045, x + h * 0.014, y - h * k)
    with s.plate(mix(ink.light, ink.accent, 0.08)) as p:
        p.rect(x - slim * 0.78, y - h * 0.912, x + slim * 0.78, y - h * 0.8)
    with s.plate(ink.near) as p:
        for k in (-0.78, -0.26, 0.26, 0.78):
            p.rect(x + slim * k - 1.5, y - h * 0.912, x + slim * k + 1.5, y - h * 0.8)
    return x, y - h * 0.86


@picture("lighthouse", NIGHT, DUSK, AURORA, PLUM, SLATE, TEAL)
def lighthouse(s: Scene) -> None:
    """A lighthouse at Corran Bay sweeps the dark water."""
    ink = s.ink
    sky(s, 700, haze=0.45)
    stars(s, 520, 140)
    if s.variant % 3 == 1:
        clouds(s, [(300, 470, 520), (700, 560, 420), (1400, 380, 300)],
            mix(ink.low, ink.light, 0.3), 0.7)
    else:
        cloud_bank(s, 470, ink.low, 0.3)
    x, y, h = s.pick((1080, 600, 470), (1000, 610, 500), (1130, 590, 440))
    lamp = (x, y - h * 0.86)
    beam = mix(ink.light, ink.accent, 0.18)
    tilt = s.pick(0.1, -0.06, 0.2)
    for half, op in ((0.15, 0.16), (0.1, 0.22), (0.055, 0.4)):
        with s.plate(beam, op) as p:
            p.poly([lamp, *((lamp[0] - 1700 * math.cos(a), lamp[1] + 1700 * math.sin(a))
                for a in (tilt - half, tilt + half))])
            p.poly([lamp, *((lamp[0] + 900 * math.cos(a), lamp[1] - 900 * math.sin(a))
                for a in (tilt - half, tilt + half))])
    water(s, 700, mix(ink.low, ink.mid, 0.35), ink.near, 60)
    with s.plate(beam, 0.8) as p:
        for i in range(50):
            t = i / 50
            gx = 300 + s.dice.gauss(0, 170)
            p.disc(gx, 706 + 120 * t, s.dice.uniform(14, 70) * (0.4 + t), 1.5 + 1.5 * t)
    ranges(s, 690, 690, 1, 18, 0.3, 700)
    with s.plate(s.down(mix(ink.low, ink.mid, 0.45), ink.near, 700, 1000)) as p:
        p.rect(0, 712, 1600, 1000)
    with s.plate(mix(ink.low, ink.light, 0.3), 0.45) as p:
        ripple(p, s, (0, 1600), (712, 960), 80)
    with s.plate(beam, 0.75) as p:
        for i in range(60):
            t = i / 60
            p.disc(330 + s.dice.gauss(0, 190), 718 + 130 * t, s.dice.uniform(12, 60) * (0.4 + t),
                1.4 + 2 * t)
    # headland
    rock = [(640, 800), (700, 742), (790, 716), (850, 650), (930, 622), (1000, 600), (1180, 592),
        (1290, 604), (1400, 586), (1600, 560), (1600, 1000), (600, 1000)]
    edge = [*rock[:1]]
    for a, b in zip(rock, rock[1:], strict=False):
        edge += [((a[0] + b[0]) / 2 + s.dice.uniform(-8, 8), (a[1] + b[1]) / 2 + s.dice.uniform(-12,
            12)), b]
    with s.plate(s.down(ink.depth(0.7), ink.near, 560, 900)) as p:
        p.poly(edge)
    cliff = p.mask
    with s.plate(ink.depth(0.45), 0.8, clip=cliff) as p:
        for (ax, ay), (bx, by) in zip(edge[2::2], edge[3::2], strict=False):
            drop = s.dice.uniform(90, 240)
            p.poly([(ax, ay), (bx, by), (bx - 26, by + drop * 0.5), (bx - 60, by + drop),
                (ax - 14, ay + drop * 0.35)])
    s.shade(cliff, ink.near, "right", 0.7, 0.2)
    with s.plate(ink.depth(0.55), shade=(ink.near, "right", 0.7, 0.3)) as p:
        house(p, x + 90, 606, 120, 60, 46)
        p.rect(x + 40, 570, x + 100, 606)
        p.rect(x + 176, 480, x + 192, 540)
    with s.plate(ink.accent) as p:
        p.rect(x + 112, 566, x + 128, 586)
        p.rect(x + 166, 566, x + 182, 586)
    tower_light(s, x, y, h)
    s.glow(*lamp, 190, beam, 0.9, soft=True)
    with s.plate(ink.light) as p:
        p.disc(*lamp, 15, 20)
    # surf and swell
    with s.plate(mix(ink.light, ink.low, 0.35)) as p:
        for _ in range(110):
            t = s.dice.random()
            p.disc(640 + 500 * t + s.dice.gauss(0, 34), 820 + 70 * t - abs(s.dice.gauss(0, 26)),
                s.dice.uniform(1.5, 6))
        p.curve([(500, 852), (620, 806), (700, 830), (860, 850), (1000, 880), (1180, 900),
            (900, 912), (660, 880)])
    for i, (base, tone) in enumerate(((858, 0.62), (904, 0.78), (950, 1))):
        top = wave_line(s, base, 13, 330 + 60 * i, 0.35)
        ground(s, lambda px, f=top: f(px), ink.depth(tone), None)
        with s.plate(mix(ink.low, ink.light, 0.3), 0.5 - 0.12 * i) as p:
            p.line([(px, top(px) + 1) for px in range(-10, 1611, 10)], 2.5)


@picture("bay", NORTH, ROSE, MOSS, DUSK, OCHRE, TEAL)
def bay(s: Scene) -> None:
    """The long curve of Corran Bay from the cliff path."""
    ink = s.ink
    shore = 390
    sky(s, shore, haze=0.6)
    disc = s.pick(mix(ink.accent, ink.low, 0.3), ink.light, mix(ink.accent, ink.low, 0.4))
    sx = s.pick(520, 470, 570)
    sun(s, sx, s.pick(270, 240, 290), s.pick(92, 110, 80), disc)
    clouds(s, [(210, 130, 420), (1290, 150, 480), (860, 240, 260)], mix(ink.low, ink.light, 0.8),
        0.9)
    for i, (a, b, tall) in enumerate(((860, 1900, 110), (640, 1500, 70), (1080, 2100, 170))):
        body = ink.depth(0.1 + 0.16 * i)
        top = wave_line(s, 0, 12, 360)
        foot = shore + 10 + i * 10
        rise = [(x, foot - tall * math.sin(math.pi * (x - a) / (b - a)) ** 0.7 - abs(top(x)) * 0.5)
            for x in range(a + 4, b - 3, 8)]
        with s.plate(s.down(body, mix(body, ink.low, 0.4), foot - tall, foot)) as p:
            p.poly([(a, foot), *rise, (b, foot)])
        if i == 1:
            tower_light(s, 742, foot - 34, 96)
    sea = water(s, shore + 18, mix(ink.low, ink.far, 0.35), mix(ink.mid, ink.far, 0.1), 70)
    s.shade(sea, ink.mid, "down", 0.6, 0.4)
    glitter(s, sx, shore + 22, 740, 190, mix(disc, ink.light, 0.4), 80)
    # the strand: surf lines outside, sand, then dunes and turf
    edge = [(1500, 424), (1290, 440), (1090, 474), (960, 530), (900, 606), (920, 700), (1010, 800),
        (1130, 900), (1230, 1010)]

    def strand(push: float) -> list[tuple[float, float]]:
        """Return the waterline moved inland (or, below zero, out to sea), more so when near."""
        return [(x + push * ((y - 400) / 300), y + push * 0.16 * ((y - 400) / 300))
                for x, y in edge]

    def inland(push: float) -> list[tuple[float, float]]:
        """Return all the land behind the moved waterline."""
        return [*spline(strand(push), False), (1700, 1010), (1700, 424)]

    foam = mix(ink.light, ink.low, 0.1)
    for push, wide, op in ((-118, 3, 0.5), (-78, 5, 0.65), (-44, 8, 0.8)):
        with s.plate(foam, op) as p:
            path = spline(strand(push), False)
            for i, (a, b) in enumerate(zip(path, path[1:], strict=False)):
                p.line([a, b], wide * (0.25 + i / len(path)))
    with s.plate(foam) as p:
        p.poly(inland(-16))
    with s.plate(mix(ink.low, ink.far, 0.25), shade=(ink.far, "right", 0.6, 0.1, 0.6)) as p:
        p.poly(inland(0))
    with s.plate(mix(ink.far, ink.mid, 0.2), 0.35, clip=p.mask) as q:
        path = spline(strand(34), False)
        q.line(path, 7)
    with s.plate(s.down(ink.depth(0.34), ink.depth(0.7), 420, 900)) as p:
        p.poly(inland(150))
    turf = p.mask
    s.shade(turf, ink.depth(0.85), "right", 0.7, 0.2)
    with s.plate(mix(ink.low, ink.far, 0.2), 0.55, clip=turf) as p:
        p.line(spline([(1240, 470), (1330, 540), (1280, 640), (1400, 740), (1520, 800),
            (1620, 840)], False), 7)
    # the village at the head of the bay
    white = mix(ink.light, ink.low, 0.1)
    homes = sorted(((1190 + s.dice.uniform(-40, 330), 452 + s.dice.uniform(0, 76))
        for _ in range(17)), key=lambda at: at[1])
    for i, (x, y) in enumerate(homes):
        w = 20 + (y - 440) * 0.26
        with s.plate(mix(white, ink.far, 0.15 * (i % 3))) as p:
            p.rect(x, y - w * 0.62, x + w * 1.3, y)
        with s.plate(ink.accent if i % 3 else ink.depth(0.8)) as p:
            p.poly([(x - 2, y - w * 0.6), (x + w * 0.24, y - w * 1.1), (x + w * 1.06, y - w * 1.1),
                (x + w * 1.3 + 2, y - w * 0.6)])
        with s.plate(ink.near) as p:
            for k in (0.2, 0.62, 1.02):
                p.rect(x + w * k, y - w * 0.44, x + w * (k + 0.14), y - w * 0.2)
    # boats at their moorings, and two drawn up
    for i, (x, y, k, turn) in enumerate(((700, 500, 30, 1), (430, 560, 48, -1), (680, 640, 66, 1),
            (330, 730, 104, 1))):
        x += s.dice.uniform(-26, 26)
        with s.plate(ink.near, 0.35) as p:
            for step in range(7):
                p.disc(x + s.dice.uniform(-5, 5), y + 4 + step * k * 0.12, k * (0.9 - step * 0.1),
                    2)
        with s.plate(ink.near) as p:
            trawler(p, x, y, k, turn)
        with s.plate((white, ink.accent)[i % 2], clip=p.mask) as q:
            q.rect(x - 2 * k, y - k * 0.32, x + 2 * k, y - k * 0.12)
    for i, (x, y, k) in enumerate(((1090, 640, 46), (1160, 700, 56))):
        with s.plate(ink.near, 0.35) as p:
            p.disc(x + k * 0.3, y + 6, k * 1.3, k * 0.2)
        with s.plate((ink.accent, ink.depth(0.8))[i]) as p:
            p.curve([(x - k, y - k * 0.4), (x - k * 0.7, y), (x + k * 0.6, y + 3),
                (x + k * 1.1, y - k * 0.5), (x, y - k * 0.26)])
    # the cliff path in front
    top = wave_line(s, 880, 10, 500)
    brow = [(x, top(x) + max(x - 240, 0) ** 1.25 * 0.06) for x in range(-10, 1000, 10)]
    with s.plate(s.down(ink.depth(0.86), ink.near, 860, 1000)) as p:
        p.poly([*brow, (1000, 1010), (-10, 1010)])
        for _ in range(190):
            x, y = s.dice.choice(brow)
            p.taper((x, y + 8), (x + s.dice.uniform(2, 20), y - s.dice.uniform(8, 44)), 4, 1)
        for x, h in s.pick(((170, 120), (236, 112)), ((210, 124),), ((140, 116), (200, 80))):
            person(p, x, top(x) + 4, h)
    birds(s, 620, 330, 7, 16)
