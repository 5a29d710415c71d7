"""Ships, from the slipway to the sea bed of the strait."""

from __future__ import annotations

import math

from .brushes import (
    birds,
    clouds,
    glitter,
    ground,
    lattice,
    person,
    ranges,
    reflect,
    ripple,
    sky,
    sun,
    water,
    wave_line,
    windows,
    wire,
)
from .palette import AURORA, DUSK, NIGHT, NORTH, OCHRE, PLUM, ROSE, SLATE, STEEL, TEAL, mix
from .press import Plate, Scene, picture, spline
from .shore import crane


@picture("shipyard", OCHRE, STEEL, DUSK, TEAL, ROSE, NORTH)
def shipyard(s: Scene) -> None:
    """A bow on the slipway, the yard's gantry over it."""
    ink = s.ink
    sky(s, 800, haze=0.5)
    sun(s, s.pick(1120, 1080, 1180), s.pick(330, 260, 420), 150, ink.light, 2.8)
    with s.plate(s.down(ink.depth(0.22), mix(ink.far, ink.low, 0.5), 560, 820)) as p:
        for i in range(9):
            x = -40 + i * 190
            p.poly([(x, 820), (x, 640), (x + 150, 570), (x + 150, 640), (x + 190, 640),
                (x + 190, 820)])
        crane(p, 110, 700, 480, 1, 0.7)
        crane(p, 1530, 700, 430, -1, 0.5)
    ground(s, lambda x: 800, mix(ink.far, ink.low, 0.3), ink.depth(0.5), 220)
    # gantry
    with s.plate(s.down(ink.depth(0.86), ink.depth(0.6), 60, 800)) as p:
        for x in (250, 1350):
            lattice(p, (x - 44, 812), (x - 20, 150), 40, 34, 12, 7)
            lattice(p, (x + 44, 812), (x + 20, 150), 40, 34, 12, 7)
        p.rect(120, 92, 1480, 152)
        p.rect(120, 60, 1480, 68)
        for x in range(120, 1490, 40):
            p.rect(x, 60, x + 4, 96)
    with s.plate(ink.accent) as p:
        t = s.pick(640, 930, 540)
        p.rect(t - 46, 140, t + 46, 190)
        p.rect(120, 108, 1480, 122)
    with s.plate(ink.near) as p:
        for k in (-20, 20):
            p.line([(t + k, 190), (t + k * 0.6, 300)], 4)
        p.poly([(t - 20, 296), (t + 20, 296), (t + 12, 326), (t - 12, 326)])
        p.arc(t, 338, 14, (-60, 180), 6)
    # the hull, seen from dead ahead
    deck, keel = 330, 838
    left = spline([(548, deck), (560, 470), (618, 620), (692, 742), (768, keel)], False)
    right = [(1600 - x, y) for x, y in left][::-1]
    lit, dim = mix(ink.mid, ink.low, 0.36), ink.depth(0.86)
    with s.plate(s.down(lit, mix(lit, ink.mid, 0.6), deck, keel)) as p:
        p.poly([*left, *right])
        p.poly([(548, deck + 2), (800, deck - 46), (1052, deck + 2)])
    body = p.mask
    with s.plate(s.down(mix(ink.accent, ink.low, 0.1), mix(ink.accent, ink.near, 0.35), 640, keel),
            clip=body) as p:
        p.poly([(500, 648), (800, 676), (1100, 648), (1100, 900), (500, 900)])
    with s.plate(ink.light, clip=body) as p:
        p.poly([(500, 636), (800, 664), (1100, 636), (1100, 648), (800, 676), (500, 648)])
    s.shade(body, dim, "left", 0.5, 0.55)
    with s.plate(dim, 0.66, clip=body) as p:
        p.poly([(800, 200), (1200, 200), (1200, 900), (800, 900)])
    with s.plate(dim, 0.35, clip=body) as p:
        for y in (392, 466, 540, 612):
            p.line([(500, y - 14), (800, y + 16), (1100, y - 14)], 2)
        for x in (590, 660, 730, 870, 940, 1010):
            p.line([(x, 280), (800 + (x - 800) * 0.86, 560), (800 + (x - 800) * 0.5, 850)], 2)
    with s.plate(ink.near) as p:
        for x in (672, 928):
            p.disc(x, 442, 15, 21)
            p.rect(x - 4, 450, x + 4, 510)
            p.arc(x, 494, 28, (10, 170), 9)
        p.rect(797, deck - 46, 803, keel)
        p.line([(548, deck), (800, deck - 46), (1052, deck)], 7)
        for x in range(560, 1050, 35):
            y = deck - 46 + abs(x - 800) * 0.183
            p.rect(x - 1.5, y - 26, x + 1.5, y)
        p.line([(548, deck - 25), (800, deck - 71), (1052, deck - 25)], 3)
    with s.plate(ink.light, 0.9, clip=body) as p:
        for i in range(7):
            p.rect(776, 560 + i * 34, 788, 563 + i * 34)
            p.rect(776, 574 + i * 34, 782, 577 + i * 34)
    # bulb, blocks and scaffolds
    with s.plate(mix(ink.accent, ink.near, 0.3), shade=(dim, "right", 0.9, 0.2)) as p:
        p.disc(800, 764, 62, 78)
    with s.plate(ink.depth(0.9)) as p:
        for x in (640, 700, 760, 820, 880, 940):
            p.rect(x - 12, 820 - abs(800 - x) * 0.05, x + 32, 862)
        for x0, x1 in ((380, 560), (1040, 1220)):
            for x in (x0, (x0 + x1) / 2, x1):
                p.rect(x - 3, 300, x + 3, 850)
            for y in (380, 470, 560, 650, 740):
                p.rect(x0 - 12, y, x1 + 12, y + 6)
                p.rect(x0 - 12, y - 30, x1 + 12, y - 27)
                p.line([(x0, y + 90), ((x0 + x1) / 2, y)], 3)
    ground(s, lambda x: 852, ink.depth(0.78), ink.near, 130)
    folk = ((470, 650, 46), (520, 470, 46), (1100, 560, 46), (1180, 740, 46))
    crew = ((300, 892, 84), (352, 900, 88), (690, 884, 74), (1310, 910, 92), (1010, 884, 74))
    with s.plate(ink.near) as p:
        for x, y, h in folk:
            person(p, x, y, h)
        for x, y, h in crew:
            person(p, x, y, h)
            p.dome(x, y - h * 0.95, h * 0.09, h * 0.09)
    with s.plate(ink.accent) as p:
        for x, y, h in crew:
            p.dome(x, y - h * 0.955, h * 0.085, h * 0.085)
    spark = s.pick((1044, 640), (560, 560), (1050, 470))
    s.glow(*spark, 120, ink.light, 1)
    with s.plate(ink.light) as p:
        for _ in range(26):
            a, far = s.dice.uniform(0.1, 3.0), s.dice.uniform(20, 110)
            x, y = spark[0] + math.cos(a) * far, spark[1] + math.sin(a) * far
            p.taper((x, y), (x - math.cos(a) * 14, y - math.sin(a) * 14), 3, 1)
        p.disc(*spark, 8)


def stack(s: Scene, p: Plate, hues: list, x0: float, y: float, heights, w: float, h: float) -> list:
    """Cut container stacks on one plate and return their boxes with an ink for each."""
    boxes = []
    for col, high in enumerate(heights):
        for row in range(high):
            box = (x0 + col * w + 1, y - (row + 1) * h + 1, x0 + (col + 1) * w - 1, y - row * h - 1)
            p.rect(*box)
            boxes.append((box, s.dice.choice(hues)))
    return boxes


@picture("container-ship", TEAL, ROSE, DUSK, NORTH, OCHRE, PLUM)
def container_ship(s: Scene) -> None:
    """A laden container ship crosses the Narrow Sea."""
    ink = s.ink
    line = 716
    sky(s, line)
    sx = s.pick(1120, 500, 860)
    disc = s.pick(ink.light, ink.light, mix(ink.accent, ink.low, 0.2))
    sun(s, sx, s.pick(330, 300, 400), s.pick(150, 130, 190), disc)
    clouds(s, [(260, 210, 460), (1350, 150, 420), (820, 120, 300)], mix(ink.low, ink.light, 0.5),
        0.75)
    ranges(s, 660, 680, 2, 16, 0.25, 800)
    w, h = 66, 36
    hues = [ink.accent, mix(ink.accent, ink.near, 0.35), ink.mid, ink.depth(0.75),
        mix(ink.light, ink.far, 0.3), mix(ink.far, ink.low, 0.3), mix(ink.mid, ink.low, 0.4)]
    heights = [s.dice.randint(5, 7) for _ in range(5)] + [s.dice.randint(4, 7) for _ in range(8)]
    heights[5], heights[-1], heights[-2] = 0, 3, 4
    with s.plate(ink.near) as p:
        boxes = stack(s, p, hues, 322, 622, heights, w, h)
    for hue in hues:
        with s.plate(hue) as p:
            for box, own in boxes:
                if own == hue:
                    p.rect(*box)
    with s.plate(ink.near, 0.28) as p:
        for (x0, y0, x1, y1), _ in boxes:
            for k in range(1, 8):
                p.rect(x0 + (x1 - x0) * k / 8, y0 + 4, x0 + (x1 - x0) * k / 8 + 2, y1 - 4)
            p.rect(x0, y1 - 5, x1, y1)
    # bridge tower
    white = mix(ink.light, ink.low, 0.3)
    with s.plate(white, shade=(mix(ink.mid, ink.low, 0.4), "left", 0.7, 0.4)) as p:
        p.rect(656, 316, 716, 626)
        p.rect(634, 340, 738, 372)
        p.rect(648, 300, 724, 318)
    with s.plate(ink.near) as p:
        p.rect(640, 347, 732, 361)
        for y in range(394, 620, 34):
            for x in (664, 682, 700):
                p.rect(x, y, x + 9, y + 12)
        p.rect(684, 220, 689, 302)
        p.rect(666, 246, 707, 250)
        p.rect(674, 268, 699, 272)
    with s.plate(ink.accent) as p:
        p.rect(250, 480, 306, 626)
    with s.plate(ink.near) as p:
        p.rect(246, 474, 310, 500)
        p.rect(262, 452, 274, 476)
        p.rect(282, 446, 294, 476)
    # hull
    shape = [(180, 612), (300, 618), (1250, 622), (1330, 590), (1432, 566), (1396, 650),
        (1366, 700), (1352, 742), (236, 742), (196, 690)]
    with s.plate(s.down(ink.depth(0.82), ink.near, 570, 740)) as p:
        p.poly(shape)
    body = p.mask
    s.shade(body, mix(ink.mid, ink.low, 0.25), "up", 0.5, 0.35)
    with s.plate(mix(ink.accent, ink.near, 0.15), clip=body) as p:
        p.rect(0, 704, 1600, 760)
    with s.plate(white, clip=body) as p:
        p.rect(0, 698, 1600, 704)
    with s.plate(ink.near) as p:
        p.rect(1300, 540, 1305, 600)
        p.line([(180, 604), (300, 608)], 4)
        p.disc(1352, 634, 9, 12)
        for x in range(330, 1250, 22):
            p.rect(x, 610, x + 3, 624)
    reflect(s, line + 20, mix(ink.mid, ink.low, 0.2), 0.5, 0.55)
    with s.plate(ink.depth(0.85), 0.5) as p:
        ripple(p, s, (0, 1600), (line + 24, 1000), 90)
    glitter(s, sx, line + 24, 980, 320, mix(disc, ink.light, 0.4), 70)
    with s.plate(mix(ink.light, ink.low, 0.2)) as p:
        p.curve([(1340, 742), (1400, 722), (1460, 736), (1520, 741), (1440, 748)])
        p.curve([(60, 742), (150, 730), (236, 726), (300, 742), (200, 748)])
        ripple(p, s, (180, 1400), (738, 766), 30)
    with s.plate(mix(ink.near, ink.mid, 0.15)) as p:
        for i in range(3):
            top = wave_line(s, 920 + i * 34, 12, 420)
            if i == 2:
                p.poly([*((x, top(x)) for x in range(-10, 1620, 10)), (1620, 1000), (-10, 1000)])
    birds(s, 1180, 420, 9, 18)


@picture("frigate", STEEL, SLATE, PLUM, DUSK, TEAL, OCHRE)
def frigate(s: Scene) -> None:
    """A frigate of the Littoral Pact on patrol at first light."""
    ink = s.ink
    line = 690
    sky(s, line, haze=0.6)
    sx = s.pick(1090, 480, 960)
    disc = s.pick(ink.accent, mix(ink.accent, ink.low, 0.15), ink.light)
    sun(s, sx, s.pick(560, 500, 600), s.pick(150, 120, 210), disc)
    clouds(s, [(280, 250, 620), (620, 190, 420), (1330, 320, 520), (1050, 140, 360),
        (180, 420, 360)], mix(ink.low, ink.light, 0.45), 0.7)
    ranges(s, 655, 655, 1, 14, 0.2, 600)
    with s.plate(ink.depth(0.35)) as p:
        warship(p, s.pick(1330, 1360, 260), 690, 0.24)
    water(s, line, mix(ink.low, ink.mid, 0.4), ink.depth(0.75), 60)
    with s.plate(s.down(ink.depth(0.62), ink.depth(0.85), 240, 740)) as p:
        warship(p, 760, 748, 1)
    body = p.mask
    s.shade(body, mix(ink.low, ink.far, 0.5), "up", 0.5, 0.3)
    with s.plate(ink.near, 0.8, clip=body) as q:
        q.poly([(200, 700), (1500, 700), (1500, 760), (200, 760)])
        q.rect(690, 500, 700, 560)
        q.poly([(826, 452), (950, 452), (950, 466), (826, 466)])
        for x in (500, 545, 590):
            q.rect(x, 584, x + 22, 612)
    reflect(s, 742, mix(ink.mid, ink.near, 0.3), 0.5, 0.6)
    with s.plate(ink.near, 0.5) as p:
        ripple(p, s, (0, 1600), (750, 1000), 80)
    glitter(s, sx, 748, 980, 280, mix(disc, ink.light, 0.2), 70)
    with s.plate(mix(ink.light, ink.low, 0.25)) as p:
        p.curve([(1270, 746), (1350, 716), (1392, 700), (1410, 722), (1480, 738), (1560, 744),
            (1400, 754)])
        p.curve([(40, 748), (140, 736), (214, 728), (330, 746), (180, 756)])
        ripple(p, s, (240, 1340), (742, 772), 34)
    for i, (base, tone) in enumerate(((880, 0.8), (940, 1))):
        top = wave_line(s, base, 16, 420, 0.4)
        ground(s, top, ink.depth(tone), None)
        with s.plate(mix(ink.low, ink.light, 0.2), 0.4 - 0.15 * i) as p:
            p.line([(px, top(px) + 1) for px in range(-10, 1611, 10)], 2.5)
    birds(s, 420, 420, 5, 16)


def warship(p: Plate, x: float, y: float, k: float) -> None:
    """Cut a modern frigate in profile, bow to the right; x is amidships, y the waterline."""

    def cut(*points: tuple[float, float]) -> None:
        """Cut a polygon given in ship's measure."""
        p.poly([(x + px * k, y - py * k) for px, py in points])

    cut((-540, 100), (300, 104), (620, 152), (540, 0), (-510, 0))
    cut((-520, 98), (-300, 98), (-300, 190), (-500, 190))
    cut((-300, 98), (230, 98), (200, 172), (-290, 172))
    cut((-200, 170), (-90, 170), (-104, 262), (-190, 262))
    cut((30, 170), (215, 170), (190, 250), (176, 306), (60, 306), (40, 250))
    cut((84, 300), (150, 300), (136, 400), (98, 400))
    cut((-160, 260), (-128, 260), (-136, 352), (-152, 352))
    for a, b, wide in (((117, 390), (117, 520), 10), ((-144, 340), (-144, 420), 7),
            ((-420, 190), (-420, 268), 5)):
        p.taper((x + a[0] * k, y - a[1] * k), (x + b[0] * k, y - b[1] * k), wide * k,
            wide * k * 0.4)
    cut((78, 428), (156, 428), (150, 440), (84, 440))
    cut((92, 466), (142, 466), (142, 473), (92, 473))
    cut((-178, 366), (-112, 366), (-118, 388), (-170, 388))
    p.disc(x + 117 * k, y - 408 * k, 26 * k, 22 * k)
    p.disc(x + 176 * k, y - 322 * k, 20 * k, 22 * k)
    cut((286, 102), (356, 108), (346, 150), (296, 150))
    p.taper((x + 340 * k, y - 138 * k), (x + 430 * k, y - 160 * k), 9 * k, 6 * k)
    cut((560, 140), (564, 140), (564, 196), (560, 196))
    for i in range(9):
        rail = x + (400 + i * 22) * k
        p.rect(rail, y - (140 + i * 3.4) * k, rail + 2 * k, y - (104 + i * 4.6) * k)
    for px in (-535, -528):
        p.rect(x + px * k, y - 150 * k, x + (px + 3) * k, y - 98 * k)


@picture("cable-ship", TEAL, NIGHT, SLATE, DUSK, AURORA, PLUM)
def cable_ship(s: Scene) -> None:
    """A cable layer works above the break on the sea bed."""
    ink = s.ink
    line = 330
    sky(s, line, haze=0.75)
    sx = s.pick(1180, 1130, 420)
    sun(s, sx, 230, 70, ink.light, 3)
    clouds(s, [(260, 150, 380), (1420, 190, 320)], mix(ink.low, ink.light, 0.5), 0.7)
    ranges(s, 306, 306, 1, 10, 0.2, 500)
    white = mix(ink.light, ink.low, 0.2)
    x = s.pick(560, 600, 540)
    with s.plate(white, shade=(mix(ink.mid, ink.low, 0.3), "left", 0.6, 0.5)) as p:
        p.rect(x + 30, 214, x + 230, 296)
        p.rect(x + 56, 168, x + 210, 216)
        p.rect(x + 76, 134, x + 176, 170)
        p.poly([(x - 250, 292), (x + 300, 292), (x + 346, 254), (x + 240, 286), (x - 250, 276)])
    with s.plate(ink.near) as p:
        p.rect(x + 82, 144, x + 170, 156)
        windows(p, (x + 62, 178, x + 204, 206), 9, 1, 0.5)
        windows(p, (x + 38, 230, x + 222, 286), 11, 2, 0.4)
        p.rect(x + 122, 70, x + 127, 136)
        p.rect(x + 104, 92, x + 146, 95)
        p.line([(x - 210, 280), (x - 160, 170), (x - 110, 280)], 7)
        p.taper((x - 160, 180), (x - 284, 210), 8, 6)
        p.line([(x - 160, 172), (x - 20, 270)], 3)
    with s.plate(ink.accent) as p:
        p.rect(x - 30, 214, x + 16, 290)
        p.poly([(x - 286, 338), (x - 280, 290), (x + 290, 290), (x + 372, 246), (x + 330, 338)])
    s.shade(p.mask, mix(ink.accent, ink.near, 0.6), "down", 0.8, 0.3)
    with s.plate(ink.near) as p:
        p.disc(x - 290, 288, 30)
        p.disc(x - 290, 288, 18, 18, 0)
        p.disc(x - 290, 288, 6)
        p.rect(x - 34, 206, x + 20, 222)
    # the water, cut open
    deep = s.down(mix(ink.mid, ink.low, 0.32), ink.near, line, 960)
    with s.plate(deep) as p:
        top = wave_line(s, line, 4, 240)
        p.poly([*((px, top(px)) for px in range(-10, 1620, 8)), (1620, 1000), (-10, 1000)])
    sea = p.mask
    with s.plate(mix(ink.low, ink.light, 0.4), 0.9) as p:
        p.line([(px, top(px) + 1) for px in range(-10, 1620, 8)], 4)
    with s.plate(mix(ink.low, ink.light, 0.2), 0.1, clip=sea) as p:
        for i in range(8):
            bx = sx - 520 + i * 150 + s.dice.uniform(-30, 30)
            w = s.dice.uniform(24, 80)
            p.poly([(bx, line), (bx + w, line), (bx + w * 2.6 - 260, 900), (bx - w - 260, 900)])
    s.shade(sea, mix(ink.mid, ink.low, 0.45), "up", 0.5, 0.5)
    with s.plate(ink.near, 0.75, clip=sea) as p:
        p.poly([(x - 286, 320), (x + 336, 320), (x + 300, 366), (x - 250, 366)])
    for i, base in enumerate((770, 826, 880)):
        bed = wave_line(s, base, 26 - 5 * i, 620, 0.5)
        body = mix(ink.depth(0.6 + 0.18 * i), ink.mid, 0.25 - 0.1 * i)
        ground(s, bed, body, None, shade=(ink.near, "down", 0.7, 0.05, 0.6))
    # the cable, down to the break
    bx, by = s.pick(1060, 1000, 1090), 862
    run = spline([(x - 318, 292), (x - 330, 420), (x - 270, 600), (x - 90, 760), (x + 160, 846),
        (bx - 50, by)], False, 14)
    cable = mix(ink.light, ink.accent, 0.15)
    with s.plate(ink.near, 0.5) as p:
        p.line([(px + 5, py + 9) for px, py in run[30:]], 9)
    rest = spline([(bx + 66, by - 20), (bx + 130, by + 14), (bx + 320, by - 6), (1620, by + 20)],
        False)
    with s.plate(cable) as p:
        p.line(run, 7)
        p.line(rest, 8)
    frayed = mix(ink.accent, ink.light, 0.25)
    s.glow(bx + 5, by - 8, 170, ink.accent, 1)
    with s.plate(frayed) as p:
        for k in (-0.5, -0.15, 0.25, 0.6):
            p.taper((bx - 52, by), (bx - 52 + 40, by + 26 * k), 5, 1.5)
            p.taper((bx + 68, by - 20), (bx + 30, by - 22 + 26 * k), 5, 1.5)
    with s.plate(ink.accent) as p:
        for r in s.pick((44, 76), (54, 90), (40, 64, 88)):
            p.ring(bx + 8, by - 8, r, 3)
    # a submersible and a shoal
    vx, vy = s.pick((1230, 690), (800, 650), (1260, 660))
    with s.plate(mix(ink.light, ink.accent, 0.1), 0.16) as p:
        p.poly([(vx - 40, vy + 10), (bx - 70, by + 30), (bx + 120, by + 40)])
    with s.plate(ink.accent, shade=(ink.near, "down", 0.7, 0.4)) as p:
        p.pill(vx - 62, vy - 34, vx + 62, vy + 6)
        p.rect(vx - 50, vy + 2, vx - 40, vy + 26)
        p.rect(vx + 40, vy + 2, vx + 50, vy + 26)
    with s.plate(ink.near) as p:
        p.rect(vx - 60, vy + 22, vx + 60, vy + 30)
        p.disc(vx - 44, vy - 8, 10)
        wire(p, (vx + 20, vy - 34), (x + 140, 350), 60, 2.5)
    with s.plate(ink.light) as p:
        p.disc(vx - 46, vy + 14, 6)
    with s.plate(mix(ink.low, ink.mid, 0.3), 0.8) as p:
        fx, fy = s.pick((1010, 520), (1250, 500), (900, 540))
        for _ in range(34):
            px, py, r = fx + s.dice.gauss(0, 90), fy + s.dice.gauss(0, 34), s.dice.uniform(5, 10)
            p.disc(px, py, r, r * 0.36)
            p.poly([(px + r * 0.8, py), (px + r * 1.6, py - r * 0.5), (px + r * 1.6, py + r * 0.5)])
