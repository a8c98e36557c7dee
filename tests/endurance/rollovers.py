"""Planned new calls, one after another in one visit: no gap, no double voice, nothing forgotten,
and a page that does not grow.

A session limit of seconds stands for the provider's hour: what a rollover costs does not depend
on how long the call before it was.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.browser.house import House, fetch
from tests.browser.visitor import events_of
from tests.endurance.figures import share, spread, table
from tests.endurance.guest import Guest
from tests.endurance.lane import Lane, in_lanes
from tests.endurance.recovery import Memory, texts
from tests.endurance.verdict import Verdict

# The page rolls over after half of it, at a pause: room for a typed turn and its spoken answer, and
# in the other half for a pause to come, on a busy machine too.
LIMIT_SECONDS = 20
_ROLLOVER_SECONDS = 30.0
_WARM = 10
_GROWTH_BYTES = 5_000_000
_GAP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Rollover:
    gap: float  # seconds from the old call's end to the new one's session, 0 when they overlap
    silent: float  # seconds without any packet of the microphone at the peer
    at_pause: bool
    doubled: bool
    kept: bool
    planned: bool  # the old call did not run into its limit


@dataclass(frozen=True, slots=True)
class Visit:
    rollovers: list[Rollover]
    growth: int | None  # bytes of the page's heap after the first ten
    peers: int
    contexts: int
    reconnects: int
    greetings: int


def rollovers(n: int, lanes: int, seed: int) -> Verdict:
    visits = in_lanes(range(n), lanes, seed, _roll)
    every = [one for visit in visits for one in visit.rollovers]
    growths = [visit.growth for visit in visits if visit.growth is not None]
    gaps = [one.gap for one in every]
    rows = (
        ("rollovers", len(every), n),
        ("before the session's limit", share(sum(r.planned for r in every), len(every)), "all"),
        ("at a pause", share(sum(r.at_pause for r in every), len(every)), "all"),
        ("gap without either call live", spread(gaps), "≤ 1 s"),
        ("gap in the microphone at the peer", spread([r.silent for r in every]), ""),
        ("two voices at once", sum(r.doubled for r in every), 0),
        ("memory kept", share(sum(r.kept for r in every), len(every)), "all"),
        ("second greetings", sum(max(0, visit.greetings - 1) for visit in visits), 0),
        ("reconnects instead", sum(visit.reconnects for visit in visits), 0),
        (f"heap growth after the first {_WARM}",
         ", ".join(f"{growth / 1e6:+.2f} MB" for growth in growths) or "–", "< 5 MB"),
        ("connections open at the end", ", ".join(str(visit.peers) for visit in visits), 1),
        ("audio contexts", ", ".join(str(visit.contexts) for visit in visits), 1),
    )  # fmt: skip
    holds = (
        len(every) >= n
        and max(gaps) <= _GAP_SECONDS
        and all(r.planned and r.at_pause and r.kept and not r.doubled for r in every)
        and all(growth < _GROWTH_BYTES for growth in growths)
        and all(
            visit.peers == 1
            and visit.contexts == 1
            and visit.reconnects == 0
            and visit.greetings == 1
            for visit in visits
        )
    )
    return Verdict(holds, table(("figure", "found", "promised"), rows))


def _roll(lane: Lane, cases: Sequence[int]) -> list[Visit]:
    house = lane.house
    # Before the first call: one that is live already would only have its own limit moved.
    house.fault("session_expires_in", seconds=LIMIT_SECONDS, times="every")
    guest = lane.visit(2.0)
    memory = Memory(guest, house)
    heap = HeapOf(guest)
    warm: int | None = None
    calls: list[dict[str, Any]] = []
    deadline = time.monotonic() + len(cases) * _ROLLOVER_SECONDS
    while len(calls) <= len(cases) and time.monotonic() < deadline:
        _turn(memory)
        count = len(house.calls())
        _await_calls(guest, house, count + 1)
        # The one before the newest is over; its journal is read once and kept.
        calls += [_whole(house, one["id"]) for one in house.calls()[len(calls) : -1]]
        print(".", end="", file=sys.stderr, flush=True)
        if warm is None and len(calls) >= _WARM:
            warm = heap.used()
    guest.await_floor("listening", _ROLLOVER_SECONDS)
    growth = None if warm is None or len(calls) <= _WARM else heap.used() - warm
    calls.append(_whole(house, house.calls()[-1]["id"]))
    counts = guest.counts()
    visit = Visit(
        [rollover(old, new, memory.lines) for old, new in pairwise(calls)],
        growth,
        counts["peers"],
        counts["contexts"],
        sum(asked.cause == "reconnect" for asked in guest.requests),
        guest.greetings(),
    )
    guest.leave()
    house.clear_faults()
    return [visit]


def _turn(memory: Memory) -> None:
    """One typed line at a pause. It may meet the rollover itself; what becomes of it counts."""
    if memory.guest.await_floor("listening", LIMIT_SECONDS):
        memory.say()


def _await_calls(guest: Guest, house: House, count: int) -> None:
    deadline = time.monotonic() + _ROLLOVER_SECONDS
    while time.monotonic() < deadline:
        guest.look()
        calls = house.calls()
        if len(calls) >= count and calls[-2]["ended_at"] is not None:
            return
        guest.wait(0.2)


def _whole(house: House, call_id: str) -> dict[str, Any]:
    call: dict[str, Any] = fetch(f"{house.peer}/rehearsal/calls/{call_id}")
    return call


class HeapOf:
    """The page's JavaScript heap, rubbish collected first."""

    def __init__(self, guest: Guest) -> None:
        self._devtools = guest.page.context.new_cdp_session(guest.page)

    def used(self) -> int:
        """Bytes in use."""
        for _ in range(2):  # what finalizers let go of is collected by the second
            self._devtools.send("HeapProfiler.collectGarbage")
        used: int = self._devtools.send("Runtime.getHeapUsage")["usedSize"]
        return used


def rollover(old: dict[str, Any], new: dict[str, Any], lines: Sequence[str]) -> Rollover:
    """What one change of call was like, from the journals of both."""
    ended = old["ended_at"] or float("inf")
    created = events_of(new, "server", "session.created")
    live = created[0] if created else float("inf")
    heard = [at for at, _ in old["energy"]]
    heard_anew = [at for at, _ in new["energy"]]
    # The newest few: a replay is bounded, and what is older may leave it.
    said = [line for line in lines if line in texts(old)][-5:]
    voices = [(v["started_at"], v["ended_at"] or ended) for v in old["voice"]]
    return Rollover(
        gap=max(0.0, live - ended),
        silent=max(0.0, heard_anew[0] - heard[-1]) if heard and heard_anew else float("inf"),
        at_pause=all(voice["ended_at"] and not _is_cut(old, voice) for voice in old["voice"]),
        doubled=any(
            start < (v["ended_at"] or float("inf")) and v["started_at"] < end
            for start, end in voices
            for v in new["voice"]
        ),
        kept=all(line in texts(new) for line in said),
        planned=old["ended_by"] != "session limit",
    )


def _is_cut(call: dict[str, Any], voice: dict[str, Any]) -> bool:
    """Whether the call's end came before the provider said that the voice was played out."""
    return not any(
        entry["event"].get("response_id") == voice["response_id"]
        for entry in call["server_events"]
        if entry["event"].get("type")
        in ("output_audio_buffer.stopped", "output_audio_buffer.cleared")
    )
