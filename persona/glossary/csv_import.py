"""What an import of the glossary's CSV would do or did, as its page shows it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from import_export.results import Result, RowResult

from persona.glossary.columns import COLUMNS, KEY, names
from persona.glossary.csv_file import Row, read_csv
from persona.glossary.csv_resource import GlossaryResource
from persona.models import JejuPhrase

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: what stood there and what would."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, by the number a spreadsheet gives it."""

    number: int
    phrase: str
    meaning: str
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = ()
    same_words: tuple[str, ...] = ()  # rows of the same word with another meaning


@dataclass(slots=True)
class Outcome:
    """Every line in one of four places. `broke` says that the import itself failed: nothing was
    imported."""

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    bad: list[Line] = field(default_factory=list)
    unchanged: int = 0
    broke: bool = False
    saved_new: list[JejuPhrase] = field(default_factory=list)
    saved_changed: list[JejuPhrase] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many lines an import would write."""
        return len(self.new) + len(self.changed)


def run_import(raw: bytes, *, by_reviewer: bool, is_rehearsal: bool) -> tuple[Outcome, Result]:
    """Read the file and import its good lines, or only try to. The library's own result comes too.

    Raises UnreadableFile, and then nothing was written.
    """
    _header, rows = read_csv(raw, names())
    resource = GlossaryResource(by_reviewer=by_reviewer)
    result = resource.read(rows, is_rehearsal=is_rehearsal)
    outcome = Outcome(broke=result.has_errors())
    if outcome.broke:
        errors = [*result.base_errors, *(error for row in result.rows for error in row.errors)]
        logger.error("importing the glossary failed", exc_info=errors[0].error)
        return outcome, result
    for row, found in zip(rows, result.rows, strict=True):
        _place(outcome, row, found, resource)
    return outcome, result


def _place(outcome: Outcome, row: Row, found: RowResult, resource: GlossaryResource) -> None:
    line = Line(row.number, row.cells.get("phrase", ""), row.cells.get("standard_korean", ""))
    if found.validation_error is not None:
        reasons = tuple(_reasons(found.validation_error))
        outcome.bad.append(Line(line.number, line.phrase, line.meaning, reasons=reasons))
    elif found.is_skip():
        outcome.unchanged += 1
    elif found.is_new():
        others = tuple(
            f"{one.phrase} = {one.standard_korean}" for one in resource.same_words(found)
        )
        outcome.new.append(Line(line.number, line.phrase, line.meaning, same_words=others))
        outcome.saved_new.append(found.instance)
    else:
        changes = tuple(_changes(found.original, found.instance))
        named = found.instance
        outcome.changed.append(
            Line(line.number, named.phrase, named.standard_korean, changes=changes)
        )
        outcome.saved_changed.append(found.instance)


def _changes(before: JejuPhrase, after: JejuPhrase) -> Iterator[Change]:
    for column in COLUMNS:
        old, new = getattr(before, column.field), getattr(after, column.field)
        if old != new:
            yield Change(column.label, column.written(old), column.written(new))


def _reasons(error: ValidationError) -> Iterator[str]:
    labels = {column.field: column.label for column in COLUMNS} | {KEY: KEY}
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, sentences in error.message_dict.items():
        for sentence in sentences:
            yield f"{labels[name]}: {sentence}" if name in labels else sentence
