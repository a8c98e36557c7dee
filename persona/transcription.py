"""What the recogniser is told: each family of its models takes the hints under other names. Pure.

Recognisers know little Jeju: the words they may meet are named to them.
"""

from typing import Any

from persona.draft import PersonaDraft
from persona.spelling import modern

_LANGUAGE = "ko"
_LISTING_MODELS = ("gpt-transcribe", "gpt-live-transcribe")
_PROMPTED_MODELS = ("gpt-4o-transcribe", "gpt-4o-mini-transcribe")
_UNPROMPTED = "diarize"  # gpt-4o-transcribe-diarize refuses a prompt


def transcription(draft: PersonaDraft) -> dict[str, Any]:
    """Return `audio.input.transcription` for the draft's model.

    A model of no known family gets the language alone, which all of them take.
    """
    model = draft.voice.transcription_model
    words = keywords(draft)
    if model.startswith(_LISTING_MODELS):
        return {"model": model, "languages": [_LANGUAGE], "keywords": words}
    settings = {"model": model, "language": _LANGUAGE}
    if model.startswith(_PROMPTED_MODELS) and _UNPROMPTED not in model:
        settings["prompt"] = (
            f"{modern(draft.name)}에게 한국어로 하는 말. 제주어와 꽃 이름이 나올 수 있다: "
            + ", ".join(words)
        )
    elif model == "whisper-1":
        settings["prompt"] = ", ".join(words)
    return settings


def keywords(draft: PersonaDraft) -> list[str]:
    """Return the persona's name, the taught phrases and the flowers that may be given."""
    return [
        modern(draft.name),
        *(modern(one.phrase) for one in draft.taught_phrases()),
        *(modern(flower.name) for flower in draft.given_flowers()),
    ]
