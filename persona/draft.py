"""A persona as plain values: what the pure compile step reads instead of tables."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SectionDraft:
    title: str
    body: str
    role: str  # "" or a value of InstructionSection.Role
    is_protected: bool


@dataclass(frozen=True, slots=True)
class PhraseDraft:
    phrase: str
    old_spelling: str
    standard_korean: str
    english: str
    usage_note: str
    pronunciation_hint: str
    is_reviewed: bool
    in_instructions: bool
    instruction_order: int


@dataclass(frozen=True, slots=True)
class FlowerDraft:
    name: str
    meaning: str
    purpose: str
    colour: str
    shape: str
    may_be_given: bool
    note: str


@dataclass(frozen=True, slots=True)
class CrisisLineDraft:
    number: str
    name: str
    for_whom: str
    hours: str
    is_shown: bool
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class VoiceDraft:
    model: str
    model_max_output: int  # tokens
    voice: str
    speed: float
    max_output_tokens: int
    transcription_model: str
    noise_reduction: str  # "" is off


@dataclass(frozen=True, slots=True)
class TurnsDraft:
    detection: str
    threshold: float
    prefix_padding_ms: int
    silence_duration_ms: int
    eagerness: str
    create_response: bool
    interrupt_response: bool
    taking: str
    echo_tail_ms: int


@dataclass(frozen=True, slots=True)
class PersonaDraft:
    """Sections, flowers and crisis lines come in the order in which they are to be read."""

    name: str
    greeting: str
    replay_instructions: str
    voice: VoiceDraft
    turns: TurnsDraft
    sections: tuple[SectionDraft, ...]
    phrases: tuple[PhraseDraft, ...]
    flowers: tuple[FlowerDraft, ...]
    crisis_lines: tuple[CrisisLineDraft, ...]

    def taught_phrases(self) -> tuple[PhraseDraft, ...]:
        """Phrases the model is taught: reviewed and chosen, in the editor's order, at most
        `MAX_TAUGHT_PHRASES`."""
        return self.chosen_phrases()[:MAX_TAUGHT_PHRASES]

    def chosen_phrases(self) -> tuple[PhraseDraft, ...]:
        chosen = (one for one in self.phrases if one.is_reviewed and one.in_instructions)
        return tuple(sorted(chosen, key=lambda one: (one.instruction_order, one.phrase)))

    def given_flowers(self) -> tuple[FlowerDraft, ...]:
        return tuple(flower for flower in self.flowers if flower.may_be_given)

    def shown_crisis_lines(self) -> tuple[CrisisLineDraft, ...]:
        return tuple(line for line in self.crisis_lines if line.is_shown)


# More words than this and the model starts to mix them up; the advice of those who know the
# language was 30 to 40.
MAX_TAUGHT_PHRASES = 40
