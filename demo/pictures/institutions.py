"""The school, the university and the central bank."""

from __future__ import annotations

import math

from .brushes import birds, clouds, colonnade, ground, person, roofline, sky, sun, tree
from .palette import BONE, DUSK, MOSS, NORTH, OCHRE, PLUM, ROSE, STEEL, TEAL, mix
from .press import Plate, Scene, picture


@picture("school", OCHRE, NORTH, ROSE, DUSK, MOSS, STEEL)
def school(s: Scene) -> None:
    """Children cross the yard at the start of the school day."""
    ink = s.ink
    sky(s, 700, haze=0.6)
    sun(s, s.pick(1180, 1120, 420), s.pick(290, 240, 300), s.pick(140, 120, 160), ink.light, 2.8)
    clouds(s, [(300, 190, 460), (1400, 420, 320), (700, 130, 300)], mix(ink.low, ink.light, 0.7),
        0.85)
    with s.plate(s.down(ink.depth(0.22), mix(ink.far, ink.low, 0.5), 540, 720)) as p:
        roofline(s, p, 740, (-20, 1640), 70, 130)
    with s.plate(ink.depth(0.4)) as p:
        for x in range(-20, 1640, 80):
            tree(p, s, x + s.dice.uniform(-20, 20), 740, s.dice.uniform(120, 210))
    brick, dim, dark = mix(ink.mid, ink.low, 0.12), ink.depth(0.72), ink.near
    with s.plate(brick, shade=(dim, "right", 0.6, 0.35)) as p:
        p.rect(300, 480, 1300, 742)
        p.rect(560, 430, 1040, 742)
        p.rect(748, 220, 852, 440)
    with s.plate(mix(brick, ink.light, 0.22), 0.4, clip=p.mask) as q:
        for _ in range(150):
            x, y = s.dice.uniform(300, 1290), 224 + 14 * s.dice.randrange(38)
            q.rect(x, y, x + 22, y + 8)
    with s.plate(ink.depth(0.85)) as p:
        p.poly([(270, 484), (330, 400), (590, 400), (590, 484)])
        p.poly([(1330, 484), (1270, 400), (1010, 400), (1010, 484)])
        p.poly([(530, 436), (800, 316), (1070, 436)])
        p.poly([(734, 226), (800, 108), (866, 226)])
        p.rect(797, 60, 803, 120)
        p.poly([(752, 66), (774, 80), (824, 80), (824, 66), (850, 84), (824, 102), (824, 88),
            (774, 88), (752, 102), (762, 84)])
    trim = mix(ink.light, ink.low, 0.2)
    with s.plate(brick) as p:
        p.poly([(600, 428), (800, 342), (1000, 428)])
        p.rect(748, 226, 852, 420)
    with s.plate(dim, 0.75) as p:
        p.rect(812, 228, 852, 380)
    with s.plate(trim) as p:
        p.disc(800, 288, 38)
        p.rect(740, 220, 860, 232)
        p.rect(556, 428, 1044, 438)
        p.rect(300, 732, 1300, 744)
        for x in (346, 430, 514, 1056, 1140, 1224):
            p.rect(x - 28, 520, x + 28, 616)
            p.rect(x - 28, 644, x + 28, 714)
        for x in (620, 690, 910, 980):
            p.arch(x - 28, 470, x + 28, 596)
            p.rect(x - 28, 630, x + 28, 714)
        p.arch(732, 540, 868, 744)
        p.arch(776, 346, 824, 412)
    with s.plate(dark) as p:
        p.line([(800, 288), (800, 262)], 4)
        p.line([(800, 288), s.pick((818, 296), (782, 294), (814, 276))], 4)
        for x in (346, 430, 514, 1056, 1140, 1224):
            for dx in (-23, 2):
                for y0, y1 in ((525, 564), (569, 611), (649, 677), (681, 709)):
                    p.rect(x + dx, y0, x + dx + 21, y1)
        for x in (620, 690, 910, 980):
            p.arch(x - 23, 475, x + 23, 591)
            for y0, y1 in ((635, 671), (675, 709)):
                p.rect(x - 23, y0, x - 2, y1)
                p.rect(x + 2, y0, x + 23, y1)
        p.arch(744, 552, 856, 744)
        p.arch(784, 354, 816, 408)
    with s.plate(trim) as p:
        for x in (620, 690, 910, 980):
            p.rect(x - 2, 472, x + 2, 594)
            p.rect(x - 26, 530, x + 26, 534)
    with s.plate(ink.accent) as p:
        p.rect(752, 600, 798, 744)
        p.poly([(802, 600), (838, 612), (838, 752), (802, 744)])
    # the yard
    ground(s, lambda x: 742, mix(ink.far, ink.low, 0.55), mix(ink.far, ink.mid, 0.35), 270)
    with s.plate(mix(ink.light, ink.low, 0.2), 0.75) as p:
        for k in range(5):
            x, y, w = 1090 + k * 34, 830 + k * 22, 62 + k * 7
            cells = (0,) if k % 2 == 0 else (-0.5, 0.5)
            for c in cells:
                cx = x + c * w
                quad = [(cx - w / 2, y), (cx + w / 2, y), (cx + w / 2 + 12, y + 20),
                    (cx - w / 2 + 12, y + 20)]
                p.line([*quad, quad[0]], 3)
    kids = [(470, 800, 84), (520, 806, 78), (610, 850, 104), (690, 800, 82), (790, 790, 74),
        (850, 836, 100), (905, 842, 94), (1180, 860, 108), (1000, 806, 80), (380, 900, 150),
        (330, 880, 104), (1330, 812, 84)]
    slant = s.pick(-1.5, -1.4, 1.5)
    with s.plate(ink.depth(0.7), 0.45) as p:
        for x, y, h in kids:
            person(p, x, y, h, 0.14, (slant, 0.42))
    for i, (x, y, h) in enumerate(kids):
        with s.plate(ink.near) as p:
            person(p, x, y, h, 0.14)
        tint = (ink.accent, mix(ink.accent, ink.light, 0.4), trim, dim)[i % 4]
        with s.plate(tint) as p:
            if h < 140:
                p.pill(x - h * 0.17, y - h * 0.82, x + h * 0.06, y - h * 0.5)
    with s.plate(dark) as p:
        tree(p, s, 110, 880, 620)
        p.poly([(-10, 890), (260, 872), (300, 886), (-10, 930)])
    with s.plate(s.pick(mix(ink.mid, ink.low, 0.2), ink.accent, ink.mid)) as p:
        for _ in range(46):
            x, y = s.dice.gauss(190, 190), s.dice.uniform(560, 980)
            p.disc(x, y, 9, 4.5)
    with s.plate(dark) as p:
        for x in range(-10, 1620, 44):
            if not 560 < x < 1040:
                p.rect(x, 905, x + 7, 1000)
                p.poly([(x - 4, 908), (x + 3.5, 890), (x + 11, 908)])
        for x0, x1 in ((-10, 570), (1030, 1610)):
            p.rect(x0, 926, x1, 934)
            p.rect(x0, 976, x1, 984)
        for x in (556, 1030):
            p.rect(x, 868, x + 26, 1000)
            p.disc(x + 13, 856, 18)


@picture("university", PLUM, MOSS, BONE, OCHRE, NORTH, DUSK)
def university(s: Scene) -> None:
    """Bellhaven's old court and its bell tower in the evening."""
    ink = s.ink
    sky(s, 700, haze=0.55)
    sun(s, s.pick(1040, 1080, 560), s.pick(400, 330, 360), s.pick(190, 150, 170),
        s.pick(ink.light, mix(ink.accent, ink.low, 0.4), mix(ink.accent, ink.low, 0.1)))
    clouds(s, [(330, 230, 460), (1400, 190, 360)], mix(ink.low, ink.light, 0.5), 0.75)
    far = ink.depth(0.18)
    with s.plate(s.down(far, mix(far, ink.low, 0.6), 300, 720)) as p:
        roofline(s, p, 740, (-20, 1640), 90, 150)
        for x, top in ((180, 330), (420, 380), (1230, 360), (1430, 300)):
            spire(p, x, 740, top, 26)
    wall, dim, dark = mix(ink.mid, ink.low, 0.34), ink.depth(0.66), ink.near
    # the tower
    with s.plate(wall, shade=(dim, "right", 0.8, 0.35, 0.9)) as p:
        p.rect(706, 250, 894, 720)
        for x in (706, 894):
            p.rect(x - 18, 230, x + 18, 720)
            p.poly([(x - 18, 232), (x, 128), (x + 18, 232)])
        for k in range(5):
            p.rect(728 + k * 31, 232, 746 + k * 31, 256)
        p.poly([(768, 252), (800, 96), (832, 252)])
        p.rect(798, 62, 802, 110)
    tower = p.mask
    with s.plate(dim, 0.85, clip=tower) as p:
        p.rect(852, 100, 920, 720)
        p.poly([(804, 96), (836, 252), (812, 252)])
        p.rect(700, 400, 900, 407)
        p.rect(700, 560, 900, 567)
    with s.plate(dark) as p:
        for x in (742, 812):
            lancet(p, x, 300, x + 46, 392)
        lancet(p, 776, 590, 824, 680)
    lamp = mix(ink.light, ink.accent, 0.25)
    with s.plate(mix(wall, ink.light, 0.6)) as p:
        p.disc(800, 484, 50)
    with s.plate(dark) as p:
        p.ring(800, 484, 50, 5)
        p.line([(800, 484), (800, 448)], 5)
        p.line([(800, 484), s.pick((828, 498), (776, 470), (826, 466))], 5)
        for k in range(12):
            a = k * math.tau / 12
            p.disc(800 + 40 * math.cos(a), 484 + 40 * math.sin(a), 2.6)
    # ranges of the court with cloister and gables
    with s.plate(s.down(wall, mix(wall, dim, 0.5), 500, 760)) as p:
        for x0, x1 in ((150, 690), (910, 1450)):
            p.rect(x0, 520, x1, 762)
            for k in range(4):
                w = (x1 - x0) / 4
                p.poly([(x0 + k * w + 14, 522), (x0 + (k + 0.5) * w, 440),
                    (x0 + (k + 1) * w - 14, 522)])
                p.rect(x0 + (k + 0.5) * w - 3, 410, x0 + (k + 0.5) * w + 3, 450)
            for k in range(5):
                x = x0 + (x1 - x0) * k / 4
                p.rect(x - 10, 490, x + 10, 762)
                p.poly([(x - 10, 492), (x, 436), (x + 10, 492)])
        p.rect(690, 690, 910, 762)
    body = p.mask
    s.shade(body, dim, "right", 0.6, 0.5)
    with s.plate(dark, clip=body) as p:
        for x0, x1 in ((150, 690), (910, 1450)):
            for k in range(8):
                x = x0 + (x1 - x0) * (k + 0.5) / 8
                lancet(p, x - 24, 636, x + 24, 762)
        lancet(p, 760, 690, 840, 762)
    with s.plate(lamp, clip=body) as p:
        for x0, x1 in ((150, 690), (910, 1450)):
            for k in range(8):
                x = x0 + (x1 - x0) * (k + 0.5) / 8
                if s.dice.random() < 0.6:
                    for dx in (-13, 3):
                        lancet(p, x + dx, 544, x + dx + 10, 602)
    with s.plate(dim) as p:
        p.rect(140, 612, 690, 619)
        p.rect(910, 612, 1460, 619)
    # lawns and paths
    ground(s, lambda x: 760, mix(ink.far, ink.low, 0.6), mix(ink.far, ink.low, 0.2), 240)
    lawn = ink.depth(0.5)
    with s.plate(s.down(lawn, ink.depth(0.72), 770, 1000)) as p:
        p.poly([(180, 778), (744, 778), (640, 1000), (-260, 1000)])
        p.poly([(856, 778), (1420, 778), (1860, 1000), (960, 1000)])
    with s.plate(mix(lawn, ink.light, 0.18), 0.5, clip=p.mask) as q:
        for k in range(-8, 9, 2):
            q.poly([(800 + k * 70, 770), (800 + (k + 1) * 70, 770), (800 + (k + 1) * 190, 1000),
                (800 + k * 190, 1000)])
    with s.plate(ink.near, 0.35) as p:
        p.poly([(690, 764), (900, 764), (620, 1000), (250, 1000)])
    walkers = ((772, 846, 90), (822, 850, 86), (860, 930, 124), (748, 800, 64), (1130, 800, 62))
    with s.plate(ink.near, 0.5) as p:
        for x, y, h in walkers:
            person(p, x, y, h, 0.12, (-1.2, 0.34))
    with s.plate(dark) as p:
        for x, y, h in walkers:
            person(p, x, y, h, 0.12)
        bicycle(p, 560, 900, 1.0)
        tree(p, s, 60, 930, 560)
        tree(p, s, 1540, 940, 500)
    with s.plate(ink.accent) as p:
        p.pill(848, 846, 874, 872)
    birds(s, 1180, 240, 8, 15)


def spire(p: Plate, x: float, y: float, top: float, w: float) -> None:
    """Cut a slim church tower with a spire."""
    p.rect(x - w, top + w * 4, x + w, y)
    p.poly([(x - w * 1.15, top + w * 4), (x, top), (x + w * 1.15, top + w * 4)])


def lancet(p: Plate, x0: float, y0: float, x1: float, y1: float, tone: int = 255) -> None:
    """Cut an opening with a pointed head."""
    w, mid = x1 - x0, (x0 + x1) / 2
    p.poly([(x0, y1), (x0, y0 + w * 0.7), (x0 + w * 0.12, y0 + w * 0.36), (mid, y0),
        (x1 - w * 0.12, y0 + w * 0.36), (x1, y0 + w * 0.7), (x1, y1)], tone)


def bicycle(p: Plate, x: float, y: float, k: float) -> None:
    """Cut a cyclist in profile."""
    for dx in (-40, 40):
        p.ring(x + dx * k, y - 28 * k, 29 * k, 3 * k)
    p.line([(x - 40 * k, y - 28 * k), (x - 18 * k, y - 68 * k), (x + 30 * k, y - 68 * k),
        (x + 4 * k, y - 28 * k), (x - 40 * k, y - 28 * k)], 3.4 * k)
    p.line([(x - 20 * k, y - 74 * k), (x + 4 * k, y - 28 * k)], 3.4 * k)
    p.line([(x + 40 * k, y - 28 * k), (x + 28 * k, y - 84 * k), (x + 38 * k, y - 90 * k)], 3.4 * k)
    p.taper((x - 20 * k, y - 78 * k), (x + 10 * k, y - 58 * k), 14 * k, 10 * k)
    p.taper((x + 10 * k, y - 60 * k), (x + 2 * k, y - 22 * k), 10 * k, 7 * k)
    p.taper((x - 20 * k, y - 74 * k), (x + 8 * k, y - 128 * k), 26 * k, 30 * k)
    p.taper((x + 8 * k, y - 122 * k), (x + 36 * k, y - 92 * k), 10 * k, 7 * k)
    p.disc(x + 18 * k, y - 146 * k, 13 * k, 14 * k)


@picture("bank", TEAL, BONE, PLUM, DUSK, NORTH, OCHRE)
def bank(s: Scene) -> None:
    """A figure goes down the steps of the Bank of Halden, one rate at a time."""
    ink = s.ink
    sky(s, 860, haze=0.55)
    cx, cy, r = s.pick((1130, 330, 170), (1160, 300, 190), (1120, 340, 160))
    gold = s.pick(mix(ink.light, ink.accent, 0.12), mix(ink.accent, ink.low, 0.1),
        mix(ink.accent, ink.light, 0.2))
    sun(s, cx, cy, r, gold, 2.4)
    rim = mix(gold, ink.near, 0.32)
    with s.plate(rim) as p:
        p.ring(cx, cy, r - 12, 5)
        p.ring(cx, cy, r - 30, 2.5)
        for k in range(60):
            a = k * math.tau / 60
            p.line([(cx + (r - 26) * math.cos(a), cy + (r - 26) * math.sin(a)),
                (cx + (r - 18) * math.cos(a), cy + (r - 18) * math.sin(a))], 2.5)
        q = r * 0.36
        p.poly([(cx - q, cy + q * 0.7), (cx - q * 1.15, cy - q * 0.75),
            (cx - q * 0.55, cy + q * 0.02), (cx, cy - q * 1.05), (cx + q * 0.55, cy + q * 0.02),
            (cx + q * 1.15, cy - q * 0.75), (cx + q, cy + q * 0.7)])
        p.rect(cx - q, cy + q * 0.82, cx + q, cy + q * 1.05)
    clouds(s, [(1430, 470, 300), (820, 150, 280)], mix(ink.low, ink.light, 0.4), 0.7)
    with s.plate(s.down(ink.depth(0.18), mix(ink.far, ink.low, 0.6), 620, 880)) as p:
        roofline(s, p, 900, (-20, 1640), 100, 200)
    stone, dim, dark = mix(ink.light, ink.low, 0.3), mix(ink.mid, ink.low, 0.25), ink.depth(0.9)
    # the bank itself
    with s.plate(stone, shade=(dim, "right", 0.5, 0.6)) as p:
        p.rect(-10, 150, 640, 480)
        p.poly([(-110, 152), (290, 10), (690, 152)])
        p.rect(-10, 130, 672, 160)
    with s.plate(dim) as p:
        p.poly([(-20, 132), (290, 34), (610, 132)])
        p.rect(-10, 158, 656, 166)
    with s.plate(dark) as p:
        p.rect(-10, 196, 620, 480)
    with s.plate(mix(ink.light, ink.accent, 0.2)) as p:
        p.rect(260, 300, 340, 480)
    colonnade(s, (28, 588), (194, 484), 6, 46, stone, dim)
    with s.plate(stone) as p:
        p.ring(290, 96, 28, 6)
    # the stairs: nine treads, each a column of a chart
    count, x0, y0, wide, high = 9, 640, 480, 110, 50
    tops = [y0 + high * (i + 1) * 0.94 for i in range(count)]
    for i, y in enumerate(tops):
        x = x0 + i * wide
        face = mix(stone, dim, 0.15 + 0.07 * i)
        with s.plate(s.down(face, mix(face, ink.mid, 0.55), y, 1000)) as p:
            p.rect(x, y, x + wide + 1, 1000)
        with s.plate(mix(ink.light, stone, 0.3)) as p:
            p.rect(x, y, x + wide, y + 8)
        with s.plate(dark, 0.5) as p:
            p.rect(x, y + 8, x + wide, y + 12)
            p.poly([(x, y - high * 0.94), (x, y), (x - 0.5, y)])
        s_side = Plate(s.size)
        s_side.rect(x, y + 12, x + wide, 1000)
        s.shade(s_side.shrunk(), dim, "down", 0.7, 0.2)
    with s.plate(s.down(mix(stone, dim, 0.2), ink.depth(0.6), 480, 1000)) as p:
        p.rect(-10, 480, x0, 1000)
    with s.plate(dim, 0.9, clip=p.mask) as q:
        for row in range(9):
            y = 500 + row * 58
            q.rect(0, y, x0, y + 4)
            for col in range(8):
                x = col * 92 + (row % 2) * 46 - 20
                q.rect(x, y, x + 4, y + 58)
    s.shade(p.mask, ink.depth(0.85), "down", 0.8, 0.25)
    with s.plate(mix(ink.light, stone, 0.3)) as p:
        p.rect(-10, 476, x0, 488)
    step = s.pick(4, 3, 5)
    x, y = x0 + (step + 0.45) * wide, tops[step]
    with s.plate(ink.near, 0.45) as p:
        person(p, x, y + 4, 190, 0.14, (-0.75, -0.02))
        for i in range(count):
            sx, sy = x0 + i * wide, tops[i]
            p.poly([(sx, sy + 12), (sx + 40, sy + 12), (sx, sy + 70)])
    with s.plate(ink.near) as p:
        person(p, x, y + 2, 196, 0.15)
        p.rect(x + 22, y - 92, x + 58, y - 62)
        p.arc(x + 40, y - 92, 9, (180, 360), 3)
    with s.plate(ink.accent) as p:
        p.poly([(x + 2, y - 164), (x - 54, y - 172), (x - 64, y - 156), (x - 8, y - 150)])
    with s.plate(ink.near) as p:
        for i in (1, 7):
            person(p, x0 + (i + 0.5) * wide, tops[i] + 1, 96, 0.1)
        for px, h in ((60, 110), (130, 104)):
            person(p, px, 480, h)
    ground(s, lambda px: 958, ink.depth(0.85), ink.near, 60)
    birds(s, 900, 240, 5, 14)
