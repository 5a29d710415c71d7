"""The five authors, as flat portraits in one light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from .palette import (
    BRASS,
    DUSK,
    MOSS,
    NORTH,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    STEEL,
    TEAL,
    Colour,
    mix,
    rgb,
)
from .press import Point, Scene, picture, spline

SQUARE = (600, 600)


class Skin(NamedTuple):
    """The tones of a face: lit, in shade, in deep shade, and the lips."""

    lit: Colour
    shade: Colour
    deep: Colour
    lips: Colour


def skin(codes: str) -> Skin:
    """Build the tones of a face from four colour codes."""
    return Skin(*(rgb(code) for code in codes.split()))


class Build(NamedTuple):
    """The measures of a face: half widths of temple, cheek, jaw and chin, and where the chin is."""

    temple: float = 84
    cheek: float = 88
    jaw: float = 70
    chin: float = 30
    foot: float = 408
    brow: float = 1.0
    eye: float = 1.0
    lip: float = 1.0


def ground(s: Scene, disc: Colour, back: Colour, edge: Colour) -> None:
    """Print the flat ground and the disc behind a head."""
    s.wash(s.down(back, mix(back, edge, 0.3)))
    with s.plate(disc, shade=(mix(disc, back, 0.75), "down", 0.8, 0.35)) as p:
        p.disc(s.pick(330, 290, 340), s.pick(270, 300, 250), s.pick(226, 240, 215))


def outline(b: Build, cx: float) -> list[Point]:
    """Return the outline of a face around its middle line."""
    right = [
        (cx + b.temple * 0.55, 150),
        (cx + b.temple * 0.96, 206),
        (cx + b.cheek, 274),
        (cx + b.cheek * 0.95, 318),
        (cx + b.jaw, 364),
        (cx + b.jaw * 0.68, 392),
        (cx + b.chin, b.foot - 3),
    ]
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    return spline([(cx, 134), *right, (cx, b.foot), *left])


def body(
    s: Scene, tone: Skin, coat: Colour, shirt: Colour, collar: str = "lapel", wide: float = 1.0
) -> None:
    """Print neck, shoulders and clothes."""
    dark = mix(coat, s.ink.near, 0.5)
    with s.plate(tone.lit) as p:
        p.curve([(252, 350), (348, 350), (350, 450), (392, 486), (300, 560), (208, 486),
            (250, 450)])
    neck = p.mask
    with s.plate(tone.shade, clip=neck) as p:
        p.curve([(232, 372), (262, 400), (300, 424), (352, 396), (372, 380), (420, 500), (330, 540),
            (312, 470), (252, 430)])
    with s.plate(tone.deep, 0.6, clip=neck) as p:
        p.curve([(330, 380), (372, 370), (400, 500), (350, 500), (344, 440)])
    w = 190 * wide
    if collar != "crew":
        with s.plate(shirt) as p:
            p.poly([(236, 462), (300, 560), (364, 462), (420, 620), (180, 620)])
    with s.plate(coat, shade=(dark, "right", 0.75, 0.35)) as p:
        if collar == "crew":
            p.curve([(300, 486), (346, 470), (360, 462), (430, 486), (300 + w, 530), (330 + w, 640),
                (270 - w, 640), (300 - w, 530), (170, 486), (240, 462), (254, 470)])
        else:
            p.poly([*spline([(238, 452), (186, 478), (300 - w, 522), (270 - w, 620)], False),
                (262, 620), (226, 520)])
            p.poly([*spline([(362, 452), (414, 478), (300 + w, 522), (330 + w, 620)], False),
                (338, 620), (374, 520)])
            p.poly([(262, 620), (300, 590), (338, 620)])
    if collar == "crew":
        with s.plate(mix(coat, s.ink.near, 0.3)) as p:
            p.line(spline([(238, 464), (258, 494), (300, 508), (342, 494), (362, 464)], False), 15)
    elif collar == "lapel":
        for side in (-1, 1):
            with s.plate(mix(coat, s.ink.light, 0.12) if side < 0 else dark) as p:
                p.poly([(300 + side * 62, 450), (300 + side * 104, 474), (300 + side * 112, 520),
                    (300 + side * 94, 528), (300 + side * 100, 540), (300 + side * 40, 620),
                    (300 + side * 30, 600), (300 + side * 66, 520)])
            with s.plate(mix(shirt, s.ink.mid, 0.12 if side < 0 else 0.35)) as p:
                p.poly([(300 + side * 60, 446), (300 + side * 70, 470), (300 + side * 40, 522),
                    (300, 500), (300 + side * 44, 458)])


def head(s: Scene, tone: Skin, b: Build, iris: Colour, hair: Colour, cx: float = 300) -> None:
    """Print a face in a light from the left: planes first, features last."""
    look = 7
    with s.plate(mix(tone.lit, tone.shade, 0.35)) as p:
        p.curve([(cx - b.cheek + 6, 262), (cx - b.cheek - 13, 258), (cx - b.cheek - 17, 288),
            (cx - b.cheek - 6, 322), (cx - b.cheek + 8, 326)])
    with s.plate(tone.deep) as p:
        p.curve([(cx + b.cheek - 6, 262), (cx + b.cheek + 12, 258), (cx + b.cheek + 15, 288),
            (cx + b.cheek + 4, 322), (cx + b.cheek - 8, 326)])
    shape = outline(b, cx)
    with s.plate(tone.lit) as p:
        p.poly(shape)
    face = p.mask
    # the plane turned from the light
    with s.plate(tone.shade, clip=face) as p:
        p.curve([(cx + 52, 120), (cx + 60, 190), (cx + 50, 232), (cx + 66, 262), (cx + 62, 300),
            (cx + 44, 340), (cx + 40, 376), (cx + 12, 420), (cx + 120, 430), (cx + 130, 120)])
    s.shade(face, tone.shade, "right", 0.75, 0.42, 0.86)
    with s.plate(tone.deep, 0.5, clip=face) as p:
        p.curve([(cx + 86, 180), (cx + 76, 290), (cx + 62, 360), (cx + 40, 420), (cx + 120, 420),
            (cx + 130, 180)])
    # sockets and the side of the nose
    with s.plate(tone.shade, 0.8, clip=face) as p:
        for side in (-1, 1):
            x = cx + look + side * 40
            p.curve([(x - 27, 262), (x - 14, 249), (x + 14, 249), (x + 27, 262), (x + 16, 270),
                (x - 16, 270)])
        p.curve([(cx + look + 7, 244), (cx + look + 13, 262), (cx + look + 12, 300),
            (cx + look + 24, 326), (cx + look + 20, 340), (cx + look + 2, 341),
            (cx + look + 5, 322), (cx + look + 2, 290)])
    with s.plate(tone.deep, 0.85, clip=face) as p:
        nx = cx + look
        p.curve([(nx - 18, 334), (nx - 8, 337), (nx + 3, 342), (nx + 14, 337), (nx + 24, 332),
            (nx + 18, 344), (nx + 4, 348), (nx - 10, 344)])
    with s.plate(mix(tone.lit, (255, 255, 255), 0.28), 0.7, clip=face) as p:
        p.curve([(cx + look - 3, 262), (cx + look + 2, 276), (cx + look + 1, 314),
            (cx + look - 5, 322), (cx + look - 6, 290)])
        p.curve([(cx - 62, 300), (cx - 40, 294), (cx - 26, 304), (cx - 42, 316), (cx - 60, 312)])
    # eyes
    e = b.eye
    with s.plate(mix(tone.lit, (255, 252, 245), 0.72)) as p:
        for side in (-1, 1):
            x = cx + look + side * 40
            p.curve([(x - 19, 275), (x - 8, 275 - 7 * e), (x + 8, 275 - 7 * e), (x + 19, 275),
                (x + 8, 275 + 5 * e), (x - 8, 275 + 5 * e)])
    whites = p.mask
    with s.plate(tone.deep, 0.4, clip=whites) as p:
        p.rect(cx - 100, 262, cx + 100, 271)
    with s.plate(iris, clip=whites) as p:
        for side in (-1, 1):
            p.disc(cx + look + side * 40 + 1, 272, 8.6)
    with s.plate(mix(iris, (0, 0, 0), 0.7), clip=whites) as p:
        for side in (-1, 1):
            p.disc(cx + look + side * 40 + 1, 272, 4.3)
    with s.plate((255, 255, 250), 0.9, clip=whites) as p:
        for side in (-1, 1):
            p.disc(cx + look + side * 40 - 2, 270, 1.7)
    lid = mix(tone.deep, (20, 14, 16), 0.55)
    with s.plate(lid) as p:
        for side in (-1, 1):
            x = cx + look + side * 40
            top = spline([(x - 20, 275.5), (x - 9, 275 - 8.2 * e), (x + 8, 275 - 8.2 * e),
                (x + 20, 275)], False)
            p.line(top, 3.2)
            p.taper((x + side * 16, 272), (x + side * 24, 274), 4, 1)
    with s.plate(tone.deep, 0.55) as p:
        for side in (-1, 1):
            x = cx + look + side * 40
            p.line(spline([(x - 15, 282), (x, 283.5 + 2 * e), (x + 16, 281)], False), 1.6)
            p.line(spline([(x - 19, 264), (x - 4, 260 - 2 * e), (x + 18, 265)], False), 1.8)
    # brows
    with s.plate(mix(hair, tone.deep, 0.18)) as p:
        for side in (-1, 1):
            x, w = cx + look + side * 40, b.brow
            p.poly(spline([(x - side * 25, 246), (x - side * 6, 241 - 2 * w), (x + side * 14, 241),
                (x + side * 29, 251), (x + side * 14, 245 + 1.5 * w), (x - side * 6, 245 + 3 * w),
                (x - side * 24, 250 + 2 * w)]))
    # mouth
    mx, k = cx + look - 1, b.lip
    with s.plate(tone.lips) as p:
        p.poly(spline([(mx - 31, 369), (mx - 12, 365 - 2 * k), (mx, 367.5), (mx + 12, 365 - 2 * k),
            (mx + 31, 369), (mx + 12, 373), (mx - 12, 373)]))
    with s.plate(mix(tone.lips, tone.lit, 0.3)) as p:
        p.poly(spline([(mx - 27, 372), (mx, 373.5), (mx + 27, 372), (mx + 14, 378 + 4 * k),
            (mx, 380 + 4 * k), (mx - 14, 378 + 4 * k)]))
    with s.plate(mix(tone.deep, (30, 10, 14), 0.5)) as p:
        p.line(spline([(mx - 35, 366.5), (mx - 27, 370), (mx - 12, 372.5), (mx, 372),
            (mx + 12, 372.5), (mx + 27, 370), (mx + 35, 366)], False), 2.6)
    with s.plate(tone.shade, 0.75, clip=face) as p:
        p.curve([(mx - 17, 390), (mx, 387), (mx + 17, 390), (mx + 8, 396), (mx - 8, 396)])


def frame(s: Scene) -> None:
    """Move in closer, so that the face carries at small sizes."""
    s.sheet = s.sheet.resize(SQUARE, Image.Resampling.LANCZOS, (48, 30, 552, 534))


def lines(s: Scene, tone: Skin, points: Sequence[Sequence[Point]], width: float = 2) -> None:
    """Print the lines that age draws."""
    with s.plate(tone.deep, 0.5) as p:
        for path in points:
            p.line(spline(path, False), width)


def spectacles(s: Scene, fill: Colour, kind: str, cx: float = 307) -> None:
    """Print glasses over the eyes."""
    with s.plate((255, 255, 255), 0.13) as p:
        for side in (-1, 1):
            p.disc(cx + side * 41, 276, 29, 26)
    with s.plate(fill) as p:
        for side in (-1, 1):
            x = cx + side * 41
            if kind == "round":
                p.ring(x, 276, 31, 4.5)
            else:
                p.pen.rounded_rectangle([v * 2 for v in (x - 33, 251, x + 33, 302)], 26,
                    outline=255, width=13)
                p.rect(x - 33, 252, x + 33, 259)
        p.arc(cx, 276, 13, (200, 340), 5)
        p.taper((cx - 71, 268), (cx - 98, 264), 5, 4)
        p.taper((cx + 71, 268), (cx + 84, 264), 5, 4)


@picture("portrait-agnes", NORTH, DUSK, STEEL, size=SQUARE)
def agnes(s: Scene) -> None:
    """Agnes Holloway, political editor."""
    ink = s.ink
    ground(s, mix(ink.accent, ink.low, 0.2), mix(ink.far, ink.low, 0.15), ink.mid)
    tone, hair = skin("efc7a9 d19c81 a36c5c b4574f"), rgb("c9c6c4")
    dim = rgb("8b8b92")
    with s.plate(dim, shade=(rgb("64656f"), "right", 0.8, 0.4)) as p:
        p.curve([(300, 92), (372, 108), (414, 170), (422, 260), (424, 350), (404, 408), (360, 420),
            (240, 420), (196, 408), (178, 350), (180, 260), (188, 170), (228, 108)])
    body(s, tone, rgb("22304a"), mix(ink.light, ink.low, 0.2))
    head(s, tone, Build(80, 84, 66, 28, 404, 0.7, 0.9, 0.8), rgb("4f6f7c"), rgb("77757a"))
    lines(s, tone, [[(258, 342), (250, 360), (254, 374)], [(356, 342), (364, 360), (360, 374)],
        [(236, 290), (246, 296), (258, 297)], [(276, 218), (300, 214), (330, 217)]], 1.8)
    with s.plate(hair) as p:
        p.poly(spline([(330, 118), (300, 96), (246, 108), (204, 156), (190, 240), (190, 330),
            (200, 394), (222, 402), (226, 330), (222, 262), (236, 214), (270, 186), (316, 166)]))
        p.poly(spline([(296, 104), (350, 98), (400, 148), (412, 240), (414, 330), (402, 396),
            (384, 398), (384, 320), (382, 250), (374, 206), (344, 176), (306, 150)]))
    s.shade(p.mask, dim, "right", 0.9, 0.3, 0.9)
    with s.plate(dim, 0.8) as p:
        for k in range(4):
            p.line(spline([(316 - k * 6, 124 + k * 6), (258 - k * 8, 140 + k * 10),
                (216 - k * 4, 200 + k * 14), (204, 300 + k * 20)], False), 1.8)
            p.line(spline([(340 + k * 5, 122 + k * 8), (384 + k * 2, 166 + k * 8),
                (398, 240 + k * 18), (400, 320 + k * 14)], False), 1.8)
    with s.plate(ink.accent) as p:
        p.poly([(206, 540), (222, 528), (234, 542), (218, 556)])
    frame(s)


@picture("portrait-rufus", TEAL, OCHRE, MOSS, size=SQUARE)
def rufus(s: Scene) -> None:
    """Rufus Teal, world affairs correspondent."""
    ink = s.ink
    ground(s, mix(ink.low, ink.light, 0.15), mix(ink.mid, ink.far, 0.25), ink.near)
    tone, hair, dim = skin("f0c3a0 cf9170 99604a a85548"), rgb("a8522c"), rgb("6b2f20")
    body(s, tone, rgb("4a5a48"), rgb("e9e2d2"), wide=1.08)
    with s.plate(rgb("3a4738")) as p:
        for side in (-1, 1):
            p.poly([(300 + side * 62, 446), (300 + side * 96, 458), (300 + side * 120, 520),
                (300 + side * 70, 534), (300 + side * 50, 480)])
    head(s, tone, Build(82, 85, 72, 36, 412, 1.3, 0.9, 0.5), rgb("5b7d6c"), hair)
    # beard, moustache
    with s.plate(hair) as p:
        p.poly(spline([(212, 284), (219, 284), (224, 326), (246, 352), (276, 353), (306, 346),
            (338, 353), (362, 352), (380, 326), (383, 284), (389, 284), (391, 340), (378, 392),
            (346, 424), (304, 434), (260, 424), (224, 392), (208, 340)]))
        p.poly(spline([(284, 372), (306, 368), (328, 372), (322, 382), (306, 386), (290, 382)]), 0)
    s.shade(p.mask, dim, "right", 0.95, 0.35, 0.8)
    with s.plate(tone.lips) as p:
        p.poly(spline([(281, 374), (306, 371), (331, 374), (318, 384), (306, 386), (294, 384)]))
    with s.plate(mix(dim, (0, 0, 0), 0.4)) as p:
        p.line(spline([(278, 374), (306, 375), (334, 373)], False), 2.4)
    with s.plate(hair) as p:
        p.poly(spline([(304, 352), (280, 352), (262, 366), (258, 378), (282, 370), (306, 366),
            (330, 370), (354, 378), (350, 364), (330, 352)]))
    s.shade(p.mask, dim, "right", 0.9, 0.3)
    with s.plate(hair) as p:
        p.poly(spline([(213, 286), (207, 236), (212, 172), (242, 126), (300, 106), (352, 110),
            (390, 142), (397, 196), (389, 286), (383, 286), (380, 226), (370, 194), (346, 176),
            (310, 180), (270, 168), (238, 186), (222, 224), (219, 286)]))
    s.shade(p.mask, dim, "right", 0.95, 0.3, 0.85)
    with s.plate(dim, 0.6, clip=p.mask) as q:
        for k in range(7):
            q.line(spline([(232 + k * 22, 196 - k * 3), (250 + k * 20, 150),
                (290 + k * 16, 110 + k * 4)], False), 2)
    frame(s)


@picture("portrait-mina", BRASS, ROSE, PLUM, size=SQUARE)
def mina(s: Scene) -> None:
    """Mina Castellane, economics correspondent."""
    ink = s.ink
    ground(s, mix(ink.accent, ink.low, 0.25), mix(ink.low, ink.light, 0.25), ink.far)
    tone, hair = skin("dfae84 bb8159 87543d a64a44"), rgb("2a1c20")
    sheen = rgb("5a4042")
    with s.plate(hair) as p:
        p.disc(352, 130, 52, 48)
        p.curve([(300, 100), (360, 112), (400, 170), (404, 260), (388, 330), (212, 330), (196, 260),
            (202, 170), (240, 112)])
    body(s, tone, rgb("c9892f"), rgb("f3ead8"))
    head(s, tone, Build(80, 82, 60, 24, 402, 0.9, 1.08, 1.05), rgb("4b2f22"), hair)
    with s.plate(hair) as p:
        p.poly(spline([(312, 112), (262, 106), (214, 146), (198, 220), (204, 296), (216, 262),
            (230, 218), (266, 182), (312, 146)]))
        p.poly(spline([(308, 112), (360, 112), (396, 160), (404, 226), (398, 296), (388, 258),
            (378, 212), (348, 176), (310, 146)]))
    with s.plate(sheen, 0.8) as p:
        for k in range(4):
            p.line(spline([(300 - k * 5, 120 + k * 3), (254 - k * 7, 136 + k * 10),
                (220 - k * 2, 184 + k * 16)], False), 2)
            p.arc(352, 130, 44 - k * 10, (150, 260), 2)
    spectacles(s, rgb("3a2226"), "round")
    with s.plate(ink.accent if s.variant % 3 else rgb("3c8a86")) as p:
        p.disc(202, 340, 7)
        p.poly([(195, 346), (209, 346), (202, 376)])
        p.disc(396, 340, 6)
        p.poly([(390, 346), (402, 346), (396, 374)])
    frame(s)


@picture("portrait-jonah", OCHRE, STEEL, SAND, size=SQUARE)
def jonah(s: Scene) -> None:
    """Jonah Brandt, columnist."""
    ink = s.ink
    ground(s, mix(ink.low, ink.light, 0.3), mix(ink.accent, ink.far, 0.3), ink.near)
    tone, hair, dim = skin("8d5a3f 6a3f2e 452720 7a3f38"), rgb("cfcac2"), rgb("86817f")
    body(s, tone, rgb("5d4a3c"), rgb("2b3a4a"), wide=1.1)
    with s.plate(rgb("2b3a4a")) as p:
        p.poly(spline([(238, 442), (262, 462), (300, 470), (340, 462), (362, 442), (372, 486),
            (340, 514), (300, 520), (260, 514), (228, 486)]))
    s.shade(p.mask, rgb("141c28"), "right", 0.9, 0.3)
    with s.plate(rgb("3e5064"), 0.8) as p:
        p.line(spline([(234, 466), (262, 486), (300, 493), (340, 486), (366, 466)], False), 2.5)
    head(s, tone, Build(84, 88, 74, 38, 414, 1.15, 0.86, 1.15), rgb("2a1812"), dim)
    with s.plate(hair) as p:
        p.poly(spline([(210, 284), (218, 284), (224, 334), (246, 364), (272, 356), (306, 350),
            (340, 356), (366, 364), (384, 334), (385, 284), (392, 284), (393, 350), (374, 402),
            (340, 432), (304, 440), (264, 432), (228, 402), (208, 356)]))
        p.poly(spline([(280, 372), (306, 368), (332, 372), (324, 385), (306, 389), (288, 385)]), 0)
    s.shade(p.mask, dim, "right", 0.95, 0.3, 0.8)
    with s.plate(tone.lips) as p:
        p.poly(spline([(278, 374), (306, 369), (334, 374), (320, 388), (306, 390), (292, 388)]))
    with s.plate(rgb("2a1414")) as p:
        p.line(spline([(276, 374), (306, 376), (336, 373)], False), 2.6)
    with s.plate(hair) as p:
        p.poly(spline([(304, 354), (280, 354), (262, 366), (256, 378), (282, 370), (306, 367),
            (330, 370), (356, 378), (350, 365), (330, 354)]))
        p.poly(spline([(210, 290), (205, 250), (208, 210), (220, 182), (234, 172), (228, 200),
            (221, 240), (218, 290)]))
        p.poly(spline([(392, 290), (396, 250), (392, 210), (380, 182), (366, 172), (372, 200),
            (380, 240), (384, 290)]))
    s.shade(p.mask, dim, "right", 0.9, 0.35, 0.8)
    with s.plate(mix(tone.lit, (255, 240, 220), 0.25), 0.55) as p:
        p.curve([(262, 158), (296, 148), (318, 156), (306, 178), (272, 182)])
    lines(s, tone, [[(272, 214), (300, 209), (334, 213)], [(268, 228), (300, 223), (338, 227)],
        [(254, 340), (246, 354)], [(360, 340), (368, 354)]], 2)
    spectacles(s, rgb("1c1418"), "square")
    frame(s)


@picture("portrait-petra", PLUM, TEAL, BRASS, size=SQUARE)
def petra(s: Scene) -> None:
    """Petra Lindqvist-Osei, home affairs and courts reporter."""
    ink = s.ink
    ground(s, mix(ink.low, ink.light, 0.1), mix(ink.mid, ink.low, 0.25), ink.near)
    tone, hair = skin("b97b52 94583b 65382b 9c4a45"), rgb("2b1a1c")
    sheen = rgb("5f3a31")
    with s.plate(hair) as p:
        edge = [(300, 72), (388, 98), (438, 172), (450, 262), (436, 340), (394, 392), (300, 404),
            (206, 392), (164, 340), (150, 262), (162, 172), (212, 98)]
        p.curve(edge)
        for x, y in spline(edge, True, 6):
            p.disc(x, y, s.dice.uniform(11, 18))
    mass = p.mask
    with s.plate(sheen, 0.8, clip=mass) as p:
        for _ in range(120):
            x, y = s.dice.uniform(140, 430), s.dice.uniform(70, 390)
            r, start = s.dice.uniform(7, 15), s.dice.uniform(150, 260)
            p.arc(x, y, r, (start, start + 130), 2)
    s.shade(mass, mix(hair, (0, 0, 0), 0.4), "right", 0.8, 0.5)
    body(s, tone, rgb("d65a42"), rgb("f3ead8"), collar="crew")
    head(s, tone, Build(80, 83, 62, 26, 404, 1.0, 1.1, 1.25), rgb("33201a"), hair)
    with s.plate(hair) as p:
        for k in range(15):
            t = k / 14
            x = 212 + 180 * t
            y = 214 - 62 * (1 - (2 * t - 1) ** 2) + s.dice.uniform(-7, 7)
            p.disc(x, y - 12, s.dice.uniform(17, 24))
        for side in (-1, 1):
            for k in range(5):
                p.disc(300 + side * (92 + s.dice.uniform(-4, 6)), 226 + k * 22,
                    s.dice.uniform(12, 17))
    with s.plate(sheen, 0.8, clip=p.mask) as q:
        for _ in range(36):
            x, y = s.dice.uniform(196, 390), s.dice.uniform(130, 330)
            q.arc(x, y, s.dice.uniform(7, 13), (170, 310), 2)
    with s.plate(rgb("e8b64a")) as p:
        p.ring(206, 352, 17, 4.5)
        p.ring(396, 352, 16, 4.5)
    frame(s)
