"""Browser JSON to values we can trust. Pure; a refusal is a `BadPayload` naming the field."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from conversations.models import Call, Conversation

LEDGER_FIELDS = (
    "connect_ms",
    "first_sound_ms",
    "turns",
    "drops",
    "recoveries",
    "recovery_ms_max",
    "attempts",
    "memory_kept",
    "memory_lost",
    "silent_replies",
    "crisis",
    "turn_gap_ms",
    "turn_gap_ms_max",
    "gate_close_ms_max",
)
DROP_CAUSES = tuple(Conversation.DropCause.values)
USAGE_FIELDS = ("text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out")

LARGEST_COUNT = 2_147_483_647  # PostgreSQL's integer
_PHASE = re.compile(r"[a-z-]{1,32}")
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_END_REASONS = frozenset(Conversation.EndReason.values)
_FEELINGS = frozenset(Conversation.Feeling.values)


class BadPayload(ValueError):
    """The browser sent something else than the contract says; the message names the field."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a page says of its conversation: cumulative counts, never words."""

    phase: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    drops_by_cause: dict[str, int] = field(default_factory=dict)


def read_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; an empty body is an empty object."""
    if not body.strip():
        return {}
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPayload("the body is not JSON") from error
    if not isinstance(payload, dict):
        raise BadPayload("the body is not a JSON object")
    return payload


def read_kiosk_key(payload: dict[str, Any]) -> str | None:
    key = payload.get("kiosk_key")
    # JSON can name half a letter ("\ud800"), which no comparison of bytes takes.
    if key is not None and not (isinstance(key, str) and key.isprintable()):
        raise BadPayload("kiosk_key is no printable string")
    return key or None


def read_stamp(payload: dict[str, Any]) -> str | None:
    stamp = payload.get("stamp")
    if stamp is not None and not isinstance(stamp, str):
        raise BadPayload("stamp is not a string")
    return stamp or None


def read_cause(payload: dict[str, Any]) -> Call.Cause:
    cause = payload.get("cause")
    if cause not in (Call.Cause.RECONNECT, Call.Cause.ROLLOVER):
        raise BadPayload("cause is neither reconnect nor rollover")
    return Call.Cause(cause)


def read_call_id(call_id: str) -> str:
    if not _CALL_ID.fullmatch(call_id):
        raise BadPayload("call_id is no call id")
    return call_id


def read_end_reason(payload: dict[str, Any]) -> Conversation.EndReason:
    reason = payload.get("reason")
    if not isinstance(reason, str) or reason not in _END_REASONS:
        raise BadPayload(f"reason is none of {', '.join(sorted(_END_REASONS))}")
    return Conversation.EndReason(reason)


def read_feeling(payload: dict[str, Any]) -> Conversation.Feeling:
    feeling = payload.get("feeling")
    if not isinstance(feeling, str) or feeling not in _FEELINGS:
        raise BadPayload(f"feeling is none of {', '.join(sorted(_FEELINGS))}")
    return Conversation.Feeling(feeling)


def read_report(payload: dict[str, Any]) -> Report:
    """Read phase, ledger and usage. Unknown counts are ignored: a newer page may know more."""
    phase = payload.get("phase", "")
    if not isinstance(phase, str) or (phase and not _PHASE.fullmatch(phase)):
        raise BadPayload("phase is no phase")
    ledger = payload.get("ledger")
    counts = _read_counts(ledger, "ledger", LEDGER_FIELDS)
    counts |= _read_counts(payload.get("usage"), "usage", USAGE_FIELDS)
    drops = (ledger or {}).get("drops_by_cause")
    return Report(phase, counts, _read_counts(drops, "ledger.drops_by_cause", DROP_CAUSES))


def _read_counts(raw: Any, name: str, fields: tuple[str, ...]) -> dict[str, int]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise BadPayload(f"{name} is not an object")
    counts = {}
    for key in fields:
        if key not in raw:
            continue
        value = raw[key]
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
            raise BadPayload(f"{name}.{key} is not a whole number from 0 up")
        counts[key] = value
    return counts
