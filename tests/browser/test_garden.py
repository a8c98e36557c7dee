"""The garden for eyes, ears and fingers of every kind, in each of its states."""

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.garden.judges import axe, faint_texts
from tests.garden.scenes import SCENES, Sky, open_context, scene

# Every state by one hour and one width, so that all hours and both ends of the widths come up.
STATES: tuple[tuple[str, Sky, int, int], ...] = (
    ("idle", "day", 320, 640),
    ("idle", "night", 1920, 1080),
    ("idle", "dawn", 390, 844),
    ("idle", "dusk", 1440, 900),
    ("speaking", "dusk", 390, 844),
    ("flower", "day", 390, 844),
    ("crisis", "night", 390, 844),
    ("ended", "day", 1440, 900),
    ("closed", "night", 320, 640),
    ("failed", "dawn", 320, 640),
    ("trouble-refused", "night", 390, 844),
    ("trouble-callless", "day", 1440, 900),
)


def test_every_state_is_judged() -> None:
    judged = {name for name, *_ in STATES}

    # Listening is what speaking becomes; the other troubles differ by their sentence alone.
    assert {name for name in SCENES if not name.startswith("trouble-")} - judged == {"listening"}


@pytest.mark.parametrize(("name", "sky", "width", "height"), STATES)
def test_axe_has_nothing_to_say_and_no_word_is_faint(
    chromium: Browser, house: House, name: str, sky: Sky, width: int, height: int
) -> None:
    context = open_context(chromium, width=width, height=height)
    with scene(context, house, name, sky) as page:
        assert axe(page) == []
        assert faint_texts(page) == []
        overflow = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(overflow) <= 0
    context.close()


@pytest.mark.parametrize("language", ["ko", "en", "ja", "zh-hans"])
@pytest.mark.parametrize("doors", ["open", "close"])
def test_the_first_sight_needs_its_own_few_letters_only(
    chromium: Browser, house: House, language: str, doors: str
) -> None:
    house.manage("house", doors, "--reason", "letters")
    context = open_context(chromium, width=390, height=844)
    page = context.new_page()
    try:
        # What will be said needs more letters; they come later and are not meant here.
        page.add_init_script("document.fonts.load = async () => []")
        page.goto(f"{house.web}/?lang={language}")
        page.evaluate("document.fonts.ready")
        named = "[...document.querySelectorAll('link[as=font]')].map(({ href }) => href)"
        came = """performance.getEntriesByType("resource").map(({ name }) => name)
          .filter((name) => name.endsWith(".woff2"))"""
        assert sorted(page.evaluate(came)) == sorted(page.evaluate(named))
    finally:
        context.close()
        house.manage("house", "open", "--reason", "letters")
