"""Saradoryeong on the path: a robe, a horsehair hat bent over a lantern, and no face.

What hides in the shade of the brim needs no features, so nothing about it can be uncanny.
"""

from sarado_site.painting.brush import element, gradient, picture
from sarado_site.painting.colour import Colour, Light

WIDTH, HEIGHT = 300.0, 520.0
CLOTH = Colour(0.965, 0.014, 95)
FOLD = Colour(0.79, 0.03, 225)
VEST = Colour(0.62, 0.055, 205)
SASH = Colour(0.55, 0.13, 24)
HAT = Colour(0.27, 0.018, 250)
SKIN = Colour(0.72, 0.05, 58)
SILK_RED = Colour(0.62, 0.17, 28)
SILK_BLUE = Colour(0.5, 0.1, 250)
FLAME = Colour(0.95, 0.09, 85)

_SKIRT = (
    "M116 150C104 190 98 250 90 316C82 384 70 440 60 500C104 520 200 520 242 500"
    "C232 440 222 384 214 316C206 250 200 190 188 150C168 138 136 138 116 150Z"
)
_VEST = (
    "M120 148C110 196 106 262 100 330C95 392 88 440 82 486C104 494 128 497 142 497"
    "C146 420 147 330 147 214L152 214C153 330 156 420 162 497C178 497 200 494 220 486"
    "C212 440 208 392 203 330C197 262 194 196 184 148C176 142 168 140 162 140L151 176L140 140"
    "C132 141 126 144 120 148Z"
)
_LIT_SLEEVE = (
    "M122 147C108 152 98 170 90 192C82 212 74 224 62 232C58 238 58 246 62 252"
    "C68 262 72 286 74 316C76 334 88 342 102 338C114 334 122 318 126 296C131 262 132 196 130 160Z"
)
_DARK_SLEEVE = (
    "M182 147C196 152 204 170 209 194C214 220 216 244 212 262C220 284 228 318 230 344"
    "C230 360 216 366 204 360C190 352 182 330 179 300C176 262 174 200 176 160Z"
)
_FOLDS = (
    "M128 232C124 320 114 410 104 488M140 222C139 320 137 420 132 496M176 226C182 320 192 410 204 488"
    "M163 222C166 320 170 420 174 496M98 214C94 244 92 286 92 330M112 200C110 240 108 290 106 332"
    "M200 206C204 250 208 300 210 352M190 200C192 250 196 300 198 350"
)


def keeper(light: Light) -> str:
    warm = FLAME.mix(CLOTH, 0.5)
    cloth, fold = light.on_flower(CLOTH, 0.06), light.on(FOLD, 0.08)
    # The side towards the lantern takes its colour when there is little other light.
    glow = 1 - light.gain
    lit = cloth.mix(warm, 0.25 + glow)
    vest = light.on_flower(VEST, 0.12)
    ink = light.on(HAT, 0.04).hex
    return picture(
        WIDTH,
        HEIGHT,
        element(
            "defs",
            (
                _across("cloth", lit.hex, cloth.hex, fold.hex),
                _across("vest", vest.mix(warm, 0.12 + 0.5 * glow).hex, vest.hex, vest.lighter(-0.07).hex),
                _across("sleeve", lit.mix(warm, 0.3).hex, lit.hex, cloth.hex),
                gradient("face", (0, light.on(SKIN.lighter(-0.42), 0.05).hex, 1), (0.5, light.on(SKIN.lighter(-0.32), 0.05).hex, 1),
                         (1, light.on(SKIN.lighter(-0.1), 0.1).mix(warm, glow * 0.4).hex, 1)),
                gradient("fade", (0, "#fff", 1), (0.8, "#fff", 1), (0.965, "#fff", 0)),
                gradient("crown", (0, ink, 0.8), (0.75, ink, 0.96), (1, ink, 1)),
                gradient("silk", (0, SILK_RED.mix(FLAME, 0.34).hex, 1), (0.49, SILK_RED.mix(FLAME, 0.5).hex, 1),
                         (0.5, SILK_BLUE.mix(FLAME, 0.42).hex, 1), (1, SILK_BLUE.mix(FLAME, 0.2).hex, 1)),
                gradient("fire", (0, "#fffbe6", 1), (0.4, FLAME.hex, 0.85), (1, FLAME.hex, 0), radial=True),
                element("mask", (element("rect", width=WIDTH, height=HEIGHT, fill="url(#fade)"),), id="mist"),
            ),
        ),
        element("g", _robe(light, vest, fold), mask="url(#mist)"),
        _head(light, ink),
        _lantern(ink),
    )  # fmt: skip


def _robe(light: Light, vest: Colour, fold: Colour) -> tuple[str, ...]:
    sash = light.on_flower(SASH, 0.1).hex
    return (
        element("path", d=_DARK_SLEEVE, fill="url(#cloth)"),
        element("path", d=_SKIRT, fill="url(#cloth)"),
        element("path", d=_VEST, fill="url(#vest)", opacity="0.9"),
        element("path", d="M204 360C214 366 230 360 230 344C228 318 220 284 212 262C206 292 204 328 204 360Z",
                fill=fold.hex, opacity="0.45"),
        element("path", d=_LIT_SLEEVE, fill="url(#sleeve)"),
        element("path", d="M74 316C76 334 88 342 102 338C96 306 84 270 62 252C68 262 72 286 74 316Z",
                fill=fold.hex, opacity="0.5"),
        element("path", d=_FOLDS, fill="none", stroke=vest.lighter(-0.12).hex, stroke_width=1.4,
                stroke_linecap="round", opacity="0.4"),
        # The collar, and the cord that holds the robe together at the breast.
        element("path", d="M139 138L151 178L164 138", fill="none", stroke=light.on_flower(CLOTH).hex,
                stroke_width=5.5, stroke_linejoin="round"),
        element("path", d="M108 208C132 217 170 217 196 208L197 215C170 225 132 225 107 215Z", fill=sash),
        element("path", d="M149 216C146 246 144 270 146 300M155 216C159 244 159 262 157 286",
                fill="none", stroke=sash, stroke_width=3, stroke_linecap="round"),
        element("path", d="M142 298H150L152 326H140ZM153 284H161L163 310H151Z", fill=sash),
    )  # fmt: skip


def _head(light: Light, ink: str) -> str:
    rim = light.on(HAT.lighter(0.2), 0.1).hex
    return element(
        "g",
        (
            element("path", d="M134 84C133 104 138 124 151 128C164 124 169 104 168 84Z", fill="url(#face)"),
            element("path", d="M142 122L151 150L160 122Z", fill="url(#face)", opacity="0.9"),
            # The crown tapers; the brim is horsehair, and the sky shows through it.
            element("path", d="M131 88L135 44C136 38 166 38 167 44L171 88Z", fill="url(#crown)"),
            element("ellipse", cx=151, cy=40.5, rx=15, ry=3.6, fill=rim, opacity="0.7"),
            element("path", d="M80 95C82 83 120 77 151 77C182 77 220 83 222 95C220 104 184 109 151 109C118 109 82 104 80 95Z",
                    fill=ink, opacity="0.9"),
            element("path", d="M81 94C84 84 120 78 151 78C182 78 218 84 221 94", fill="none", stroke=rim,
                    stroke_width=1.2, opacity="0.8"),
            element("path", d="M136 107C137 126 143 144 151 160C159 144 165 126 166 107", fill="none",
                    stroke=light.on_flower(SASH).hex, stroke_width=2.4, stroke_dasharray="0.1 4.6",
                    stroke_linecap="round"),
        ),
        transform="rotate(-4 151 120)",
    )  # fmt: skip


def _lantern(ink: str) -> str:
    """Red and blue silk around a flame, hung from a short pole in his sleeve."""
    return element(
        "g",
        (
            element("path", d="M76 240L40 226", fill="none", stroke=ink, stroke_width=3.4, stroke_linecap="round"),
            element("path", d="M41 227V246", fill="none", stroke=ink, stroke_width=1.4),
            element("path", d="M27 252C22 268 22 292 27 308H55C60 292 60 268 55 252Z", fill="url(#silk)"),
            element("ellipse", cx=41, cy=280, rx=15, ry=26, fill="url(#fire)"),
            element("path", d="M27 252C22 268 22 292 27 308M41 252V308M55 252C60 268 60 292 55 308M34 252C30 270 30 290 34 308M48 252C52 270 52 290 48 308",
                    fill="none", stroke="#7a3a22", stroke_width=0.9, opacity="0.4"),
            element("path", d="M25 252L29 245H53L57 252ZM27 308H55L52 313H30Z", fill=ink),
            element("path", d="M34 313V326M41 313V332M48 313V326", fill="none", stroke="#b5402f",
                    stroke_width=2, stroke_linecap="round"),
        ),
    )  # fmt: skip


def _across(name: str, *colours: str) -> str:
    """From the lantern's side to the other."""
    return element(
        "linearGradient",
        (
            element("stop", offset=f"{index / (len(colours) - 1):g}", stop_color=colour)
            for index, colour in enumerate(colours)
        ),
        id=name,
    )
