"""The figures of the call itself for `make bench`: recovery, gate, turns, Enter.

Small numbers of the measurements that `tests.endurance` and `tests.hangul` make at length.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence

from tests.endurance.figures import share, spread
from tests.endurance.long_visits import allow_long_visits
from tests.endurance.measures import close_calls, cut_lines, kill_peers
from tests.endurance.recovery import Recovery
from tests.endurance.turns import talk
from tests.hangul.measure import sends_in_chromium
from tests.hangul.tally import Verdict

_SEED = 1
_LANES = 2
_OUTAGES, _CLOSED, _KILLED, _TURNS, _SENDS = 6, 6, 4, 8, 100

Rows = Iterator[tuple[str, str]]


def recovery() -> Rows:
    allow_long_visits()
    for name, n, break_calls in (
        ("Outage of 1–14 s, from the link's return until live", _OUTAGES, cut_lines),
        ("Call closed by the provider, until live on a new one", _CLOSED, close_calls),
        ("Peer killed without goodbye, until live on a new call", _KILLED, kill_peers),
    ):
        found = break_calls(n, _LANES, _SEED)
        kept = share(sum(one.kept for one in found), len(found))
        yield f"{name}: median / p95 / worst", f"{_spread_of(found)}, memory kept {kept}"


def turns() -> Rows:
    allow_long_visits()
    found = talk(_TURNS, 1, _SEED)
    closed = [turn.closed_after * 1000 for turn in found if turn.closed_after is not None]
    opened = [turn.opened_after * 1000 for turn in found if turn.opened_after is not None]
    answered = [turn.answered_after * 1000 for turn in found if turn.answered_after is not None]
    loud = sum(turn.loud_while_heard for turn in found)
    of = f"median / p95 / worst of {len(found)} turns"
    yield f"Gate closed after his sound's start, {of}", spread(closed, "ms")
    yield f"Gate open after his last sound and the echo tail, {of}", spread(opened, "ms")
    yield "Loud 20 ms frames of the microphone while he was heard", str(loud)
    yield (
        f"His first sound after the visitor's last, beyond the VAD's silence, {of}",
        spread(answered, "ms"),
    )


def enter() -> Rows:
    outcomes = sends_in_chromium(_SENDS, _SEED)
    whole = [one for one in outcomes if one.verdict is Verdict.WHOLE]
    waits = [(one.arrived[0][0] - one.entered_at) * 1000 for one in whole]
    yield "Hangul sent with one Enter, whole and once", share(len(whole), len(outcomes))
    yield "… from Enter to the peer, median", f"{statistics.median(waits):.0f} ms"


def _spread_of(found: Sequence[Recovery]) -> str:
    seconds = [one.seconds for one in found if one.seconds is not None]
    missing = len(found) - len(seconds)
    return spread(seconds) + (f", {missing} never" if missing else "")


CALL_FIGURES: tuple[Callable[[], Rows], ...] = (recovery, turns, enter)
