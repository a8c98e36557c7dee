"""The committed pictures are what `manage.py paint` draws, and light enough to send."""

from pathlib import Path
from xml.etree import ElementTree

import brotli
import pytest
from django.conf import settings

from sarado_site.management.commands.paint import paintings
from sarado_site.painting.colour import LIGHTS, Colour, Light

FOLDER = Path(settings.BASE_DIR) / "static" / "pictures"


def test_committed_pictures_are_what_is_drawn() -> None:
    assert {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.svg")} == paintings()


@pytest.mark.parametrize("light", LIGHTS, ids=lambda light: light.name)
def test_what_one_hour_loads_is_small(light: Light) -> None:
    pictures = [text for file, text in paintings().items() if file.endswith(f"-{light.name}.svg")]

    assert len(pictures) == 5
    assert sum(len(brotli.compress(text.encode())) for text in pictures) < 60_000


def test_every_picture_is_well_formed() -> None:
    for name, text in paintings().items():
        root = ElementTree.fromstring(text)  # noqa: S314  our own
        assert root.attrib["viewBox"], name


class TestColour:
    @pytest.mark.parametrize(
        ("colour", "written"),
        [
            (Colour(1.0, 0.0, 0), "#ffffff"),
            (Colour(0.0, 0.0, 0), "#000000"),
            # oklch(62.8% 0.2577 29.23) is sRGB's pure red.
            (Colour(0.62796, 0.25768, 29.234), "#ff0000"),
        ],
    )
    def test_is_written_as_srgb(self, colour: Colour, written: str) -> None:
        assert colour.hex == written

    def test_mixes_through_grey_and_not_around_the_wheel(self) -> None:
        mixed = Colour(0.5, 0.1, 0).mix(Colour(0.7, 0.1, 180), 0.5)

        assert mixed.lightness == pytest.approx(0.6)
        assert mixed.chroma == pytest.approx(0.0, abs=1e-9)
