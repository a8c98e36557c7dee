"""The near flowers: six kinds on one sheet, each as blossom, bud and plant.

A column for each kind, CELL wide. Rows: the open blossom, the bud, both around the middle of a
square cell, and the plant, whose stem begins at the top in the middle of a cell twice as high.
"""

import math
from random import Random

from sarado_site.painting.brush import blade, element, number, picture, smooth
from sarado_site.painting.colour import Colour, Light

CELL = 200.0
KINDS = 6
STEM = Colour(0.52, 0.075, 148)
LEAF = Colour(0.5, 0.08, 152)
GOLD = Colour(0.84, 0.13, 85)

CORAL = Colour(0.66, 0.165, 22)
PINK = Colour(0.8, 0.105, 358)
BLUE = Colour(0.7, 0.1, 268)
CREAM = Colour(0.968, 0.018, 80)
CANOLA = Colour(0.89, 0.14, 98)
LILAC = Colour(0.76, 0.095, 312)


class Sheet:
    """What is drawn for one light: definitions once, used by many petals."""

    def __init__(self, light: Light) -> None:
        self.light = light
        self.definitions: list[str] = []

    def wash(self, colour: Colour, reach: float, deep: float = 0.13) -> str:
        """A fill that is deep in the middle of a flower and light at the petals' ends."""
        name = f"w{len(self.definitions)}"
        lit = self.light.on_flower(colour)
        stops = (
            (0.05, lit.lighter(-deep)),
            (0.45, lit.lighter(-deep * 0.2)),
            (1.0, lit.lighter(0.07)),
        )
        self.definitions.append(
            element(
                "radialGradient",
                (element("stop", offset=f"{at:g}", stop_color=tone.hex) for at, tone in stops),
                id=name, gradientUnits="userSpaceOnUse", cx=0, cy=0, r=reach,
            )
        )  # fmt: skip
        return f"url(#{name})"

    def whorl(
        self, count: int, petal: str, fill: str, turn: float = 0.0, edge: str = "#0002"
    ) -> str:
        """Petals around the middle, each laid over the one before."""
        name = f"p{len(self.definitions)}"
        self.definitions.append(element("path", id=name, d=petal))
        return element(
            "g",
            (
                element("use", href=f"#{name}", transform=f"rotate({number(turn + 360 * k / count)})")
                for k in range(count)
            ),
            fill=fill, stroke=edge, stroke_width=0.9,
        )  # fmt: skip


def blooms(light: Light) -> str:
    sheet = Sheet(light)
    kinds = (camellia, hydrangea, daisy, azalea, canola, lily)
    drawn = []
    for column, kind in enumerate(kinds):
        blossom, bud, plant = kind(sheet)
        middle = CELL * (column + 0.5)
        drawn += [
            element("g", (blossom,), transform=f"translate({number(middle)} {number(CELL / 2)})"),
            element("g", (bud,), transform=f"translate({number(middle)} {number(CELL * 1.5)})"),
            element("g", (plant,), transform=f"translate({number(middle)} {number(CELL * 2)})"),
        ]
    return picture(CELL * KINDS, CELL * 4, element("defs", sheet.definitions), *drawn)


def camellia(sheet: Sheet) -> tuple[str, str, str]:
    petal = "M0 8C-30 0-46-30-38-58C-32-78-12-80 0-70C12-80 32-78 38-58C46-30 30 0 0 8Z"
    inner = "M0 6C-22 0-34-22-28-44C-22-58-8-58 0-52C8-58 22-58 28-44C34-22 22 0 0 6Z"
    blossom = _tilted(
        sheet.whorl(6, petal, sheet.wash(CORAL, 84)),
        sheet.whorl(5, inner, sheet.wash(CORAL.lighter(0.05), 62, 0.16), 20),
        _stamens(sheet, 18, 20),
    )
    return blossom, _bud(sheet, CORAL, 30), _plant(sheet, broad=True, seed=1)


def hydrangea(sheet: Sheet) -> tuple[str, str, str]:
    random = Random(4)
    floret = "M0 0C-11-3-13-15-6-20C-2-22 2-22 6-20C13-15 11-3 0 0Z"
    fills = [sheet.wash(BLUE.mix(LILAC, share), 24, 0.1) for share in (0.0, 0.35, 0.8)]
    dots = sheet.light.on_flower(CREAM).hex
    florets = []
    for index in range(34):
        away = 66 * math.sqrt((index + 0.5) / 34)
        turn = index * 2.39996  # the golden angle: no two in line
        x, y = away * math.cos(turn), away * math.sin(turn) * 0.86
        florets.append(
            (y, element("g", (sheet.whorl(4, floret, random.choice(fills), random.uniform(0, 90), "#fff3"),
                              element("circle", r=2.6, fill=dots)),
                        transform=f"translate({number(x)} {number(y)}) scale({1.12 - away / 220:.2f})"))
        )  # fmt: skip
    shade = element(
        "ellipse", rx=70, ry=60, fill=sheet.light.on_flower(BLUE.lighter(-0.2)).hex, opacity="0.8"
    )
    blossom = shade + "".join(drawn for _, drawn in sorted(florets))
    bud = element("g", (blossom,), transform="scale(.52 .5)")
    return blossom, bud, _plant(sheet, broad=True, seed=2)


def daisy(sheet: Sheet) -> tuple[str, str, str]:
    petal = "M0 4C-9-10-14-48-9-74C-6-84-3-80 0-84C3-80 6-84 9-74C14-48 9-10 0 4Z"
    fill = sheet.wash(CREAM.mix(PINK, 0.12), 86, 0.05)
    blossom = _tilted(
        sheet.whorl(13, petal, fill, 8, "#8872"),
        sheet.whorl(13, petal, fill, 21, "#8872"),
        element("circle", r=18, fill=sheet.wash(GOLD, 20, 0.12)),
        element("g", (element("circle", cx=11 * math.cos(k), cy=11 * math.sin(k), r=2.2)
                      for k in range(0, 24, 2)), fill=sheet.light.on_flower(GOLD.lighter(-0.14)).hex),
        squash=0.8,
    )  # fmt: skip
    return blossom, _bud(sheet, CREAM.mix(PINK, 0.3), 22), _plant(sheet, broad=False, seed=3)


def azalea(sheet: Sheet) -> tuple[str, str, str]:
    petal = "M0 6C-20-6-40-40-30-66C-22-84-8-76 0-88C8-76 22-84 30-66C40-40 20-6 0 6Z"
    speckles = element(
        "g",
        (element("circle", cx=random.uniform(-9, 9), cy=-random.uniform(22, 50), r=1.5)
         for random in [Random(9)] for _ in range(13)),
        fill=sheet.light.on_flower(CORAL.lighter(-0.08)).hex, opacity="0.7",
    )  # fmt: skip
    long = element(
        "path", d="".join(f"M0 0Q{number(dx * 0.3)}-30 {number(dx)}-56" for dx in (-16, -8, 0, 9, 18)),
        fill="none", stroke=sheet.light.on_flower(PINK.lighter(0.12)).hex, stroke_width=1.8,
        stroke_linecap="round",
    )  # fmt: skip
    blossom = _tilted(sheet.whorl(5, petal, sheet.wash(PINK, 90, 0.16)), speckles, long)
    return blossom, _bud(sheet, PINK, 26), _plant(sheet, broad=False, seed=4)


def canola(sheet: Sheet) -> tuple[str, str, str]:
    floret = "M0 0C-15-5-18-21-9-28C-4-31 4-31 9-28C18-21 15-5 0 0Z"
    fill = sheet.wash(CANOLA, 32, 0.08)
    heart = sheet.light.on_flower(GOLD.lighter(-0.1)).hex
    places = ((0, -52, 0.8), (-34, -34, 0.85), (34, -32, 0.85), (-52, 2, 0.95), (52, 4, 0.95),
              (-20, -8, 1.0), (22, -6, 1.0), (-32, 36, 1.0), (34, 38, 1.0), (0, 24, 1.05))  # fmt: skip
    stalks = element(
        "path", d="".join(f"M0 74Q{number(x * 0.4)} 40 {x} {y}" for x, y, _ in places), fill="none",
        stroke=sheet.light.on(STEM).hex, stroke_width=2.6,
    )  # fmt: skip
    florets = "".join(
        element("g", (sheet.whorl(4, floret, fill, 45 + 13 * index, "#9602"),
                      element("circle", r=3.4, fill=heart)),
                transform=f"translate({x} {y}) scale({size} {size * 0.88:.2f})")
        for index, (x, y, size) in enumerate(places)
    )  # fmt: skip
    return (
        stalks + florets,
        element("g", (stalks, florets), transform="translate(0 26) scale(.6 .56)"),
        _plant(sheet, broad=False, seed=5),
    )


def lily(sheet: Sheet) -> tuple[str, str, str]:
    petal = "M0 6C-15-8-25-40-17-68C-13-82-6-88 0-94C6-88 13-82 17-68C25-40 15-8 0 6Z"
    vein = element(
        "g",
        (element("path", d="M0-8V-76", transform=f"rotate({60 * k})") for k in range(6)),
        stroke=sheet.light.on_flower(CREAM).hex, stroke_width=1.6, opacity="0.6",
    )  # fmt: skip
    blossom = _tilted(
        sheet.whorl(3, petal, sheet.wash(LILAC.lighter(-0.04), 94)),
        sheet.whorl(3, petal, sheet.wash(LILAC, 94), 60),
        vein,
        _stamens(sheet, 7, 34),
    )
    return blossom, _bud(sheet, LILAC, 20), _plant(sheet, broad=False, seed=6)


def _tilted(*parts: str, squash: float = 0.86) -> str:
    return element("g", parts, transform=f"scale(1 {squash})")


def _stamens(sheet: Sheet, count: int, reach: float) -> str:
    gold = sheet.light.on_flower(GOLD)
    ends = [
        (reach * math.cos(turn) * (0.7 + 0.3 * (k % 2)), reach * math.sin(turn) * (0.7 + 0.3 * (k % 2)))
        for k in range(count)
        for turn in [math.tau * k / count]
    ]  # fmt: skip
    lines = "".join(f"M0 0L{number(x)} {number(y)}" for x, y in ends)
    return element("path", d=lines, stroke=gold.lighter(0.06).hex, stroke_width=2.2) + element(
        "g",
        (element("circle", cx=x, cy=y, r=3.4) for x, y in ends),
        fill=gold.lighter(-0.05).hex,
    )


def _bud(sheet: Sheet, colour: Colour, wide: float) -> str:
    """Petals folded over one another, held by green below."""
    lit, green = sheet.light.on_flower(colour), sheet.light.on(LEAF).hex
    w = number(wide)
    return "".join(
        (
            element("path", d=f"M0 58C-{w} 46-{w}-6 0-46C{w}-6 {w} 46 0 58Z", fill=lit.lighter(-0.06).hex),
            element("path", d=f"M0 58C-{w} 46-{w} 2-4-40C2-8 8 30 0 58Z", fill=lit.lighter(0.03).hex),
            element("path", d=f"M0 58C{number(wide * 0.9)} 44 {number(wide * 0.8)} 10 6-34C2-4-4 34 0 58Z",
                    fill=lit.lighter(-0.02).hex, opacity="0.9"),
            element("path", d=f"M0 72C-{w} 64-{w} 40-{number(wide * 0.8)} 26C-8 36-4 30 0 22"
                    f"C4 30 8 36 {number(wide * 0.8)} 26C{w} 40 {w} 64 0 72Z", fill=green),
        )
    )  # fmt: skip


def _plant(sheet: Sheet, *, broad: bool, seed: int) -> str:
    random = Random(seed)
    stem, leaf = sheet.light.on(STEM), sheet.light.on(LEAF)
    lean = random.uniform(-14, 14)
    line = smooth([(0, 0), (lean, 120), (-lean * 0.6, 260), (lean * 0.3, 400)])
    shapes = []
    for index, down in enumerate((96, 156, 224, 292, 350)):
        side = -1 if index % 2 else 1
        tip = (side * random.uniform(62, 92), down + random.uniform(-54, -8))
        if broad:
            shapes.append(_leaf(down, tip, 30, leaf, index))
        else:
            tone = leaf.lighter(0.03 * (index % 3) - 0.02).hex
            shapes.append(
                element(
                    "path",
                    d=blade((0, down + 14), (tip[0] * 0.8, tip[1] - 40), 15, side * 16),
                    fill=tone,
                )
            )
    return element(
        "path", d=line, fill="none", stroke=stem.hex, stroke_width=6 if broad else 4.4,
        stroke_linecap="round",
    ) + "".join(shapes)  # fmt: skip


def _leaf(down: float, tip: tuple[float, float], wide: float, colour: Colour, index: int) -> str:
    """A broad leaf in two halves, one of them turned to the light, with its middle vein."""
    (x, y), foot = tip, down + 12
    mx, my = x / 2, (foot + y) / 2
    upper, lower = (mx, my - wide), (mx + 6, my + wide * 0.9)
    tone = colour.lighter(0.03 * (index % 3) - 0.03)
    half = "M0 {f}Q{a} {b} {x} {y}".format
    ends = {"f": number(foot), "x": number(x), "y": number(y)}
    vein = f"Q{number(mx + 2)} {number(my)} 0 {number(foot)}Z"
    return "".join(
        (
            element("path", d=half(a=number(lower[0]), b=number(lower[1]), **ends) + vein, fill=tone.lighter(-0.05).hex),
            element("path", d=half(a=number(upper[0]), b=number(upper[1]), **ends) + vein, fill=tone.lighter(0.04).hex),
            element("path", d=f"M0 {number(foot)}Q{number(mx + 2)} {number(my)} {number(x)} {number(y)}", fill="none",
                    stroke=tone.lighter(0.13).hex, stroke_width=1.2, opacity="0.6"),
        )
    )  # fmt: skip
