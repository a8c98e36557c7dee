"""What the rules look at: the draft, what it compiles to, and what the house knows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from persona.compile import CompiledPersona
from persona.draft import PersonaDraft
from persona.instructions import RenderedSection, render_sections
from persona.model_ends import ModelFacts


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What is live: None for a persona that was never published."""

    instructions: str
    protected_sha256: str
    protected_lengths: Mapping[str, int] = field(default_factory=dict)  # letters, by role


@dataclass(frozen=True, slots=True)
class AvoidedForm:
    """A form that is not Jeju, or with `meaning` one that does not mean this."""

    form: str
    meaning: str
    why: str
    use_instead: str


@dataclass(frozen=True)
class Evidence:
    draft: PersonaDraft
    compiled: CompiledPersona | None  # None: it does not compile, and the findings say why
    model: ModelFacts
    context_limit: int  # tokens
    today: date  # in Seoul
    successor: ModelFacts | None = None  # the model somebody chose to follow
    transcriber: ModelFacts | None = None  # None: its end is known to nobody
    next_transcriber: ModelFacts | None = None
    live: LiveFacts | None = None
    may_change_protected: bool = False
    # Words of the glossary that nobody has reviewed yet, and those that are not to be used.
    unreviewed: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    chosen_unreviewed: tuple[str, ...] = ()
    avoided: tuple[AvoidedForm, ...] = ()
    never_given: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def rendered(self) -> tuple[RenderedSection, ...]:
        """The sections as they stand in the instructions, in order."""
        return render_sections(self.draft)

    @property
    def instructions(self) -> str:
        """The output: what the model reads. Empty when nothing compiles."""
        return str(self.compiled.session["instructions"]) if self.compiled else ""

    def section_with_role(self, role: str) -> tuple[int, str] | None:
        """Return the place and the text of a section, if that text is in the output."""
        for index, one in enumerate(self.rendered):
            if one.section.role == role and one.text in self.instructions:
                return index, one.text
        return None
