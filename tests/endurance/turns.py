"""Whose turn it is, with a microphone that is hardly ever silent, over many turns.

From each call's journal at the peer and the page's own gate and sound: what of the microphone
arrived while he spoke, how soon the gate closed, and how soon it opened after his last sound.
"""

import sys
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.browser.house import fetch
from tests.browser.visitor import events_of, loud_frames
from tests.endurance.figures import spread, table
from tests.endurance.guest import Guest, Span
from tests.endurance.lane import Lane, in_lanes
from tests.endurance.verdict import Verdict

# Most frames of his turns would carry speech, were the gate open. The pause is just long enough
# for a turn to end and for him to begin, on a busy machine too.
_TALKATIVE = ("이것은 쉬지 않고 이어지는 말소리입니다 그래서 조용할 틈이 없습니다", 1.8)
_TURN_SECONDS = 30.0
# The event's way to the page, the gate, and the last packets already on the wire.
_CLOSING_SECONDS = 0.06
_OPENING_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the character. Delays are seconds; None where it could not be observed."""

    loud_while_sent: int
    loud_while_heard: int
    closed_after: float | None
    opened_after: float | None  # beyond the last sound played and the echo tail
    opened_early: bool  # while his sound was still to be heard
    loud_behind_gate: int  # frames after the page's word that it closed, on the same wire
    # From the visitor's last sound at the peer to the first of his in the page, without the silence
    # that the provider waits for on purpose.
    answered_after: float | None


def turns(n: int, lanes: int, seed: int) -> Verdict:
    found = talk(n, lanes, seed)
    closed = [turn.closed_after for turn in found if turn.closed_after is not None]
    opened = [turn.opened_after for turn in found if turn.opened_after is not None]
    sent = sum(turn.loud_while_sent for turn in found)
    heard = sum(turn.loud_while_heard for turn in found)
    early = sum(turn.opened_early for turn in found)
    answered = [turn.answered_after for turn in found if turn.answered_after is not None]
    rows = (
        ("turns of the character", len(found), "", n),
        ("loud 20 ms frames while his sound was sent", sent, "", 0),
        ("loud 20 ms frames until his last sound was played", heard, "", 0),
        ("loud frames behind the page's word that the gate closed, most in a turn",
         max((turn.loud_behind_gate for turn in found), default=0), "", "3 on their way"),
        ("gate opened while he was still heard", early, "", 0),
        ("gate closed after `started`", len(closed), spread([s * 1000 for s in closed], "ms"),
         "60 ms"),
        ("gate open after the last sound and the echo tail", len(opened),
         spread([s * 1000 for s in opened], "ms"), "300 ms"),
        ("his first sound after the visitor's last and the provider's silence", len(answered),
         spread([s * 1000 for s in answered], "ms"), ""),
    )  # fmt: skip
    holds = (
        len(found) >= n
        and sent == heard == early == 0
        and len(closed) == len(found)
        and max(closed) <= _CLOSING_SECONDS
        and len(opened) == len(found)
        and max(opened) <= _OPENING_SECONDS
    )
    return Verdict(holds, table(("figure", "n", "median / p95 / worst", "promised"), rows))


def talk(n: int, lanes: int, seed: int) -> list[Turn]:
    """Let him speak `n` times to a visitor who is hardly ever silent, and observe each time."""
    return in_lanes(range(n), lanes, seed, _talk, one_house=True)


def _talk(lane: Lane, share: Sequence[int]) -> list[Turn]:
    guest = lane.visit(*_TALKATIVE, ear=True)
    wanted, done = len(share), 0
    deadline = time.monotonic() + wanted * _TURN_SECONDS
    # One more than wanted has begun: the gate is open again after the wanted ones.
    while done <= wanted and time.monotonic() < deadline:
        guest.wait(2.0)
        guest.look()
        call = next(one for one in lane.house.calls() if one["id"] == guest.call_ids[-1])
        done = len(call["voice"])
        print(".", end="", file=sys.stderr, flush=True)
    whole = fetch(f"{lane.house.peer}/rehearsal/calls/{guest.call_ids[-1]}")
    guest.look()
    found = observed(whole, guest)[:wanted]
    guest.leave()
    return found


def observed(call: dict[str, Any], guest: Guest) -> list[Turn]:
    """The character's finished turns of a call, each with what its next neighbour allows to see."""
    starts = events_of(call, "server", "output_audio_buffer.started")
    ends = sorted(
        events_of(call, "server", "output_audio_buffer.stopped")
        + events_of(call, "server", "output_audio_buffer.cleared")
    )
    words = events_of(call, "client", "input_audio_buffer.clear")
    tail = guest.turn_taking["echo_tail_ms"] / 1000
    turns = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=False)):
        until = starts[place + 1] if place + 1 < len(starts) else float("inf")
        last_sound = _last_sound(guest.sounds, start, until)
        opened = _first(guest.gates, True, end, until)
        heard_until = max(end, last_sound or end)
        turns.append(
            Turn(
                len(loud_frames(call, start + _CLOSING_SECONDS, end)),
                len(loud_frames(call, start + _CLOSING_SECONDS, heard_until)),
                _since(_first(guest.gates, False, start - _CLOSING_SECONDS, until), start),
                _since(opened, None if last_sound is None else last_sound + tail),
                opened is not None and last_sound is not None and opened < last_sound,
                _loud_behind(call, next((at for at in words if start <= at < until), None), end),
                _answered_after(call, guest.sounds, ends[place - 1] if place else 0.0, start),
            )
        )
    return turns


def _loud_behind(call: dict[str, Any], word: float | None, end: float) -> int:
    return 0 if word is None else len(loud_frames(call, word, end))


def _answered_after(
    call: dict[str, Any], sounds: Sequence[Span], since: float, start: float
) -> float | None:
    stops = [
        at for at in events_of(call, "server", "input_audio_buffer.speech_stopped")
        if since <= at <= start
    ]  # fmt: skip
    first = min((span.start for span in sounds if span.start >= start), default=None)
    if not stops or first is None:
        return None
    spoken = loud_frames(call, since, stops[-1])
    silence = call["session"]["audio"]["input"]["turn_detection"]["silence_duration_ms"] / 1000
    return first - spoken[-1][0] - silence if spoken else None


def _first(
    gates: Sequence[tuple[float, bool]], is_on: bool, since: float, until: float
) -> float | None:
    """When the gate was first set so within a span."""
    at = bisect_left(gates, (since, False))
    return next((t for t, on in gates[at:] if on is is_on and t < until), None)


def _last_sound(sounds: Sequence[Span], since: float, until: float) -> float | None:
    return max((s.end for s in sounds if s.start > since and s.start < until), default=None)


def _since(at: float | None, reference: float | None) -> float | None:
    return None if at is None or reference is None else at - reference
