"""The field: flowers in drifts to the horizon, stone walls, and the path that leads in."""

import math
from collections import defaultdict
from random import Random

from sarado_site.painting.brush import (
    Point,
    along,
    blade,
    dots,
    element,
    gathered,
    gradient,
    ground,
    picture,
    smooth,
    stone,
)
from sarado_site.painting.colour import Colour, Light
from sarado_site.painting.land import HEIGHT, WIDTH, oreum

MEADOW = Colour(0.71, 0.085, 138)
DEEP = Colour(0.47, 0.075, 150)
EARTH = Colour(0.86, 0.035, 88)
BASALT = Colour(0.43, 0.012, 255)
# The colours of the drifts: five directions' colours, softened, and what grows between.
PETALS = (
    Colour(0.7, 0.14, 24),
    Colour(0.84, 0.085, 2),
    Colour(0.74, 0.095, 305),
    Colour(0.7, 0.09, 255),
    Colour(0.965, 0.02, 95),
    Colour(0.88, 0.125, 92),
)
HEART = Colour(0.8, 0.12, 80)
HORIZON = 604.0
BANDS = 9
SQUASH = 0.64  # flowers seen from above and far are wider than high

# The middle of the path and half its width, from the lower edge to the gap in the wall.
PATH: tuple[tuple[float, float, float], ...] = (
    (1090, 1010, 86), (1096, 940, 66), (1130, 880, 50), (1190, 830, 39), (1246, 786, 31),
    (1270, 748, 24), (1258, 714, 17), (1226, 684, 11.5), (1206, 660, 7.5), (1216, 640, 5),
)  # fmt: skip


def field(light: Light) -> str:
    random = Random(7)
    centres = _centres(random)
    horizon = oreum(HORIZON + 4, (300, 10, 400, 0.0), (1500, 14, 500, 0.0))
    return picture(
        WIDTH,
        HEIGHT,
        element(
            "defs",
            (
                gradient(
                    "meadow",
                    (0.0, light.on(MEADOW, 0.34).hex, 1),
                    (0.3, light.on(MEADOW, 0.08).hex, 1),
                    (1.0, light.on(DEEP).hex, 1),
                ),
                *(
                    gradient(
                        f"d{index}", (0, tone, 0.5), (0.6, tone, 0.22), (1, tone, 0), radial=True
                    )
                    for index, petal in enumerate(PETALS)
                    for tone in [light.on_flower(petal, 0.16).hex]
                ),
                gradient(
                    "path", (0, light.on(EARTH, 0.3).hex, 0.9), (1, light.on(EARTH).hex, 0.55)
                ),
            ),
        ),
        element("path", d=ground(horizon, HEIGHT), fill="url(#meadow)"),
        _washes(centres, Random(17)),
        _grass(light, random),
        element("path", d=_path_shape(), fill="url(#path)"),
        _wall(
            ((-20, 688), (240, 648), (560, 628), (860, 624), (1120, 636), (1184, 642)),
            light,
            random,
        ),
        _wall(((1252, 642), (1420, 630), (1680, 636), (1880, 656), (2020, 678)), light, random),
        _drifts(light, centres, random),
    )


def nearness(y: float) -> float:
    """How near the ground at this height of the picture is: 0 at the horizon, 1 at the edge."""
    return min(1.0, max(0.0, (y - HORIZON) / (HEIGHT - HORIZON)))


def _path_at(y: float) -> tuple[float, float]:
    backwards = [(y_, x) for x, y_, _ in reversed(PATH)]
    halves = [(y_, half) for _, y_, half in reversed(PATH)]
    return along(backwards, y), along(halves, y)


def _path_shape() -> str:
    left: list[Point] = [(x - half, y) for x, y, half in PATH]
    right: list[Point] = [(x + half, y) for x, y, half in reversed(PATH)]
    return smooth([*left, *right], closed=True)


def _wall(line: tuple[Point, ...], light: Light, random: Random) -> str:
    """Basalt piled without mortar: the wind goes through the gaps."""
    dark, pale = [], []
    x, end = line[0][0], line[-1][0]
    while x < end:
        foot = along(line, x)
        size = 6.5 + 52 * nearness(foot)
        top = foot
        for _row in range(random.choice((2, 3, 3, 3, 4))):
            wide, high = size * random.uniform(0.8, 1.5), size * random.uniform(0.5, 0.9)
            middle = x + random.uniform(-0.35, 0.35) * size
            dark.append(stone((middle, top - high * 0.42), wide, high, random))
            pale.append(stone((middle, top - high * 0.66), wide * 0.5, high * 0.2, random))
            top -= high * 0.74
        x += size * random.uniform(0.85, 1.2)
    depth = 0.24
    tones = ((dark, light.on(BASALT, depth).hex), (pale, light.on(BASALT.lighter(0.13), depth).hex))
    return "".join(
        element(
            "path",
            d=gathered(stones),
            fill=tone,
            stroke=tone,
            stroke_width=2.4,
            stroke_linejoin="round",
        )
        for stones, tone in tones
    )


def _grass(light: Light, random: Random) -> str:
    tones = defaultdict(list)
    for _ in range(420):
        near = random.random() ** 1.5
        y = HORIZON + 12 + near * (HEIGHT - HORIZON)
        x = random.uniform(0, WIDTH)
        tall = (5 + 34 * near) * random.uniform(0.6, 1.2)
        tones[(int(near * 3), random.random() < 0.5)].append(
            blade((x, y), (x + tall * random.uniform(-0.2, 0.45), y - tall), 1.2 + 3.4 * near, 0)
        )
    return "".join(
        element(
            "path",
            d=gathered(blades),
            fill=light.on(MEADOW.mix(DEEP, 0.3 + 0.2 * band).lighter(0.06 if pale else -0.05),
                          0.26 - 0.08 * band).hex,
            opacity="0.7",
        )
        for (band, pale), blades in sorted(tones.items())
    )  # fmt: skip


def _centres(random: Random) -> list[tuple[float, float, int]]:
    """Where each drift of one colour gathers."""
    return [
        (random.uniform(0, WIDTH), HORIZON + 6 + (HEIGHT - HORIZON) * random.random() ** 1.5,
         random.randrange(len(PETALS)))
        for _ in range(64)
    ]  # fmt: skip


def _washes(centres: list[tuple[float, float, int]], random: Random) -> str:
    """Colour laid wet on the meadow, under the flowers that will stand there."""
    return "".join(
        element("ellipse", cx=round(x), cy=round(y), ry=round(7 + 34 * nearness(y)),
                rx=round((70 + 150 * nearness(y)) * random.uniform(1.0, 1.7)), fill=f"url(#d{colour})")
        for x, y, colour in sorted(centres, key=lambda centre: centre[1])
    )  # fmt: skip


def _drifts(light: Light, centres: list[tuple[float, float, int]], random: Random) -> str:
    """Dabs of colour that gather into drifts, small and dense far away, large and loose near."""
    dabs: dict[tuple[int, int, bool], list[tuple[int, int]]] = defaultdict(list)
    hearts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for _ in range(5600):
        near = random.random() ** 2.1
        y = HORIZON + 9 + near * (HEIGHT - HORIZON)
        x = random.uniform(0, WIDTH)
        middle, half = _path_at(y)
        if abs(x - middle) < half * random.uniform(0.9, 1.3):
            continue
        stretch = 6.0 - 3.4 * near
        away, colour = min(
            (math.hypot((x - cx) / stretch, (y - cy) * 1.3) / (11 + 46 * near), tone)
            for cx, cy, tone in centres
        )
        # A few stray from their drift, as seeds do.
        if random.random() < away * 0.62 and random.random() > 0.06:
            continue
        band = int(near * (BANDS - 0.001))
        at = (round(x), round(y / SQUASH))
        dabs[(band, colour, random.random() < 0.45)].append(at)
        if near > 0.36:
            hearts[band].append(at)
    painted = []
    for band in range(BANDS):
        depth = max(0.0, 0.42 * (1 - band / BANDS) - 0.04)
        wide = 2.7 + 11.5 * (band + 0.4) / BANDS
        for (_band, colour, pale), points in sorted(dabs.items()):
            if _band == band:
                tone = PETALS[colour].lighter(0.045 if pale else -0.035)
                painted.append(
                    _points(points, light.on_flower(tone, depth).hex, wide * (0.86 + 0.2 * pale))
                )
        if hearts[band]:
            painted.append(_points(hearts[band], light.on_flower(HEART, depth).hex, wide * 0.3))
    return element("g", painted, transform=f"scale(1 {SQUASH})", stroke_linecap="round")


def _points(points: list[tuple[int, int]], colour: str, wide: float) -> str:
    """Dots of one colour and size."""
    return element("path", d=dots(points), stroke=colour, stroke_width=wide)
