"""Press the keys of one send, in the order its kind of Enter has."""

from typing import Protocol

from tests.hangul.sends import Kind, Send
from tests.hangul.two_set import Stroke, keys_of, strokes_of


class Keyboard(Protocol):
    """A keyboard with an input method. Every call returns when the page has had its events."""

    def compose(self, stroke: Stroke) -> None:
        """Press a key of the input method: end the syllable before, show the new one."""

    def commit(self, text: str) -> None:
        """The input method ends its composition with this text."""

    def plain(self, character: str) -> None:
        """Press a key that the input method leaves alone."""

    def composing_enter(self, key: str, key_code: int, text: str, *, shift: bool = False) -> None:
        """Press Enter in a composition, as the page is told of it; the composition ends with it."""

    def nameless_enter(self) -> None:
        """Press a key of no name that asks for a line break; the composition does not end."""

    def late_enter(self) -> None:
        """Press Enter, 229, when the composition is over already."""

    def enter(self, *, shift: bool = False, repeat: bool = False) -> None:
        """Press Enter, 13, with its line break."""

    def line_break(self) -> None:
        """Only the line break of an Enter whose keydown the page has seen."""

    def paste(self, text: str) -> None:
        """Paste from the clipboard."""


def type_sentence(keyboard: Keyboard, send: Send) -> None:
    """Everything before the last Enter."""
    _type(keyboard, send.strokes)
    if send.kind is Kind.SHIFT:
        keyboard.composing_enter("Process", 229, send.preedit, shift=True)
        keyboard.enter(shift=True)
        _type(keyboard, _second_line(send))
    elif send.kind is Kind.PASTE:
        keyboard.commit(send.preedit)
        keyboard.paste(send.more)


def press_enter(keyboard: Keyboard, send: Send) -> None:
    """The Enter that sends."""
    match send.kind:
        case Kind.PROCESS:
            keyboard.composing_enter("Process", 229, send.preedit)
        case Kind.PROCESS_TWICE:
            keyboard.composing_enter("Process", 229, send.preedit)
            keyboard.enter()
        case Kind.MAC:
            keyboard.composing_enter("Enter", 229, send.preedit)
        case Kind.MAC_BREAK:
            keyboard.composing_enter("Enter", 229, send.preedit)
            keyboard.line_break()
        case Kind.PLAIN:
            keyboard.composing_enter("Enter", 13, send.preedit)
        case Kind.AFTER:
            keyboard.commit(send.preedit)
            keyboard.enter()
        case Kind.LATE:
            keyboard.commit(send.preedit)
            keyboard.late_enter()
        case Kind.ANDROID:
            keyboard.nameless_enter()
        case Kind.DOUBLE:
            keyboard.composing_enter("Process", 229, send.preedit)
            keyboard.enter()
            keyboard.enter()
        case Kind.HELD:
            keyboard.composing_enter("Process", 229, send.preedit)
            for _ in range(3):
                keyboard.enter(repeat=True)
        case Kind.SHIFT:
            keyboard.composing_enter("Process", 229, _second_line(send)[-1].preedit)
        case Kind.PASTE:
            keyboard.enter()


def _second_line(send: Send) -> list[Stroke]:
    return strokes_of(keys_of(send.more.strip()))


def _type(keyboard: Keyboard, strokes: tuple[Stroke, ...] | list[Stroke]) -> None:
    for stroke in strokes:
        if stroke.preedit:
            keyboard.compose(stroke)
            continue
        if stroke.commit:
            keyboard.commit(stroke.commit)
        keyboard.plain(stroke.plain)
