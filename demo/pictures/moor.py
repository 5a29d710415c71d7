"""Moor and fen, and the masts that stand on them."""

from __future__ import annotations

import math

from .brushes import (
    birds,
    bush,
    cloud_bank,
    clouds,
    ground,
    gull,
    house,
    lattice,
    person,
    ranges,
    reeds,
    ripple,
    roofline,
    sky,
    stars,
    sun,
    tree,
    wave_line,
    wire,
)
from .palette import AURORA, DUSK, MOSS, NIGHT, NORTH, OCHRE, PLUM, ROSE, SLATE, STEEL, TEAL, mix
from .press import Plate, Point, Scene, picture, spline


def turbine(p: Plate, x: float, y: float, h: float, turn: float) -> None:
    """Cut a wind turbine of tower height h that stands on y."""
    hub = (x, y - h)
    p.taper((x, y + 8), (x, y - h), h * 0.042, h * 0.02)
    p.pill(x - h * 0.028, y - h - h * 0.016, x + h * 0.05, y - h + h * 0.016)
    for i in range(3):
        a = turn + i * math.tau / 3
        cos, sin = math.cos(a), math.sin(a)
        shape = ((0, -0.008), (0.07, -0.034), (0.16, -0.036), (0.62, -0.004), (0.63, 0.004),
            (0.1, 0.012), (0, 0.01))
        p.poly([(hub[0] + h * (u * cos - v * sin), hub[1] + h * (u * sin + v * cos))
            for u, v in shape])
    p.disc(*hub, h * 0.022)


@picture("wind-farm", NORTH, DUSK, MOSS, TEAL, ROSE, STEEL)
def wind_farm(s: Scene) -> None:
    """Turbines on the ridges of Highmoor."""
    ink = s.ink
    sky(s, 720)
    disc = s.pick(mix(ink.accent, ink.low, 0.25), ink.light, mix(ink.accent, ink.low, 0.35))
    sun(s, s.pick(560, 640, 480), s.pick(430, 480, 390), s.pick(150, 180, 130), disc)
    clouds(s, [(260, 210, 460), (1260, 150, 480), (880, 330, 300)], mix(ink.low, ink.light, 0.7),
        0.85)
    white = mix(ink.light, ink.low, 0.2)
    spin = s.dice.uniform(0, 2)
    for i in range(5):
        t = i / 4
        line = wave_line(s, 560 + 92 * i, 34 + 8 * i, 760 + 160 * i)
        row = ((), (220, 420, 760, 1230, 1420), (110, 610, 960), (1330, 330), ())[i]
        tall = (0, 120, 210, 330, 0)[i]
        with s.plate(mix(white, ink.depth(t * 0.5), 0.62 - 0.18 * i)) as p:
            for x in row:
                turbine(p, x, line(x) + 6, tall, spin + x)
        body = ink.depth(0.1 + 0.72 * t)
        ground(s, line, body, mix(body, ink.low, 0.5 - 0.36 * t), 200, (mix(body, ink.near, 0.5),
            "down", 0.5, 0.2))
        if i == 3:
            x, h = s.pick(1010, 1040, 980), s.pick(540, 520, 560)
            with s.plate(white) as p:
                turbine(p, x, line(x) + 70, h, spin + 0.4)
            with s.plate(mix(ink.mid, ink.low, 0.4), clip=p.mask) as q:
                q.poly([(x + h * 0.003, line(x) + 78 - h), (x + h * 0.02, line(x) + 78 - h),
                    (x + h * 0.03, line(x) + 90), (x + 2, line(x) + 90)])
    front = wave_line(s, 934, 14, 900)
    ground(s, front, ink.depth(0.96), None)
    with s.plate(ink.near) as p:
        for _ in range(240):
            x = s.dice.uniform(0, 1600)
            p.taper((x, front(x) + 8), (x + s.dice.uniform(6, 22), front(x) - s.dice.uniform(10,
                44)), 4, 1)
        person(p, 420, front(420) + 4, 74)
    with s.plate(ink.near) as p:
        for x in range(-40, 1700, 120):
            p.rect(x, front(x) - 46, x + 7, front(x) + 10)
        for k in (36, 20):
            p.line([(x, front(x) - k) for x in range(-40, 1700, 120)], 2)
    birds(s, 1250, 360, 6, 15)


def pylon(p: Plate, x: float, y: float, h: float) -> list[Point]:
    """Cut a lattice pylon that stands on y and return where its six wires hang."""
    bar = max(h * 0.009, 1.2)
    for side in (-1, 1):
        p.line([(x + side * h * 0.15, y), (x + side * h * 0.05, y - h * 0.52),
            (x + side * h * 0.028, y - h * 0.86), (x, y - h)], bar)
    cuts = [(0.0, 0.15), (0.2, 0.112), (0.36, 0.081), (0.52, 0.05), (0.64, 0.042), (0.76, 0.035),
        (0.86, 0.028)]
    for (t0, w0), (t1, w1) in zip(cuts, cuts[1:], strict=False):
        p.line([(x - w0 * h, y - t0 * h), (x + w1 * h, y - t1 * h)], bar * 0.6)
        p.line([(x + w0 * h, y - t0 * h), (x - w1 * h, y - t1 * h)], bar * 0.6)
        p.line([(x - w1 * h, y - t1 * h), (x + w1 * h, y - t1 * h)], bar * 0.6)
    hooks = []
    for t, reach in ((0.6, 0.2), (0.74, 0.25), (0.87, 0.17)):
        for side in (-1, 1):
            tip = (x + side * reach * h, y - t * h)
            p.line([(x, y - t * h - h * 0.05), tip], bar * 0.7)
            p.line([(x, y - t * h), tip], bar * 0.9)
            p.line([tip, (tip[0], tip[1] + h * 0.035)], bar * 1.1)
            hooks.append((tip[0], tip[1] + h * 0.035))
    return hooks


@picture("pylons", OCHRE, PLUM, STEEL, DUSK, TEAL, ROSE)
def pylons(s: Scene) -> None:
    """Pylons carry the evening load across the plain."""
    ink = s.ink
    sky(s, 700)
    disc = s.pick(mix(ink.light, ink.accent, 0.0), ink.light, mix(ink.accent, ink.low, 0.1))
    sun(s, s.pick(560, 520, 620), s.pick(560, 520, 590), s.pick(210, 180, 240), disc)
    for y in (250, 330, 420):
        cloud_bank(s, y, mix(ink.low, ink.light, 0.4), 0.5)
    ranges(s, 676, 690, 2, 14, 0.3, 700)
    land = mix(ink.mid, ink.far, 0.45)
    ground(s, lambda x: 708, land, ink.depth(0.72), 300)
    vx, vy = 330, 704
    with s.plate(ink.depth(0.8), 0.5) as p:
        for i in range(-14, 42):
            x = vx + i * 110
            p.poly([(vx + i * 3, vy + 6), (x, 1000), (x + 46, 1000)])
    with s.plate(ink.depth(0.6)) as p:
        for x in (30, 90, 150, 470, 520, 1540):
            bush(p, s, x, 704, s.dice.uniform(16, 30))
    hooks = []
    shape = s.pick((1170, 950, 860), (1200, 960, 880), (1120, 940, 820))
    for i, z in enumerate((7.5, 4.6, 2.9, 1.75, 1.0)):
        x, y, h = vx + (shape[0] - vx) / z, vy + (shape[1] - vy) / z, shape[2] / z
        with s.plate(ink.depth(0.42 + 0.145 * i)) as p:
            now = pylon(p, x, y, h)
            if hooks:
                for a, b in zip(hooks, now, strict=True):
                    wire(p, a, b, h * 0.055, max(3.2 / z, 0.9))
        hooks = now
    with s.plate(ink.near) as p:
        for x, y in hooks:
            wire(p, (x, y), (x + 900, y - 60), 80, 3.4)
    with s.plate(ink.near, 0.4) as p:
        x, y = shape[0], shape[1]
        p.poly([(x - 128, y), (x + 128, y), (x + 420, 1000), (x + 210, 1000)])
    with s.plate(ink.near) as p:
        for _ in range(260):
            x = s.dice.uniform(0, 1600)
            p.taper((x, 1004), (x + s.dice.uniform(-14, 22), 1000 - s.dice.uniform(10, 62)), 5, 1)
        for x in range(60, 400, 22):
            gull(p, x * 1.2 + s.dice.uniform(-8, 8), 300 + 0.14 * x + s.dice.uniform(-26, 26),
                s.dice.uniform(6, 11))


@picture("fens", MOSS, ROSE, AURORA, OCHRE, NORTH, PLUM)
def fens(s: Scene) -> None:
    """A drain runs straight to the horizon across the fens of Low Fennimore."""
    ink = s.ink
    line, vx = 520, s.pick(760, 820, 740)
    sky(s, line, haze=0.55)
    disc = s.pick(mix(ink.accent, ink.low, 0.35), ink.light, ink.light)
    sun(s, vx, s.pick(430, 410, 450), s.pick(120, 150, 100), disc, 3)
    clouds(s, [(300, 190, 520), (1300, 150, 560), (560, 290, 340), (1120, 330, 380)],
        mix(ink.low, ink.light, 0.6), 0.85)
    with s.plate(s.down(ink.depth(0.3), mix(ink.far, ink.low, 0.4), 470, line + 10)) as p:
        for x in range(-10, 1620, 26):
            if abs(x - vx) > 90:
                bush(p, s, x, line, s.dice.uniform(8, 24))
        p.rect(1180, 440, 1192, line)
        p.poly([(1176, 442), (1186, 396), (1196, 442)])
        house(p, 1192, line, 56, 34, 20)
    ground(s, lambda x: line, mix(ink.far, ink.low, 0.25), ink.depth(0.72), 480)
    for i in range(-16, 17):
        if i:
            tone = ink.depth(0.28 + 0.06 * (i * 7 % 5))
            with s.plate(s.down(mix(tone, ink.far, 0.6), mix(tone, ink.near, 0.35), line, 1000),
                    0.8) as p:
                p.poly([(vx + i * 9, line), (vx + i * 380, 1000), (vx + i * 380 + 190, 1000),
                    (vx + i * 9 + 5, line)])
    bank = ink.depth(0.62)
    with s.plate(s.down(mix(bank, ink.low, 0.3), ink.depth(0.85), line, 1000)) as p:
        p.poly([(vx - 14, line), (vx + 14, line), (vx + 560, 1000), (vx - 560, 1000)])
    with s.plate(s.down(mix(ink.low, ink.light, 0.3), mix(ink.top, ink.mid, 0.35), line,
            1000)) as p:
        p.poly([(vx - 9, line), (vx + 9, line), (vx + 400, 1000), (vx - 400, 1000)])
    canal = p.mask
    with s.plate(disc, clip=canal) as p:
        for i in range(56):
            y = line + 2 + 330 * (i / 56) ** 1.5
            reach = (6 + (y - line) * 0.3) * s.dice.uniform(0.4, 1)
            p.disc(vx + s.dice.gauss(0, 3), y, reach, 1.4 + (y - line) * 0.008)
    with s.plate(ink.depth(0.7), 0.5, clip=canal) as p:
        ripple(p, s, (vx - 300, vx + 300), (line + 60, 1000), 60)
    # the drainage mill
    x, y, k = s.pick((1085, 640, 1.3), (1110, 650, 1.4), (1060, 630, 1.2))
    with s.plate(ink.near, 0.4) as p:
        p.poly([(x - 60 * k, y), (x + 60 * k, y), (x + 330 * k, y + 70 * k),
            (x + 250 * k, y + 80 * k)])
    with s.plate(ink.depth(0.85), shade=(mix(ink.mid, ink.low, 0.25), "left", 0.8, 0.5)) as p:
        p.poly([(x - 62 * k, y), (x - 36 * k, y - 210 * k), (x + 36 * k, y - 210 * k),
            (x + 62 * k, y)])
        p.dome(x, y - 208 * k, 40 * k, 40 * k)
    with s.plate(ink.near) as p:
        hub = (x - 6 * k, y - 222 * k)
        turn = s.pick(0.5, 0.9, 0.25)
        for i in range(4):
            a = turn + i * math.pi / 2
            cos, sin = math.cos(a), math.sin(a)
            p.line([hub, (hub[0] + 178 * k * cos, hub[1] + 178 * k * sin)], 6 * k)
            rail = [(hub[0] + k * (u * cos - 30 * sin), hub[1] + k * (u * sin + 30 * cos))
                for u in (36, 178)]
            p.line(rail, 3 * k)
            for u in range(36, 180, 20):
                a0 = (hub[0] + u * k * cos, hub[1] + u * k * sin)
                p.line([a0, (a0[0] - 30 * k * sin, a0[1] + 30 * k * cos)], 2 * k)
        p.disc(*hub, 9 * k)
        p.arch(x - 14 * k, y - 50 * k, x + 14 * k, y)
    with s.plate(ink.accent) as p:
        p.rect(x - 9 * k, y - 130 * k, x + 9 * k, y - 106 * k)
    # a punt on the drain
    bx, by = vx + s.pick(-10, 30, -40), s.pick(790, 760, 820)
    with s.plate(ink.near) as p:
        p.curve([(bx - 100, by - 14), (bx - 60, by + 10), (bx + 60, by + 12), (bx + 104, by - 18),
            (bx + 40, by - 4), (bx - 40, by - 4)])
        person(p, bx + 30, by, 110, 0.05)
        p.line([(bx + 14, by - 130), (bx + 74, by + 50)], 4)
    with s.plate(ink.near, 0.35, clip=canal) as p:
        p.poly([(bx - 80, by + 10), (bx + 80, by + 10), (bx + 44, by + 90), (bx + 10, by + 120),
            (bx - 30, by + 60)])
    with s.plate(ink.near) as p:
        reeds(p, s, -20, 300, 1000, 330, 70)
        reeds(p, s, 1250, 1620, 1000, 300, 80)
        reeds(p, s, 280, 480, 1010, 130, 26)
        for i in range(9):
            side = 1 if i % 2 else -1
            gull(p, 430 + (i + 1) // 2 * 34 * side - i * 3, 236 + (i + 1) // 2 * 17, 13, 0.1)


@picture("radio-tower", PLUM, NIGHT, TEAL, DUSK, SLATE, AURORA)
def radio_tower(s: Scene) -> None:
    """The old transmitter sends its rings across the evening."""
    ink = s.ink
    sky(s, 760, haze=0.5)
    stars(s, 420, 90)
    x, top, foot = s.pick(800, 860, 740), 150, 790
    for i, r in enumerate((110, 200, 300, 410, 530, 660, 800)):
        with s.plate(mix(ink.low, ink.light, 0.3), 0.5 - 0.06 * i) as p:
            p.ring(x, top, r, 15 - i)
    s.glow(x, top, 380, ink.light, 0.7)
    sun(s, s.pick(1170, 1210, 420), 600, s.pick(110, 90, 130), mix(ink.low, ink.light, 0.6))
    ranges(s, 640, 740, 3, 30, 0.55, 900)
    knoll = [(x - 520, 860), (x - 260, 806), (x - 60, 786), (x + 60, 786), (x + 280, 812),
        (x + 560, 870), (x, 1000)]
    with s.plate(s.down(ink.depth(0.75), ink.depth(0.9), 780, 900)) as p:
        p.curve(knoll)
    with s.plate(ink.near) as p:
        lattice(p, (x, foot), (x, 420), 150, 62, 8, 7)
        lattice(p, (x, 420), (x, 210), 62, 26, 9, 5)
        p.taper((x, 212), (x, top - 50), 9, 4)
        for y, w in ((420, 92), (300, 62), (560, 104)):
            p.rect(x - w / 2, y - 6, x + w / 2, y + 6)
        for dx, y, r in ((-52, 400, 26), (50, 392, 22), (-40, 286, 18), (62, 536, 24)):
            p.disc(x + dx, y, r * 0.62, r)
        house(p, x + 96, foot + 6, 120, 52, 30)
        for k in (-1, 1):
            p.line([(x + k * 14, 230), (x + k * 360, 826)], 2)
            p.line([(x + k * 30, 420), (x + k * 250, 812)], 2)
    with s.plate(ink.accent) as p:
        for y, r in ((top - 52, 12), (300, 7), (420, 7)):
            p.disc(x, y, r)
        p.rect(x + 120, foot - 28, x + 138, foot - 8)
        p.rect(x + 170, foot - 28, x + 188, foot - 8)
    s.glow(x, top - 52, 90, ink.accent, 0.9, soft=True)
    ground(s, lambda px: 868 + 8 * math.sin(px / 200), ink.depth(0.88), ink.near, 120)
    with s.plate(ink.near) as p:
        roofline(s, p, 1000, (-30, 1640), 100, 176)
    town = p.mask
    with s.plate(mix(ink.light, ink.accent, 0.25), clip=town) as p:
        for px in range(20, 1600, 26):
            if s.dice.random() < 0.3:
                py = 944 + 22 * s.dice.randrange(3)
                p.rect(px, py, px + 10, py + 14)
    with s.plate(ink.near) as p:
        for px in range(40, 1600, 170):
            px += s.dice.uniform(-40, 40)
            y = 850 + s.dice.uniform(-20, 30)
            p.rect(px, y, px + 4, 960)
            for k in range(5):
                p.rect(px - 34 + 5 * k, y + 6 + k * 8, px + 38 - 5 * k, y + 9 + k * 8)


def sheep(p: Plate, s: Scene, x: float, y: float, k: float, turn: int, graze: bool) -> list[Point]:
    """Cut a sheep's fleece and return the outline of its face."""
    for i in range(22):
        a = i * math.tau / 22
        p.disc(x + 40 * k * math.cos(a), y - 46 * k + 22 * k * math.sin(a),
            s.dice.uniform(8, 12) * k)
    p.disc(x, y - 46 * k, 44 * k, 26 * k)
    drop = 34 if graze else -2
    hx, hy = x + turn * 54 * k, y - 58 * k + drop * k
    shape = [(-8, -12), (6, -14), (18, 2), (22, 16), (12, 20), (-2, 10)]
    return [(hx + turn * px * k, hy + py * k) for px, py in shape]


@picture("sheep-moor", MOSS, STEEL, ROSE, DUSK, NORTH, OCHRE)
def sheep_moor(s: Scene) -> None:
    """Sheep on the high pasture, walls running down to Highmoor."""
    ink = s.ink
    sky(s, 560, haze=0.6)
    disc = s.pick(mix(ink.accent, ink.low, 0.35), mix(ink.accent, ink.low, 0.2), ink.light)
    sun(s, s.pick(1100, 1060, 1140), s.pick(300, 250, 330), s.pick(110, 90, 140), disc)
    clouds(s, [(300, 170, 560), (760, 260, 340), (1400, 140, 420)], mix(ink.low, ink.light, 0.8),
        0.9)
    ranges(s, 440, 600, 4, 40, 0.5, 900)
    hill = wave_line(s, 660, 26, 1100)
    turf = mix(ink.depth(0.48), ink.low, 0.12)
    ground(s, hill, turf, mix(turf, ink.low, 0.25), 240, (ink.depth(0.75), "down", 0.55, 0.1))
    with s.plate(ink.depth(0.78)) as p:
        for start, reach in ((-60, 380), (380, 330), (820, 420), (1240, 420)):
            path = spline([(start, 760), (start + reach * 0.3, 716), (start + reach * 0.75, 700),
                (start + reach, hill(start + reach))], False, 26)
            for i, (px, py) in enumerate(path):
                size = 5.2 - 3 * i / len(path)
                p.disc(px, py, size * 1.3, size)
        tree(p, s, 470, hill(470) + 6, 130)
        house(p, 1290, hill(1290) + 18, 96, 40, 30)
        p.rect(1300, hill(1290) - 70, 1312, hill(1290) - 30)
    with s.plate(mix(ink.light, ink.low, 0.2)) as p:
        for _ in range(34):
            x = s.dice.uniform(60, 1540)
            p.disc(x, max(hill(x) + 16, s.dice.uniform(690, 770)), 6, 4)
    near = wave_line(s, 800, 20, 1300)
    ground(s, near, ink.depth(0.66), ink.depth(0.88), 190, (ink.near, "down", 0.6, 0.1))
    fleece = mix(ink.light, ink.low, 0.25)
    flock = [(330, 842, 1.0, 1, True), (560, 828, 0.9, -1, False), (1230, 830, 0.95, -1, True),
        (1440, 850, 1.05, -1, False), (150, 900, 1.35, 1, False), (1050, 872, 1.25, 1, True),
        s.pick((740, 930, 2.3, 1, False), (800, 936, 2.4, -1, False), (700, 930, 2.2, -1, True))]
    for x, y, k, turn, graze in flock:
        x += s.dice.uniform(-30, 30)
        with s.plate(ink.near, 0.45) as p:
            p.poly([(x - 40 * k, y), (x + 40 * k, y), (x - 60 * k, y + 26 * k),
                (x - 170 * k, y + 26 * k)])
        with s.plate(ink.near) as p:
            for leg in (-28, -16, 16, 28):
                p.taper((x + leg * k, y - 30 * k), (x + leg * k + 1, y), 8 * k, 5 * k)
        with s.plate(fleece) as p:
            face = sheep(p, s, x, y, k, turn, graze)
        s.shade(p.mask, mix(ink.mid, ink.far, 0.3), "down", 0.9, 0.25, 0.9)
        with s.plate(ink.near) as p:
            p.curve(face)
            ear = face[0]
            p.disc(ear[0] - turn * 2 * k, ear[1] + 6 * k, 11 * k, 4.5 * k)
    with s.plate(ink.accent) as p:
        x, y, k = flock[-1][:3]
        p.disc(x - 20 * k, y - 54 * k, 10 * k, 8 * k)
    with s.plate(ink.near) as p:
        x = s.pick(930, 480, 1000)
        person(p, x, near(x) + 6, 150, 0.1)
        p.line([(x + 34, near(x) + 8), (x + 40, near(x) - 122)], 4)
        p.arc(x + 49, near(x) - 120, 9, (180, 400), 4)
        for _ in range(300):
            gx = s.dice.uniform(0, 1600)
            p.taper((gx, 1004), (gx + s.dice.uniform(-8, 18), 1000 - s.dice.uniform(6, 54)), 5, 1)
    birds(s, 560, 330, 6, 15)
