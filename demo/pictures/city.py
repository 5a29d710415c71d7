"""Marrowgate by night and by morning, the railway and the plant at Estwick."""

from __future__ import annotations

import math

from .brushes import (
    birds,
    bush,
    cloud_bank,
    clouds,
    ground,
    house,
    mist,
    moon,
    person,
    ranges,
    reflect,
    ripple,
    roofline,
    sky,
    stars,
    sun,
    wave_line,
    windows,
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
from .press import Plate, Scene, picture


def skyline(s: Scene, p: Plate, y: float, low: float, high: float, wide: float) -> list[tuple]:
    """Cut a row of city blocks that peak near the middle and return their boxes."""
    boxes, x = [], -20.0
    while x < s.w + 20:
        w = wide * s.dice.uniform(0.6, 1.3)
        crown = math.exp(-(((x + w / 2 - 820) / 430) ** 2))
        h = low + (high - low) * crown * s.dice.uniform(0.45, 1) + low * s.dice.uniform(-0.3, 0.5)
        p.rect(x, y - h, x + w, y)
        kind = s.dice.randrange(6)
        if kind == 0:
            p.rect(x + w * 0.2, y - h - w * 0.3, x + w * 0.8, y - h)
        elif kind == 1:
            p.poly([(x, y - h), (x + w / 2, y - h - w * 0.7), (x + w, y - h)])
        elif kind == 2:
            p.rect(x + w * 0.47, y - h - w * 0.9, x + w * 0.53, y - h)
            p.rect(x + w * 0.3, y - h - w * 0.2, x + w * 0.7, y - h)
        elif kind == 3:
            p.poly([(x, y - h), (x, y - h - w * 0.4), (x + w, y - h)])
        boxes.append((x, y - h, x + w, y))
        x += w * s.dice.uniform(0.92, 1.15)
    return boxes


@picture("city-night", NIGHT, PLUM, SLATE, TEAL, DUSK, AURORA)
def city_night(s: Scene) -> None:
    """Marrowgate after dark, across the Orle."""
    ink = s.ink
    shore = 640
    sky(s, shore, haze=0.4)
    stars(s, 420, 120)
    moon(s, s.pick(1150, 1100, 420), s.pick(230, 260, 240), s.pick(100, 130, 84))
    cloud_bank(s, 330, mix(ink.low, ink.light, 0.2), 0.3)
    lamp = mix(ink.accent, ink.light, 0.35)
    for i, (low, high, wide, glow) in enumerate(((110, 300, 62, 0.3), (90, 400, 74, 0.6),
            (70, 250, 84, 0.9))):
        body = ink.depth(0.12 + 0.36 * i)
        with s.plate(s.down(body, mix(body, ink.low, 0.35 - 0.1 * i), 200, shore)) as p:
            boxes = skyline(s, p, shore, low, high, wide)
        with s.plate(mix(body, ink.near, 0.5), 0.6, clip=p.mask) as q:
            for x0, y0, x1, y1 in boxes:
                q.rect(x0 + (x1 - x0) * 0.64, y0, x1, y1)
        with s.plate(lamp, glow, clip=p.mask) as q:
            for x0, y0, x1, y1 in boxes:
                cols = max(round((x1 - x0) / 13), 2)
                for c in range(1, cols):
                    for r in range(int((y1 - y0) / 16)):
                        if s.dice.random() < 0.3:
                            x, y = x0 + (x1 - x0) * c / cols, y0 + 10 + r * 16
                            q.rect(x - 2.6, y, x + 2.6, y + 7)
    # the Hill with its dome
    with s.plate(ink.near) as p:
        x = s.pick(520, 480, 1080)
        p.rect(x - 150, 540, x + 150, shore)
        p.poly([(x - 80, 542), (x, 500), (x + 80, 542)])
        p.rect(x - 46, 440, x + 46, 520)
        p.dome(x, 442, 44, 52)
        p.rect(x - 9, 372, x + 9, 400)
        p.rect(x - 2, 344, x + 2, 380)
    with s.plate(lamp) as p:
        for k in range(-5, 6):
            p.arch(x + k * 26 - 6, 560, x + k * 26 + 6, 606)
        for k in range(-2, 3):
            p.arch(x + k * 16 - 4, 462, x + k * 16 + 4, 500)
        p.rect(x - 5, 378, x + 5, 396)
    with s.plate(ink.near) as p:
        p.rect(0, shore - 14, 1600, shore + 10)
    reflect(s, shore + 8, mix(ink.near, ink.low, 0.25), 0.36, 0.8)
    with s.plate(ink.near, 0.6) as p:
        ripple(p, s, (0, 1600), (shore + 20, 1000), 90)
    with s.plate(mix(ink.light, ink.low, 0.2), 0.5) as p:
        mx = s.pick(1150, 1100, 420)
        for i in range(36):
            t = i / 36
            p.disc(mx + s.dice.gauss(0, 16 + 30 * t), shore + 20 + 300 * t, s.dice.uniform(8, 44),
                1.4 + 2 * t)
    # bridge and embankment in front
    with s.plate(ink.near) as p:
        deck = 838
        p.poly([(-10, deck + 34), (1610, deck - 6), (1610, deck + 26), (-10, deck + 70)])
        for k in range(5):
            x0 = -120 + k * 370
            y = deck + 46 - (x0 + 185) * 0.025
            p.rect(x0 - 34, y - 10, x0 + 34, 1000)
            p.poly([(x0, y), (x0 + 370, y - 9), (x0 + 370, y + 70), (x0, y + 80)])
            p.disc(x0 + 185, y + 128, 152, 112, 0)
        for x in range(60, 1600, 180):
            y = deck + 34 - x * 0.025
            p.taper((x, y + 8), (x, y - 86), 8, 4)
            p.disc(x, y - 90, 9)
        for x, h in ((300, 66), (340, 64), (905, 68), (1310, 62)):
            person(p, x, deck + 36 - x * 0.025, h)
    for x in range(60, 1600, 180):
        s.glow(x, deck + 34 - x * 0.025 - 90, 46, lamp, 0.9, soft=True)
    with s.plate(ink.light) as p:
        for x in range(60, 1600, 180):
            p.disc(x, deck + 34 - x * 0.025 - 90, 6)


@picture("city-dawn", ROSE, DUSK, NORTH, OCHRE, PLUM, TEAL)
def city_dawn(s: Scene) -> None:
    """First light over the roofs of Marrowgate."""
    ink = s.ink
    sky(s, 700, haze=0.6)
    disc = s.pick(mix(ink.light, ink.low, 0.0), mix(ink.accent, ink.low, 0.15),
        mix(ink.accent, ink.low, 0.25))
    sun(s, s.pick(940, 860, 1000), s.pick(440, 470, 400), s.pick(190, 220, 160), disc)
    clouds(s, [(280, 220, 480), (1330, 280, 420), (640, 150, 320)], mix(ink.low, ink.light, 0.7),
        0.85)
    for i, (y, low, high) in enumerate(((620, 70, 140), (690, 80, 160))):
        body = ink.depth(0.08 + 0.18 * i)
        with s.plate(s.down(body, mix(body, ink.low, 0.6), y - 170, y + 40)) as p:
            roofline(s, p, y + 40, (-20, 1640), low, high)
            if i == 0:
                p.rect(520, 400, 640, 620)
                p.dome(580, 402, 58, 66)
                p.rect(570, 300, 590, 340)
                p.rect(578, 270, 582, 310)
                for x, top in ((330, 330), (1240, 300)):
                    p.rect(x - 20, top + 90, x + 20, 660)
                    p.poly([(x - 24, top + 92), (x, top - 30), (x + 24, top + 92)])
        mist(s, y + 20, 60, mix(ink.low, ink.light, 0.3), 0.5)
    # big roofs in three rows, chimneys smoking
    lit = mix(ink.light, ink.accent, 0.25)
    for i, (y, size) in enumerate(((790, 150), (890, 210), (1010, 280))):
        body = ink.depth(0.44 + 0.22 * i)
        x = -s.dice.uniform(20, 160)
        smoke = []
        while x < 1620:
            w, h = size * s.dice.uniform(0.9, 1.4), size * s.dice.uniform(0.3, 0.6)
            rise = w * s.dice.uniform(0.28, 0.36)
            slope = mix(body, ink.low, 0.16)
            with s.plate(body, shade=(mix(body, ink.near, 0.6), "down", 0.6, 0.3)) as p:
                house(p, x, y + 60, w, h + 60, rise)
            with s.plate(slope) as p:
                side = w * 0.85
                p.poly([(x + w / 2, y - h - rise), (x + w / 2 + side, y - h - rise),
                    (x + w + side, y - h), (x + w, y - h)])
            with s.plate(mix(slope, ink.near, 0.35), 0.6, clip=p.mask) as q:
                for k in range(1, 6):
                    q.rect(x, y - h - rise + k * rise / 6, x + w + side,
                        y - h - rise + k * rise / 6 + 2)
            with s.plate(mix(body, ink.near, 0.35)) as p:
                p.rect(x + w, y - h, x + w + side, y + 60)
                for k in (0.25, 0.62):
                    cx = x + w * 0.5 + side * k
                    p.rect(cx, y - h - rise - size * 0.24, cx + size * 0.16,
                        y - h - rise + size * 0.12)
                    for pot in (0.02, 0.09):
                        p.rect(cx + size * pot, y - h - rise - size * 0.3,
                            cx + size * (pot + 0.045), y - h - rise - size * 0.22)
                    smoke.append((cx + size * 0.05, y - h - rise - size * 0.3))
            with s.plate(lit if s.dice.random() < 0.55 else ink.near) as p:
                p.rect(x + w * 0.42, y - h - rise * 0.1, x + w * 0.58, y - h + w * 0.16)
            with s.plate(body) as p:
                p.rect(x + w * 0.49, y - h - rise * 0.1, x + w * 0.51, y - h + w * 0.16)
            x += w + side
        with s.plate(mix(ink.light, ink.low, 0.5), 0.3, blur=3) as p:
            for cx, cy in smoke[i::3]:
                for k in range(12):
                    p.disc(cx + k * 7 + 5 * math.sin(k), cy - k * 15, 6 + k * 2.3)
    with s.plate(ink.near) as p:
        cx, cy = s.pick((420, 690), (1120, 700), (480, 700))
        p.rect(cx - 3, cy - 60, cx + 3, cy + 260)
        for k in range(5):
            p.rect(cx - 60 + 8 * k, cy - 50 + 14 * k, cx + 60 - 8 * k, cy - 46 + 14 * k)
        p.curve([(cx - 34, cy - 52), (cx - 20, cy - 74), (cx - 8, cy - 82), (cx, cy - 76),
            (cx - 8, cy - 60)])
    birds(s, 640, 360, 9, 16)


@picture("rail", MOSS, DUSK, STEEL, TEAL, OCHRE, NORTH)
def rail(s: Scene) -> None:
    """A Halden Rail train on the viaduct, the signal in front at red."""
    ink = s.ink
    sky(s, 700, haze=0.6)
    sun(s, s.pick(640, 700, 560), s.pick(360, 320, 380), s.pick(150, 180, 130),
        s.pick(ink.light, ink.light, mix(ink.accent, ink.low, 0.2)))
    clouds(s, [(1260, 170, 460), (260, 250, 420)], mix(ink.low, ink.light, 0.7), 0.85)
    ranges(s, 540, 690, 3, 50, 0.35, 800)
    mist(s, 720, 90, ink.low, 0.6)
    deck = 560
    stone, dim = ink.depth(0.55), ink.depth(0.85)
    with s.plate(s.down(stone, mix(stone, ink.low, 0.5), deck, 900)) as p:
        p.rect(-10, deck, 1610, 960)
        for k in range(-1, 11):
            x = 20 + k * 158
            p.arch(x, deck + 34, x + 124, 1000, 0)
    arches = p.mask
    with s.plate(dim, 0.7, clip=arches) as p:
        for k in range(-1, 11):
            x = 20 + k * 158
            p.rect(x - 14, deck + 96, x, 1000)
            p.arc(x + 62, deck + 96, 68, (180, 360), 7)
    s.shade(arches, dim, "up", 0.6, 0.3)
    with s.plate(dim) as p:
        p.rect(-10, deck - 8, 1610, deck + 6)
        for x in range(0, 1600, 158):
            p.rect(x - 30, deck - 14, x - 4, deck + 14)
    mist(s, 840, 110, ink.low, 0.75)
    # masts and wires
    with s.plate(ink.near) as p:
        for x in range(70, 1600, 316):
            p.rect(x, deck - 150, x + 7, deck)
            p.rect(x - 46, deck - 136, x + 4, deck - 131)
            p.line([(x - 40, deck - 134), (x + 4, deck - 104)], 3)
            wire(p, (x - 40, deck - 128), (x + 276, deck - 128), 14, 1.8)
            p.line([(x - 40, deck - 106), (x + 276, deck - 106)], 1.8)
    # the train
    nose = s.pick(1180, 1140, 1230)
    coat = s.pick(ink.accent, ink.accent, mix(ink.accent, ink.near, 0.1))
    with s.plate(mix(ink.light, ink.low, 0.25)) as p:
        p.curve([(nose - 300, deck - 88), (nose - 80, deck - 88), (nose - 10, deck - 66),
            (nose + 40, deck - 28), (nose + 38, deck - 12), (nose - 300, deck - 12)])
        for k in range(6):
            x1 = nose - 224 - k * 232
            p.rect(x1 - 226, deck - 88, x1, deck - 12)
    train = p.mask
    with s.plate(coat, clip=train) as p:
        p.rect(-10, deck - 44, 1700, deck - 24)
    with s.plate(ink.near, clip=train) as p:
        p.rect(-10, deck - 24, 1700, deck - 8)
        p.poly([(nose - 78, deck - 80), (nose - 30, deck - 72), (nose + 8, deck - 46),
            (nose - 64, deck - 46)])
        for k in range(6):
            x1 = nose - 224 - k * 232
            for i in range(6):
                p.rect(x1 - 212 + i * 36, deck - 76, x1 - 188 + i * 36, deck - 54)
        for i in range(3):
            p.rect(nose - 212 + i * 38, deck - 76, nose - 188 + i * 38, deck - 54)
    with s.plate(ink.near) as p:
        for k in range(6):
            for dx in (40, 66, 166, 192):
                p.disc(nose - 450 - k * 232 + dx, deck - 10, 9)
        for dx in (-190, -160, -60, -30):
            p.disc(nose + dx, deck - 10, 9)
    s.glow(nose + 34, deck - 30, 110, ink.light, 0.9, soft=True)
    # the valley floor and the signal
    front = wave_line(s, 900, 16, 900)
    ground(s, front, ink.depth(0.88), ink.near, 110)
    with s.plate(ink.near) as p:
        for x in range(-20, 1640, 64):
            if not 1180 < x < 1480:
                bush(p, s, x, front(x) + 20, s.dice.uniform(30, 76))
        x = s.pick(1330, 1350, 1300)
        p.rect(x - 9, 420, x + 9, 960)
        p.rect(x - 46, 250, x + 46, 436)
        p.dome(x, 256, 46, 40)
        p.rect(x + 9, 470, x + 70, 478)
        for y in range(500, 930, 30):
            p.rect(x + 20, y, x + 52, y + 4)
        p.rect(x + 18, 470, x + 23, 950)
        p.rect(x + 49, 470, x + 54, 950)
        for y in (308, 388):
            p.rect(x - 30, y - 40, x + 30, y - 34)
    red = ink.alarm
    s.glow(x, 316, 200, red, 0.85)
    with s.plate(red) as p:
        p.disc(x, 312, 26)
    with s.plate(mix(ink.near, ink.mid, 0.35)) as p:
        p.disc(x, 390, 26)
    with s.plate(mix(red, ink.light, 0.6)) as p:
        p.disc(x - 7, 304, 8)


@picture("battery-plant", BRASS, NORTH, TEAL, DUSK, MOSS, PLUM)
def battery_plant(s: Scene) -> None:
    """The Estwick battery plant, its cells standing like towers."""
    ink = s.ink
    sky(s, 760, haze=0.55)
    sun(s, s.pick(420, 360, 1280), s.pick(340, 300, 320), s.pick(130, 110, 150), ink.light, 3)
    clouds(s, [(1300, 150, 420), (180, 190, 340)], mix(ink.low, ink.light, 0.5), 0.7)
    with s.plate(s.down(ink.depth(0.2), mix(ink.far, ink.low, 0.6), 480, 780)) as p:
        roofline(s, p, 790, (-20, 1640), 70, 120)
        for x, h in ((130, 330), (190, 290), (1440, 350), (1510, 310)):
            p.taper((x, 780), (x, 780 - h), 38, 24)
            p.rect(x - 14, 780 - h, x + 14, 792 - h)
    with s.plate(mix(ink.low, ink.light, 0.3), 0.35, blur=4) as p:
        for x, y in ((130, 450), (1440, 430)):
            for k in range(13):
                p.disc(x + k * 13 + 7 * math.sin(k * 1.3), y - k * 17, 13 + k * 4)
    ground(s, lambda x: 790, mix(ink.far, ink.mid, 0.4), ink.depth(0.8), 210)
    # cells
    casing, dark = mix(ink.mid, ink.near, 0.25), ink.near
    charge = [s.dice.randint(2, 6) for _ in range(5)]
    charge[2] = s.pick(6, 5, 4)
    for i in (0, 4, 1, 3, 2):
        x, wide, tall = 800 + (i - 2) * 196, 92 - 5 * abs(i - 2), 480 - 66 * abs(
            i - 2) + s.dice.uniform(-14, 14)
        foot, top = 820, 820 - tall
        with s.plate(mix(ink.low, ink.far, 0.4)) as p:
            p.rect(x - wide * 0.32, top - 40, x + wide * 0.32, top + 10)
            p.disc(x, top - 40, wide * 0.32, 10)
        with s.plate(dark, 0.6, clip=p.mask) as q:
            q.rect(x + wide * 0.08, 0, x + wide, 1000)
        with s.plate(casing) as p:
            p.rect(x - wide, top, x + wide, foot)
            p.disc(x, foot, wide, 20)
        with s.plate(mix(casing, ink.low, 0.45)) as p:
            p.disc(x, top, wide, 20)
        with s.plate(mix(ink.low, ink.far, 0.4)) as p:
            p.disc(x, top - 3, wide * 0.42, 8)
            p.rect(x - wide * 0.32, top - 26, x + wide * 0.32, top - 3)
        body = Plate(s.size)
        body.rect(x - wide, top + 4, x + wide, foot)
        body.disc(x, foot, wide, 20)
        shell = body.shrunk()
        with s.plate(ink.accent) as p:
            for k in range(6):
                y = foot - 66 - k * (tall - 110) / 6
                if k < charge[i]:
                    p.rect(x - wide + 18, y - (tall - 110) / 6 + 14, x + wide - 18, y)
        with s.plate(mix(casing, ink.near, 0.55)) as p:
            for k in range(charge[i], 6):
                y = foot - 66 - k * (tall - 110) / 6
                p.rect(x - wide + 18, y - (tall - 110) / 6 + 14, x + wide - 18, y)
        s.shade(shell, dark, "right", 0.9, 0.5, 0.95)
        with s.plate(mix(ink.light, ink.low, 0.3), 0.55, clip=shell) as p:
            p.rect(x - wide * 0.8, top + 20, x - wide * 0.7, foot - 30)
    # the works in front
    roof = ink.depth(0.7)
    with s.plate(roof, shade=(ink.near, "down", 0.6, 0.3)) as p:
        for k in range(8):
            x = 240 + k * 140
            p.poly([(x, 860), (x, 772), (x + 110, 712), (x + 110, 772), (x + 140, 772),
                (x + 140, 860)])
        p.rect(200, 770, 1400, 872)
    with s.plate(mix(ink.light, ink.accent, 0.15)) as p:
        for k in range(8):
            x = 240 + k * 140
            p.poly([(x + 114, 768), (x + 114, 724), (x + 128, 742), (x + 128, 768)])
        windows(p, (230, 806, 700, 836), 12, 1, 0.6)
        windows(p, (900, 806, 1370, 836), 12, 1, 0.6)
    with s.plate(ink.near) as p:
        p.rect(740, 796, 860, 872)
    with s.plate(ink.accent) as p:
        p.rect(752, 808, 848, 872)
    with s.plate(ink.near, 0.5) as p:
        for y in (822, 836, 850):
            p.rect(752, y, 848, y + 3)
    ground(s, lambda x: 870, ink.depth(0.82), ink.near, 110)
    with s.plate(mix(ink.low, ink.far, 0.5), 0.5) as p:
        p.poly([(752, 872), (848, 872), (1010, 1000), (590, 1000)])
    s.shade(p.mask, ink.near, "down", 0.8, 0.1)
    with s.plate(ink.near) as p:
        for x, y, h in ((560, 930, 84), (610, 936, 88), (1010, 926, 80), (1060, 940, 90),
                (1120, 930, 82)):
            person(p, x, y, h)
            p.dome(x, y - h * 0.95, h * 0.09, h * 0.09)
        for x0 in (60, 1330):
            p.rect(x0, 838, x0 + 190, 906)
            p.poly([(x0 + 194, 906), (x0 + 194, 856), (x0 + 232, 856), (x0 + 252, 882),
                (x0 + 252, 906)])
            for dx in (30, 66, 160, 224):
                p.disc(x0 + dx, 908, 15)
    with s.plate(mix(ink.light, ink.low, 0.4)) as p:
        for x0 in (60, 1330):
            p.rect(x0 + 6, 844, x0 + 184, 892)
    with s.plate(ink.accent) as p:
        for x0 in (60, 1330):
            p.poly([(x0 + 100, 848), (x0 + 74, 872), (x0 + 92, 872), (x0 + 84, 890),
                (x0 + 114, 864), (x0 + 96, 864)])
