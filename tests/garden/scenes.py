"""The garden brought into each of its states, for eyes and judges: a real house, a real visit."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.house import House

Sky = Literal["dawn", "day", "dusk", "night"]
# Hours of a Tuesday in Jeju, told in UTC.
HOURS: dict[Sky, datetime] = {
    "dawn": datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
    "day": datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    "dusk": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    "night": datetime(2026, 11, 24, 13, 0, tzinfo=UTC),
}
FLOWER = {"name": "숨트일꽃", "reason": "긴장될 때 숨 한 번 길게 내쉬라고 골랐어요."}
_REFUSED = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "%s"); };
"""
_INSECURE = 'Object.defineProperty(navigator, "mediaDevices", { value: undefined });'
_SILENCED = """
HTMLMediaElement.prototype.play = async () => { throw new DOMException("", "NotAllowedError"); };
"""
# Failures of the visitor's own browser, and how each is forced upon Chromium.
TROUBLES = {
    "refused": _REFUSED % "NotAllowedError",
    "missing": _REFUSED % "NotFoundError",
    "busy": _REFUSED % "NotReadableError",
    "insecure": _INSECURE,
    "callless": "delete window.RTCPeerConnection;",
    "sound": _SILENCED,
}


def open_context(
    browser: Browser, *, width: int, height: int, locale: str = "ko-KR", **options: Any
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        permissions=["microphone"],
        **options,
    )


def set_hour(page: Page, sky: Sky, *, is_open: bool = True) -> None:
    """Let the house tell the page another hour, and other doors, than it has."""

    def answer(route: Route) -> None:
        response = route.fetch()
        told: dict[str, Any] = {**response.json(), "closes_at": None, "message": ""}
        if not is_open:
            told |= {
                "open": False,
                "reason": "hours",
                "opens_at": "2026-11-25T08:00:00+09:00",
                "message": "지금은 꽃밭이 쉬고 있어요. 내일 오전 8시에 다시 열어요.",
            }
        headers = {**response.headers, "date": format_datetime(HOURS[sky], usegmt=True)}
        route.fulfill(status=response.status, headers=headers, json=told)

    page.route("**/api/status", answer)
    # A conversation's own answers would tell the true hour again.
    page.add_init_script(
        f"new MutationObserver(() => {{ const root = document.documentElement; "
        f'if (root.dataset.sky !== "{sky}") root.dataset.sky = "{sky}"; }})'
        '.observe(document, { subtree: true, attributes: true, attributeFilter: ["data-sky"] });'
    )


def phase(page: Page, name: str) -> None:
    expect(page.locator("main[data-phase]")).to_have_attribute("data-phase", name, timeout=20_000)


def floor(page: Page, name: str) -> None:
    expect(page.locator("main[data-phase]")).to_have_attribute("data-floor", name, timeout=30_000)


def say(page: Page, text: str) -> None:
    box = page.locator("[data-role=text]")
    box.fill(text)
    box.press("Enter")


def _idle(page: Page, house: House) -> None:
    expect(page.locator("[data-action=start]")).to_be_visible()


def _closed(page: Page, house: House) -> None:
    phase(page, "closed")


def _speaking(page: Page, house: House) -> None:
    page.click("[data-action=start]")
    phase(page, "live")
    floor(page, "character-speaking")
    expect(page.locator(".caption")).not_to_have_count(0)


def _listening(page: Page, house: House) -> None:
    _speaking(page, house)
    floor(page, "listening")


def _flower(page: Page, house: House) -> None:
    _listening(page, house)
    house.fault("function_call", name="give_flower", arguments=json.dumps(FLOWER))
    say(page, "요즘 자꾸 긴장돼요.")
    expect(page.locator("[data-role=flower]")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(3_800)  # it grows


def _crisis(page: Page, house: House) -> None:
    _listening(page, house)
    say(page, "다 놓고 사라지고 싶어요.")
    expect(page.locator("[data-role=help]")).to_be_visible()
    expect(page.locator("[data-speaker=character]")).to_have_count(2, timeout=20_000)


def _ended(page: Page, house: House) -> None:
    _listening(page, house)
    say(page, "요즘 자꾸 긴장돼요.")
    expect(page.locator("[data-speaker=character]")).to_have_count(2, timeout=20_000)
    floor(page, "listening")
    page.click("[data-action=stop]")
    phase(page, "ended")


def _failed(page: Page, house: House) -> None:
    house.fault("mint_error", status=500, code="server_error")
    page.click("[data-action=start]")
    phase(page, "failed")


def _trouble(page: Page, house: House) -> None:
    button = page.locator("[data-action=start]")
    if button.is_visible():
        button.click()
        phase(page, "live")
    expect(page.locator("[data-role=alert]")).to_be_visible(timeout=20_000)


SCENES: dict[str, Callable[[Page, House], None]] = {
    "idle": _idle,
    "listening": _listening,
    "speaking": _speaking,
    "flower": _flower,
    "crisis": _crisis,
    "ended": _ended,
    "closed": _closed,
    "failed": _failed,
    **{f"trouble-{name}": _trouble for name in TROUBLES},
}


@contextmanager
def scene(
    context: BrowserContext, house: House, name: str, sky: Sky, address: str = "/"
) -> Iterator[Page]:
    """Open the garden at an hour, in one of SCENES."""
    house.clear_faults()
    page = context.new_page()
    trouble = TROUBLES.get(name.removeprefix("trouble-"))
    if name.startswith("trouble-") and trouble:
        page.add_init_script(trouble)
    set_hour(page, sky, is_open=name != "closed")
    # The hour is told by the first status, which the page asks for once it is painted.
    with page.expect_response("**/api/status"):
        page.goto(house.web + address)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)
    SCENES[name](page, house)
    page.wait_for_timeout(400)
    yield page
    page.close()
    house.clear_faults()
