"""The border and the countries beyond it."""

from __future__ import annotations

import math

from .brushes import (
    cloud_bank,
    clouds,
    conifer,
    ground,
    house,
    lattice,
    mist,
    moon,
    peaks,
    person,
    ranges,
    reflect,
    ripple,
    sky,
    stars,
    sun,
    wave_line,
    windows,
)
from .palette import AURORA, BONE, DUSK, NORTH, OCHRE, PLUM, ROSE, SAND, SLATE, STEEL, TEAL, mix
from .press import Plate, Point, Scene, picture, spline


@picture("border-fence", SLATE, DUSK, BONE, STEEL, PLUM, OCHRE)
def border_fence(s: Scene) -> None:
    """The border fence climbs over the hills, a watchtower on the far one."""
    ink = s.ink
    sky(s, 640, haze=0.55)
    disc = s.pick(mix(ink.accent, ink.low, 0.2), ink.light, mix(ink.accent, ink.low, 0.1))
    sun(s, s.pick(520, 470, 560), s.pick(430, 470, 380), s.pick(140, 170, 120), disc)
    clouds(s, [(1180, 180, 520), (240, 240, 380)], mix(ink.low, ink.light, 0.5), 0.7)
    lines = ranges(s, 560, 660, 3, 34, 0.42, 900)
    hill = lines[-1]
    with s.plate(ink.depth(0.62)) as p:
        x, y = 1050, hill(1050) + 10
        for k in (-1, 1):
            p.taper((x + k * 30, y), (x + k * 20, y - 130), 7, 6)
        for t in (20, 65, 110):
            p.line([(x - 30, y - t), (x + 28, y - t - 40)], 3)
        p.rect(x - 42, y - 186, x + 42, y - 126)
        p.poly([(x - 54, y - 186), (x, y - 220), (x + 54, y - 186)])
        p.rect(x - 2, y - 260, x + 2, y - 210)
    with s.plate(mix(ink.light, ink.accent, 0.2)) as p:
        p.rect(x - 32, y - 174, x + 32, y - 152)
    ground(s, lambda px: 690 + 40 * math.sin(px / 420 + 1), mix(ink.depth(0.5), ink.low, 0.25),
        ink.depth(0.7), 300)
    with s.plate(mix(ink.low, ink.far, 0.3), 0.55) as p:
        p.curve([(1000, 690), (1036, 688), (940, 760), (980, 850), (1150, 1020), (620, 1020),
            (760, 850), (860, 750)])
    # the fence, far to near; it swings with the ground and rises towards the viewer
    posts = []
    for i in range(16):
        z = 1 / (0.09 + 0.91 * (i / 15) ** 1.7)
        px = 1020 - 1180 / z + 90 * math.sin(2.3 / z * 1.7)
        posts.append((px, 660 + 330 / z, 640 / z))
    with s.plate(ink.near, 0.35) as p:
        for (ax, ay, ah), (bx, by, bh) in zip(posts, posts[1:], strict=False):
            p.poly([(ax, ay), (bx, by), (bx + bh * 0.8, by + bh * 0.14),
                (ax + ah * 0.8, ay + ah * 0.14)])
    with s.plate(ink.depth(0.8), 0.42) as p:
        for (ax, ay, ah), (bx, by, bh) in zip(posts, posts[1:], strict=False):
            steps = 12
            for k in range(steps):
                t0 = k / steps
                for a, b in ((t0, t0 + 0.34), (t0 + 0.34, t0)):
                    a, b = min(a, 1), min(b, 1)
                    p.line([(ax + (bx - ax) * a, ay + (by - ay) * a - (ah + (bh - ah) * a) * 0.06),
                        (ax + (bx - ax) * b, ay + (by - ay) * b - (ah + (bh - ah) * b) * 0.92)],
                        1.1)
    with s.plate(ink.near) as p:
        for (ax, ay, ah), (bx, by, bh) in zip(posts, posts[1:], strict=False):
            for t in (0.06, 0.5, 0.92):
                p.poly([(ax, ay - ah * t), (bx, by - bh * t), (bx, by - bh * t + bh * 0.012),
                    (ax, ay - ah * t + ah * 0.012)])
            for k in range(7):
                t = (k + 0.5) / 7
                h = ah + (bh - ah) * t
                p.ring(ax + (bx - ax) * t, ay + (by - ay) * t - h * 0.99, max(h * 0.075, 2),
                    max(h * 0.007, 0.8))
        for px, py, h in posts:
            p.taper((px, py + h * 0.03), (px, py - h), h * 0.034, h * 0.03)
            p.taper((px, py - h), (px + h * 0.08, py - h * 1.12), h * 0.03, h * 0.02)
    with s.plate(ink.accent) as p:
        px, py, h = posts[12]
        p.rect(px + h * 0.12, py - h * 0.66, px + h * 0.34, py - h * 0.5)
    lead = posts[s.pick(13, 12, 13)]
    with s.plate(ink.near) as p:
        bird = (lead[0] + lead[2] * 0.08, lead[1] - lead[2] * 1.14)
        p.curve([(bird[0] - 24, bird[1] + 12), (bird[0] - 8, bird[1] - 20),
            (bird[0] + 12, bird[1] - 30), (bird[0] + 22, bird[1] - 24), (bird[0] + 12, bird[1] - 4),
            (bird[0] - 4, bird[1] + 6)])
        for k, (x, y, h) in enumerate(((1200, 842, 92), (1250, 850, 88), (1300, 846, 60))):
            person(p, x, y, h, 0.13 if k < 2 else 0.1)
    with s.plate(ink.near, 0.4) as p:
        for x, y, h in ((1200, 842, 92), (1250, 850, 88), (1300, 846, 60)):
            person(p, x, y, h, 0.12, (1.2, 0.3))
    front = wave_line(s, 962, 10, 700)
    ground(s, front, ink.near, None)
    with s.plate(ink.near) as p:
        for _ in range(200):
            x = s.dice.uniform(0, 1600)
            p.taper((x, front(x) + 6), (x + s.dice.uniform(-10, 16), front(x) - s.dice.uniform(6,
                44)), 4, 1)


@picture("pipeline", STEEL, OCHRE, AURORA, NORTH, DUSK, TEAL)
def pipeline(s: Scene) -> None:
    """The Northline runs out of the hills across open country."""
    ink = s.ink
    line = 520
    sky(s, line, haze=0.6)
    sun(s, s.pick(420, 500, 380), s.pick(300, 340, 260), s.pick(100, 130, 80),
        s.pick(ink.accent, ink.light, ink.light))
    clouds(s, [(1240, 150, 460), (760, 220, 340)], mix(ink.low, ink.light, 0.7), 0.85)
    peaks(s, line + 30, 260, 6, mix(ink.far, ink.mid, 0.35), mix(ink.light, ink.far, 0.25),
        mix(ink.low, ink.far, 0.4))
    mist(s, line + 10, 70, ink.low, 0.8)
    ground(s, wave_line(s, line + 18, 8, 900), mix(ink.far, ink.low, 0.5),
        mix(ink.mid, ink.far, 0.5), 440)
    with s.plate(ink.depth(0.5)) as p:
        for _ in range(44):
            x = s.dice.uniform(0, 1600)
            conifer(p, x, line + 34 + abs(s.dice.gauss(0, 12)), s.dice.uniform(24, 58))
    vx, vy = 1130, line + 30
    # furrows, track and shadow
    with s.plate(ink.depth(0.6), 0.28) as p:
        for i in range(-16, 18):
            p.poly([(vx + i * 4, vy), (vx + i * 230 - 200, 1000), (vx + i * 230 - 150, 1000)])

    def at(u: float, v: float, z: float) -> Point:
        """Project a point beside the line of the pipe."""
        return vx + (u - 900) / z, vy + v / z

    zs = (14, 8.6, 5.3, 3.55, 2.45, 1.72, 1.2, 0.84)
    with s.plate(ink.near, 0.5) as p:
        p.poly([at(-40, 470, 14), at(330, 470, 14), at(330, 470, 0.8), at(-40, 470, 0.8)])
    with s.plate(ink.depth(0.85)) as p:
        for z in zs:
            a, b = at(-20, 150, z), at(20, 470, z)
            p.rect(a[0], a[1], b[0], b[1])
            a, b = at(-64, 190, z), at(64, 226, z)
            p.rect(a[0], a[1], b[0], b[1])
            a, b = at(-58, 452, z), at(58, 482, z)
            p.rect(a[0], a[1], b[0], b[1])
    body, lit, dark = mix(ink.mid, ink.low, 0.3), mix(ink.light, ink.low, 0.3), ink.depth(0.9)
    count = 15
    for k in range(count):
        v0, v1 = -190 + 390 * k / count, -190 + 390 * (k + 1) / count + 2
        t = (k + 0.5) / count
        hue = mix(body, lit, max(0.0, 1 - abs(t - 0.2) * 4.2)) if t < 0.44 else mix(body, dark,
            min((t - 0.44) * 1.9, 1))
        with s.plate(hue) as p:
            p.poly([at(0, v0, 40), at(0, v0, 0.42), at(0, v1, 0.42), at(0, v1, 40)])
    with s.plate(dark) as p:
        for z in (6.2, 3.35, 1.95, 1.16):
            ring = [(at(0, 0, z)[0] + 34 / z * math.cos(a * math.pi / 20),
                at(0, 5, z)[1] + 212 / z * math.sin(a * math.pi / 20)) for a in range(-10, 11)]
            p.poly([*ring, *((x - 34 / z, y) for x, y in reversed(ring))])
    with s.plate(lit, 0.7) as p:
        for z in (6.2, 3.35, 1.95, 1.16):
            ring = [(at(0, 0, z)[0] + 34 / z * math.cos(a * math.pi / 20),
                at(0, 5, z)[1] + 212 / z * math.sin(a * math.pi / 20)) for a in range(-8, -3)]
            p.poly([*ring, *((x - 28 / z, y) for x, y in reversed(ring))])
    # the valve
    wheel = at(0, -420, 1.5)
    with s.plate(ink.depth(0.9)) as p:
        base = at(0, -186, 1.5)
        p.poly([(base[0] - 62, base[1] + 26), (base[0] - 40, base[1] - 44),
            (base[0] + 40, base[1] - 44), (base[0] + 62, base[1] + 26)])
        p.rect(base[0] - 54, base[1] - 58, base[0] + 54, base[1] - 40)
        p.rect(wheel[0] - 11, wheel[1], wheel[0] + 11, base[1])
    with s.plate(ink.alarm) as p:
        p.ring(*wheel, 84, 17)
        for i in range(5):
            a = i * math.tau / 5 - math.pi / 2
            p.line([wheel, (wheel[0] + 74 * math.cos(a), wheel[1] + 74 * math.sin(a))], 10)
        p.disc(*wheel, 20)
    s.shade(p.mask, mix(ink.alarm, ink.near, 0.7), "down", 0.7, 0.4)
    with s.plate(ink.near) as p:
        person(p, 1080, 760, 120)
        person(p, 1150, 745, 112)
    with s.plate(ink.near, 0.4) as p:
        person(p, 1080, 760, 120, 0.1, (1.2, 0.28))
        person(p, 1150, 745, 112, 0.1, (1.2, 0.28))
    front = wave_line(s, 958, 12, 800)
    ground(s, front, ink.near, None)
    with s.plate(ink.near) as p:
        for _ in range(220):
            x = s.dice.uniform(0, 1600)
            p.taper((x, front(x) + 6), (x + s.dice.uniform(4, 24), front(x) - s.dice.uniform(8,
                50)), 4, 1)


@picture("desert-palace", SAND, PLUM, OCHRE, DUSK, TEAL, ROSE)
def desert_palace(s: Scene) -> None:
    """The palace at Sahl, between the dunes and the heat."""
    ink = s.ink
    sky(s, 640, haze=0.55)
    disc = s.pick(ink.light, ink.light, ink.light)
    sun(s, s.pick(1010, 960, 620), s.pick(300, 320, 280), s.pick(170, 210, 190), disc, 2.6)
    if s.variant % 3 == 1:
        stars(s, 380, 90)
    for y in (430, 500):
        cloud_bank(s, y, mix(ink.low, ink.light, 0.5), 0.5)
    ground(s, wave_line(s, 600, 26, 700), mix(ink.far, ink.low, 0.45), mix(ink.low, ink.far, 0.2),
        200)
    with s.plate(ink.depth(0.3)) as p:
        for x, h in ((210, 150), (300, 110), (1450, 130)):
            lattice(p, (x, 640), (x, 640 - h), 34, 10, 6, 3)
    flame = mix(ink.accent, ink.light, 0.35)
    with s.plate(flame) as p:
        for x, h in ((210, 150), (300, 110)):
            p.curve([(x - 7, 640 - h), (x - 10, 622 - h), (x + 6, 586 - h), (x + 12, 620 - h),
                (x + 6, 640 - h)])
    wall, dim, dark = mix(ink.light, ink.far, 0.4), mix(ink.mid, ink.far, 0.25), ink.depth(0.85)
    # palace: towers behind, then the long wall
    with s.plate(wall, shade=(dim, "right", 0.7, 0.3)) as p:
        p.rect(660, 380, 940, 680)
        p.rect(560, 470, 1040, 680)
        for x in (520, 1080):
            p.rect(x - 34, 350, x + 34, 680)
        for x in (400, 1200):
            p.rect(x - 26, 430, x + 26, 680)
        p.rect(330, 540, 1270, 690)
        for x in range(330, 1270, 34):
            p.rect(x, 524, x + 20, 545)
        for x in (300, 1300):
            p.rect(x - 32, 300, x + 32, 690)
            p.rect(x - 40, 286, x + 40, 306)
            for k in (-40, -18, 4, 26):
                p.rect(x + k, 270, x + k + 14, 290)
            p.rect(x - 16, 240, x + 16, 290)
    with s.plate(dim) as p:
        p.rect(880, 380, 940, 524)
        p.rect(1094, 350, 1114, 524)
        p.rect(534, 350, 554, 524)
        for x in (300, 1300):
            p.rect(x + 10, 306, x + 32, 690)
            p.rect(x - 32, 306, x + 32, 312)
        p.rect(560, 470, 660, 476)
        p.rect(940, 470, 1040, 476)
    roof = s.pick(ink.accent, mix(ink.accent, ink.mid, 0.2), ink.accent)
    with s.plate(roof) as p:
        onion(p, 800, 384, 128)
        onion(p, 520, 352, 42)
        onion(p, 1080, 352, 42)
        onion(p, 400, 432, 32)
        onion(p, 1200, 432, 32)
        for x in (300, 1300):
            p.rect(x - 2, 150, x + 2, 240)
            p.poly([(x + 2, 152), (x + 58, 162), (x + 2, 182)])
    s.shade(p.mask, mix(roof, ink.near, 0.65), "down", 0.6, 0.3)
    with s.plate(mix(roof, ink.near, 0.5), 0.75, clip=p.mask) as q:
        for x, r in ((800, 128), (520, 42), (1080, 42), (400, 32), (1200, 32)):
            q.disc(x + r * 1.05, 380 if r == 128 else 340, r * 0.8, r * 3)
    with s.plate(dark) as p:
        p.arch(742, 560, 858, 692)
        for x in (690, 722, 754, 786, 818, 850, 882, 914):
            p.arch(x - 10, 410, x + 10, 462)
        for x in (594, 626, 974, 1006):
            p.arch(x - 9, 486, x + 9, 520)
        for x in [*range(380, 720, 48), *range(892, 1240, 48)]:
            p.arch(x, 580, x + 26, 662)
        for x in (520, 1080):
            p.arch(x - 9, 400, x + 9, 446)
    with s.plate(mix(ink.light, ink.low, 0.3)) as p:
        p.arch(768, 600, 832, 692)
    # dunes
    for i, (y, tone) in enumerate(((694, 0.12), (752, 0.34), (842, 0.62))):
        body = mix(ink.depth(tone), ink.low, 0.25 - 0.1 * i)
        crest = wave_line(s, y, 20 + 14 * i, 820 + 200 * i, 0.3)
        mask = ground(s, crest, mix(body, ink.light, 0.12), body, 260,
            (ink.depth(tone + 0.3), "down", 0.6, 0.1))
        with s.plate(ink.depth(tone + 0.34), 0.75, clip=mask) as p:
            for k in range(3):
                x = 120 + k * 620 + s.dice.uniform(-120, 120)
                top = crest(x)
                p.poly(spline([(x, top - 3), (x + 90, top + 44), (x + 40, top + 110),
                    (x + 130, top + 230), (x + 460, top + 300), (x + 330, top + 120),
                    (x + 250, top + 40)]))
    with s.plate(ink.near) as p:
        for x, y, h in ((232, 812, 330), (330, 830, 230), (1330, 820, 300), (1420, 836, 390)):
            palm(p, s, x, y, h)
        for i, x in enumerate(s.pick((700, 742, 784), (820, 862, 904), (640, 682, 724))):
            person(p, x, 858 + i * 3, 66)
    with s.plate(ink.near, 0.5) as p:
        for i, x in enumerate(s.pick((700, 742, 784), (820, 862, 904), (640, 682, 724))):
            person(p, x, 858 + i * 3, 66, 0.1, (1.5, 0.35))
    ground(s, wave_line(s, 950, 18, 1100, 0.3), ink.near, None)


def onion(p: Plate, x: float, y: float, r: float) -> None:
    """Cut a pointed dome on a drum that stands on y."""
    p.rect(x - r * 1.06, y - r * 0.12, x + r * 1.06, y + 2)
    p.curve([(x - r * 0.9, y), (x - r * 1.02, y - r * 0.4), (x - r * 0.7, y - r * 0.95),
        (x - r * 0.1, y - r * 1.36), (x, y - r * 1.62), (x + r * 0.1, y - r * 1.36),
        (x + r * 0.7, y - r * 0.95), (x + r * 1.02, y - r * 0.4), (x + r * 0.9, y)])
    p.rect(x - r * 0.025 - 1, y - r * 2, x + r * 0.025 + 1, y - r * 1.4)
    p.disc(x, y - r * 1.72, r * 0.06 + 1)


def palm(p: Plate, s: Scene, x: float, y: float, h: float) -> None:
    """Cut a leaning date palm."""
    lean = s.dice.uniform(-0.12, 0.16) * h
    trunk = spline([(x, y), (x + lean * 0.25, y - h * 0.4), (x + lean, y - h * 0.8)], False)
    p.line(trunk, h * 0.035)
    cx, cy = x + lean, y - h * 0.8
    for i in range(11):
        a = math.pi * (0.95 + 1.1 * i / 10) + s.dice.uniform(-0.1, 0.1)
        reach = h * s.dice.uniform(0.28, 0.36)
        mid = (cx + reach * 0.6 * math.cos(a), cy + reach * 0.6 * math.sin(a) - reach * 0.12)
        tip = (cx + reach * math.cos(a), cy + reach * math.sin(a) + reach * 0.42)
        back = (mid[0] - reach * 0.05, mid[1] + reach * 0.2)
        p.poly(spline([(cx, cy), mid, tip, back], True, 6))


@picture("mountain-capital", NORTH, AURORA, ROSE, DUSK, TEAL, STEEL)
def mountain_capital(s: Scene) -> None:
    """Nordhavn, Karelund's capital, at the head of its fjord."""
    ink = s.ink
    shore = 640
    sky(s, shore, haze=0.6)
    if s.variant % 3 == 1:
        stars(s, 400, 120)
        moon(s, 1180, 190, 60)
    else:
        sun(s, s.pick(1130, 0, 520), s.pick(230, 0, 300), s.pick(90, 1, 130), ink.light)
    clouds(s, [(300, 230, 420), (1340, 330, 360)], mix(ink.low, ink.light, 0.7), 0.7)
    peaks(s, 620, 500, 4, mix(ink.far, ink.mid, 0.3), mix(ink.light, ink.far, 0.1),
        mix(ink.low, ink.far, 0.3))
    mist(s, 560, 110, ink.low, 0.7)
    peaks(s, 660, 260, 6, ink.depth(0.5), mix(ink.light, ink.far, 0.35), mix(ink.mid, ink.low, 0.4))
    mist(s, 620, 70, ink.low, 0.55)
    with s.plate(ink.depth(0.62)) as p:
        for x in range(-10, 1610, 20):
            edge = abs(x - 800) / 800
            conifer(p, x + s.dice.uniform(-8, 8), shore + 4, s.dice.uniform(40, 90) + 120 * edge**2)
    white = mix(ink.light, ink.low, 0.15)
    # cathedral spire
    with s.plate(mix(ink.mid, ink.near, 0.15), shade=(ink.near, "right", 0.7, 0.3)) as p:
        p.rect(772, 430, 836, shore)
        p.poly([(764, 432), (804, 210), (844, 432)])
        house(p, 836, shore, 150, 110, 74)
        p.rect(802, 168, 806, 220)
    with s.plate(mix(ink.light, ink.accent, 0.25)) as p:
        p.arch(794, 470, 814, 520)
        p.disc(804, 448, 9)
        for x in (866, 900, 934):
            p.arch(x, 560, x + 14, 604)
    hues = [ink.accent, white, mix(ink.accent, ink.near, 0.45), mix(ink.mid, ink.low, 0.5),
        mix(ink.low, ink.accent, 0.35), ink.depth(0.75)]
    x, i = 250.0, s.dice.randrange(6)
    while x < 1360:
        w, h = s.dice.uniform(50, 84), s.dice.uniform(62, 118)
        wall = hues[i % len(hues)]
        with s.plate(wall, shade=(mix(wall, ink.near, 0.5), "right", 0.7, 0.4)) as p:
            house(p, x, shore + 2, w, h, w * 0.5)
        with s.plate(mix(ink.near, wall, 0.15)) as p:
            p.line([(x - 2, shore + 2 - h), (x + w / 2, shore + 2 - h - w * 0.5),
                (x + w + 2, shore + 2 - h)], 6)
        with s.plate(mix(ink.light, ink.accent, 0.2) if i % 3 or s.variant % 3 == 1
                else ink.near) as p:
            windows(p, (x + 6, shore + 4 - h, x + w - 6, shore - 12), 3, 2 + (h > 92), 0.42)
        x += w + 1
        i += s.dice.choice((1, 1, 2, 4))
    with s.plate(ink.near) as p:
        p.rect(220, shore - 4, 1390, shore + 10)
        for x in range(240, 1390, 42):
            p.rect(x, shore, x + 5, shore + 22)
    reflect(s, shore + 10, mix(ink.mid, ink.top, 0.4), 0.38, 0.62)
    with s.plate(mix(ink.low, ink.light, 0.3), 0.5) as p:
        ripple(p, s, (0, 1600), (shore + 14, 980), 70)
    # a sailing boat and the near bank
    bx, by = s.pick((1080, 800), (480, 790), (620, 820))
    with s.plate(ink.near) as p:
        p.curve([(bx - 62, by - 14), (bx + 66, by - 18), (bx + 44, by + 6), (bx - 48, by + 6)])
        p.rect(bx - 4, by - 190, bx, by)
    with s.plate(white, shade=(mix(ink.mid, ink.low, 0.4), "right", 0.7, 0.4)) as p:
        p.curve([(bx - 8, by - 184), (bx - 10, by - 22), (bx - 64, by - 26), (bx - 40, by - 100)])
        p.curve([(bx + 4, by - 170), (bx + 4, by - 22), (bx + 62, by - 26), (bx + 36, by - 96)])
    with s.plate(white, 0.35) as p:
        for k in range(9):
            p.disc(bx + s.dice.uniform(-6, 6), by + 14 + k * 15, 46 - k * 4.4, 2.4)
    front = wave_line(s, 950, 18, 900)
    ground(s, lambda x: front(x) - (abs(x - 800) / 800) ** 2 * 90, ink.near, None)
    with s.plate(ink.near) as p:
        for x in (30, 110, 190, 270, 1330, 1410, 1500, 1580, 70, 1460):
            conifer(p, x + s.dice.uniform(-20, 20), 970,
                s.dice.uniform(150, 360) * (0.6 + abs(x - 800) / 1300))
