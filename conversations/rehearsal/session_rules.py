"""What the provider checks in a session beyond its shape: ranges, lists, pairs."""

from typing import Any

from conversations.rehearsal.provider_models import TRANSCRIBER_SHUTDOWN_DATES
from conversations.rehearsal.refusals import invalid_value, missing_parameter

VOICES = ("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar")
_STREAMING_TRANSCRIBERS = ("gpt-transcribe", "gpt-live-transcribe")
_TRANSCRIBERS = tuple(TRANSCRIBER_SHUTDOWN_DATES)
MAX_OUTPUT_TOKENS = 4096


def refuse_bad_session(session: dict[str, Any], path: str = "session") -> None:
    """Raise `Refusal` for a value the provider refuses. The shape has been checked before."""
    refuse_bad_modalities(session.get("output_modalities"), path)
    refuse_bad_token_limit(session.get("max_output_tokens"), path)
    audio = session.get("audio") or {}
    _refuse_bad_input(audio.get("input") or {}, f"{path}.audio.input")
    output = audio.get("output") or {}
    refuse_bad_voice(output.get("voice"), f"{path}.audio.output.voice")
    _within(output.get("speed"), 0.25, 1.5, f"{path}.audio.output.speed")
    refuse_bad_tools(session.get("tools"), path)
    truncation = session.get("truncation")
    if isinstance(truncation, dict):
        _within(truncation.get("retention_ratio"), 0, 1, f"{path}.truncation.retention_ratio")


def refuse_bad_modalities(modalities: Any, path: str) -> None:
    if modalities is not None and modalities not in (["audio"], ["text"]):
        raise invalid_value(f"{path}.output_modalities", "['audio'] or ['text']")


def refuse_bad_token_limit(limit: Any, path: str) -> None:
    if isinstance(limit, int):
        _within(limit, 1, MAX_OUTPUT_TOKENS, f"{path}.max_output_tokens")


def refuse_bad_voice(voice: Any, param: str) -> None:
    if isinstance(voice, str) and voice not in VOICES:
        raise invalid_value(param, f"one of {', '.join(VOICES)}")


def refuse_bad_tools(tools: Any, path: str) -> None:
    for index, tool in enumerate(tools or ()):
        for key in ("type", "name") if tool.get("type") != "mcp" else ():
            if not tool.get(key):
                raise missing_parameter(f"{path}.tools[{index}].{key}")


def _refuse_bad_input(heard: dict[str, Any], path: str) -> None:
    turns = heard.get("turn_detection") or {}
    _within(turns.get("threshold"), 0, 1, f"{path}.turn_detection.threshold")
    _within(turns.get("idle_timeout_ms"), 5_000, 30_000, f"{path}.turn_detection.idle_timeout_ms")
    for name in ("prefix_padding_ms", "silence_duration_ms"):
        _within(turns.get(name), 0, 60_000, f"{path}.turn_detection.{name}")
    transcription = heard.get("transcription") or {}
    model = transcription.get("model")
    if model is not None and model not in _TRANSCRIBERS:
        raise invalid_value(f"{path}.transcription.model", f"one of {', '.join(_TRANSCRIBERS)}")
    for name in ("languages", "keywords"):
        if transcription.get(name) and model not in _STREAMING_TRANSCRIBERS:
            raise invalid_value(f"{path}.transcription.{name}", f"no such field for {model}")


def _within(value: Any, low: float, high: float, param: str) -> None:
    if value is not None and not low <= value <= high:
        raise invalid_value(param, f"a number from {low} to {high}")
