"""The night sky: stars, and the river of them."""

from random import Random

from sarado_site.painting.brush import element, number, picture

STAR = "#fdf6e3"


def stars() -> str:
    """Dots of three sizes over 2000 × 620, thicker along the Milky Way."""
    random = Random(31)
    sizes: dict[float, list[str]] = {1.5: [], 2.4: [], 3.6: []}
    for index in range(420):
        x = random.uniform(0, 2000)
        # The river falls from the upper left; two thirds of the stars keep near it.
        y = random.uniform(0, 600) if index % 3 == 0 else 60 + x * 0.17 + random.gauss(0, 90)
        if not 4 < y < 600:
            continue
        size = random.choices((1.5, 2.4, 3.6), (12, 5, 1))[0]
        sizes[size].append(f"M{number(x)} {number(y)}h.1")
    return picture(
        2000,
        620,
        element(
            "g",
            (
                element(
                    "path", d="".join(points), stroke_width=size, opacity=f"{0.35 + size / 6:.2f}"
                )
                for size, points in sizes.items()
            ),
            stroke=STAR,
            stroke_linecap="round",
        ),
    )
