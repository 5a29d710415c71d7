"""The Hill: parliament, the president's house, the vote and the street in front of them."""

from __future__ import annotations

import math

from .brushes import (
    birds,
    bust,
    clouds,
    colonnade,
    crowd,
    cypress,
    ground,
    person,
    roofline,
    sky,
    stars,
    sun,
    tree,
    wave_line,
)
from .palette import AURORA, BONE, DUSK, NIGHT, NORTH, OCHRE, PLUM, ROSE, SLATE, STEEL, TEAL, mix
from .press import Plate, Scene, picture


def dome(s: Scene, x: float, y: float, r: float, stone, dim, dark) -> None:
    """Print a drum, dome and lantern whose dome springs at y."""
    with s.plate(stone) as p:
        p.rect(x - r * 1.05, y, x + r * 1.05, y + r * 1.4)
        p.rect(x - r * 1.16, y - 2, x + r * 1.16, y + r * 0.13)
        p.dome(x, y, r, r * 1.18)
        p.rect(x - r * 0.24, y - r * 1.46, x + r * 0.24, y - r * 1.1)
        p.dome(x, y - r * 1.42, r * 0.26, r * 0.3)
        p.rect(x - r * 0.02, y - r * 2.1, x + r * 0.02, y - r * 1.6)
    body = p.mask
    with s.plate(mix(stone, dim, 0.6), clip=body) as p:
        for k in (-0.78, -0.42, 0, 0.42):
            path = [(x + k * r, y), (x + k * r * 0.8, y - r * 0.66),
                (x + k * r * 0.3, y - r * 1.15)]
            p.line(path, r * 0.025)
    s.shade(body, dim, "right", 0.9, 0.3, 0.62)
    with s.plate(dim, clip=body) as p:
        p.rect(x + r * 0.45, y, x + r * 1.2, y + r * 1.4)
        edge = [(x + r * 0.1, y - r * 1.2), (x + r * 0.46, y - r * 0.76), (x + r * 0.6, y)]
        p.poly([*edge, (x + r * 1.2, y), (x + r * 1.2, y - r * 1.2)])
        p.rect(x + r * 0.04, y - r * 1.8, x + r * 0.4, y - r * 1.18)
        p.rect(x - r * 1.2, y + r * 0.13, x + r * 1.2, y + r * 0.19)
    with s.plate(dark, clip=body) as p:
        for i in range(9):
            at = x - r * 0.92 + i * r * 0.23
            p.arch(at - r * 0.06, y + r * 0.34, at + r * 0.06, y + r * 1.1)
        for k in (-0.14, 0, 0.14):
            p.arch(x + k * r - r * 0.035, y - r * 1.38, x + k * r + r * 0.035, y - r * 1.14)
    with s.plate(s.ink.accent) as p:
        top = y - r * 2.1
        p.poly([(x, top), (x + r * 0.58, top + r * 0.12), (x, top + r * 0.26)])


@picture("senate", DUSK, NORTH, OCHRE, ROSE, TEAL, PLUM)
def senate(s: Scene) -> None:
    """The Senate on Quarry Hill, its dome before a low sun."""
    ink = s.ink
    sky(s, 760)
    disc = s.pick(mix(ink.accent, ink.low, 0.3), mix(ink.accent, ink.low, 0.12), ink.light)
    sun(s, s.pick(800, 950, 610), s.pick(400, 340, 450), s.pick(280, 225, 300), disc, 2.1)
    bank = mix(ink.low, ink.light, 0.4)
    clouds(s, [(250, 300, 420), (1390, 230, 380), (1210, 430, 330)], bank, 0.8)
    with s.plate(s.down(ink.depth(0.15), mix(ink.far, ink.low, 0.6), 560, 760)) as p:
        roofline(s, p, 780, (-20, 1640), 60, 130)
    hill = wave_line(s, 724, 6, 900)
    with s.plate(s.down(ink.depth(0.5), ink.depth(0.25), 620, 740)) as p:
        for x in range(-20, 1650, 58):
            tree(p, s, x + s.dice.uniform(-20, 20), 745, s.dice.uniform(80, 130))
    ground(s, hill, mix(ink.depth(0.4), ink.low, 0.3), ink.depth(0.62), 170)
    stone, dim, dark = mix(ink.light, ink.low, 0.25), mix(ink.mid, ink.low, 0.3), ink.depth(0.8)
    dome(s, 800, 322, 122, stone, dim, dark)
    with s.plate(stone, shade=(dim, "right", 0.6, 0.45)) as p:
        p.rect(300, 540, 1300, 724)
        p.rect(288, 526, 1312, 544)
        p.rect(286, 706, 1314, 734)
        p.rect(480, 474, 1120, 540)
    with s.plate(dim) as p:
        p.rect(300, 544, 1300, 549)
        p.rect(286, 706, 1314, 710)
        p.poly([(286, 734), (1314, 734), (1440, 752), (420, 752)])
    with s.plate(dark) as p:
        for x0, x1 in ((318, 572), (1030, 1284)):
            for i in range(7):
                x = x0 + (x1 - x0) / 7 * (i + 0.5)
                p.arch(x - 9, 570, x + 9, 630)
                p.rect(x - 9, 650, x + 9, 692)
        p.rect(590, 520, 1010, 716)
    colonnade(s, (610, 990), (524, 712), 8, 26, stone, dim)
    with s.plate(stone) as p:
        p.rect(574, 492, 1026, 526)
        p.poly([(560, 494), (800, 396), (1040, 494)])
    with s.plate(dim) as p:
        p.poly([(618, 482), (800, 410), (982, 482)])
        p.rect(574, 506, 1026, 510)
    with s.plate(stone) as p:
        p.disc(800, 456, 19)
        p.pill(700, 470, 900, 477)
    with s.plate(s.down(mix(stone, dim, 0.15), dim, 712, 890)) as p:
        p.poly([(584, 716), (1016, 716), (1150, 890), (450, 890)])
    with s.plate(dim, clip=p.mask) as steps:
        for i in range(11):
            t = i / 11
            y = 722 + 166 * t**1.3
            steps.rect(400, y, 1200, y + 2 + 5 * t)
    ground(s, lambda x: 884 + ((x - 800) / 800) ** 2 * 24, ink.depth(0.74), ink.near, 120)
    with s.plate(ink.depth(0.9)) as p:
        for x in (60, 200, 335, 1270, 1400, 1530):
            tree(p, s, x, 905, s.dice.uniform(190, 320))
        p.poly([(0, 880), (462, 846), (462, 900), (0, 930)])
        p.poly([(1600, 880), (1138, 846), (1138, 900), (1600, 930)])
    visitors = ((700, 846, 52), (732, 852, 56), (905, 794, 40), (1000, 868, 60), (640, 770, 34))
    with s.plate(mix(ink.near, ink.mid, 0.3), 0.7) as p:
        for x, y, h in visitors:
            person(p, x, y, h, 0.1, (1.5, 0.16))
    with s.plate(ink.near) as p:
        for x, y, h in visitors:
            person(p, x, y, h)
    birds(s, 1180, 250, 6, 16)


@picture("lantern-house", NIGHT, PLUM, SLATE, TEAL, DUSK, AURORA)
def lantern_house(s: Scene) -> None:
    """Lantern House after dark, the lamp in its cupola lit."""
    ink = s.ink
    sky(s, 800, haze=0.35)
    stars(s, 520, 110)
    gold = mix(ink.accent, ink.light, s.pick(0.25, 0.4, 0.75))
    with s.plate(s.down(ink.depth(0.2), ink.low, 560, 800)) as p:
        for x in range(-20, 1640, 70):
            tree(p, s, x, 800, s.dice.uniform(150, 260))
    with s.plate(ink.depth(0.55)) as p:
        for x in range(-40, 1680, 96):
            if abs(x - 800) > 360:
                tree(p, s, x + s.dice.uniform(-20, 20), 820, s.dice.uniform(210, 350))
    s.glow(800, 236, 560, gold, 0.75)
    with s.plate(gold, 0.13) as p:
        for i in range(14):
            angle = math.tau * i / 14 + 0.1
            p.poly([(800, 236), *((800 + 1300 * math.cos(angle + d),
                236 + 1300 * math.sin(angle + d)) for d in (-0.07, 0.07))])
    wall, roof, dark = mix(ink.mid, ink.low, 0.42), ink.depth(0.82), ink.near
    with s.plate(s.down(roof, ink.depth(0.6), 330, 500)) as p:
        p.poly([(392, 492), (500, 372), (1100, 372), (1208, 492)])
        for x in (470, 560, 1010, 1100):
            p.rect(x, 318, x + 40, 440)
            p.rect(x - 5, 314, x + 45, 326)
    with s.plate(wall, shade=(roof, "down", 0.6, 0.3)) as p:
        p.rect(410, 490, 1190, 806)
        p.rect(396, 482, 1204, 496)
        p.rect(704, 366, 896, 410)
        p.rect(726, 320, 874, 372)
    with s.plate(roof) as p:
        p.rect(720, 172, 880, 182)
        p.dome(800, 174, 70, 62)
        p.rect(797, 60, 803, 118)
        p.disc(800, 62, 8)
        p.rect(716, 312, 884, 324)
    with s.plate(mix(gold, ink.light, 0.4)) as p:
        p.rect(734, 182, 866, 312)
    with s.plate(ink.light) as p:
        p.disc(800, 252, 34, 46)
    with s.plate(dark) as p:
        for x in (732, 764, 796, 829, 861):
            p.rect(x, 180, x + 7, 314)
        p.rect(732, 222, 868, 226)
    with s.plate(gold) as p:
        for x in (450, 530, 610, 950, 1030, 1110):
            p.rect(x, 532, x + 42, 616)
            p.arch(x, 660, x + 42, 768)
        for x in (716, 779, 842):
            p.arch(x, 528, x + 42, 612)
    lit = p.mask
    with s.plate(roof, clip=lit) as p:
        for x in (450, 530, 610, 950, 1030, 1110, 716, 779, 842):
            p.rect(x + 19, 520, x + 23, 780)
            for y in (560, 588, 700, 736):
                p.rect(x, y, x + 42, y + 3)
        for x in s.pick((530, 1030), (610, 450), (950, 1110)):
            p.rect(x, 520, x + 42, 640)
    # porch and door
    with s.plate(mix(wall, ink.light, 0.25)) as p:
        p.poly([(668, 640), (800, 586), (932, 640)])
        p.rect(668, 638, 932, 652)
        for x in (684, 742, 842, 900):
            p.rect(x, 650, x + 16, 806)
    with s.plate(mix(gold, ink.light, 0.5)) as p:
        p.arch(768, 680, 832, 806)
    # drive, lawn and gates
    ground(s, lambda x: 804, ink.depth(0.72), ink.near, 190)
    with s.plate(s.down(gold, mix(ink.near, gold, 0.16), 804, 980), 0.85) as p:
        p.poly([(764, 804), (836, 804), (1120, 1000), (480, 1000)])
    s.shade(p.mask, ink.near, "down", 0.7, 0.1)
    with s.plate(ink.depth(0.93)) as p:
        for side in (-1, 1):
            for i, x in enumerate((300, 440, 640)):
                cypress(p, 800 + side * (150 + x * 0.9), 836 + i * 34, 230 + i * 130)
    with s.plate(dark) as p:
        for x in (470, 1070):
            p.rect(x, 770, x + 60, 1000)
            p.rect(x - 8, 762, x + 68, 780)
            p.disc(x + 30, 738, 26)
        for x0, x1 in ((-10, 470), (1130, 1610)):
            p.rect(x0, 840, x1, 848)
            p.rect(x0, 960, x1, 968)
            for i in range(17):
                x = x0 + (x1 - x0) * (i + 0.5) / 17
                p.rect(x - 2.5, 812, x + 2.5, 1000)
                p.poly([(x - 6, 816), (x, 796), (x + 6, 816)])
    with s.plate(dark) as p:
        person(p, s.pick(790, 760, 850), s.pick(880, 900, 862), s.pick(84, 96, 70))


@picture("ballot", TEAL, ROSE, BONE, DUSK, NORTH, OCHRE)
def ballot(s: Scene) -> None:
    """Voters climb to a ballot box the size of a house."""
    ink = s.ink
    sky(s, 760, haze=0.5)
    sun(s, s.pick(1150, 1100, 420), s.pick(300, 360, 260), s.pick(150, 190, 130), ink.light, 2.6)
    clouds(s, [(300, 200, 420), (1320, 460, 380), (160, 520, 300)], mix(ink.low, ink.light, 0.7),
        0.8)
    with s.plate(s.down(ink.depth(0.2), mix(ink.far, ink.low, 0.5), 600, 770)) as p:
        roofline(s, p, 780, (-20, 1640), 70, 150)
    plaza = mix(ink.far, ink.low, 0.55)
    ground(s, lambda x: 760, mix(plaza, ink.light, 0.3), plaza, 240)
    with s.plate(ink.depth(0.4), 0.22) as p:
        for k in range(-14, 15):
            p.line([(800 + k * 60, 760), (800 + k * 260, 1000)], 2)
        for y in (776, 800, 836, 888, 956):
            p.rect(0, y, 1600, y + 2)
    with s.plate(ink.depth(0.65), 0.75) as p:
        p.poly([(640, 850), (1120, 850), (1260, 800), (1720, 900), (1720, 1000), (1180, 960)])
    s.shade(p.mask, plaza, "right", 0.7, 0.2)
    # the box
    front, side, top = ink.depth(0.62), ink.depth(0.9), ink.depth(0.36)
    with s.plate(front, shade=(side, "down", 0.5, 0.3)) as p:
        p.rect(620, 420, 1120, 860)
    with s.plate(side) as p:
        p.poly([(1120, 420), (1260, 372), (1260, 806), (1120, 860)])
    with s.plate(top) as p:
        p.poly([(604, 424), (1126, 424), (1276, 370), (764, 370)])
    with s.plate(mix(front, ink.near, 0.35)) as p:
        p.rect(604, 422, 1130, 446)
        p.poly([(1130, 422), (1276, 368), (1276, 390), (1130, 446)])
    with s.plate(ink.near) as p:
        p.poly([(770, 408), (1100, 408), (1126, 398), (800, 398)])
    paper = mix(ink.light, (255, 255, 255), 0.4)
    with s.plate(paper, shade=(mix(plaza, ink.mid, 0.3), "down", 0.7, 0.45)) as p:
        p.poly([(836, 404), (836, 168), (1064, 168), (1064, 404)])
    with s.plate(ink.near) as p:
        for y in (208, 262, 316):
            p.rect(912, y + 10, 1034, y + 16)
            p.rect(912, y + 24, s.dice.uniform(960, 1020), y + 29)
            p.rect(862, y, 896, y + 34)
            p.rect(866, y + 4, 892, y + 30, 0)
    row = s.pick(262, 208, 316)
    with s.plate(ink.accent) as p:
        p.line([(858, row - 4), (900, row + 38)], 8)
        p.line([(900, row - 4), (858, row + 38)], 8)
    # emblem: the mark on the box
    with s.plate(mix(front, ink.light, 0.85)) as p:
        p.rect(766, 546, 974, 754)
        p.rect(784, 564, 956, 736, 0)
    with s.plate(ink.accent) as p:
        p.taper((798, 568), (962, 748), 40, 26)
        p.taper((978, 530), (788, 742), 24, 40)
    # stairs
    count, x0, y0, x1, y1 = 19, 96, 880, 640, 424
    outline = [(x0, 894)]
    for i in range(count):
        x, y = x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * (i + 1) / count
        outline += [(x, y), (x0 + (x1 - x0) * (i + 1) / count, y)]
    outline += [(x1, 894)]
    with s.plate(mix(ink.depth(0.5), ink.low, 0.35), shade=(ink.depth(0.7), "down", 0.6,
            0.35)) as p:
        p.poly(outline)
    with s.plate(side, 0.9, clip=p.mask) as q:
        for i in range(3):
            x = 260 + i * 130
            q.arch(x, 894 - (x - 130) * 0.62, x + 84, 894)
    folk = []
    for i in range(8):
        step = 1 + i * 2.35
        folk.append((x0 + (x1 - x0) * (step + 0.5) / count,
            y0 + (y1 - y0) * (int(step) + 1) / count, 88))
    with s.plate(ink.near) as p:
        for x, y, h in folk:
            person(p, x, y, h * s.dice.uniform(0.92, 1.05), 0.12)
    with s.plate(paper) as p:
        for x, y, h in folk:
            p.poly([(x + 8, y - h * 0.62), (x + 26, y - h * 0.66), (x + 28, y - h * 0.5),
                (x + 10, y - h * 0.46)])
    queue = [(x, 930 + 6 * math.sin(x)) for x in range(40, 520, 56)]
    with s.plate(ink.near, 0.6) as p:
        for x, y in queue:
            person(p, x, y, 100, 0.08, (1.3, 0.22))
    with s.plate(ink.near) as p:
        for x, y in queue:
            person(p, x, y, 100 * s.dice.uniform(0.9, 1.06), 0.08)


@picture("protest", PLUM, BONE, TEAL, DUSK, OCHRE, STEEL)
def protest(s: Scene) -> None:
    """A crowd with blank placards before the Hill."""
    ink = s.ink
    sky(s, 700, haze=0.5)
    sun(s, s.pick(800, 1120, 700), 350, 170, mix(ink.low, ink.light, 0.7), 3)
    far = ink.depth(0.3)
    with s.plate(s.down(mix(far, ink.low, 0.4), mix(far, ink.low, 0.7), 480, 700)) as p:
        roofline(s, p, 720, (-20, 1640), 90, 190)
    with s.plate(s.down(far, mix(far, ink.low, 0.5), 300, 720)) as p:
        p.rect(560, 520, 1000, 720)
        p.poly([(640, 522), (780, 462), (920, 522)])
        p.rect(720, 400, 840, 480)
        p.dome(780, 402, 66, 74)
        p.rect(768, 300, 792, 340)
        p.rect(778, 270, 782, 320)
    flare = mix(ink.accent, ink.low, 0.25)
    for x, y, r in ((240, 560, 210), (330, 430, 240), (430, 330, 200), (190, 640, 180)):
        s.glow(x, y, r * 1.35, flare, 0.8)
        s.glow(x, y, r, flare, 0.5, soft=True)
    with s.plate(s.down(ink.depth(0.45), ink.depth(0.3), 560, 900)) as p:
        crowd(p, s, 700, 86, 34, (-20, 1620))
    with s.plate(mix(ink.light, ink.far, 0.25)) as p:
        for _ in range(9):
            x, y = s.dice.uniform(60, 1540), s.dice.uniform(520, 600)
            sign(p, x, y, s.dice.uniform(70, 96), 56, s.dice.uniform(-0.12, 0.12), 120)
    with s.plate(s.down(ink.depth(0.68), ink.depth(0.5), 640, 1000)) as p:
        crowd(p, s, 800, 150, 19, (-20, 1620))
    boards = [(250, 520, 150, 104, -0.1), (560, 560, 130, 96, 0.06), (1380, 500, 160, 112, 0.1)]
    for x, y, w, h, tilt in boards:
        with s.plate(ink.depth(0.85)) as p:
            p.line([(x, y), (x + tilt * 200, y + 330)], 9)
        with s.plate(mix(ink.light, ink.low, 0.25), shade=(ink.far, "down", 0.7, 0.3)) as p:
            sign(p, x, y, w, h, tilt, 0)
    # the one flag
    pole = [(1010, 860), (960, 170)]
    with s.plate(ink.near) as p:
        p.taper(*pole, 14, 9)
        p.disc(960, 168, 11)
    cloth = [(962, 182), (1060, 160), (1180, 206), (1300, 176), (1322, 330), (1200, 368),
        (1080, 322), (974, 348)]
    with s.plate(ink.accent, shade=(mix(ink.accent, ink.near, 0.55), "down", 0.7, 0.35)) as p:
        p.curve(cloth)
    with s.plate(mix(ink.accent, ink.near, 0.35), 0.8, clip=p.mask) as q:
        q.curve([(1150, 150), (1200, 200), (1230, 380), (1170, 400), (1160, 260)])
    with s.plate(s.down(ink.depth(0.9), ink.near, 760, 1000)) as p:
        crowd(p, s, 900, 250, 10, (-60, 1660))
        p.curve([(1000, 900), (985, 760), (1000, 700), (1026, 705), (1040, 770), (1090, 900)])
        p.disc(1004, 700, 24, 27)
    with s.plate(mix(ink.near, (0, 0, 0), 0.35)) as p:
        for x, kind in ((-20, 2), (300, 0), (640, 3), (1180, 1), (1560, 0)):
            bust(p, x + s.dice.uniform(-40, 40), 800 + s.dice.uniform(-20, 40), 380, kind)


def sign(p: Plate, x: float, y: float, w: float, h: float, tilt: float, stick: float) -> None:
    """Cut a placard centred on (x, y), tilted, on its stick."""
    cos, sin = math.cos(tilt), math.sin(tilt)
    corners = [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]
    p.poly([(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners])
    if stick:
        p.line([(x, y), (x - sin * stick, y + cos * stick)], 5)
