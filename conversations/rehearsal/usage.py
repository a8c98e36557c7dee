"""Tokens as the provider counts them. Pure."""

import math
from dataclasses import dataclass
from typing import Any

USER_AUDIO_MS_PER_TOKEN = 100
ASSISTANT_AUDIO_MS_PER_TOKEN = 50
_CACHE_STEP = 64  # the provider caches prompts in steps of this many tokens
_LIMIT_PER_MINUTE = 15_000_000


@dataclass(frozen=True, slots=True)
class Tokens:
    text: int = 0
    audio: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.text + other.text, self.audio + other.audio)

    @property
    def total(self) -> int:
        return self.text + self.audio


def text_tokens(text: str) -> int:
    """Estimate: Hangul about two thirds of a token a syllable, Latin about a quarter a letter."""
    wide = sum(1 for letter in text if ord(letter) > 0x2E7F)
    return math.ceil(wide * 0.65 + (len(text) - wide) * 0.27)


def user_audio_tokens(milliseconds: int) -> int:
    return milliseconds // USER_AUDIO_MS_PER_TOKEN


def assistant_audio_tokens(milliseconds: int) -> int:
    return milliseconds // ASSISTANT_AUDIO_MS_PER_TOKEN


def cached_part(current: Tokens, previous: Tokens) -> Tokens:
    """Return what of this input was already read by the response before, in whole cache steps."""
    text = min(current.text, previous.text) // _CACHE_STEP * _CACHE_STEP
    audio = min(current.audio, previous.audio) // _CACHE_STEP * _CACHE_STEP
    return Tokens(text, audio)


def response_usage(read: Tokens, cached: Tokens, said: Tokens, reasoning: int | None) -> Any:
    """Return `response.usage`. `reasoning` is a part of the text said, None where not reported."""
    written: dict[str, Any] = {"text_tokens": said.text, "audio_tokens": said.audio}
    if reasoning is not None:
        written["reasoning_tokens"] = reasoning
    return {
        "total_tokens": read.total + said.total,
        "input_tokens": read.total,
        "output_tokens": said.total,
        "input_token_details": {
            "text_tokens": read.text,
            "audio_tokens": read.audio,
            "image_tokens": 0,
            "cached_tokens": cached.total,
            "cached_tokens_details": {
                "text_tokens": cached.text,
                "audio_tokens": cached.audio,
                "image_tokens": 0,
            },
        },
        "output_token_details": written,
    }


def transcription_usage(model: str, milliseconds: int, transcript: str) -> dict[str, Any]:
    """Return the separate bill of the transcriber: seconds for the whisper family, else tokens."""
    if "whisper" in model:
        return {"type": "duration", "seconds": math.ceil(milliseconds / 1000)}
    audio, text = user_audio_tokens(milliseconds), text_tokens(transcript)
    return {
        "type": "tokens",
        "total_tokens": audio + text,
        "input_tokens": audio,
        "input_token_details": {"text_tokens": 0, "audio_tokens": audio},
        "output_tokens": text,
    }


def rate_limits(spent: int) -> list[dict[str, Any]]:
    """Return the one entry that recent recordings show."""
    return [
        {
            "name": "tokens",
            "limit": _LIMIT_PER_MINUTE,
            "remaining": _LIMIT_PER_MINUTE - spent,
            "reset_seconds": round(spent * 60 / _LIMIT_PER_MINUTE, 3),
        }
    ]
