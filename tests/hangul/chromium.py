"""Real composition in Chromium: the DevTools protocol stands where the operating system's input
method would.

Each key is a keydown with keyCode 229 (raw, as one an input method took), then the composition it
makes; a syllable ends by `Input.insertText`, which commits over the composition.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.hangul.two_set import Stroke

_CHROMIUM = "/usr/bin/chromium"
_TAKEN = 229
_SHIFT = 8  # CDP's bit for the Shift key


class ChromiumKeyboard:
    """Types into whatever has the focus."""

    def __init__(self, page: Page, cdp: CDPSession) -> None:
        self._page = page
        self._cdp = cdp

    def compose(self, stroke: Stroke) -> None:
        self._key(
            "rawKeyDown", "Process", f"Key{stroke.letter}", _TAKEN, _SHIFT if stroke.shift else 0
        )
        if stroke.commit:
            self._insert(stroke.commit)
        self._cdp.send(
            "Input.imeSetComposition",
            {
                "text": stroke.preedit,
                "selectionStart": len(stroke.preedit),
                "selectionEnd": len(stroke.preedit),
            },
        )
        self._key("keyUp", stroke.jamo, f"Key{stroke.letter}", ord(stroke.letter))

    def commit(self, text: str) -> None:
        if text:
            self._insert(text)

    def plain(self, character: str) -> None:
        self._page.keyboard.type(character)

    def composing_enter(self, key: str, key_code: int, text: str, *, shift: bool = False) -> None:
        self._key("rawKeyDown", key, "Enter", key_code, _SHIFT if shift else 0)
        self._insert(text)

    def nameless_enter(self) -> None:
        self._key("rawKeyDown", "Unidentified", "", _TAKEN)
        self.line_break()

    def late_enter(self) -> None:
        self._key("rawKeyDown", "Enter", "Enter", _TAKEN)

    def enter(self, *, shift: bool = False, repeat: bool = False) -> None:
        modifiers = _SHIFT if shift else 0
        self._key("keyDown", "Enter", "Enter", 13, modifiers, text="\r", repeat=repeat)
        if not repeat:
            self._key("keyUp", "Enter", "Enter", 13, modifiers)

    def line_break(self) -> None:
        self._key("char", "Enter", "Enter", 13, text="\r")

    def paste(self, text: str) -> None:
        self._page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self._page.keyboard.press("Control+v")

    def _insert(self, text: str) -> None:
        self._cdp.send("Input.insertText", {"text": text})

    def _key(
        self,
        kind: str,
        key: str,
        code: str,
        key_code: int,
        modifiers: int = 0,
        *,
        text: str = "",
        repeat: bool = False,
    ) -> None:
        self._cdp.send(
            "Input.dispatchKeyEvent",
            {
                "type": kind,
                "key": key,
                "code": code,
                "windowsVirtualKeyCode": key_code,
                "modifiers": modifiers,
                "text": text,
                "autoRepeat": repeat,
            },
        )


class ChromiumVisit:
    """One visit by text, in a context of its own."""

    def __init__(self, browser: Browser, url: str) -> None:
        # Small and without motion: what is drawn costs more here than all the keys.
        self._context = browser.new_context(
            locale="ko-KR",
            permissions=["clipboard-read", "clipboard-write"],
            viewport={"width": 390, "height": 640},
            reduced_motion="reduce",
        )
        self._page = self._context.new_page()
        self._page.goto(url)
        self._page.locator("[data-action=start-text]").click()
        self._page.wait_for_selector("main[data-phase=live]")
        self._page.locator("[data-role=text]").click()
        self.keyboard = ChromiumKeyboard(self._page, self._context.new_cdp_session(self._page))

    def box(self) -> str:
        return self._page.locator("[data-role=text]").input_value()

    def empty_box(self) -> None:
        self._page.locator("[data-role=text]").fill("")

    def leave(self) -> None:
        self._page.locator("[data-action=stop]").click()
        self._page.wait_for_selector("main[data-phase=ended]")
        self._context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    if not Path(_CHROMIUM).exists():
        raise RuntimeError("Chromium is missing. Debian: apt-get install chromium fonts-nanum")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM)
        yield browser
        browser.close()
