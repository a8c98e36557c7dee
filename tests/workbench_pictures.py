"""Pictures of every page of the admin, for people to look at:

    .venv/bin/python -m tests.workbench_pictures FOLDER
    .venv/bin/python -m tests.workbench_pictures --baseline

Stands a house of its own up, walks the links at desktop, tablet and phone size, by day and by
night, and judges each page with axe on the way; takes about three minutes. With --baseline only the
pictures of `tests/persona/pictures` and `docs/workbench.md` are taken again. Exits with 1 when axe
or the content policy has anything to say.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.admin_walk import kind_of, live_a_week, looked_at_csv, the_door, walk
from tests.browser.conftest import CHROMIUM
from tests.browser.editor import Editor
from tests.browser.house import House, open_house

BASELINE = Path(__file__).resolve().parent / "persona" / "pictures"
_KEPT = ("desktop", "tablet")
SIZES = {"desktop": (1280, 900), "tablet": (820, 1180), "phone": (390, 844)}
QUALITY = 68
# What an editor's day is made of, by the address of each page.
_DAY = {
    "/admin/": "front",
    "/admin/persona/persona/N/change/": "draft",
    "/admin/persona/persona/N/publish/": "publish",
    "/admin/persona/personarevision/": "revisions",
    "/admin/persona/jejuphrase/": "glossary",
    "/admin/persona/jejuphrase/N/change/": "word",
    "import-preview": "import",
    "/admin/persona/flower/": "flowers",
    "/admin/persona/flower/N/change/": "flower",
    "/admin/persona/crisisline/": "crisis-lines",
    "/hear/N/": "hear",
    "/admin/conversations/housestate/": "house",
    "door": "door",
}


def main(folder: Path | None) -> int:
    faults = 0
    (folder or BASELINE).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as stage, sync_playwright() as playwright:
        house = open_house(Path(stage))
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            live_a_week(house)
            for size in SIZES if folder else _KEPT:
                for scheme in ("light",) if folder is None else ("light", "dark"):
                    faults += take_pictures(browser, house, size, scheme, folder)
        finally:
            browser.close()
            house.stop()
    print(f"{faults} fault(s)")
    return 1 if faults else 0


def take_pictures(
    browser: Browser, house: House, size: str, scheme: str, folder: Path | None
) -> int:
    """Walk once at one size; return how many faults were found."""
    width, height = SIZES[size]
    context = browser.new_context(
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    editor = Editor(context, house)
    faults = 0
    for number, path in enumerate(_pages(editor, frozenset(_DAY) if folder is None else None)):
        found = [*editor.judge(), *editor.violations()]
        print(f"{size} {scheme} {path}: {'; '.join(found) or 'clean'}", flush=True)
        faults += len(found)
        if folder is not None:
            label = re.sub(r"[^a-z0-9]+", "-", path.split("?")[0].lower()).strip("-")
            editor.picture(folder / f"{size}-{scheme}-{number:02}-{label}.png")
        elif name := _DAY.get(kind_of(path)):
            editor.page.screenshot(
                path=BASELINE / f"{name}-{size}.jpg", type="jpeg", quality=QUALITY
            )
    context.close()
    return faults


def _pages(editor: Editor, only: frozenset[str] | None) -> Iterator[str]:
    yield from the_door(editor)
    editor.sign_in("돌보는이", is_superuser=True)
    yield from walk(editor, only=only or frozenset())
    yield looked_at_csv(editor)


if __name__ == "__main__":
    [chosen] = sys.argv[1:]
    sys.exit(main(None if chosen == "--baseline" else Path(chosen)))
