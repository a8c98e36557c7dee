"""What was found in a draft, in words its editor can act on. Pure."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an editor mends it. The key is what a person would look for, not a database id."""

    kind: Literal[
        "persona", "section", "phrase", "flower", "crisis_line", "voice_model", "transcriber"
    ]
    key: str  # a field's name; a section's place in order, from 0; a phrase; a name; a number


PERSONA = Place("persona", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is for programs, `sentence` is Korean. A warning may be overridden with a reason, an
    error may not."""

    code: str
    level: Level
    sentence: str
    place: Place


def error(code: str, sentence: str, place: Place = PERSONA) -> Finding:
    return Finding(code, "error", sentence, place)


def warning(code: str, sentence: str, place: Place = PERSONA) -> Finding:
    return Finding(code, "warning", sentence, place)


def section_place(index: int) -> Place:
    return Place("section", str(index))
