"""`python -m tests.garden pictures`: the visual baseline, taken again (about four minutes).

Every state of the garden on a phone and on a desktop, by day and by night, and what is said about
each trouble of the visitor's own browser. Written to tests/garden/baseline as small JPEGs.
"""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.house import House
from tests.garden.scenes import SCENES, TROUBLES, Sky, open_context, scene

FOLDER = Path(__file__).resolve().parent / "baseline"
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
QUALITY = 62


def take_all(browser: Browser, house: House, only: str = "") -> list[str]:
    """Take every picture whose name holds `only`; return their names."""
    FOLDER.mkdir(exist_ok=True)
    taken = []
    for name, size, sky in wanted():
        file = f"{name}-{size}-{sky}.jpg"
        if only not in file:
            continue
        width, height = SIZES[size]
        context = open_context(browser, width=width, height=height)
        with scene(context, house, name, sky) as page:
            page.screenshot(path=FOLDER / file, type="jpeg", quality=QUALITY)
        context.close()
        taken.append(file)
        print(file, flush=True)
    return taken


def wanted() -> list[tuple[str, str, Sky]]:
    """Name, size and hour of each picture. The closed garden has only one hour."""
    both: tuple[Sky, ...] = ("day", "night")
    states = [name for name in SCENES if not name.startswith("trouble-")]
    pictures: list[tuple[str, str, Sky]] = [
        (name, size, sky)
        for name in states
        for size in SIZES
        for sky in (("night",) if name == "closed" else both)
    ]
    pictures += [("idle", size, sky) for size in SIZES for sky in ("dawn", "dusk")]
    return pictures + [(f"trouble-{name}", "phone", "day") for name in TROUBLES]
