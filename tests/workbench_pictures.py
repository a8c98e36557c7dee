"""Pictures of every page of the admin at desktop and tablet size, for people to look at:

    .venv/bin/python -m tests.workbench_pictures FOLDER

Stands a house of its own up, walks the links, judges each page with axe on the way, and takes about
two minutes. Exits with 1 when axe or the content policy has anything to say.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.admin_walk import walk
from tests.browser.conftest import CHROMIUM
from tests.browser.editor import Editor
from tests.browser.house import House, open_house

SIZES = {"desktop": (1280, 900), "tablet": (820, 1180)}


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    faults = 0
    with tempfile.TemporaryDirectory() as stage:
        house = open_house(Path(stage))
        try:
            for name in SIZES:
                faults += take_pictures(house, name, folder)
        finally:
            house.stop()
    print(f"{faults} fault(s)")
    return 1 if faults else 0


def take_pictures(house: House, name: str, folder: Path) -> int:
    """Walk once at one size; return how many faults were found."""
    width, height = SIZES[name]
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        context = browser.new_context(locale="ko-KR", viewport={"width": width, "height": height})
        editor = Editor(context, house)
        editor.sign_in("돌보는이", is_superuser=True)
        for number, path in enumerate(walk(editor)):
            found = [*editor.judge(), *editor.violations()]
            label = re.sub(r"[^a-z0-9]+", "-", path.split("?")[0].lower()).strip("-")
            editor.picture(folder / f"{name}-{number:02}-{label}.png")
            print(f"{name} {path}: {'; '.join(found) or 'clean'}")
            faults += len(found)
        faults += len(editor.complaints)
        browser.close()
    return faults


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
