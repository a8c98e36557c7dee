"""Compile a draft into what is published: the provider's session and the visitor's page. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.draft import PersonaDraft
from persona.findings import Finding, Place, error
from persona.instructions import (
    RenderedSection,
    placeholder_faults,
    render_sections,
    spelling_faults,
)
from persona.spelling import modern, old_letters
from persona.tools import give_flower, open_crisis_help
from persona.transcription import transcription

REPLAY_MAX_TURNS = 20
REPLAY_MAX_TOKENS = 2000

# Each guards people; a persona without one of them does not go out. Values are those of
# InstructionSection.Role, words are what an editor calls them.
_REQUIRED_ROLES = {
    "priorities": gettext_lazy("우선순위"),
    "identity": gettext_lazy("정체성(AI 밝힘)"),
    "prohibitions": gettext_lazy("금지"),
    "crisis": gettext_lazy("위기 대응"),
    "privacy": gettext_lazy("개인정보와 나이"),
}


class CompileRefused(Exception):
    """The draft may not be published. `findings` say why, each in a sentence for its editor."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(" ".join(one.sentence for one in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class CompiledPersona:
    session: dict[str, Any]
    visitor: dict[str, Any]
    protected_sha256: str

    @property
    def sha256(self) -> str:
        return fingerprint({"session": self.session, "visitor": self.visitor})


def compile_persona(draft: PersonaDraft) -> CompiledPersona:
    """Return the session (realtime API, `type: realtime`) and the visitor's part.

    Raises CompileRefused with every fault at once.
    """
    rendered = render_sections(draft)
    faults = [
        *_safety_faults(draft),
        *placeholder_faults(draft),
        *spelling_faults(rendered),
        *_voice_faults(draft),
    ]
    if faults:
        raise CompileRefused(*faults)
    return assemble(draft)


def assemble(draft: PersonaDraft) -> CompiledPersona:
    """Return the same, whatever is wrong with it: to be looked at, never to be sent."""
    rendered = render_sections(draft)
    return CompiledPersona(
        session=_session(draft, "\n\n".join(one.text for one in rendered)),
        visitor=_visitor(draft),
        protected_sha256=_protected_fingerprint(rendered),
    )


def canonical_json(value: Any) -> str:
    """Return the one spelling of a JSON value that is hashed: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def fingerprint(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _safety_faults(draft: PersonaDraft) -> list[Finding]:
    protected = {one.role for one in draft.sections if one.is_protected and one.body.strip()}
    faults = [
        error(
            "protected_missing",
            _("보호된 지시문 '%(name)s'이(가) 없어요.") % {"name": name},
            Place("persona", "sections"),
        )
        for role, name in _REQUIRED_ROLES.items()
        if role not in protected
    ]
    if not draft.shown_crisis_lines():
        faults.append(
            error(
                "crisis_lines_missing",
                _("보이는 위기 전화가 하나도 없어요. 번호 없이는 게시할 수 없어요."),
                Place("crisis_line", ""),
            )
        )
    return faults


def _voice_faults(draft: PersonaDraft) -> list[Finding]:
    faults = []
    if not draft.given_flowers():
        faults.append(
            error("flowers_missing", _("건넬 수 있는 꽃이 하나도 없어요."), Place("flower", ""))
        )
    for field, name, text in (
        ("greeting", gettext_lazy("첫인사"), draft.greeting),
        ("name", gettext_lazy("이름"), draft.name),
    ):
        if words := old_letters(text):
            faults.append(
                error(
                    "old_spelling",
                    _("%(name)s에 옛한글이 들어 있어요: %(words)s.")
                    % {"name": name, "words": words},
                    Place("persona", field),
                )
            )
    if draft.voice.max_output_tokens > draft.voice.model_max_output:
        faults.append(
            error(
                "answer_too_long",
                _("한 대답의 길이가 이 모델의 한계(%(limit)d토큰)보다 길어요.")
                % {"limit": draft.voice.model_max_output},
                Place("persona", "max_output_tokens"),
            )
        )
    return faults


def _session(draft: PersonaDraft, instructions: str) -> dict[str, Any]:
    voice = draft.voice
    return {
        "type": "realtime",
        "model": voice.model,
        "instructions": instructions,
        "output_modalities": ["audio"],
        "audio": {
            "input": {
                "noise_reduction": (
                    {"type": voice.noise_reduction} if voice.noise_reduction else None
                ),
                "transcription": transcription(draft),
                "turn_detection": _turn_detection(draft),
            },
            "output": {"voice": voice.voice, "speed": voice.speed},
        },
        "tools": [
            give_flower(tuple(modern(flower.name) for flower in draft.given_flowers())),
            open_crisis_help(),
        ],
        "tool_choice": "auto",
        "max_output_tokens": voice.max_output_tokens,
        "truncation": "auto",
    }


def _turn_detection(draft: PersonaDraft) -> dict[str, Any]:
    # Everything is said: the provider's own defaults differ from model to model.
    turns = draft.turns
    answering = {
        "create_response": turns.create_response,
        "interrupt_response": turns.interrupt_response,
    }
    if turns.detection == "semantic_vad":
        return {"type": "semantic_vad", "eagerness": turns.eagerness, **answering}
    return {
        "type": "server_vad",
        "threshold": turns.threshold,
        "prefix_padding_ms": turns.prefix_padding_ms,
        "silence_duration_ms": turns.silence_duration_ms,
        **answering,
    }


# Of what goes to the visitor's page, what is told in the page's language where a catalogue has it.
TRANSLATED = {"flowers": ("name", "meaning"), "crisis_lines": ("name", "for_whom", "hours")}


def _visitor(draft: PersonaDraft) -> dict[str, Any]:
    return {
        "name": modern(draft.name),
        "greeting": modern(draft.greeting),
        "turn_taking": {"mode": draft.turns.taking, "echo_tail_ms": draft.turns.echo_tail_ms},
        "replay": {
            "max_turns": REPLAY_MAX_TURNS,
            "max_tokens": REPLAY_MAX_TOKENS,
            "instructions": modern(draft.replay_instructions),
        },
        "flowers": [
            {
                "name": modern(flower.name),
                "meaning": modern(flower.meaning),
                "colour": flower.colour,
                "shape": flower.shape,
                "purpose": modern(flower.purpose),
            }
            for flower in draft.given_flowers()
        ],
        "glossary": [
            {
                "phrase": modern(one.phrase),
                "old_spelling": modern(one.old_spelling),
                "standard_korean": modern(one.standard_korean),
                "english": one.english,
            }
            for one in sorted(draft.phrases, key=lambda one: (one.phrase, one.standard_korean))
            if one.is_reviewed
        ],
        "crisis_lines": [
            {
                "number": line.number,
                "name": modern(line.name),
                "for_whom": modern(line.for_whom),
                "hours": modern(line.hours),
            }
            for line in draft.shown_crisis_lines()
        ],
    }


def _protected_fingerprint(rendered: tuple[RenderedSection, ...]) -> str:
    # As rendered: a crisis line that changes changes what a person in danger is told.
    return fingerprint(
        [[one.section.role, one.text] for one in rendered if one.section.is_protected]
    )
