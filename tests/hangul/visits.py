"""Type sends on a page and look at the peer what came of each."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from tests.browser.house import House
from tests.hangul.presses import Keyboard, press_enter, type_sentence
from tests.hangul.sends import Send
from tests.hangul.tally import Outcome

# A visit ends by itself after twenty minutes; and a new page is a new chance to go wrong.
PER_VISIT = 125
_ARRIVES_WITHIN = 8.0
_STRAYS_WITHIN = 1.0


class Visit(Protocol):
    """A page on which a visit by text is live, its box focused."""

    @property
    def keyboard(self) -> Keyboard: ...

    def box(self) -> str:
        """Return what stands in the box."""

    def empty_box(self) -> None: ...

    def leave(self) -> None: ...


def make_visits(
    house: House,
    begin: Callable[[], Visit],
    sends: Sequence[Send],
    progress: Callable[[int], None] = lambda _done: None,
) -> list[Outcome]:
    """Type all sends, a new visit for every `PER_VISIT` of them."""
    outcomes: list[Outcome] = []
    for start in range(0, len(sends), PER_VISIT):
        visit = begin()
        outcomes += _one_visit(house, visit, sends[start : start + PER_VISIT])
        visit.leave()
        progress(len(outcomes))
    return outcomes


def _one_visit(house: House, visit: Visit, sends: Sequence[Send]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    seen = 0
    for send in sends:
        type_sentence(visit.keyboard, send)
        outcome = Outcome(send, entered_at=time.time())
        press_enter(visit.keyboard, send)
        texts = _wait_for(house, seen)
        _attribute(texts[seen:], outcomes, outcome)
        seen = len(texts)
        outcome.left_in_the_box = visit.box()
        if outcome.left_in_the_box:
            visit.empty_box()
        outcomes.append(outcome)
    time.sleep(_STRAYS_WITHIN)
    outcomes[-1].arrived += _typed(house)[seen:]
    return outcomes


def _attribute(
    arrived: Sequence[tuple[float, str]], before: Sequence[Outcome], outcome: Outcome
) -> None:
    """What repeats the send before belongs to it; all else to this one."""
    for at, text in arrived:
        repeats = before and text == before[-1].send.text != outcome.send.text
        (before[-1] if repeats else outcome).arrived.append((at, text))


def _wait_for(house: House, seen: int) -> list[tuple[float, str]]:
    deadline = time.monotonic() + _ARRIVES_WITHIN
    while len(texts := _typed(house)) <= seen and time.monotonic() < deadline:
        time.sleep(0.01)
    return texts


def _typed(house: House) -> list[tuple[float, str]]:
    """Everything the visitor typed that reached the newest call, with the peer's time."""
    return [
        (item["at"], item["text"])
        for item in house.calls()[-1]["items_received"]
        if item["role"] == "user"
    ]
