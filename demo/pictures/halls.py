"""Great rooms: the court, the press room, the market hall and the library."""

from __future__ import annotations

import math

from .brushes import bust, person
from .hill import sign
from .palette import BRASS, DUSK, MOSS, NORTH, OCHRE, PLUM, ROSE, SLATE, STEEL, TEAL, mix
from .press import Plate, Point, Scene, picture


def scales(p: Plate, x: float, y: float, h: float, tilt: float = 0) -> None:
    """Cut a pair of scales whose beam pivots at (x, y)."""
    arm = h * 0.42
    p.taper((x, y), (x, y + h), h * 0.03, h * 0.045)
    p.disc(x, y, h * 0.05)
    p.pill(x - h * 0.2, y + h * 0.97, x + h * 0.2, y + h * 1.03)
    for side in (-1, 1):
        ex, ey = x + side * arm, y + side * tilt * arm
        p.taper((x, y), (ex, ey), h * 0.05, h * 0.022)
        for k in (-0.17, 0.17):
            p.line([(ex, ey), (ex + k * h, ey + h * 0.42)], h * 0.01)
        p.pen.pieslice(
            [v * 2 for v in (ex - h * 0.2, ey + h * 0.26, ex + h * 0.2, ey + h * 0.56)], 0, 180, 255
        )


@picture("court", SLATE, OCHRE, TEAL, PLUM, NORTH, BRASS)
def court(s: Scene) -> None:
    """A lone figure crosses the court's great hall towards the light."""
    ink = s.ink
    cx, cy = 800, 500
    warm = mix(ink.light, ink.low, 0.2)
    stone, dark = mix(ink.far, ink.low, 0.3), ink.depth(0.88)

    def at(x: float, y: float, z: float) -> Point:
        """Project a point of the hall onto the sheet."""
        return cx + x / z, cy + y / z

    s.wash(s.down(ink.near, ink.depth(0.8), 0, cy))
    for side in (-1, 1):
        with s.plate(s.down(ink.near, ink.depth(0.72), 0, 640)) as p:
            corners = ((1150, -640, 8), (1150, -640, 0.7), (1150, 660, 0.7), (1150, 660, 8))
            p.poly([at(side * u, v, z) for u, v, z in corners])
        s.shade(p.mask, ink.depth(0.5), "left" if side > 0 else "right", 0.5, 0.6)
        with s.plate(ink.near, 0.5, clip=p.mask) as q:
            for row in range(9):
                v = -640 + row * 145
                q.line([at(side * 1150, v, 8), at(side * 1150, v, 0.7)], 2)
    # end wall with its great window and the scales
    with s.plate(s.down(ink.depth(0.5), ink.depth(0.35), 250, 600)) as p:
        p.rect(cx - 144, cy - 80, cx + 144, cy + 83)
        p.dome(cx, cy - 78, 144, 150)
    with s.plate(warm) as p:
        p.arch(676, 286, 924, 590)
    window = p.mask
    s.glow(800, 430, 430, warm, 0.7)
    s.lay(window, warm)
    with s.plate(ink.depth(0.75), clip=window) as p:
        p.rect(676, 405, 924, 409)
        for x in (738, 862):
            p.rect(x - 2, 280, x + 2, 600)
    with s.plate(s.pick(ink.accent, ink.accent, ink.near)) as p:
        scales(p, 800, 350, 190, s.pick(0, 0.12, -0.1))
    # floor
    floor = s.down(mix(stone, warm, 0.5), ink.depth(0.85), 582, 1000)
    with s.plate(floor) as p:
        p.poly([at(-1150, 660, 8), at(1150, 660, 8), at(1150, 660, 0.7), at(-1150, 660, 0.7)])
    hall = p.mask
    with s.plate(ink.depth(0.7), 0.35, clip=hall) as p:
        for k in range(-6, 7):
            p.line([at(k * 190, 660, 8), at(k * 190, 660, 0.8)], 2)
        for z in (7, 5.4, 4.2, 3.3, 2.6, 2.1, 1.7, 1.4):
            p.line([(0, cy + 660 / z), (1600, cy + 660 / z)], 1.5)
    # shafts of light between the columns on one side
    rows = (7.2, 5.2, 3.8, 2.75, 2.0, 1.42)
    with s.plate(warm, 0.55) as p:
        for z0, z1 in zip(rows, rows[1:], strict=False):
            a, b = z0 * 0.95, z1 * 1.09
            p.poly([at(700, 660, a), at(700, 660, b), at(-330, 660, b * 0.9),
                at(-330, 660, a * 0.9)])
    s.shade(p.mask, ink.depth(0.7), "left", 0.6, 0.3)
    with s.plate(warm, 0.1) as p:
        for z0, z1 in zip(rows, rows[1:], strict=False):
            a, b = z0 * 0.95, z1 * 1.09
            p.poly([at(760, -260, a), at(760, -260, b), at(-330, 660, b * 0.9),
                at(-330, 660, a * 0.9)])
    # columns, far to near
    for i, z in enumerate(rows):
        t = i / (len(rows) - 1)
        body = mix(stone, dark, 0.12 + 0.8 * t)
        edge = mix(warm, body, 0.15 + 0.5 * t)
        for side in (-1, 1):
            x, wide = side * 760, 105
            foot, head = 660, -620
            with s.plate(body) as p:
                (x0, y1), (x1, y0) = at(x - wide, foot, z), at(x + wide, head, z)
                p.rect(x0, y0, x1, y1)
                low, high = at(x - wide * 1.3, foot, z), at(x + wide * 1.3, foot - 60, z)
                p.rect(low[0], high[1], high[0], low[1] + 4)
                low, high = at(x - wide * 1.3, head + 50, z), at(x + wide * 1.3, head - 30, z)
                p.rect(low[0], high[1], high[0], low[1])
            flank = x - wide if side > 0 else x + wide * 0.3
            with s.plate(edge, clip=p.mask) as q:
                q.rect(at(flank, 0, z)[0], 0, at(flank + wide * (0.3 if side > 0 else 0.7), 0,
                    z)[0], 1000)
            s.shade(p.mask, mix(body, ink.near, 0.6), "right" if side > 0 else "left", 0.8, 0.3)
            with s.plate(mix(body, ink.near, 0.5), 0.6, clip=p.mask) as q:
                for k in (-0.55, -0.1, 0.35, 0.75):
                    a, b = at(x + wide * k, head + 60, z), at(x + wide * (k + 0.06), foot - 60, z)
                    q.rect(a[0], a[1], b[0], b[1])
    x, y, h = s.pick((770, 752, 132), (850, 730, 116), (735, 775, 150))
    with s.plate(ink.near, 0.6) as p:
        person(p, x, y, h, 0.12, (-0.35 + (x - 800) / 200, 1.35))
    with s.plate(ink.near) as p:
        person(p, x, y, h, 0.13)


@picture("press-conference", STEEL, BRASS, DUSK, TEAL, PLUM, SLATE)
def press_conference(s: Scene) -> None:
    """Microphones wait at a lectern under the lights."""
    ink = s.ink
    s.wash(s.down(ink.depth(0.85), ink.depth(0.45), 0, 820))
    with s.plate(ink.depth(0.95), 0.55) as p:
        x = 0.0
        while x < 1600:
            w = s.dice.uniform(26, 60)
            p.poly([(x, 0), (x + w * 0.5, 0), (x + w * 0.7, 800), (x + w * 0.1, 800)])
            x += w * 1.9
    warm = mix(ink.light, ink.low, 0.4)
    disc = mix(ink.accent, ink.low, s.pick(0.1, 0.2, 0.1))
    with s.plate(disc, shade=(ink.depth(0.8), "down", 0.9, 0.4)) as p:
        p.disc(800, 380, 290)
    s.glow(800, 480, 560, warm, 0.4)
    with s.plate(warm, 0.2) as p:
        for x in (260, 1340):
            p.poly([(x - 22, -10), (x + 22, -10), (1010, 860), (590, 860)])
    with s.plate(ink.near) as p:
        for x in (260, 1340):
            p.poly([(x - 50, -20), (x + 50, -20), (x + 34, 46), (x - 34, 46)])
        p.rect(0, 0, 1600, 14)
    with s.plate(s.down(ink.depth(0.55), ink.depth(0.9), 800, 1000)) as p:
        p.rect(0, 800, 1600, 1000)
    with s.plate(warm, 0.6) as p:
        p.disc(800, 846, 300, 36)
    if s.variant % 3 == 1:
        with s.plate(ink.depth(0.97)) as p:
            bust(p, 800, 214, 400, 0)
            p.rect(500, 560, 1100, 1000, 0)
    wood, dim = mix(ink.mid, ink.low, 0.28), ink.depth(0.78)
    with s.plate(wood, shade=(dim, "right", 0.8, 0.35)) as p:
        p.poly([(640, 560), (960, 560), (926, 846), (674, 846)])
    with s.plate(mix(wood, ink.light, 0.35)) as p:
        p.poly([(616, 524), (984, 524), (970, 566), (630, 566)])
    with s.plate(dim) as p:
        p.poly([(630, 566), (970, 566), (964, 582), (636, 582)])
    with s.plate(warm) as p:
        p.ring(800, 700, 62, 9)
        p.taper((744, 760), (850, 632), 4, 12)
        p.taper((846, 754), (742, 660), 4, 9)
    drop = 34 if s.variant % 3 == 1 else 0
    mics = [(x, (800 + (x - 800) * 0.82, y + drop)) for x, y in ((668, 462), (722, 438), (776, 470),
        (824, 430), (880, 456), (934, 470))]
    with s.plate(mix(ink.mid, ink.low, 0.5) if s.variant % 3 == 1 else ink.near) as p:
        for x, tip in mics:
            p.line([(x, 545), (x + (tip[0] - x) * 0.25, 510), tip], 6)
            lean = math.atan2(tip[1] - 520, tip[0] - x)
            end = (tip[0] + 44 * math.cos(lean), tip[1] + 44 * math.sin(lean))
            p.taper(tip, end, 20, 28)
            p.disc(*end, 15)
            p.disc(*tip, 10)
    with s.plate(ink.accent) as p:
        for i, (_, tip) in enumerate(mics):
            if i in s.pick((1, 4), (2, 5), (0, 3)):
                sign(p, tip[0], tip[1] + 12, 34, 24, 0, 0)
    with s.plate(ink.near) as p:
        for x, kind in ((120, 0), (360, 1), (1120, 3), (1430, 0), (1600, 1)):
            bust(p, x + s.dice.uniform(-20, 20), 770 + s.dice.uniform(-30, 30), 270, kind)
        for x, y in ((540, 850), (1290, 800)):
            camera(p, x, y, 1.15)


def camera(p: Plate, x: float, y: float, k: float) -> None:
    """Cut a television camera on a tripod, seen from behind."""
    p.rect(x - 60 * k, y - 40 * k, x + 60 * k, y + 40 * k)
    p.rect(x - 36 * k, y - 66 * k, x + 44 * k, y - 54 * k)
    p.rect(x - 30 * k, y - 60 * k, x - 22 * k, y - 38 * k)
    p.rect(x + 28 * k, y - 60 * k, x + 36 * k, y - 38 * k)
    p.poly([(x - 60 * k, y - 22 * k), (x - 104 * k, y - 44 * k), (x - 104 * k, y + 14 * k),
        (x - 60 * k, y)])
    p.rect(x - 24 * k, y + 40 * k, x + 24 * k, y + 64 * k)
    for side in (-1, 0.15, 1):
        p.taper((x, y + 56 * k), (x + side * 110 * k, y + 300 * k), 14 * k, 10 * k)


@picture("market-hall", OCHRE, TEAL, ROSE, DUSK, MOSS, BRASS)
def market_hall(s: Scene) -> None:
    """Morning light in Marrowgate's iron market hall."""
    ink = s.ink
    cx, cy = 800, 560
    warm = mix(ink.light, ink.low, 0.25)
    s.wash(s.down(ink.depth(0.7), ink.depth(0.4), 0, 1000))
    # vault, far to near: glass between iron ribs
    rows = (1.0, 1.28, 1.66, 2.2, 3.0, 4.2)

    def at(x: float, y: float, depth: float) -> Point:
        """Project a corner of a stall onto the sheet."""
        return cx + x / depth, cy + y / depth

    def vault(p: Plate, z: float, tone: int = 255, grow: float = 0) -> None:
        """Cut the section of the hall at a depth."""
        rx, ry, base = 800 / z + grow, 760 / z + grow, cy + 160 / z
        p.disc(cx, cy - 60 / z, rx, ry, tone)
        p.rect(cx - rx, cy - 60 / z, cx + rx, base + 300 / z, tone)

    for i, z in enumerate(rows):
        body = mix(mix(ink.depth(0.6), ink.near, 0.2), mix(ink.low, ink.far, 0.3),
            i / len(rows) * 0.9)
        with s.plate(body) as p:
            vault(p, z)
        section = p.mask
        with s.plate(mix(body, warm, 0.5), 0.9, clip=section) as q:
            for k in range(9):
                a0, a1 = math.pi + (k + 0.1) * math.pi / 9, math.pi + (k + 0.9) * math.pi / 9
                nz = z * 1.24
                q.poly([(cx + 780 / z * math.cos(a0), cy - 60 / z + 740 / z * math.sin(a0)),
                    (cx + 780 / z * math.cos(a1), cy - 60 / z + 740 / z * math.sin(a1)),
                    (cx + 800 / nz * math.cos(a1), cy - 60 / nz + 760 / nz * math.sin(a1)),
                    (cx + 800 / nz * math.cos(a0), cy - 60 / nz + 760 / nz * math.sin(a0))])
        with s.plate(ink.depth(1 - 0.13 * i)) as p:
            vault(p, z, 255, 0)
            vault(p, z, 0, -30 / z)
    with s.plate(warm) as p:
        vault(p, 5.4)
    window = p.mask
    s.glow(cx, cy - 60, 420, ink.light, 0.75)
    s.lay(window, warm)
    with s.plate(ink.depth(0.75), clip=window) as p:
        for k in range(1, 12):
            a = math.pi + k * math.pi / 12
            p.line([(cx, cy - 12), (cx + 300 * math.cos(a), cy - 12 + 300 * math.sin(a))], 2.5)
        for r in (40, 84, 124):
            p.ring(cx, cy - 12, r, 3)
        p.rect(cx - 200, cy - 14, cx + 200, cy - 8)
    with s.plate(ink.accent) as p:
        p.disc(cx, cy - 12, 18)
    # floor
    with s.plate(s.down(warm, ink.depth(0.75), cy + 28, 1000)) as p:
        p.poly([(cx - 150, cy + 30), (cx + 150, cy + 30), (cx + 900, 1000), (cx - 900, 1000)])
    floor = p.mask
    with s.plate(ink.depth(0.7), 0.3, clip=floor) as p:
        for k in range(-8, 9):
            p.line([(cx + k * 19, cy + 30), (cx + k * 120, 1000)], 2.4)
        for z in rows[1:]:
            p.rect(0, cy + 200 / z, 1600, cy + 203 / z)
    with s.plate(ink.light, 0.3, clip=floor) as p:
        p.poly([(cx - 70, cy + 30), (cx + 70, cy + 30), (cx + 270, 1000), (cx - 270, 1000)])
    # stalls, far to near
    stripe = mix(ink.light, ink.low, 0.15)
    for i, z in enumerate((3.9, 2.9, 2.15, 1.6, 1.16)):
        for side in (-1, 1):
            hue = (ink.accent, mix(ink.accent, ink.near, 0.4),
                ink.depth(0.45))[(i + (side > 0)) % 3]
            hue = mix(hue, ink.low, 0.3 - 0.07 * i)
            near, far, out = z, z * 1.3, side * 420

            with s.plate(ink.depth(0.6 + 0.09 * i)) as p:
                p.poly([at(out, 380, near), at(out * 2.4, 380, near), at(out * 2.4, 250, near),
                    at(out, 250, near)])
                p.poly([at(out, 380, near), at(out, 380, far), at(out, 250, far),
                    at(out, 250, near)])
                for d in (near, far):
                    a, b = at(out, -30, d), at(out, 380, d)
                    p.rect(a[0] - 7 / d, a[1], a[0] + 7 / d, b[1])
            with s.plate(mix(warm, hue, 0.4)) as p:
                for k in range(9):
                    a = at(out * 1.04, 250, near + (far - near) * k / 9)
                    p.disc(a[0], a[1] - 8 / near, 22 / near, 16 / near)
                for k in range(11):
                    a = at(out * (1.08 + k * 0.12), 250, near)
                    p.disc(a[0], a[1] - 8 / near, 24 / near, 20 / near)
            for k in range(8):
                t0, t1 = k / 8, (k + 1) / 8
                d0, d1 = near + (far - near) * t0, near + (far - near) * t1
                with s.plate(hue if k % 2 else stripe) as p:
                    p.poly([at(out * 0.86, -10, d0), at(out * 0.86, -10, d1),
                        at(out * 1.6, -130, d1), at(out * 1.6, -130, d0)])
                    p.poly([at(out * 0.86, -10, d0), at(out * 0.86, -10, d1),
                        at(out * 0.86, 28, d1), at(out * 0.86, 28, d0)])
            with s.plate(mix(hue, ink.near, 0.45)) as p:
                p.poly([at(out * 0.86, -8, near), at(out * 1.6, -130, near),
                    at(out * 2.34, -8, near)])
            for k in range(6):
                u0, u1 = out * (0.86 + k * 0.3), out * (0.86 + (k + 1) * 0.3)
                with s.plate(mix(stripe if k % 2 else hue, ink.near, 0.28)) as p:
                    p.poly([at(u0, -10, near), at(u1, -10, near), at(u1, 40, near),
                        at(u0, 40, near)])
    folk = ((760, 668, 100), (842, 650, 86), (700, 740, 150), (905, 770, 168), (800, 626, 64),
        (600, 850, 224), (1010, 880, 236))
    with s.plate(ink.near, 0.35) as p:
        for x, y, h in folk:
            person(p, x, y, h, 0.12, ((x - 800) / 160, 0.6))
    with s.plate(ink.near) as p:
        for i, (x, y, h) in enumerate(folk):
            person(p, x + s.dice.uniform(-8, 8), y, h, 0.12)
            if i % 2:
                p.rect(x + h * 0.14, y - h * 0.36, x + h * 0.3, y - h * 0.16)
    for x, y in ((520, 250), (1080, 250), (660, 380), (940, 380)):
        k = 1 if y < 300 else 0.6
        with s.plate(ink.near) as p:
            p.rect(x - 1.5, -10, x + 1.5, y)
            p.dome(x, y + 22 * k, 40 * k, 36 * k)
        s.glow(x, y + 24 * k, 90 * k, ink.light, 0.8, soft=True)
        with s.plate(ink.light) as p:
            p.disc(x, y + 24 * k, 16 * k, 9 * k)


@picture("library", BRASS, TEAL, PLUM, MOSS, DUSK, OCHRE)
def library(s: Scene) -> None:
    """A reader alone in the long room of the Bellhaven library."""
    ink = s.ink
    cx, cy = 800, 500
    warm = mix(ink.light, ink.accent, s.pick(0.06, 0.1, 0.15))

    def at(x: float, y: float, z: float) -> Point:
        """Project a point of the room onto the sheet."""
        return cx + x / z, cy + y / z

    s.wash(s.down(ink.depth(0.95), ink.depth(0.7), 0, 1000))
    # barrel ceiling
    for i, z in enumerate((1.0, 1.35, 1.8, 2.4, 3.2, 4.3)):
        tone = mix(ink.depth(0.92), ink.depth(0.45), i / 6)
        with s.plate(tone) as p:
            p.disc(cx, cy - 330 / z, 560 / z, 330 / z)
            p.rect(cx - 560 / z, cy - 330 / z, cx + 560 / z, cy)
        with s.plate(mix(tone, ink.low, 0.3)) as p:
            p.arc(cx, cy - 330 / z, 560 / z, (180, 360), 0.6)
    with s.plate(ink.depth(0.5)) as p:
        p.rect(cx - 131, 420, cx + 131, 612)
        p.disc(cx, cy - 330 / 4.3, 560 / 4.3, 330 / 4.3)
    with s.plate(warm) as p:
        p.arch(cx - 70, 376, cx + 70, 590)
    window = p.mask
    s.glow(cx, 470, 460, warm, 0.7)
    s.lay(window, warm)
    with s.plate(ink.depth(0.85), clip=window) as p:
        for k in (-0.34, 0.34):
            p.rect(cx + k * 148 - 2, 360, cx + k * 148 + 2, 600)
        for y in (446, 500, 550):
            p.rect(cx - 80, y, cx + 80, y + 3)
    # floor and the light on it
    with s.plate(s.down(mix(ink.mid, ink.low, 0.35), ink.near, 600, 1000)) as p:
        p.poly([at(-560, 460, 4.3), at(560, 460, 4.3), at(560, 460, 0.8), at(-560, 460, 0.8)])
    floor = p.mask
    with s.plate(ink.near, 0.4, clip=floor) as p:
        for k in range(-6, 7):
            p.line([at(k * 92, 460, 4.3), at(k * 92, 460, 0.8)], 2)
    with s.plate(warm, 0.62, clip=floor) as p:
        p.poly([(cx - 80, 604), (cx + 80, 604), (cx + 330, 1000), (cx - 330, 1000)])
    s.shade(p.mask, ink.depth(0.85), "down", 0.85, 0.1)
    # bookcases on both sides, bay by bay, far to near
    hues = [ink.accent, mix(ink.accent, ink.near, 0.45), mix(ink.mid, ink.low, 0.25),
        mix(ink.light, ink.far, 0.4), ink.mid, mix(ink.far, ink.low, 0.3),
        mix(ink.mid, ink.near, 0.3)]
    bays = (4.3, 3.25, 2.45, 1.85, 1.4, 1.06, 0.8)
    wood = ink.depth(0.9)
    for i, (zf, zn) in enumerate(zip(bays, bays[1:], strict=False)):
        fog = 0.5 - 0.09 * i
        for side in (-1, 1):
            wx = side * 560
            with s.plate(mix(wood, ink.low, fog * 0.35)) as p:
                p.poly([at(wx, -330, zf), at(wx, -330, zn), at(wx, 460, zn), at(wx, 460, zf)])
            books: dict[int, list] = {}
            for shelf in range(9):
                top, foot = -322 + shelf * 84, -322 + shelf * 84 + 74
                if shelf == 4:
                    continue
                t = 0.08
                while t < 0.92:
                    dt = s.dice.uniform(0.02, 0.05) * (1.0 if i > 2 else 1.7)
                    lift = s.dice.uniform(4, 26)
                    za, zb = zf + (zn - zf) * t, zf + (zn - zf) * min(t + dt * 0.92, 0.94)
                    if s.dice.random() > 0.06:
                        books.setdefault(s.dice.randrange(len(hues)), []).append(
                            [at(wx, top + lift, za), at(wx, top + lift, zb), at(wx, foot, zb),
                            at(wx, foot, za)]
                        )
                    t += dt
            for hue, spines in books.items():
                with s.plate(mix(mix(hues[hue], wood, 0.25), ink.low, fog * 0.4)) as p:
                    for spine in spines:
                        p.poly(spine)
            with s.plate(mix(wood, ink.low, fog * 0.3)) as p:
                inner = wx - side * 54
                p.poly([at(inner, -400, zn), at(wx * 1.4, -400, zn), at(wx * 1.4, 460, zn),
                    at(inner, 460, zn)])
                p.poly([at(wx, 18, zf), at(inner, 14, zf), at(inner, 14, zn), at(wx, 18, zn)])
                p.poly([at(inner, 14, zf), at(inner, 38, zf), at(inner, 38, zn), at(inner, 14, zn)])
            with s.plate(mix(warm, wood, 0.35 + 0.08 * i)) as p:
                a, b = at(inner, -400, zn), at(inner, 460, zn)
                p.rect(a[0] - 2.4 / zn, a[1], a[0] + 2.4 / zn, b[1])
                for k in range(8):
                    zz = zf + (zn - zf) * k / 8
                    a, b = at(inner, -56, zz), at(inner, 14, zz)
                    p.rect(a[0] - 1 / zz, a[1], a[0] + 1 / zz, b[1])
                p.poly([at(inner, -60, zf), at(inner, -52, zf), at(inner, -52, zn),
                    at(inner, -60, zn)])
    # the table, the lamp, the reader
    tx, ty = s.pick((800, 820), (840, 830), (770, 815))
    s.glow(tx + 160, ty - 90, 300, warm, 0.8)
    with s.plate(ink.near, 0.4) as p:
        p.poly([(tx - 250, ty + 70), (tx + 250, ty + 70), (tx + 330, ty + 170),
            (tx - 330, ty + 170)])
    with s.plate(ink.near) as p:
        p.poly([(tx - 232, ty - 20), (tx + 232, ty - 20), (tx + 280, ty + 26), (tx - 280, ty + 26)])
        p.rect(tx - 280, ty + 26, tx + 280, ty + 44)
        for x in (-262, 236):
            p.rect(tx + x, ty + 40, tx + x + 26, ty + 170)
        p.curve([(tx - 84, ty - 10), (tx - 74, ty - 92), (tx - 40, ty - 116), (tx + 0, ty - 122),
            (tx + 40, ty - 112), (tx + 70, ty - 88), (tx + 80, ty - 10)])
        p.disc(tx - 2, ty - 150, 31, 36)
        p.rect(tx - 14, ty - 130, tx + 12, ty - 100)
        p.rect(tx + 156, ty - 104, tx + 163, ty - 4)
        p.pill(tx + 132, ty - 12, tx + 188, ty)
        for k, w in enumerate((74, 62, 68)):
            p.rect(tx - 204, ty - 18 - 15 * k, tx - 204 + w, ty - 6 - 15 * k)
    with s.plate(ink.accent) as p:
        p.poly([(tx + 116, ty - 100), (tx + 134, ty - 134), (tx + 186, ty - 134),
            (tx + 204, ty - 100)])
    with s.plate(warm) as p:
        p.poly([(tx - 50, ty - 2), (tx, ty - 10), (tx + 50, ty - 2), (tx + 62, ty + 14),
            (tx, ty + 6), (tx - 62, ty + 14)])
        p.pill(tx + 120, ty - 101, tx + 200, ty - 94)
