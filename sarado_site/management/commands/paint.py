"""`manage.py paint`: draw the garden's pictures again, after the drawing has changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sarado_site.painting.blooms import blooms
from sarado_site.painting.colour import LIGHTS
from sarado_site.painting.field import field
from sarado_site.painting.keeper import keeper
from sarado_site.painting.land import far, middle
from sarado_site.painting.night import stars

PICTURES = {"far": far, "middle": middle, "field": field, "keeper": keeper, "blooms": blooms}


class Command(BaseCommand):
    help = "꽃밭의 그림을 다시 그려 static/pictures/에 둡니다."

    def handle(self, **options: Any) -> str:
        folder = Path(settings.BASE_DIR) / "static" / "pictures"
        folder.mkdir(exist_ok=True)
        pictures = paintings()
        for name, text in pictures.items():
            (folder / name).write_text(text, "utf-8")
        return f"{len(pictures)}"


def paintings() -> dict[str, str]:
    """Every picture by its file name: each layer in the light of each hour."""
    layers = {
        f"{name}-{light.name}.svg": paint(light)
        for light in LIGHTS
        for name, paint in PICTURES.items()
    }
    return {**layers, "stars.svg": stars()}
