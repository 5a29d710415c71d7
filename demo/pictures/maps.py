"""Maps of a coast that is nowhere."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from .palette import BONE, MOSS, NORTH, OCHRE, ROSE, SLATE, STEEL, TEAL, Colour, mix
from .press import Plate, Point, Scene, picture, spline


def coast(points: Sequence[Point], seed: str, rough: float = 0.13, closed: bool = True) -> list[
        Point]:
    """Return a ragged shoreline through the points, the same for the same seed."""
    dice = random.Random(seed)
    path = [*points, points[0]] if closed else list(points)
    for _ in range(5):
        finer = [path[0]]
        for (ax, ay), (bx, by) in zip(path, path[1:], strict=False):
            push = math.hypot(bx - ax, by - ay) * rough
            finer += [((ax + bx) / 2 + dice.gauss(0, push), (ay + by) / 2 + dice.gauss(0, push)),
                (bx, by)]
        path = finer
    return path


class Chart:
    """A view of the invented world: where the sheet sits over the map and how large."""

    def __init__(self, s: Scene, zoom: float, dx: float, dy: float) -> None:
        """Set the zoom and the offset of the view."""
        self.s, self.zoom, self.dx, self.dy = s, zoom, dx, dy

    def at(self, x: float, y: float) -> Point:
        """Place a point of the map on the sheet."""
        return x * self.zoom + self.dx, y * self.zoom + self.dy

    def path(self, points: Sequence[Point]) -> list[Point]:
        """Place a line of the map on the sheet."""
        return [self.at(x, y) for x, y in points]

    def shallows(self, shores: Sequence[Sequence[Point]], sea: Colour, pale: Colour) -> None:
        """Print the depths as bands that pale towards the shores."""
        steps = (150, 100, 62, 34, 14)
        for i, wide in enumerate(steps):
            with self.s.plate(mix(sea, pale, 0.12 + 0.15 * i)) as p:
                for shore in shores:
                    line = shore[:: max(1, wide // 14)]
                    p.line(line, wide * 2 * self.zoom)
                    for x, y in line[::2]:
                        p.disc(x, y, wide * self.zoom)

    def town(self, x: float, y: float, name: str, side: str = "r", size: float = 25,
            chief=False) -> None:
        """Print a town's mark and its name."""
        s, (px, py) = self.s, self.at(x, y)
        with s.plate(s.ink.accent if chief else s.ink.near) as p:
            p.disc(px, py, 11 if chief else 6.5)
            if chief:
                p.ring(px, py, 20, 3.5)
        gap = 30 if chief else 17
        with s.plate(s.ink.near) as p:
            if side == "r":
                p.text((px + gap, py), name, size, 0, "lm")
            else:
                p.text((px - gap, py), name, size, 0, "rm")

    def name(self, x: float, y: float, words: str, size: float, gap: float, fill: Colour,
            op=1.0) -> None:
        """Print a wide-set name of a land or a sea."""
        with self.s.plate(fill, op) as p:
            p.text(self.at(x, y), words, size, gap)


def graticule(s: Scene, fill: Colour, op: float, gap: float = 200) -> None:
    """Print the fine net of a chart, slightly bent."""
    with s.plate(fill, op) as p:
        for k in range(-1, 10):
            p.line([(k * gap + 30 * math.sin(y / 500) + 40, y) for y in range(-10, 1020, 20)], 1.2)
        for k in range(-1, 7):
            p.line([(x, k * gap + 70 + 22 * math.cos(x / 640)) for x in range(-10, 1620, 20)], 1.2)


def rose(s: Scene, x: float, y: float, r: float, fill: Colour, accent: Colour) -> None:
    """Print a compass rose."""
    with s.plate(fill) as p:
        p.ring(x, y, r, 2.5)
        p.ring(x, y, r * 0.86, 1.5)
        for k in range(32):
            a, inner = k * math.tau / 32, 0.93 if k % 4 else 0.86
            p.line([(x + r * inner * math.cos(a), y + r * inner * math.sin(a)),
                (x + r * math.cos(a), y + r * math.sin(a))], 2)
        for k in range(8):
            a, long = k * math.tau / 8, r * (0.8 if k % 2 == 0 else 0.48)
            p.poly([(x, y), (x + r * 0.13 * math.cos(a + 0.79), y + r * 0.13 * math.sin(a + 0.79)),
                (x + long * math.cos(a), y + long * math.sin(a))])
    with s.plate(accent) as p:
        p.poly([(x, y - r * 1.24), (x + r * 0.1, y - r * 1.02), (x - r * 0.1, y - r * 1.02)])
        p.disc(x, y, r * 0.07)


HALDEN = [(420, 250), (560, 190), (720, 170), (850, 215), (930, 190), (1010, 260), (985, 350),
    (1060, 410), (1075, 480), (960, 530), (1085, 570), (1120, 650), (1050, 700), (970, 690),
    (990, 770), (900, 850), (770, 830), (720, 900), (640, 850), (560, 880), (440, 800), (475, 690),
    (370, 660), (270, 600), (250, 520), (330, 530), (400, 575), (430, 510), (370, 450), (290, 430),
    (270, 360), (350, 310)]
NORTHERN = [(430, 270), (330, 180), (300, 60), (340, -120), (1250, -120), (1230, 40), (1120, 90),
    (1040, 140), (1000, 280), (930, 270), (850, 280), (720, 260), (560, 270)]
EASTERN = [(1480, -120), (1440, 40), (1500, 160), (1420, 260), (1390, 400), (1440, 520),
    (1400, 640), (1470, 760), (1430, 900), (1500, 1120), (2200, 1120), (2200, -120)]
ISLES = ([(1180, 210), (1230, 180), (1280, 230), (1250, 290), (1200, 270)],
    [(1120, 300), (1160, 290), (1180, 340), (1140, 360)], [(1270, 350), (1310, 330), (1320, 390),
    (1280, 400)], [(1215, 130), (1245, 110), (1260, 145), (1230, 155)])
BORDER = [(430, 256), (560, 190), (720, 170), (850, 215), (930, 190), (1010, 260)]


def lands(view: Chart) -> tuple[list[Point], list[Point], list[Point], list[list[Point]]]:
    """Return the shores of Halden, the north, the east and the isles on the sheet."""
    home = view.path(coast(HALDEN, "halden"))
    north = view.path(coast(NORTHERN, "north", 0.1))
    east = view.path(coast(EASTERN, "east", 0.12))
    isles = [view.path(coast(isle, f"isle{i}", 0.16)) for i, isle in enumerate(ISLES)]
    return home, north, east, isles


def print_land(s: Scene, shapes: Sequence[Sequence[Point]], fill: Colour, grain: Colour) -> Plate:
    """Print land with a drop shadow, an edge and a grainy rim."""
    with s.plate(s.ink.near, 0.28) as p:
        for shape in shapes:
            p.poly([(x + 8, y + 12) for x, y in shape])
    with s.plate(fill, shade=(grain, "down", 0.5, 0.2)) as p:
        for shape in shapes:
            p.poly(shape)
    with s.plate(mix(fill, s.ink.near, 0.55)) as edge:
        for shape in shapes:
            edge.line([*shape, shape[0]], 2.2)
    return p


def uplands(s: Scene, view: Chart, x: float, y: float, rx: float, ry: float, count: int) -> None:
    """Print a range of small hills, each lit on one side."""
    spots = sorted(
        ((x + s.dice.uniform(-rx, rx), y + s.dice.uniform(-ry, ry)) for _ in range(count)),
        key=lambda spot: spot[1]
    )
    for px, py in spots:
        cx, cy = view.at(px, py)
        r = s.dice.uniform(15, 26) * view.zoom
        with s.plate(mix(s.ink.light, s.ink.far, 0.35)) as p:
            p.poly([(cx - r, cy), (cx - r * 0.1, cy - r * 1.15), (cx + r, cy)])
        with s.plate(mix(s.ink.mid, s.ink.far, 0.2)) as p:
            p.poly([(cx - r * 0.1, cy - r * 1.15), (cx + r, cy), (cx + r * 0.1, cy)])


@picture("map-halden", NORTH, BONE, TEAL, MOSS, SLATE, OCHRE, turn=False)
def map_halden(s: Scene) -> None:
    """The Republic of Halden and its neighbours."""
    ink = s.ink
    view = Chart(s, *s.pick((1.04, -30, -8), (1.1, -150, -30), (0.98, 30, 20)))
    sea, pale = mix(ink.mid, ink.far, s.pick(0.3, 0.75, 0.25)), mix(ink.low, ink.far, 0.25)
    s.wash(s.down(sea, mix(sea, ink.mid, 0.5)))
    home, north, east, isles = lands(view)
    view.shallows([home, north, east, *isles], sea, pale)
    graticule(s, ink.light, 0.3)
    other = mix(ink.far, ink.low, 0.45)
    print_land(s, [north, east, *isles], other, mix(ink.far, ink.mid, 0.5))
    land = print_land(s, [home], mix(ink.light, ink.low, 0.3), mix(ink.low, ink.far, 0.75))
    uplands(s, view, 650, 340, 190, 34, 22)
    rivers = ([(640, 350), (690, 430), (760, 470), (840, 500), (910, 530), (970, 532)],
        [(600, 360), (540, 470), (560, 580), (520, 690), (470, 700)])
    with s.plate(mix(sea, ink.mid, 0.45), clip=land.mask) as p:
        for river in rivers:
            line = spline(river, False)
            for i, (a, b) in enumerate(zip(line, line[1:], strict=False)):
                p.line(view.path([a, b]), 2 + i * 0.07)
    with s.plate(ink.accent) as p:
        line = spline(view.path(BORDER), False)
        for i in range(0, len(line) - 2, 3):
            p.line(line[i : i + 2], 4)
    view.name(740, 622, "HALDEN", 58, 26, mix(ink.mid, ink.near, 0.35), 0.9)
    view.name(760, 96, "KARELUND", 34, 14, ink.mid)
    view.name(1478, 330, "VASTRIA", 28, 7, mix(ink.mid, ink.near, 0.4))
    water = mix(ink.light, pale, 0.2)
    view.name(1240, 640, "NARROW", 27, 9, ink.near)
    view.name(1240, 682, "SEA", 27, 9, ink.near)
    view.name(1216, 432, "SUND ISLES", 19, 5, ink.near)
    view.town(800, 490, "Marrowgate", "l", 29, True)
    view.town(1000, 548, "Port Ansel", "l")
    view.town(900, 420, "Estwick")
    view.town(905, 715, "Low Fennimore", "l")
    view.town(408, 562, "Corran Bay")
    view.town(640, 262, "Highmoor")
    view.town(545, 770, "Bellhaven")
    rose(s, *s.pick((190, 830, 84), (1430, 880, 74), (190, 800, 84)), water, ink.accent)


@picture("map-narrow-sea", TEAL, SLATE, OCHRE, NORTH, STEEL, ROSE, turn=False)
def map_narrow_sea(s: Scene) -> None:
    """The Narrow Sea between Halden and Vastria, its lanes and its isles."""
    ink = s.ink
    view = Chart(s, *s.pick((2.0, -1640, -330), (1.8, -1390, -220), (2.1, -1780, -420)))
    sea = s.pick(mix(ink.mid, ink.near, 0.15), mix(ink.mid, ink.near, 0.2),
        mix(ink.accent, ink.near, 0.1))
    pale = s.pick(mix(ink.far, ink.low, 0.2), ink.far, mix(ink.accent, ink.low, 0.55))
    s.wash(s.down(sea, mix(sea, ink.near, 0.45)))
    home, north, east, isles = lands(view)
    view.shallows([home, north, east, *isles], sea, pale)
    graticule(s, ink.light, 0.2, 160)
    warm = mix(ink.light, ink.low, 0.35)
    print_land(s, [north], mix(ink.far, ink.low, 0.4), ink.far)
    print_land(s, [east], s.pick(ink.far, ink.far, mix(ink.far, ink.mid, 0.25)), ink.mid)
    print_land(s, [home, *isles], warm, mix(ink.low, ink.far, 0.7))
    uplands(s, view, 1520, 270, 60, 60, 9)
    # the disputed box, hatched
    mark = ink.alarm
    zone = view.path([(1130, 480), (1330, 430), (1370, 600), (1180, 640)])
    with s.plate(mark, 0.22) as p:
        p.poly(zone)
    box = p.mask
    with s.plate(mark, 0.9, clip=box) as p:
        for k in range(-60, 160):
            p.line([(k * 24, 0), (k * 24 + 700, 1000)], 5)
    with s.plate(mark) as p:
        p.line([*zone, zone[0]], 4)
    # the lanes
    lane = mix(ink.light, ink.low, 0.1)
    routes = ([(1120, 1000), (1200, 760), (1260, 560), (1340, 400), (1370, 240), (1330, 60)],
        [(1290, 1000), (1290, 780), (1330, 610), (1382, 450), (1400, 330), (1385, 60)])
    for route in routes[: 2 if s.variant % 3 != 1 else 1]:
        line = view.path(spline(route, False, 30))
        with s.plate(lane) as p:
            for i in range(0, len(line) - 3, 4):
                p.line(line[i : i + 3], 4)
    with s.plate(lane) as p:
        for x, y in ((1210, 735), (1318, 450), *s.pick(((1292, 740),), (), ((1296, 700),))):
            vessel(p, *view.at(x, y), 15 * view.zoom, -1.15)
    with s.plate(ink.near) as p:
        vessel(p, *view.at(1240, 556), 17 * view.zoom, -0.4)
    title = mix(ink.light, ink.low, 0.15)
    for i, words in enumerate(("THE", "NARROW", "SEA")):
        view.name(1150, 396 + i * 24, words, 32, 14, title)
    view.name(1260, 312, "SUND ISLES", 24, 5, title)
    view.name(940, 480, "HALDEN", 44, 18, mix(ink.mid, ink.near, 0.4))
    view.name(1508, 480, "VASTRIA", 40, 14, mix(ink.near, ink.mid, 0.2))
    view.town(1000, 552, "Port Ansel", "l", 28, True)
    rose(s, *s.pick((1450, 850, 92), (1470, 860, 88), (1460, 860, 90)), ink.near, mark)


def vessel(p: Plate, x: float, y: float, r: float, turn: float) -> None:
    """Cut a ship seen from above."""
    cos, sin = math.cos(turn), math.sin(turn)
    shape = [(1.2, 0), (0.5, -0.36), (-0.95, -0.3), (-1, 0.3), (0.5, 0.36)]
    p.poly([(x + r * (a * cos - b * sin), y + r * (a * sin + b * cos)) for a, b in shape])
