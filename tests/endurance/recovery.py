"""What became of a conversation after a break: when it lived again, and what it still knew."""

import time
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from tests.browser.house import House
from tests.endurance.guest import TALKING, Guest, Moment, Span

_WORD_SECONDS = 15.0
_LOOK_SECONDS = 0.1
_STORY_BEFORE_SECONDS = 3.0
# Worth a look at what happened, whatever was promised.
_SLOW_SECONDS, _SLOW_WORD_SECONDS = 3.0, 5.0
_visits = count(1)


@dataclass(frozen=True, slots=True)
class Recovery:
    """`seconds` from the moment that counts (the link's return, the kill) to a page that says it
    talks and plays packets; None when that did not come. `said_seconds` is when it said so.
    `word_seconds` is when the next typed line reached the peer."""

    cause: str
    phase: str
    lasted: float
    seconds: float | None
    said_seconds: float | None
    word_seconds: float | None
    same_call: bool
    kept: bool
    greetings: int
    story: str

    @property
    def is_whole(self) -> bool:
        return self.seconds is not None and self.kept and self.greetings <= 1


@dataclass(slots=True)
class Memory:
    """The lines a visitor has typed, no two of them alike: the peer tells them apart."""

    guest: Guest
    house: House
    lines: list[str] = field(default_factory=list)
    call_id: str = ""
    _visit: int = field(default_factory=_visits.__next__)

    def say(self) -> str:
        """Type the next line and return it."""
        line = f"표시 {self._visit}의 {len(self.lines) + 1}번 말"
        self.lines.append(line)
        self.guest.type(line)
        return line

    def arrive(self, line: str, seconds: float = _WORD_SECONDS) -> dict[str, Any] | None:
        """Return the call that heard the line from the visitor, not in a replay; None if none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            calls = reversed(self.house.calls())
            found: dict[str, Any] | None = next((c for c in calls if line in texts(c)), None)
            if found is not None:
                self.call_id = found["id"]
                return found
            self.guest.wait(_LOOK_SECONDS)
        return None


def begun_memory(guest: Guest, house: House) -> Memory:
    """A first line that got through, so that there is something to remember."""
    memory = Memory(guest, house)
    line = memory.say()
    if memory.arrive(line) is None:
        raise AssertionError("the first line of a visit did not reach the peer")
    return memory


def texts(call: dict[str, Any]) -> list[str]:
    return [item["text"] for item in call["items_received"] if item["text"]]


def heard_at(call: dict[str, Any], line: str) -> float:
    return next(float(item["at"]) for item in call["items_received"] if item["text"] == line)


def unmeasured(phase: str, lasted: float, why: str) -> Recovery:
    """A case that could not be brought to its point, or whose house did not come up again."""
    return Recovery("not measured", phase, lasted, None, None, None, False, False, 0, why)


def watch(
    memory: Memory,
    *,
    cause: str,
    phase: str,
    lasted: float,
    since: float,
    patience: float,
    new_call: bool = False,
) -> Recovery:
    """Wait up to `patience` seconds for the page to live again, then ask what it remembers.

    `new_call` says that the old call can't come back, so that its last packets are no life.
    """
    guest, before, earlier = memory.guest, memory.call_id, memory.lines[-3:]
    seconds = _await_life(guest, since, patience, new_call)
    word_seconds, same, kept = None, False, False
    if seconds is not None:
        line = memory.say()
        call = memory.arrive(line)
        if call is not None:
            word_seconds = heard_at(call, line) - since
            same = call["id"] == before
            told = texts(call)
            kept = same or all(text in told[: told.index(line)] for text in earlier)
        # Once more: it may have broken again between the first sign of life and the line.
        guest.look()
        seconds = alive(guest.timeline, guest.flow, since, new_call=new_call)
    said = talking_since(guest.timeline)
    said = None if said is None else max(0.0, said - since)
    recovery = Recovery(
        cause, phase, lasted, seconds, said, word_seconds, same, kept, guest.greetings(), ""
    )
    is_odd = (
        not recovery.is_whole
        or (seconds or 0.0) > _SLOW_SECONDS
        or (word_seconds or 0.0) > _SLOW_WORD_SECONDS
    )
    return replace(recovery, story=story(memory, since)) if is_odd else recovery


def _await_life(guest: Guest, since: float, patience: float, new_call: bool) -> float | None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        guest.look()
        seconds = alive(guest.timeline, guest.flow, since, new_call=new_call)
        if seconds is not None:
            return seconds
        guest.wait(_LOOK_SECONDS)
    return None


def alive(
    timeline: list[Moment], flow: list[Span], since: float, *, new_call: bool = False
) -> float | None:
    """Seconds from `since` until the page talked for good and packets were played; None if not."""
    talking_from = talking_since(timeline)
    if talking_from is None:
        return None
    playing = next((s for s in flow if (s.start if new_call else s.end) > since), None)
    if playing is None:
        return None
    return max(talking_from, playing.start, since) - since


def talking_since(timeline: list[Moment]) -> float | None:
    """When the page began to talk without a break until now; None if it does not talk."""
    since = None
    for moment in reversed(timeline):
        if moment.phase not in TALKING:
            break
        since = moment.at
    return since


def story(memory: Memory, since: float) -> str:
    """The page's phases and the peer's calls around a break, with seconds from it."""
    moments = [
        f"{moment.at - since:+.1f} {moment.phase}"
        + (f"/{moment.floor}" if moment.floor else "")
        + (f"#{moment.attempt}" if moment.attempt else "")
        for moment in memory.guest.timeline
        if moment.at > since - _lookback(memory.guest.timeline, since)
    ]
    calls = [
        f"{call['id'][-6:]} {call['opened_at'] - since:+.1f}"
        + (f"..{call['ended_at'] - since:+.1f} {call['ended_by']}" if call["ended_at"] else " open")
        for call in memory.house.calls()[-6:]
    ]
    return f"page: {', '.join(moments)}; calls: {', '.join(calls)}"


def _lookback(timeline: list[Moment], since: float) -> float:
    """From the last calm moment before the break, at least a few seconds."""
    calm = [moment.at for moment in timeline if moment.at < since and moment.phase == "live"]
    return max(_STORY_BEFORE_SECONDS, since - calm[-1] + 0.01 if calm else 0.0)
