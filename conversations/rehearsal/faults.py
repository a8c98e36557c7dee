"""Faults on demand: what goes wrong, where, and how often.

`POST /rehearsal/faults` takes one JSON object:

    {"fault": "mint_error", "status": 429, "code": "rate_limit_exceeded", "retry_after": 7}
        POST /client_secrets fails. status (500), code ("server_error"), retry_after seconds (none)
    {"fault": "calls_error", "status": 500, "code": "server_error"}
        POST /calls fails
    {"fault": "slow", "where": "client_secrets", "ms": 800}
        waits first. where: client_secrets, calls, hangup, models, session (before
        session.created), response (before the first output of a response)
    {"fault": "drop_call", "after_ms": 0, "for_ms": 8000}
        the call vanishes without goodbye; with for_ms its link comes back after that time
    {"fault": "close_call", "after_ms": 0}
        the call is closed by the peer
    {"fault": "session_expires_in", "seconds": 5}
        the session limit comes after this time: error session_expired, then the call closes
    {"fault": "mute_audio"}
        a response whose events say sound, and whose sound is silence
    {"fault": "text_only_reply"}
        a response in text although sound was asked for
    {"fault": "failed_response", "code": "rate_limit_exceeded"}
        a response that fails
    {"fault": "function_call", "name": "give_flower", "arguments": {…} or "…"}
        a response that calls this function, whatever the session's tools are
    {"fault": "no_location_header"}
        POST /calls answers without Location
    {"fault": "unknown_event"}
        a response that is preceded by an event of a type nobody knows
    {"fault": "transcript", "text": "…"}
        what the next spoken turn is said to have been
    {"fault": "shutdown_date", "model": "gpt-realtime-2.1", "date": "2027-02-20"}
        GET /models announces this end ("": none), and from that day on the model is not found.
        Stands until it is cleared, whatever its "times"; the newest of a model counts

Each may carry "times": a number (1 unless given) or "every". `drop_call`, `close_call` and
`session_expires_in` befall the calls that are live now; where none is, the next one ("times" more).
`GET /rehearsal/faults` lists what waits, `DELETE` clears it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from conversations.rehearsal.refusals import (
    Refusal,
    invalid_value,
    missing_parameter,
    unknown_parameter,
)

PLACES = ("client_secrets", "calls", "hangup", "models", "session", "response")
OF_LIVE_CALLS = ("drop_call", "close_call", "session_expires_in")
_REQUIRED = object()
_NUMBER = (int, float)

# Of each fault, each field: its type and its default.
_FIELDS: dict[str, dict[str, tuple[Any, Any]]] = {
    "mint_error": {
        "status": (int, 500),
        "code": (str, "server_error"),
        "retry_after": (int, None),
    },
    "calls_error": {
        "status": (int, 500),
        "code": (str, "server_error"),
        "retry_after": (int, None),
    },
    "slow": {"where": (str, _REQUIRED), "ms": (_NUMBER, _REQUIRED)},
    "drop_call": {"after_ms": (_NUMBER, 0), "for_ms": (_NUMBER, None)},
    "close_call": {"after_ms": (_NUMBER, 0)},
    "session_expires_in": {"seconds": (_NUMBER, _REQUIRED)},
    "mute_audio": {},
    "text_only_reply": {},
    "failed_response": {"code": (str, "server_error")},
    "function_call": {"name": (str, _REQUIRED), "arguments": ((dict, str), "{}")},
    "no_location_header": {},
    "unknown_event": {},
    "transcript": {"text": (str, _REQUIRED)},
    "shutdown_date": {"model": (str, _REQUIRED), "date": (str, _REQUIRED)},
}


@dataclass(slots=True)
class Fault:
    name: str
    fields: dict[str, Any]
    times: int | Literal["every"]

    def summary(self) -> dict[str, Any]:
        return {"fault": self.name, **self.fields, "times": self.times}


def parsed_fault(body: Any) -> Fault:
    """Read the JSON form, or raise `Refusal` (400)."""
    if not isinstance(body, dict) or not isinstance(body.get("fault"), str):
        raise missing_parameter("fault")
    name = body["fault"]
    if name not in _FIELDS:
        raise invalid_value("fault", f"one of {', '.join(_FIELDS)}")
    for key in body.keys() - _FIELDS[name].keys() - {"fault", "times"}:
        raise unknown_parameter(key)
    fields = {key: _field(body, key, *rule) for key, rule in _FIELDS[name].items()}
    if name == "slow" and fields["where"] not in PLACES:
        raise invalid_value("where", f"one of {', '.join(PLACES)}")
    if name == "shutdown_date":
        _read_date(fields["date"])
    times = body.get("times", 1)
    if times != "every" and (not isinstance(times, int) or times < 1):
        raise invalid_value("times", "a positive number or 'every'")
    return Fault(name, fields, times)


def _field(body: dict[str, Any], key: str, kind: Any, default: Any) -> Any:
    if key not in body:
        if default is _REQUIRED:
            raise missing_parameter(key)
        return default
    if not isinstance(body[key], kind):
        raise Refusal(f"Invalid type for '{key}'.", code="invalid_type", param=key)
    return body[key]


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise invalid_value("date", "a date such as 2027-02-20, or empty") from error


class Faults:
    """The faults that wait for their moment, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def summaries(self) -> list[dict[str, Any]]:
        return [fault.summary() for fault in self._waiting]

    def shutdown_dates(self) -> dict[str, date | None]:
        """Return the ends that were asked for, by model."""
        return {
            fault.fields["model"]: _read_date(fault.fields["date"])
            for fault in self._waiting
            if fault.name == "shutdown_date"
        }

    def take(self, name: str, **match: Any) -> dict[str, Any] | None:
        """Return the fields of the next fault of this name and use it up, or None."""
        for fault in self._waiting:
            if fault.name == name and match.items() <= fault.fields.items():
                if fault.times != "every":
                    fault.times -= 1
                    if not fault.times:
                        self._waiting.remove(fault)
                return fault.fields
        return None

    def delay_seconds(self, where: str) -> float:
        slow = self.take("slow", where=where)
        return slow["ms"] / 1000 if slow else 0.0
