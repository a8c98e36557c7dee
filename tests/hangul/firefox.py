"""Real composition in Firefox: its own `nsITextInputProcessor` stands for the input method.

It feeds the same path of the widget that the operating system's input method feeds, so Firefox
itself makes keydown 229 "Process", the composition's events and the text of them.
"""

import time
from typing import Any

from tests.hangul.marionette import Marionette
from tests.hangul.sends import Kind
from tests.hangul.two_set import Stroke

# Firefox names every key an input method took Process, 229, and ends the composition after the
# keydown: the Mac's and WebKit's ways do not exist in it.
_NOT_HERE = (Kind.MAC, Kind.MAC_BREAK, Kind.LATE, Kind.ANDROID)
KINDS = tuple(kind for kind in Kind if kind not in _NOT_HERE)
_LIVE_SECONDS = 20.0
_ARRIVED_SECONDS = 5.0

# In the browser's own context. One processor for the window, kept on it between scripts.
_KEYBOARD = """
  const win = Services.wm.getMostRecentWindow("navigator:browser");
  const tip = win.hangulKeyboard ??= (() => {
    win.focus();
    const made = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
    if (!made.beginInputTransactionForTests(win)) throw new Error("no input transaction");
    return made;
  })();
  const key = (name, code, keyCode, repeat = false) =>
    new win.KeyboardEvent("", { key: name, code, keyCode, repeat });
  const ENTER = key("Enter", "Enter", 13), SHIFT = key("Shift", "ShiftLeft", 16);
  const shifted = (shift, press) => {
    if (shift) tip.keydown(SHIFT);
    press();
    if (shift) tip.keyup(SHIFT);
  };
  const show = (text, pressed) => {
    tip.setPendingCompositionString(text);
    tip.appendClauseToPendingComposition(text.length, tip.ATTR_RAW_CLAUSE);
    tip.setCaretInPendingComposition(text.length);
    tip.flushPendingComposition(pressed);
  };
"""
_COMPOSE = """
  const [jamo, letter, shift, commit, preedit] = arguments;
  const pressed = key(jamo, "Key" + letter, letter.charCodeAt(0));
  shifted(shift, () => {
    if (commit) tip.commitCompositionWith(commit, pressed);
    show(preedit, commit ? undefined : pressed);
    tip.keyup(pressed);
  });
"""
_PLAIN = """
  const pressed = key(arguments[0], "", arguments[0].toUpperCase().charCodeAt(0));
  tip.keydown(pressed);
  tip.keyup(pressed);
"""
_COMPOSING_ENTER = """
  const [processed, text, shift] = arguments;
  shifted(shift, () => {
    if (!processed) tip.keydown(ENTER);
    tip.commitCompositionWith(text, processed ? ENTER : undefined);
    tip.keyup(ENTER);
  });
"""
_ENTER = """
  const [shift, repeat] = arguments;
  shifted(shift, () => {
    tip.keydown(key("Enter", "Enter", 13, repeat));
    if (!repeat) tip.keyup(ENTER);
  });
"""
_PASTE = """
  Cc["@mozilla.org/widget/clipboardhelper;1"].getService(Ci.nsIClipboardHelper)
    .copyString(arguments[0]);
  win.goDoCommand("cmd_paste");
"""


class FirefoxKeyboard:
    """Types into whatever has the focus. The session must be in the browser's own context."""

    def __init__(self, session: Marionette) -> None:
        self._session = session
        self._committed = ""

    def compose(self, stroke: Stroke) -> None:
        self._run(_COMPOSE, stroke.jamo, stroke.letter, stroke.shift, stroke.commit, stroke.preedit)

    def commit(self, text: str) -> None:
        self._committed = text
        if text:
            self._run("tip.commitCompositionWith(arguments[0]);", text)

    def plain(self, character: str) -> None:
        self._run(_PLAIN, character)

    def composing_enter(self, key: str, key_code: int, text: str, *, shift: bool = False) -> None:
        self._run(_COMPOSING_ENTER, key == "Process", text, shift)

    def nameless_enter(self) -> None:
        raise ValueError("Firefox names every key it presses")

    def late_enter(self) -> None:
        raise ValueError("Firefox has no keydown 229 outside a composition")

    def enter(self, *, shift: bool = False, repeat: bool = False) -> None:
        self._run(_ENTER, shift, repeat)

    def line_break(self) -> None:
        raise ValueError("Firefox has no line break without its keydown")

    def paste(self, text: str) -> None:
        # Unlike a key, the command reaches the page in its own time: within the same millisecond it
        # may overtake the end of the composition, which no hand does.
        self._wait_for(self._committed)
        self._run(_PASTE, text)
        self._wait_for(text)

    def _wait_for(self, end: str) -> None:
        deadline = time.monotonic() + _ARRIVED_SECONDS
        while not _box_text(self._session).endswith(end):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{end!r} did not reach the page")

    def _run(self, script: str, *arguments: object) -> None:
        self._session.script(_KEYBOARD + script, *arguments)


class FirefoxVisit:
    """One visit by text, in the session's one tab."""

    def __init__(self, session: Marionette, url: str) -> None:
        self._session = session
        self.keyboard = FirefoxKeyboard(session)
        session.use_context("content")
        session.command("WebDriver:Navigate", url=url)
        session.click("[data-action=start-text]")
        self._wait_for_phase("live")
        session.click("[data-role=text]")
        session.use_context("chrome")

    def box(self) -> str:
        return _box_text(self._session)

    def empty_box(self) -> None:
        _in_page(self._session, "document.querySelector('[data-role=text]').value = '';")

    def leave(self) -> None:
        self._session.use_context("content")
        self._session.click("[data-action=stop]")
        self._wait_for_phase("ended")

    def _wait_for_phase(self, phase: str) -> None:
        deadline = time.monotonic() + _LIVE_SECONDS
        look = "return document.querySelector('main[data-phase]').dataset.phase;"
        while (found := self._session.script(look)) != phase:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the page is {found}, not {phase}")
            time.sleep(0.1)


def _box_text(session: Marionette) -> str:
    text: str = _in_page(session, "return document.querySelector('[data-role=text]').value;")
    return text


def _in_page(session: Marionette, script: str) -> Any:
    session.use_context("content")
    answer = session.script(script)
    session.use_context("chrome")
    return answer
