"""How lines and shapes are put on paper: SVG path data from points. Pure."""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from random import Random

Point = tuple[float, float]


def number(value: float) -> str:
    """As short as a tenth of a unit allows."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _whole(point: Point) -> tuple[int, int]:
    """Points of a line lie on whole units, half a pixel on a phone: tenths would weigh a fifth more."""
    return round(point[0]), round(point[1])


def _pair(point: Point) -> str:
    x, y = _whole(point)
    return f"{x} {y}"


def _steps(start: Point, *points: Point) -> str:
    """Points as seen from `start`: shorter to write and easier to pack than where they are.

    From rounded places, so that nothing drifts however long the line.
    """
    x, y = _whole(start)
    return " ".join(_pair((px - x, py - y)) for px, py in map(_whole, points))


def dots(places: Iterable[tuple[int, int]]) -> str:
    """Dots: lines of no length, for a stroke with round ends. Their order is nobody's business, so
    they are written from left to right, each from the one before."""
    x, y, parts = 0, 0, []
    for to_x, to_y in sorted(places):
        parts.append(f"m{to_x - x} {to_y - y}h0")
        x, y = to_x, to_y
    return "".join(parts)


_START = re.compile(r"M(-?[\d.]+) (-?[\d.]+)(.*z)", re.IGNORECASE)


def gathered(shapes: Iterable[str]) -> str:
    """Closed shapes of one colour as one path, from left to right, each begun from the one before."""
    places = sorted(
        (float(match[1]), float(match[2]), match[3])
        for match in map(_START.fullmatch, shapes)
        if match
    )
    x, y, parts = 0.0, 0.0, []
    for to_x, to_y, rest in places:
        parts.append(f"m{number(to_x - x)} {number(to_y - y)}{rest}")
        x, y = to_x, to_y
    return "".join(parts)


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A curve through all points (Catmull-Rom, as cubic Béziers)."""
    count = len(points)
    last = count if closed else count - 1

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    parts = [f"M{_pair(points[0])}"]
    for index in range(last):
        before, start, end, after = (at(index + step) for step in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"c{_steps(start, first, second, end)}")
    return "".join(parts) + ("Z" if closed else "")


def ground(ridge: Sequence[Point], floor: float) -> str:
    """The land under a ridge, down to `floor`."""
    return f"{smooth(ridge)}L{_pair((ridge[-1][0], floor))}L{_pair((ridge[0][0], floor))}Z"


def pebble(at: Point, width: float, height: float, random: Random, corners: int = 7) -> str:
    """An uneven round: a stone, a dab of paint."""
    return smooth(
        [
            (
                at[0] + width / 2 * (size := random.uniform(0.8, 1.12)) * math.cos(turn),
                at[1] + height / 2 * size * math.sin(turn),
            )
            for turn in (
                math.tau * (k + random.uniform(-0.2, 0.2)) / corners for k in range(corners)
            )
        ],
        closed=True,
    )


def stone(at: Point, wide: float, high: float, random: Random) -> str:
    """A stone with corners, which a stroke with round joins softens; in whole units, for walls."""
    corners = [
        (round(wide / 2 * size * math.cos(turn)), round(high / 2 * size * math.sin(turn)))
        for k in range(5)
        for turn in [math.tau * (k + random.uniform(-0.25, 0.25)) / 5]
        for size in [random.uniform(0.75, 1.1)]
    ]
    x, y = round(at[0]), round(at[1])
    steps = "".join(f"l{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in itertools.pairwise(corners))
    return f"M{x + corners[0][0]} {y + corners[0][1]}{steps}z"


def blade(foot: Point, tip: Point, width: float, bend: float) -> str:
    """A leaf of grass from foot to tip, bent sideways in the middle."""
    middle = ((foot[0] + tip[0]) / 2 + bend, (foot[1] + tip[1]) / 2)
    left = _whole((foot[0] - width / 2, foot[1]))
    right = (max(left[0] + 1, foot[0] + width / 2), foot[1])
    return (
        f"M{_pair(left)}q{_steps(left, (middle[0] - width / 3, middle[1]), tip)}"
        f"q{_steps(tip, (middle[0] + width / 3, middle[1]), right)}z"
    )


def along(points: Sequence[Point], x: float) -> float:
    """The height of a ridge at `x`, straight between its points."""
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return points[0][1] if x < points[0][0] else points[-1][1]


def element(name: str, content: Iterable[str] = (), **attributes: str | float) -> str:
    """An SVG element. Underscores in names stand for hyphens, a trailing one is dropped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    inside = "".join(content)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def gradient(name: str, *stops: tuple[float, str, float], radial: bool = False) -> str:
    """A fade through (offset, colour, opacity), downward unless radial."""
    kind = "radialGradient" if radial else "linearGradient"
    line = {} if radial else {"x2": "0", "y2": "1"}
    return element(
        kind,
        (
            element("stop", offset=f"{offset:g}", stop_color=colour, stop_opacity=f"{opacity:g}")
            for offset, colour, opacity in stops
        ),
        id=name,
        **line,
    )


def picture(width: float, height: float, *content: str) -> str:
    return element(
        "svg", content, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}"
    )
