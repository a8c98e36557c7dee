"""Breaks of a call at chosen points of a conversation, and the report on them."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Error as PlaywrightError

from tests.endurance.figures import share, spread, table
from tests.endurance.guest import Guest
from tests.endurance.lane import Lane
from tests.endurance.recovery import Memory, Recovery, begun_memory, unmeasured, watch

IDLE, SPEAKING, THINKING, CHARACTER, MENDING = (
    "idle", "visitor speaking", "thinking", "character speaking", "mending",
)  # fmt: skip
PHASES = (IDLE, THINKING, CHARACTER, MENDING, SPEAKING)

_SILENT: tuple[str | float, ...] = (2.0,)
# Speech long enough to be broken in its middle, and a pause that ends the turn.
_TALKATIVE: tuple[str | float, ...] = (
    1.5,
    "요즘 마음이 많이 무겁고 잠이 잘 안 와서 걱정이 많아요.",
    2.5,
)
_THINKING_MS = 3_000
_CALM_SECONDS = 40.0
# A visit is replaced now and then: the provider's and the page's memory are bounded on purpose.
_BREAKS_PER_VISIT = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One break: the point of the conversation, and how long the line is to be cut."""

    phase: str
    seconds: float


Break = Callable[[Lane, Memory, Case], Recovery]


def break_all(lane: Lane, cases: Sequence[Case], break_once: Break) -> list[Recovery]:
    """Bring a visit to each case's point, break it there, and tell what became of it."""
    recoveries: list[Recovery] = []
    memory: Memory | None = None
    spent, is_talkative = 0, False
    for case in sorted(cases, key=lambda case: case.phase == SPEAKING):
        wants_talk = case.phase == SPEAKING
        try:
            if memory is None or spent >= _BREAKS_PER_VISIT or wants_talk != is_talkative:
                if memory is not None:
                    memory.guest.leave()
                    memory = None
                memory, spent, is_talkative = _visit(lane, talkative=wants_talk), 0, wants_talk
            reach(lane, memory, case.phase)
            recovery = break_once(lane, memory, case)
            lane.house.clear_faults()
        # One case that fails must not take the others' figures with it; it counts as broken.
        except (AssertionError, OSError, RuntimeError, PlaywrightError) as error:
            recovery = unmeasured(case.phase, case.seconds, f"{type(error).__name__}: {error}")
        finally:
            lane.cut.resume()
        recoveries.append(recovery)
        spent += 1
        print(".", end="", file=sys.stderr, flush=True)
        if not recovery.is_whole and memory is not None:
            memory.guest.leave()
            memory = None
    if memory is not None:
        memory.guest.leave()
    return recoveries


def _visit(lane: Lane, *, talkative: bool) -> Memory:
    guest = lane.visit(*(_TALKATIVE if talkative else _SILENT))
    guest.await_floor("character-speaking", _CALM_SECONDS)
    if not talkative:
        guest.await_floor("listening", _CALM_SECONDS)
    return begun_memory(guest, lane.house)


def reach(lane: Lane, memory: Memory, phase: str) -> None:
    """Return at a random instant of the phase. Raises AssertionError when it can't be reached."""
    guest = memory.guest
    if phase == SPEAKING:
        _expect(guest, "visitor-speaking")
        guest.wait(lane.random.uniform(0.2, 2.0))
        return
    if phase == THINKING:
        _expect(guest, "listening")
        lane.house.fault("slow", where="response", ms=_THINKING_MS)
        _said(memory)
        _expect(guest, "thinking")
        guest.wait(lane.random.uniform(0.1, 1.5))
        return
    if phase == CHARACTER:
        if guest.look().floor != "character-speaking":
            _expect(guest, "listening")
            _said(memory)
            _expect(guest, "character-speaking")
        guest.wait(lane.random.uniform(0.1, 2.0))
        return
    _expect(guest, "listening")
    guest.wait(lane.random.uniform(0.0, 1.0))


def _said(memory: Memory) -> None:
    if memory.arrive(memory.say()) is None:
        raise AssertionError(f"{memory.lines[-1]} did not reach the peer")


def _expect(guest: Guest, floor: str) -> None:
    if not guest.await_floor(floor, _CALM_SECONDS):
        raise AssertionError(f"never {floor}: {guest.timeline[-8:]}")


def line_cut(lane: Lane, memory: Memory, case: Case, patience: float) -> Recovery:
    """Cut the line for the case's seconds; while mending, cut it again before it is mended."""
    if case.phase == MENDING:
        lane.cut.stop()
        memory.guest.wait(lane.random.uniform(6.0, 9.0))
        lane.cut.resume()
        memory.guest.wait(lane.random.uniform(0.02, 0.6))
    lane.cut.stop()
    until = time.time() + case.seconds
    while (left := until - time.time()) > 0:
        memory.guest.wait(min(left, 0.5))
        memory.guest.look()
    returned = lane.cut.resume()
    return watch(
        memory, cause=lane.cut.cause, phase=case.phase, lasted=case.seconds, since=returned,
        patience=patience,
    )  # fmt: skip


def report(recoveries: Sequence[Recovery], within: float) -> str:
    """Tables by phase and by the outage's length, and the story of every odd case."""
    groups = [("all", list(recoveries))]
    groups += [(phase, [r for r in recoveries if r.phase == phase]) for phase in PHASES]
    for low, high in ((0, 5), (5, 10), (10, 15), (15, 100)):
        groups.append((f"{low}–{high} s", [r for r in recoveries if low < r.lasted <= high]))
    header = ("cause", "at", "n", f"live ≤ {within:g} s", "back: median / p95 / worst",
        "page says so",
              "first line through", "same call", "memory kept", "second greetings")  # fmt: skip
    rows = [_row(at, group, within) for at, group in groups if group]
    odd = [
        f"- {r.cause}, {r.phase}, {r.lasted:.1f} s: back {r.seconds}, line {r.word_seconds}, "
        f"kept {r.kept}, greetings {r.greetings}. {r.story}"
        for r in recoveries
        if r.story
    ]
    return "\n".join([table(header, rows), *odd])


def _row(at: str, group: Sequence[Recovery], within: float) -> Sequence[object]:
    seconds = [r.seconds for r in group if r.seconds is not None]
    n = len(group)
    return (
        group[0].cause,
        at,
        n,
        share(sum(s <= within for s in seconds), n),
        spread(seconds),
        spread([r.said_seconds for r in group if r.said_seconds is not None]),
        spread([r.word_seconds for r in group if r.word_seconds is not None]),
        share(sum(r.same_call for r in group), n),
        share(sum(r.kept for r in group), n),
        sum(max(0, r.greetings - 1) for r in group),
    )
