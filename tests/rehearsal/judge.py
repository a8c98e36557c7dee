"""The official package judges what the peer sends: every type, every key, at every level."""

import typing
from typing import Any

from openai.types.realtime.realtime_server_event import RealtimeServerEvent
from pydantic import BaseModel

from conversations.rehearsal.shapes import unknown_keys

# What the real provider sends beyond the published models (seen in recordings).
_KNOWN_EXTRAS = ("obfuscation", "phase", "reasoning_tokens")
_KNOWN_PATHS = ("session.id", "session.object", "session.expires_at")


def _by_type() -> dict[str, type[BaseModel]]:
    union = typing.get_args(RealtimeServerEvent)[0]
    found: dict[str, type[BaseModel]] = {}
    for model in typing.get_args(union):
        for name in typing.get_args(model.model_fields["type"].annotation):
            found[name] = model
    return found


_MODELS = _by_type()


def judge(event: dict[str, Any]) -> None:
    """Raise when the event is not what the official package knows."""
    assert event["type"] in _MODELS, f"no official event is called {event['type']}"
    parsed = _MODELS[event["type"]].model_validate(event, strict=True)
    strangers = [path for path in unknown_keys(parsed) if not _is_known(path)]
    assert not strangers, f"{event['type']} carries {strangers}"


def _is_known(path: str) -> bool:
    return path in _KNOWN_PATHS or path.rsplit(".", 1)[-1] in _KNOWN_EXTRAS
