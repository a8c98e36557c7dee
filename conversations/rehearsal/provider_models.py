"""The models the peer pretends to have, with the ends the provider announced."""

from datetime import UTC, date, datetime
from typing import Any

from conversations.rehearsal.refusals import Refusal

Ends = dict[str, date | None]  # of a model, by its id; None: no end is announced

_WINTER = date(2027, 1, 20)
SHUTDOWN_DATES: Ends = {
    "gpt-realtime-mini-2025-10-06": date(2026, 7, 23),
    "gpt-realtime": _WINTER,
    "gpt-realtime-2025-08-28": _WINTER,
    "gpt-realtime-mini": _WINTER,
    "gpt-realtime-mini-2025-12-15": _WINTER,
    "gpt-realtime-1.5": None,
    "gpt-realtime-2": None,
    "gpt-realtime-2.1": None,
    "gpt-realtime-2.1-mini": None,
}
_SPRING = date(2027, 2, 26)
TRANSCRIBER_SHUTDOWN_DATES: Ends = {
    "gpt-4o-mini-transcribe": _SPRING,
    "gpt-4o-mini-transcribe-2025-12-15": _SPRING,
    "gpt-4o-transcribe": _SPRING,
    "gpt-4o-transcribe-diarize": _SPRING,
    "whisper-1": _SPRING,
    "gpt-transcribe": None,
    "gpt-live-transcribe": None,
    "gpt-realtime-whisper": None,
}
DEFAULT_MODEL = "gpt-realtime-2.1"


def is_reasoning(model: str) -> bool:
    """Reasoning models say `phase` on their items and count `reasoning_tokens`."""
    return model.startswith("gpt-realtime-2") and model != "gpt-realtime-2025-08-28"


def refuse_unknown_model(
    model: str, today: date | None = None, announced: Ends | None = None
) -> None:
    """Raise for a model that never was or has passed its end. `announced` overrules ours."""
    ends = {**SHUTDOWN_DATES, **(announced or {})}.get(model, date.min)
    if ends is not None and ends <= (today or datetime.now(UTC).date()):
        raise Refusal(
            f"The model '{model}' does not exist or you do not have access to it.",
            code="model_not_found",
            param="session.model",
            status=404,
        )


def listing(announced: Ends | None = None) -> dict[str, Any]:
    """Return the body of `GET /v1/models`. `announced` overrules our own ends."""
    return {
        "object": "list",
        "data": [
            {
                "id": model,
                "object": "model",
                "created": 1_756_000_000,
                "owned_by": "system",
                "shutdown_date": ends.isoformat() if ends else None,
            }
            for model, ends in {
                **SHUTDOWN_DATES,
                **TRANSCRIBER_SHUTDOWN_DATES,
                **(announced or {}),
            }.items()
        ],
    }
