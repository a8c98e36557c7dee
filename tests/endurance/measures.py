"""The measurements of breaks: what is broken, how often, and what must hold afterwards."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from tests.endurance.breaks import (
    CHARACTER,
    IDLE,
    PHASES,
    THINKING,
    Break,
    Case,
    break_all,
    line_cut,
    report,
)
from tests.endurance.figures import percentile
from tests.endurance.guest import TALKING, Guest
from tests.endurance.lane import Lane, in_lanes
from tests.endurance.recovery import Memory, Recovery, watch
from tests.endurance.verdict import Verdict

_PATIENCE_SECONDS = 25.0
OUTAGE_WITHIN, LONG_WITHIN, KILLED_P95, CLOSED_P95 = 3.0, 5.0, 8.0, 2.0
_REPLACED = (IDLE, THINKING, CHARACTER)


def outages(n: int, lanes: int, seed: int) -> Verdict:
    """The line is cut for 1 to 14 s, at every point of a conversation."""
    return _verdict(cut_lines(n, lanes, seed), OUTAGE_WITHIN, share_within=1.0)


def lost_lines(n: int, lanes: int, seed: int) -> Verdict:
    """The same where every packet is lost, those to our own server too: needs root."""
    return _verdict(cut_lines(n, lanes, seed, far=True), OUTAGE_WITHIN, share_within=1.0)


def cut_lines(n: int, lanes: int, seed: int, *, far: bool = False) -> list[Recovery]:
    random = Random(seed)
    cases = [Case(PHASES[i % len(PHASES)], random.uniform(1, 14)) for i in range(n)]
    random.shuffle(cases)
    return in_lanes(
        cases, lanes, seed,
        lambda lane, share: break_all(lane, share, partial(line_cut, patience=_PATIENCE_SECONDS)),
        far=far,
    )  # fmt: skip


def long_outages(n: int, lanes: int, seed: int) -> Verdict:
    """The line is cut for 20 to 60 s; the screen must never be dead meanwhile."""
    random = Random(seed)
    cases = [Case(IDLE, random.uniform(20, 60)) for _ in range(n)]
    dead: list[str] = []

    def work(lane: Lane, share: Sequence[Case]) -> list[Recovery]:
        return break_all(lane, share, partial(_long_cut, dead=dead))

    verdict = _verdict(in_lanes(cases, lanes, seed, work), LONG_WITHIN, share_within=1.0)
    return replace(
        verdict,
        holds=verdict.holds and not dead,
        text=f"{verdict.text}\n\ndead screens seen: {len(dead)}"
        + "".join(f"\n- {d}" for d in dead),
    )


def killed(n: int, lanes: int, seed: int) -> Verdict:
    """The peer is killed without goodbye and started again at once."""
    return _verdict(kill_peers(n, lanes, seed), KILLED_P95, share_within=0.95)


def kill_peers(n: int, lanes: int, seed: int) -> list[Recovery]:
    return _replaced(n, lanes, seed, _kill)


def closed(n: int, lanes: int, seed: int) -> Verdict:
    """The provider closes the call."""
    return _verdict(close_calls(n, lanes, seed), CLOSED_P95, share_within=0.95)


def close_calls(n: int, lanes: int, seed: int) -> list[Recovery]:
    return _replaced(n, lanes, seed, _close)


def _replaced(n: int, lanes: int, seed: int, break_once: Break) -> list[Recovery]:
    cases = [Case(_REPLACED[i % len(_REPLACED)], 0.0) for i in range(n)]
    Random(seed).shuffle(cases)
    return in_lanes(cases, lanes, seed, lambda lane, share: break_all(lane, share, break_once))


def _verdict(recoveries: Sequence[Recovery], within: float, *, share_within: float) -> Verdict:
    seconds = [math.inf if r.seconds is None else r.seconds for r in recoveries]
    holds = percentile(seconds, share_within) <= within and all(r.is_whole for r in recoveries)
    return Verdict(holds, report(recoveries, within))


def _long_cut(lane: Lane, memory: Memory, case: Case, dead: list[str]) -> Recovery:
    """Cut the line and look at the screen every second: it talks, tries, or offers a button."""
    lane.peer.stop()
    stopped = time.time()
    while (left := stopped + case.seconds - time.time()) > 0:
        memory.guest.wait(min(left, 1.0))
        problem = _dead_screen(memory.guest)
        if problem:
            dead.append(f"{time.time() - stopped:.0f} s into {case.seconds:.0f} s: {problem}")
    returned = lane.peer.resume()
    return watch(memory, cause="peer stopped", phase=case.phase, lasted=case.seconds,
                 since=returned, patience=_PATIENCE_SECONDS)  # fmt: skip


def _dead_screen(guest: Guest) -> str:
    """What is wrong with the screen, or nothing."""
    moment = guest.look()
    if moment.phase in TALKING or moment.phase == "reconnecting":
        said = guest.page.locator("[data-role=status]").inner_text().strip()
        return "" if said else f"{moment.phase} without a word"
    if moment.phase == "failed" and guest.button("retry").is_visible():
        said = guest.page.locator("[data-role=alert]").inner_text().strip()
        return "" if said else "failed without a word"
    return f"{moment.phase} and no way on"


def _kill(lane: Lane, memory: Memory, case: Case) -> Recovery:
    since = lane.peer.kill_and_restart()
    # How long the peer itself was away belongs to the figure: it can't be lived without.
    away = time.time() - since
    return watch(memory, cause="peer killed", phase=case.phase, lasted=away, since=since,
                 patience=_PATIENCE_SECONDS, new_call=True)  # fmt: skip


def _close(lane: Lane, memory: Memory, case: Case) -> Recovery:
    since = time.time()
    lane.house.fault("close_call")
    return watch(memory, cause="call closed", phase=case.phase, lasted=0.0, since=since,
                 patience=_PATIENCE_SECONDS, new_call=True)  # fmt: skip
