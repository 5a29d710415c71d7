"""Charts, drawn as pictures."""

from __future__ import annotations

import math

from .brushes import person, sun
from .palette import BONE, DUSK, MOSS, NIGHT, NORTH, OCHRE, ROSE, STEEL, TEAL, Colour, mix
from .press import Scene, picture


def board(s: Scene, dark: bool) -> tuple[Colour, Colour]:
    """Print the ground of a chart and return the ink of its text and of its grid."""
    ink = s.ink
    if dark:
        s.wash(s.down(ink.depth(0.8), ink.near))
        s.glow(1150, 300, 900, ink.mid, 0.35)
        return mix(ink.light, ink.low, 0.3), mix(ink.far, ink.mid, 0.4)
    s.wash(s.down(ink.light, mix(ink.low, ink.light, 0.3)))
    return ink.near, mix(ink.far, ink.low, 0.2)


def grid(s: Scene, fill: Colour, words: Colour, ys: dict[str, float], xs: dict[str, float],
        right: float = 1500) -> None:
    """Print rules across the chart and the few words on its axes."""
    with s.plate(fill) as p:
        for y in ys.values():
            p.rect(150, y - 1, right, y + 1)
    with s.plate(words) as p:
        for label, y in ys.items():
            p.text((122, y), label, 34, 0, "rm")
        for label, x in xs.items():
            p.text((x, 922), label, 34, 0, "mm")
            p.rect(x - 1.5, 872, x + 1.5, 888)


@picture("chart-inflation", BONE, DUSK, NORTH, MOSS, NIGHT, ROSE, turn=False)
def chart_inflation(s: Scene) -> None:
    """Inflation comes down the mountain towards its target."""
    ink = s.ink
    words, rule = board(s, s.variant % 3 == 1)
    ys = {f"{v}%": 872 - v * 74 for v in (0, 2, 4, 6, 8, 10)}
    xs = {str(2022 + k): 190 + k * 300 for k in range(5)}
    if s.variant % 3 != 1:
        sun(s, 1230, 290, 128, mix(ink.accent, ink.low, s.pick(0.15, 0, 0.45)), 2)
    else:
        s.glow(1230, 300, 300, ink.accent, 0.5)
        with s.plate(mix(ink.low, ink.accent, 0.4)) as p:
            p.disc(1230, 300, 120)
    grid(s, rule, words, ys, xs)
    months, noise = 60, 0.0
    rate = []
    for k in range(months):
        noise = noise * 0.6 + s.dice.gauss(0, 0.22)
        t = k / (months - 1)
        rate.append(2.2 + 7.4 * math.exp(-(((t - 0.24) / 0.17) ** 2)) + 1.5
            * math.exp(-(((t - 0.62) / 0.1) ** 2)) + noise * (1 - t * 0.7))
    points = [(165 + k * 1305 / (months - 1), 872 - max(v, 0.4) * 74) for k, v in enumerate(rate)]
    # the same range further back, for depth
    back = [(x + 66, 872 - (872 - y) * 0.66) for x, y in points]
    base = [(1470, 872), (165, 872)]
    with s.plate(s.down(mix(ink.far, ink.mid, 0.2), mix(ink.far, ink.low, 0.5), 250, 872),
            0.75) as p:
        p.poly([*[pt for pt in back if pt[0] <= 1470], *base])
    body = ink.depth(s.pick(0.62, 0.35, 0.5))
    with s.plate(s.down(body, mix(body, ink.low, 0.25), 180, 872)) as p:
        p.poly([*points, *base])
    s.shade(p.mask, ink.depth(0.95), "up", 0.7, 0.3)
    # lit flanks where the line climbs
    with s.plate(mix(body, ink.light, 0.35), 0.7, clip=p.mask) as q:
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            if by > ay + 3:
                q.poly([(ax, ay), (bx, by), (bx + 4, by + 34), (bx - 16, by + 70), (ax, ay + 46)])
    with s.plate(words if s.variant % 3 == 1 else ink.near) as p:
        p.line(points, 7)
    target = 872 - 2 * 74
    with s.plate(ink.accent) as p:
        for x in range(150, 1500, 34):
            p.pill(x, target - 3, x + 20, target + 3)
        p.disc(*points[-1], 17)
        p.ring(*points[-1], 32, 5)
    with s.plate(mix(ink.light, ink.low, 0.3)) as p:
        p.text((420, target + 36), "target", 34, 3)
    peak = min(points, key=lambda pt: pt[1])
    with s.plate(ink.accent) as p:
        p.rect(peak[0] - 2, peak[1] - 74, peak[0] + 2, peak[1])
        p.poly([(peak[0] + 2, peak[1] - 74), (peak[0] + 56, peak[1] - 60),
            (peak[0] + 2, peak[1] - 42)])
    climber = points[round(months * s.pick(0.4, 0.46, 0.36))]
    with s.plate(ink.near if s.variant % 3 != 1 else ink.light) as p:
        person(p, climber[0], climber[1] - 2, 62, 0.13)


SEATS = ((118, "National Union"), (87, "Labour Alliance"), (21, "Reform Covenant"), (9, "Greens"),
    (5, "Free Citizens"))


def party_inks(s: Scene) -> list[Colour]:
    """Return five inks that stay apart within the palette."""
    ink = s.ink
    return [ink.depth(0.78), ink.accent, mix(ink.mid, ink.far, 0.35),
            mix(ink.accent, ink.low, 0.55), mix(ink.far, ink.low, 0.25)]


@picture("chart-polls", NORTH, BONE, DUSK, MOSS, STEEL, TEAL, turn=False)
def chart_polls(s: Scene) -> None:
    """The state of the parties, as dots, as seats or as trends."""
    if s.variant % 3 == 1:
        return hemicycle(s)
    ink = s.ink
    dark = s.variant % 3 == 2
    words, rule = board(s, dark)
    hues = party_inks(s)
    if dark:
        hues[0], hues[2] = mix(ink.light, ink.low, 0.3), mix(ink.far, ink.low, 0.1)
        hues[4] = mix(ink.mid, ink.far, 0.4)
    ys = {f"{v}%": 872 - v * 17.5 for v in (0, 10, 20, 30, 40)}
    grid(s, rule, words, ys, {"spring": 260, "summer": 560, "autumn": 860, "winter": 1160}, 1230)
    start, drift = (37, 29, 15, 9, 7), s.pick((-4, 3, 4, -1, 0.5), (0, 0, 0, 0, 0),
        (2, -5, 5, 1, -2))
    ends: list[tuple[float, int]] = []
    for i in reversed(range(5)):
        wave = s.dice.uniform(0, 6)
        trend = []
        for k in range(61):
            t = k / 60
            v = start[i] + drift[i] * t + 1.5 * math.sin(wave + t * 6) + 0.6 * math.sin(
                wave * 2 + t * 13)
            trend.append((165 + 1050 * t, 872 - v * 17.5))
        spread = 22
        with s.plate(hues[i], 0.2) as p:
            p.poly([*((x, y - spread) for x, y in trend),
                *((x, y + spread) for x, y in reversed(trend))])
        with s.plate(hues[i], 0.62) as p:
            for _ in range(42):
                x, y = s.dice.choice(trend)
                p.disc(x + s.dice.uniform(-9, 9), y + s.dice.gauss(0, 15), 6)
        with s.plate(hues[i]) as p:
            p.line(trend, 8)
            p.disc(*trend[0], 4)
            p.disc(*trend[-1], 14)
        ends.append((trend[-1][1], i))
    last = 0.0
    with s.plate(words) as p:
        for y, i in sorted(ends):
            last = max(y, last + 44)
            p.text((1247, last), SEATS[i][1], 34, 0, "lm")
    return None


def hemicycle(s: Scene) -> None:
    """Print the Assembly's 240 seats by party."""
    ink = s.ink
    words, _ = board(s, False)
    hues = party_inks(s)
    cx, cy = 800, 800
    with s.plate(mix(ink.low, ink.far, 0.3), shade=(ink.far, "down", 0.6, 0.2)) as p:
        p.dome(cx, cy + 46, 738, 742)
    rows = [(r, round(r * 240 / 3290)) for r in (248, 322, 396, 470, 544, 618, 692)]
    short = 240 - sum(count for _, count in rows)
    rows[-1] = (rows[-1][0], rows[-1][1] + short)
    seats = sorted(
        (math.pi * k / (count - 1), r) for r, count in rows for k in range(count)
    )
    owner = []
    order = (1, 3, 4, 0, 2)
    for index in order:
        owner += [index] * SEATS[index][0]
    for index in range(5):
        with s.plate(hues[index]) as p:
            for (angle, r), own in zip(seats, owner, strict=True):
                if own == index:
                    p.disc(cx - r * math.cos(angle), cy - r * math.sin(angle), 23.5)
    with s.plate(ink.near) as p:
        p.rect(60, cy + 44, 1540, cy + 50)
        p.text((cx, cy - 66), "240", 120)
        p.text((cx, cy + 8), "seats", 38, 4)
    places = (110, 410, 606, 880, 1184)
    with s.plate(words) as p:
        for index, x in zip(order, places, strict=True):
            p.text((x + 34, 916), SEATS[index][1], 28, 0, "lm")
    for index, x in zip(order, places, strict=True):
        with s.plate(hues[index]) as p:
            p.disc(x + 12, 916, 13)


@picture("chart-budget", OCHRE, TEAL, ROSE, NORTH, DUSK, MOSS, turn=False)
def chart_budget(s: Scene) -> None:
    """The budget in columns of coin, income beside spending."""
    ink = s.ink
    s.wash(s.down(mix(ink.low, ink.light, 0.35), mix(ink.far, ink.low, 0.35)))
    s.glow(420, 240, 760, ink.light, 0.6)
    floor = mix(ink.far, ink.low, 0.3)
    with s.plate(s.down(mix(floor, ink.light, 0.2), mix(floor, ink.mid, 0.18), 560, 1000)) as p:
        p.poly([(0, 640), (800, 500), (1600, 640), (1600, 1000), (0, 1000)])
    with s.plate(ink.mid, 0.25) as p:
        for k in range(-12, 30):
            p.line([(k * 130 - 400, 1000), (k * 130 + 900, 500)], 1.6)
            p.line([(k * 130 - 400, 500), (k * 130 + 900, 1000)], 1.6)
    with s.plate(s.down(mix(ink.low, ink.light, 0.4), mix(ink.far, ink.low, 0.2), 0, 640)) as p:
        p.poly([(0, 0), (1600, 0), (1600, 640), (800, 500), (0, 640)])
    s.shade(p.mask, mix(ink.far, ink.low, 0.2), "up", 0.7, 0.2)
    sun(s, s.pick(1240, 1180, 400), s.pick(250, 240, 230), s.pick(120, 140, 110),
        mix(ink.light, ink.low, 0.1))
    highs = s.pick((9, 12, 14, 17, 21), (19, 16, 13, 15, 10), (8, 14, 11, 18, 22))
    spots = [(330 + k * 232, 742 + (k % 2) * 64 - k * 8) for k in range(5)]
    with s.plate(ink.near, 0.42) as p:
        for (x, y), high in zip(spots, highs, strict=True):
            reach = high * 20
            p.poly([(x - 66, y - 14), (x + 60, y + 20),
                (x + 60 + reach * 1.5, y + 20 + reach * 0.5),
                (x - 50 + reach * 1.5, y - 26 + reach * 0.44)])
            p.disc(x + 5 + reach * 1.5, y - 3 + reach * 0.47, 80, 28)
    s.shade(p.mask, floor, "right", 0.5, 0.5)
    for i in (0, 2, 4, 1, 3):
        (x, y), high = spots[i], highs[i]
        coins(s, x, y, high, 84, i == s.pick(4, 0, 4))
    with s.plate(ink.near) as p:
        tops = [(x, y - high * 22 - 104) for (x, y), high in zip(spots, highs, strict=True)]
        for (x, y), h in ((spots[s.pick(4, 0, 4)], highs[s.pick(4, 0, 4)]),):
            person(p, x, y - h * 22 - 4, 108, 0.12)
        for x, y, h in ((150, 872, 128), (212, 884, 120), (1400, 900, 124)):
            person(p, x, y, h)
    with s.plate(ink.near, 0.4) as p:
        for x, y, h in ((150, 872, 128), (212, 884, 120), (1400, 900, 124)):
            person(p, x, y, h, 0.1, (1.5, 0.48))
    line = [(x, y + 20) for x, y in tops]
    with s.plate(ink.near) as p:
        for a, b in zip(line, line[1:], strict=False):
            steps = 12
            for k in range(1, steps - 1):
                t = (k + 0.5) / steps
                p.disc(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, 4)
        for i, (x, y) in enumerate(line):
            if i != s.pick(4, 0, 4):
                p.ring(x, y, 13, 5)


def coins(s: Scene, x: float, y: float, count: int, r: float, chief: bool) -> None:
    """Print a column of coins seen from above."""
    ink = s.ink
    face = ink.accent if chief else mix(ink.light, ink.low, 0.55)
    edge = mix(face, ink.mid, 0.42)
    dark = mix(edge, ink.near, 0.45)
    thick, ry = 22, r * 0.3
    with s.plate(edge) as p:
        p.rect(x - r, y - count * thick, x + r, y)
        p.disc(x, y, r, ry)
    with s.plate(dark, clip=p.mask) as q:
        for k in range(count):
            top = y - k * thick
            ring = [(x + r * math.cos(a / 20 * math.pi), top + ry * math.sin(a / 20 * math.pi))
                for a in range(21)]
            q.line(ring, 3)
            for a in range(1, 30):
                px = x + r * math.cos(a / 30 * math.pi)
                py = top + ry * math.sin(a / 30 * math.pi)
                q.line([(px, py - 5), (px, py - thick + 6)], 1.2)
    s.shade(p.mask, dark, "right", 0.95, 0.4, 0.9)
    top = y - count * thick
    with s.plate(mix(face, ink.light, 0.25)) as p:
        p.disc(x, top, r, ry)
    with s.plate(edge) as p:
        p.disc(x, top, r * 0.84, ry * 0.84)
        p.disc(x, top, r * 0.79, ry * 0.79, 0)
        q = r * 0.34
        p.poly([(x - q, top + q * 0.24), (x - q * 1.2, top - q * 0.2),
            (x - q * 0.5, top + q * 0.02), (x, top - q * 0.34), (x + q * 0.5, top + q * 0.02),
            (x + q * 1.2, top - q * 0.2), (x + q, top + q * 0.24)])
