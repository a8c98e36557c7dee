"""What differs between two compiled personas, for people to read. Pure.

Texts by paragraph, and inside a changed paragraph by word; settings one by one, under the names
that the editor's page gives them.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from persona.setting_names import setting_name

Kind = Literal["same", "ins", "del"]
_CONTEXT = 1  # unchanged paragraphs shown around a change
_WORD = re.compile(r"\s+|[^\s]+")
# Two paragraphs with less in common are a removal and an addition, not a change.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`gap`: how many unchanged paragraphs are left out here; then there are no pieces."""

    pieces: tuple[Piece, ...] = ()
    gap: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """`before` or `after` is "" where there was, or is, nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    paragraphs: tuple[Paragraph, ...]
    settings: tuple[SettingChange, ...]

    @property
    def count(self) -> int:
        """How many places differ."""
        return len(self.settings) + sum(one.is_changed for one in self.paragraphs)


Compiled = tuple[dict[str, Any], dict[str, Any]]  # session, visitor


def difference(before: Compiled | None, after: Compiled) -> Difference:
    """Compare what is live (None: nothing yet) with what would be."""
    session, visitor = before or ({}, {})
    return Difference(
        tuple(text_difference(str(session.get("instructions", "")), after[0]["instructions"])),
        tuple(setting_changes(_settings(session, visitor), _settings(*after))),
    )


def text_difference(before: str, after: str) -> list[Paragraph]:
    """Return changed paragraphs with a little around them, and gaps for what is left out."""
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    paragraphs: list[Paragraph] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            paragraphs += [Paragraph((Piece("same", line),)) for line in old[old_from:old_to]]
        else:
            paragraphs += _changed(old[old_from:old_to], new[new_from:new_to])
    return list(_with_gaps(paragraphs))


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return one text as pieces: kept, taken away, put in."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("del", "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("ins", "".join(new[new_from:new_to])))
    return tuple(pieces)


def setting_changes(before: dict[str, str], after: dict[str, str]) -> Iterator[SettingChange]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield SettingChange(name, old, new)


def _changed(old: list[str], new: list[str]) -> list[Paragraph]:
    paragraphs = []
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else ""
        after = new[index] if index < len(new) else ""
        alike = difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() >= _ALIKE
        if before and after and alike:
            paragraphs.append(Paragraph(word_difference(before, after)))
            continue
        if index < len(old):
            paragraphs.append(Paragraph((Piece("del", before),)))
        if index < len(new):
            paragraphs.append(Paragraph((Piece("ins", after),)))
    return paragraphs


def _with_gaps(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    changed = [index for index, one in enumerate(paragraphs) if one.is_changed]
    shown = {
        near
        for index in changed
        for near in range(index - _CONTEXT, index + _CONTEXT + 1)
        if 0 <= near < len(paragraphs)
    }
    gap = 0
    for index, one in enumerate(paragraphs):
        if index not in shown:
            gap += 1
            continue
        if gap:
            yield Paragraph(gap=gap)
            gap = 0
        yield one
    if gap:
        yield Paragraph(gap=gap)


def _settings(session: dict[str, Any], visitor: dict[str, Any]) -> dict[str, str]:
    """Return every setting by its name, in one flat list; the instructions are compared apart."""
    values = {name: value for name, value in session.items() if name != "instructions"}
    return dict(_flat(values, "session")) | dict(_flat(visitor, "visitor"))


_KEYS = {"tools": "name", "flowers": "name", "glossary": "phrase", "crisis_lines": "number"}


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    last = path.rsplit(".", 1)[-1]
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _flat(one, f"{path}.{name}")
    elif isinstance(value, list) and last in _KEYS:
        rows: dict[str, list[str]] = {}
        for row in value:
            told = " · ".join(
                _shown(one) for name, one in row.items() if name != _KEYS[last] and one != ""
            )
            # Words spelled alike may mean different things: one name, each meaning.
            rows.setdefault(row[_KEYS[last]], []).append(told)
        for key, told_rows in rows.items():
            yield setting_name(path, key), " / ".join(told_rows)
    else:
        yield setting_name(path), _shown(value)


def _shown(value: Any) -> str:
    if value is None:
        return _("없음")
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    return str(value)
