"""Server events and the objects inside them, as they are really sent. Pure but for fresh ids."""

from typing import Any

from conversations.rehearsal.ids import buffer_event_id, new_id, random_text
from conversations.rehearsal.refusals import Refusal

Event = dict[str, Any]
_OBFUSCATION_LENGTHS = (9, 14, 6, 11)


def event(kind: str, /, **fields: Any) -> Event:
    return {"type": kind, "event_id": new_id("event"), **fields}


def delta(kind: str, /, **fields: Any) -> Event:
    """Deltas carry noise of varying length, so that packet sizes tell nothing of the words."""
    length = _OBFUSCATION_LENGTHS[len(fields["delta"]) % len(_OBFUSCATION_LENGTHS)]
    return event(kind, **fields, obfuscation=random_text(length))


def buffer_event(what: str, response_id: str) -> Event:
    """`what` is started, stopped or cleared."""
    return {
        "type": f"output_audio_buffer.{what}",
        "event_id": buffer_event_id(),
        "response_id": response_id,
    }


def error_event(refusal: Refusal, client_event_id: str | None) -> Event:
    return event("error", error={**refusal.body(), "event_id": client_event_id})


def user_sound_item(item_id: str) -> dict[str, Any]:
    return {
        "id": item_id,
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_audio", "transcript": None}],
    }


def response_object(
    *,
    response_id: str,
    session: dict[str, Any],
    modalities: list[str],
    limit: int | str,
    conversation_id: str | None,
    metadata: dict[str, str] | None,
) -> dict[str, Any]:
    """Return the `response` of `response.created`; what happens to it is added later."""
    output = session["audio"]["output"]
    return {
        "object": "realtime.response",
        "id": response_id,
        "status": "in_progress",
        "status_details": None,
        "output": [],
        "conversation_id": conversation_id,
        "output_modalities": modalities,
        "max_output_tokens": limit,
        "audio": {"output": {"format": output["format"], "voice": output["voice"]}},
        "usage": None,
        "metadata": metadata,
    }
