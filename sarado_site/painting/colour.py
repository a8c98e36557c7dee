"""Colours as the eye sees them (OKLCH), and the light of each hour. Pure.

The matrices are those of OKLab (Björn Ottosson, 2020): https://bottosson.github.io/posts/oklab/
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour by lightness 0 to 1, chroma 0 to about 0.3 and hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def hex(self) -> str:
        a, b = self._ab()
        light, medium, short = (
            (self.lightness + x * a + y * b) ** 3
            for x, y in (
                (0.3963377774, 0.2158037573),
                (-0.1055613458, -0.0638541728),
                (-0.0894841775, -1.2914855480),
            )
        )
        linear = (
            4.0767416621 * light - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * light + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * light - 0.7034186147 * medium + 1.7076147010 * short,
        )
        return "#" + "".join(f"{round(255 * _encode(part)):02x}" for part in linear)

    def _ab(self) -> tuple[float, float]:
        turn = math.radians(self.hue)
        return self.chroma * math.cos(turn), self.chroma * math.sin(turn)

    def mix(self, other: "Colour", share: float) -> "Colour":
        """Return this colour with `share` (0 to 1) of the other."""
        (a1, b1), (a2, b2) = self._ab(), other._ab()
        a, b = a1 + (a2 - a1) * share, b1 + (b2 - b1) * share
        lightness = self.lightness + (other.lightness - self.lightness) * share
        return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    def lighter(self, by: float) -> "Colour":
        return Colour(min(1.0, max(0.0, self.lightness + by)), self.chroma, self.hue)


def _encode(linear: float) -> float:
    clipped = min(1.0, max(0.0, linear))
    return 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055


@dataclass(frozen=True)
class Light:
    """An hour: the haze far things fade into, and what its light does to every colour."""

    name: str
    haze: Colour
    ambient: Colour
    share: float  # of the ambient in everything
    gain: float  # times the lightness
    shift: float  # added to the lightness after it
    flowers: float  # how much of their own light the flowers keep, 0 to 1

    def on(self, colour: Colour, depth: float = 0.0) -> Colour:
        """Return the colour in this light; `depth` 0 is near, 1 is lost in the haze."""
        lit = Colour(colour.lightness * self.gain + self.shift, colour.chroma, colour.hue)
        return lit.mix(self.ambient, self.share).mix(self.haze, depth)

    def on_flower(self, colour: Colour, depth: float = 0.0) -> Colour:
        """Return a petal in this light: it keeps more of its own."""
        return self.on(colour, depth).mix(colour, self.flowers * (1 - depth))


LIGHTS = (
    Light("dawn", Colour(0.91, 0.045, 55), Colour(0.72, 0.07, 320), 0.16, 0.93, 0.01, 0.35),
    Light("day", Colour(0.955, 0.02, 150), Colour(0.9, 0.04, 110), 0.05, 1.0, 0.0, 0.6),
    Light("dusk", Colour(0.7, 0.1, 40), Colour(0.42, 0.1, 310), 0.36, 0.7, 0.0, 0.34),
    Light("night", Colour(0.47, 0.055, 235), Colour(0.3, 0.07, 262), 0.4, 0.56, 0.02, 0.36),
)
