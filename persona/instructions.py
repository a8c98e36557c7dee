"""The instructions: sections in order, with words, flowers and numbers filled in. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from persona.draft import CrisisLineDraft, FlowerDraft, PersonaDraft, PhraseDraft, SectionDraft
from persona.findings import Finding, error, section_place
from persona.spelling import modern, old_letters

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class RenderedSection:
    section: SectionDraft
    text: str


def render_sections(draft: PersonaDraft) -> tuple[RenderedSection, ...]:
    """Fill every section in. Unknown placeholders stay as they are: see `placeholder_faults`."""
    values = {name: fill(draft) for name, fill in _FILLS.items()}

    def replace(match: re.Match[str]) -> str:
        return values.get(match.group(1), match.group(0))

    return tuple(
        RenderedSection(
            section, f"# {modern(section.title)}\n{_PLACEHOLDER.sub(replace, modern(section.body))}"
        )
        for section in draft.sections
    )


def placeholder_faults(draft: PersonaDraft) -> list[Finding]:
    """Say, for an editor, which placeholders are unknown and which are nowhere."""
    faults: list[Finding] = []
    found: set[str] = set()
    for index, section in enumerate(draft.sections):
        for name in _PLACEHOLDER.findall(section.body):
            found.add(name)
            if name not in _FILLS:
                sentence = _(
                    "'%(title)s'에 모르는 자리표 {{%(name)s}}가 있어요. 쓸 수 있는 것: %(known)s"
                ) % {"title": section.title, "name": name, "known": _names(_FILLS)}
                faults.append(error("placeholder_unknown", sentence, section_place(index)))
    faults += [
        error(
            "placeholder_missing",
            _("자리표 {{%(name)s}}가 어느 지시문에도 없어요.") % {"name": name},
        )
        for name in _FILLS
        if name not in found
    ]
    return faults


def spelling_faults(rendered: tuple[RenderedSection, ...]) -> list[Finding]:
    """Say which sections would send old Hangul letters to a voice that cannot read them."""
    return [
        error(
            "old_spelling",
            _("'%(title)s'에 옛한글이 들어 있어요: %(words)s. 요즘 표기로 적어 주세요.")
            % {"title": one.section.title, "words": words},
            section_place(index),
        )
        for index, one in enumerate(rendered)
        if (words := old_letters(one.text))
    ]


def _glossary(draft: PersonaDraft) -> str:
    return _lines(glossary_line(one) for one in draft.taught_phrases())


def glossary_line(one: PhraseDraft) -> str:
    """Return the line that teaches a phrase: what it means and when it is said."""
    note = f" ({modern(one.usage_note)})" if one.usage_note.strip() else ""
    return f"{modern(one.phrase)} = {modern(one.standard_korean)}{note}"


def _pronunciation(draft: PersonaDraft) -> str:
    return _lines(line for one in draft.taught_phrases() if (line := pronunciation_line(one)))


def pronunciation_line(one: PhraseDraft) -> str:
    """Return the line that says how a phrase sounds; empty when it sounds as it is written."""
    if modern(one.pronunciation_hint).replace(" ", "") in ("", modern(one.phrase).replace(" ", "")):
        return ""
    return f"- {modern(one.phrase)}: {modern(one.pronunciation_hint)}"


def _flowers(draft: PersonaDraft) -> str:
    return _lines(_flower_line(flower) for flower in draft.given_flowers())


def _flower_line(flower: FlowerDraft) -> str:
    line = f"{modern(flower.name)} — {modern(flower.meaning)}"
    if flower.purpose.strip():
        line += f". 어울리는 때: {modern(flower.purpose)}"
    if flower.note.strip():
        line += f". 조심: {modern(flower.note)}"
    return line


def _crisis_lines(draft: PersonaDraft) -> str:
    return " / ".join(_crisis_line(line) for line in draft.shown_crisis_lines())


def _crisis_line(line: CrisisLineDraft) -> str:
    return modern(f"{line.number} {line.name}({line.for_whom}), {line.hours}")


def _lines(lines: Iterable[str]) -> str:
    # An empty list is said aloud in the instructions: a bare heading would invite invention.
    return "\n".join(lines) or "(없음)"


def _names(fills: Iterable[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in fills)


_FILLS: dict[str, Callable[[PersonaDraft], str]] = {
    "GLOSSARY": _glossary,
    "PRONUNCIATION": _pronunciation,
    "FLOWERS": _flowers,
    "CRISIS_LINES": _crisis_lines,
}

# What an editor may write between braces.
PLACEHOLDERS = tuple(_FILLS)
