"""Far and middle ground: Hallasan in the haze, oreum before it, a wind-bent tree."""

import math
from random import Random

from sarado_site.painting.brush import (
    Point,
    along,
    blade,
    element,
    gradient,
    ground,
    pebble,
    picture,
    smooth,
)
from sarado_site.painting.colour import Colour, Light

WIDTH, HEIGHT = 2000.0, 1000.0
STONE = Colour(0.8, 0.028, 235)
HILL = Colour(0.74, 0.055, 165)
NEAR_HILL = Colour(0.7, 0.07, 148)
LEAVES = Colour(0.5, 0.06, 150)
BARK = Colour(0.42, 0.03, 60)

HALLASAN: tuple[Point, ...] = (
    (-60, 566), (180, 534), (420, 486), (640, 428), (800, 378), (890, 346), (940, 326),
    (972, 313), (1000, 315), (1022, 325), (1048, 318), (1078, 314), (1112, 328), (1180, 356),
    (1300, 394), (1480, 442), (1700, 492), (2060, 540),
)  # fmt: skip


def far(light: Light) -> str:
    ridge = oreum(588, (330, 96, 150, 0.0), (640, 60, 120, 0.3), (1530, 128, 180, 0.35),
                  (1850, 84, 170, 0.0), (30, 70, 150, 0.2))  # fmt: skip
    return picture(
        WIDTH,
        HEIGHT,
        element(
            "defs",
            (
                _mist("mountain", light.on(STONE, 0.5).hex, light.haze.hex),
                _mist("ridge", light.on(HILL, 0.52).hex, light.haze.hex),
            ),
        ),
        element("path", d=ground(HALLASAN, 700), fill="url(#mountain)"),
        _folds(HALLASAN, light.on(STONE, 0.34).hex, 14, Random(3)),
        element("path", d=ground(ridge, 720), fill="url(#ridge)"),
        _folds(ridge, light.on(HILL, 0.36).hex, 22, Random(5)),
    )


def middle(light: Light) -> str:
    random = Random(11)
    back = oreum(612, (700, 88, 210, 0.45), (1010, 38, 150, 0.0), (1690, 104, 230, 0.3),
                 (160, 92, 220, 0.25))  # fmt: skip
    front = oreum(640, (420, 64, 260, 0.0), (1880, 66, 240, 0.0), (1240, 22, 260, 0.0))
    return picture(
        WIDTH,
        HEIGHT,
        element(
            "defs",
            (
                _mist("back", light.on(HILL, 0.22).hex, light.on(HILL, 0.72).hex, 1.0),
                _mist("front", light.on(NEAR_HILL, 0.16).hex, light.on(NEAR_HILL, 0.5).hex, 1.0),
            ),
        ),
        element("path", d=ground(back, 760), fill="url(#back)"),
        _folds(back, light.on(HILL, 0.02).hex, 26, random),
        _terraces(back, light.on(Colour(0.5, 0.02, 200), 0.3).hex, random),
        element("path", d=ground(front, 800), fill="url(#front)"),
        _folds(front, light.on(NEAR_HILL.lighter(-0.1), 0.1).hex, 20, random),
        tree((985, along(front, 985) + 4), 96, light, 0.2, Random(21)),
        tree((1598, along(front, 1598) + 4), 58, light, 0.34, Random(22)),
        tree((452, along(front, 452) + 4), 70, light, 0.28, Random(23)),
    )


def oreum(base: float, *cones: tuple[float, float, float, float]) -> list[Point]:
    """A ridge of small volcanoes: (middle, height, half width, depth of the crater 0 to 1)."""

    def height(x: float) -> float:
        total = 0.0
        for middle, tall, wide, crater in cones:
            away = abs(x - middle) / wide
            cone = math.exp(-(away**1.7))
            bowl = crater * math.exp(-((away / 0.28) ** 2)) * 0.5
            total = max(total, tall * (cone - bowl)) + 0.12 * min(total, tall * cone)
        return total

    return [(x, base - height(x)) for x in range(-60, 2100, 30)]


def tree(foot: Point, tall: float, light: Light, depth: float, random: Random) -> str:
    """A hackberry that the wind from the sea has combed to one side."""
    x, y = foot
    bark, shade = light.on(BARK, depth).hex, light.on(LEAVES, depth).hex
    bright = light.on(LEAVES.lighter(0.13), depth).hex
    limbs = [
        blade((x, y), (x + tall * reach, y - tall * rise), tall * width, -tall * 0.1)
        for reach, rise, width in ((0.22, 0.72, 0.12), (0.5, 0.62, 0.07), (-0.08, 0.66, 0.06))
    ]
    lower, upper = [], []
    for _ in range(15):
        along_crown = random.random()
        at = (
            x + tall * (-0.3 + 1.15 * along_crown),
            y - tall * (0.66 + 0.3 * math.sin(math.pi * along_crown**0.8) * random.uniform(0.5, 1)),
        )
        wide = tall * random.uniform(0.3, 0.46)
        lower.append(pebble(at, wide, wide * 0.5, random))
        upper.append(pebble((at[0] + 2, at[1] - wide * 0.13), wide * 0.66, wide * 0.24, random))
    return "".join(
        element("path", d="".join(paths), fill=fill)
        for paths, fill in ((limbs, bark), (lower, shade), (upper[::2], bright))
    )


def _mist(name: str, colour: str, haze: str, foot: float = 0.0) -> str:
    """The land's own colour above, dissolving in haze below."""
    return gradient(name, (0.0, colour, 1.0), (0.42, colour, 0.96), (1.0, haze, foot))


def _folds(ridge: list[Point] | tuple[Point, ...], colour: str, count: int, random: Random) -> str:
    """Strokes that run down from a ridge, as a brush half dry leaves them."""
    strokes = []
    for _ in range(count):
        x = random.uniform(0, WIDTH)
        top = along(ridge, x) + random.uniform(4, 16)
        slope = (along(ridge, x + 40) - along(ridge, x - 40)) / 80
        run = random.uniform(40, 120) * (1 if slope >= 0 else -1)
        strokes.append(
            smooth(
                [
                    (x + run * step, top + (20 + abs(run) * 0.42) * step**1.3)
                    for step in (0.0, 0.35, 0.7, 1.0)
                ]
            )
        )
    return element(
        "path", d="".join(strokes), fill="none", stroke=colour, stroke_width=2.2,
        stroke_linecap="round", opacity="0.28",
    )  # fmt: skip


def _terraces(ridge: list[Point], colour: str, random: Random) -> str:
    """Field walls on the slopes, so far away that each stone is a dot."""
    lines = []
    for step in range(5):
        begin = random.uniform(300, 1500)
        down = 26 + 11 * step
        lines.append(
            smooth([(x, along(ridge, x) + down + 5 * math.sin(x / 70))
                    for x in range(int(begin), int(begin) + 340, 40)])
        )  # fmt: skip
    return element(
        "path", d="".join(lines), fill="none", stroke=colour, stroke_width=2.6,
        stroke_dasharray="3 2.2", stroke_linecap="round", opacity="0.5",
    )  # fmt: skip
