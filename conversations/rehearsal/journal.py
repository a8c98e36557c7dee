"""What happened in each call, for tests and for staff who practise. Kept in memory only."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conversations.rehearsal.speaker import Utterance

Timed = tuple[float, dict[str, Any]]


@dataclass(slots=True)
class Journal:
    """One call. Times are unix seconds; loudness is a root mean square in 16-bit units."""

    call_id: str
    secret: str | None
    session_received: dict[str, Any]
    opened_at: float = field(default_factory=time.time)
    state: str = "connecting"
    connected_at: float | None = None
    ended_at: float | None = None
    ended_by: str | None = None
    client_events: list[Timed] = field(default_factory=list)
    server_events: list[Timed] = field(default_factory=list)
    energy: list[tuple[float, float]] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)
    hang_ups: list[tuple[float, bool]] = field(default_factory=list)

    def note_client(self, event: dict[str, Any]) -> None:
        self.client_events.append((time.time(), event))

    def note_server(self, event: dict[str, Any]) -> None:
        self.server_events.append((time.time(), event))

    def note_energy(self, arrived_at: float, rms: float) -> None:
        self.energy.append((arrived_at, rms))

    def note_hang_up(self, found: bool) -> None:
        """A hang-up was asked for; `found`: the call was there to be ended."""
        self.hang_ups.append((time.time(), found))

    def note_end(self, by: str) -> None:
        """Keep the first reason: what follows is only the tearing down."""
        if self.ended_by is None:
            self.state = "ended"
            self.ended_at = time.time()
            self.ended_by = by

    def summary(self) -> dict[str, Any]:
        """Return the light form: cheap to make while calls run."""
        return {
            "id": self.call_id,
            "secret": self.secret,
            "session": self.session_received,
            "state": self.state,
            "opened_at": self.opened_at,
            "connected_at": self.connected_at,
            "ended_at": self.ended_at,
            "ended_by": self.ended_by,
            "hang_ups": [{"at": at, "found": found} for at, found in self.hang_ups],
            "client_event_count": len(self.client_events),
            "server_event_count": len(self.server_events),
            "client_events": [
                {"at": at, "type": event.get("type")} for at, event in self.client_events
            ],
            "items_received": [
                {"at": at, **_received_item(event["item"])}
                for at, event in self.client_events
                if event.get("type") == "conversation.item.create"
                and isinstance(event.get("item"), dict)
            ],
            "voice": voice_intervals(self.utterances),
        }

    def whole(self) -> dict[str, Any]:
        """Return everything. Lists are copied, so that a thread may write it out."""
        return {
            **self.summary(),
            "client_events": [{"at": at, "event": event} for at, event in self.client_events],
            "server_events": [{"at": at, "event": event} for at, event in self.server_events],
            "energy": [(round(at, 4), round(rms, 1)) for at, rms in self.energy],
        }


def voice_intervals(utterances: Sequence[Utterance]) -> list[dict[str, Any]]:
    """Return when the peer's own voice was sent; `ended_at` is null while it goes on."""
    return [
        {
            "response_id": utterance.response_id,
            "started_at": utterance.started_at,
            "ended_at": utterance.ended_at,
            "sent_ms": utterance.sent_ms,
        }
        for utterance in utterances
        if utterance.started_at is not None
    ]


def _received_item(item: dict[str, Any]) -> dict[str, Any]:
    content = item.get("content")
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return {
        "type": item.get("type"),
        "role": item.get("role"),
        "text": " ".join(text for text in texts if isinstance(text, str)) or item.get("output"),
        "call_id": item.get("call_id"),
    }
