"""The effective session: the provider's defaults, and what was sent merged over them. Pure."""

from copy import deepcopy
from typing import Any

from openai.types.realtime import RealtimeSessionCreateRequest

from conversations.rehearsal.provider_models import (
    DEFAULT_MODEL,
    is_reasoning,
    refuse_unknown_model,
)
from conversations.rehearsal.refusals import Refusal, invalid_value, missing_parameter
from conversations.rehearsal.session_rules import refuse_bad_session
from conversations.rehearsal.shapes import refuse_bad_shape

Session = dict[str, Any]

# Where the provider shows its own system text, so do we: a client must not mistake it for ours.
DEFAULT_INSTRUCTIONS = "You are a helpful assistant. (The provider's default instructions.)"
_NULLABLE = ("instructions", "tools", "tracing", "prompt", "include", "transcription",
             "noise_reduction", "turn_detection")  # fmt: skip
_PCM = {"type": "audio/pcm", "rate": 24000}
_DEFAULT_SERVER_VAD: dict[str, Any] = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 500,
    "idle_timeout_ms": None,
    "create_response": True,
    "interrupt_response": True,
}
_DEFAULT_SEMANTIC_VAD: dict[str, Any] = {
    "type": "semantic_vad",
    "eagerness": "auto",
    "create_response": True,
    "interrupt_response": True,
}


def checked_session(session: Any) -> Session:
    """Return a session as received, or raise what the provider would answer about it."""
    if not isinstance(session, dict) or "type" not in session:
        raise missing_parameter("session.type")
    if session["type"] != "realtime":
        raise invalid_value("session.type", "'realtime'")
    refuse_bad_shape(RealtimeSessionCreateRequest, session, "session")
    refuse_bad_session(session)
    if session.get("model") is not None:
        refuse_unknown_model(session["model"])
    return session


def effective_session(received: Session, *, session_id: str, expires_at: int) -> Session:
    """Return what the provider echoes: every key, nulls included. `expires_at` is unix seconds."""
    model = received.get("model") or DEFAULT_MODEL
    # Observed: the newer family waits longer before it answers and speaks with another voice.
    newer = is_reasoning(model)
    defaults: Session = {
        "type": "realtime",
        "object": "realtime.session",
        "id": session_id,
        "model": model,
        "output_modalities": ["audio"],
        "instructions": DEFAULT_INSTRUCTIONS,
        "tools": [],
        "tool_choice": "auto",
        "max_output_tokens": "inf",
        "tracing": None,
        "truncation": "auto",
        "prompt": None,
        "expires_at": expires_at,
        "audio": {
            "input": {
                "format": dict(_PCM),
                "transcription": None,
                "noise_reduction": None,
                "turn_detection": {
                    **_DEFAULT_SERVER_VAD,
                    "silence_duration_ms": 500 if newer else 200,
                },
            },
            "output": {
                "format": dict(_PCM),
                "voice": "marin" if newer else "alloy",
                "speed": 1.0,
            },
        },
        "include": None,
    }
    return merged_session(defaults, received)


def merged_session(session: Session, patch: Session) -> Session:
    """Return `session` with what `patch` says; keys that it does not name stay."""
    merged = deepcopy(session)
    merged.update(_said(patch, without=("type", "model", "audio")))
    # An empty text does not clear the instructions: the provider shows its own again.
    if not merged["instructions"]:
        merged["instructions"] = DEFAULT_INSTRUCTIONS
    merged["tools"] = [_echoed_tool(tool) for tool in merged["tools"] or ()]
    audio = patch.get("audio") or {}
    merged["audio"]["input"].update(_said(audio.get("input") or {}))
    merged["audio"]["output"].update(_said(audio.get("output") or {}))
    _fill_input(merged["audio"]["input"])
    return merged


def updated_session(session: Session, patch: Session, *, voice_is_fixed: bool) -> Session:
    """Merge a `session.update`, or refuse it whole."""
    model = patch.get("model")
    if model is not None and model != session["model"]:
        raise Refusal(
            "The model of a session cannot be changed.", code="invalid_value", param="session.model"
        )
    merged = merged_session(session, patch)
    refuse_changed_voice(session, merged["audio"]["output"]["voice"], voice_is_fixed)
    return merged


def refuse_changed_voice(session: Session, voice: Any, voice_is_fixed: bool) -> None:
    """Once the character has been heard, its voice stays."""
    if voice_is_fixed and voice is not None and voice != session["audio"]["output"]["voice"]:
        raise Refusal(
            "Cannot update a conversation's voice if assistant audio is present.",
            code="cannot_update_voice",
        )


def _said(patch: Session, without: tuple[str, ...] = ()) -> Session:
    """Return what a patch sets; null says something only where null is a value."""
    return {
        key: deepcopy(value)
        for key, value in patch.items()
        if key not in without and (value is not None or key in _NULLABLE)
    }


def _fill_input(heard: dict[str, Any]) -> None:
    turns = heard["turn_detection"]
    if turns is not None:
        semantic = turns["type"] == "semantic_vad"
        heard["turn_detection"] = (_DEFAULT_SEMANTIC_VAD if semantic else _DEFAULT_SERVER_VAD) | {
            key: value for key, value in turns.items() if value is not None
        }
    if heard["transcription"] is not None:
        heard["transcription"] = {"language": None, "prompt": None} | heard["transcription"]


def _echoed_tool(tool: dict[str, Any]) -> dict[str, Any]:
    return {"description": None} | tool if tool["type"] == "function" else tool
