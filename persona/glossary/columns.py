"""The columns of the glossary's CSV: names, and how a value is written in a cell. Pure."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from persona.glossary.cells import harmless, restored
from persona.models import JejuPhrase
from persona.spelling import modern

_YES, _NO = "예", "아니오"
_YES_WORDS = frozenset({_YES, "네", "1", "o", "y", "yes", "true"})
_NO_WORDS = frozenset({_NO, "아니요", "0", "x", "n", "no", "false", ""})


@dataclass(frozen=True, slots=True)
class Column:
    """A field of JejuPhrase as a column; `label` stands in the first row."""

    field: str

    @property
    def label(self) -> str:
        return str(self._model_field.verbose_name)

    @property
    def help(self) -> str:
        return str(self._model_field.help_text)

    @property
    def _model_field(self) -> "models.Field[Any, Any]":
        return {field.name: field for field in JejuPhrase._meta.fields}[self.field]

    def written(self, value: Any) -> str:
        return harmless(str(value))

    def read(self, cell: str, before: Any) -> Any:
        """Return the value of a cell; `before` is what the row holds now.

        Raises ValidationError with a Korean sentence.
        """
        text = restored(cell)
        # What nobody touched comes back as it was, to the letter.
        return text if text == before else modern(text)


@dataclass(frozen=True, slots=True)
class ChoiceColumn(Column):
    choices: tuple[tuple[str, StrOrPromise], ...]

    def written(self, value: Any) -> str:
        return str(dict(self.choices).get(value, value))

    def read(self, cell: str, before: Any) -> Any:
        wanted = modern(restored(cell))
        for value, label in self.choices:
            if wanted in (value, str(label)):
                return value
        if not wanted and before:
            return before
        raise ValidationError(
            _("'%(wanted)s'을(를) 몰라요. 다음 가운데 하나예요: %(known)s")
            % {"wanted": wanted, "known": ", ".join(str(label) for _value, label in self.choices)}
        )


class YesColumn(Column):
    __slots__ = ()

    def written(self, value: Any) -> str:
        return _YES if value else _NO

    def read(self, cell: str, before: Any) -> Any:
        wanted = modern(restored(cell)).lower()
        if wanted in _YES_WORDS or wanted in _NO_WORDS:
            return wanted in _YES_WORDS
        raise ValidationError(_("'예'나 '아니오'로 적어 주세요."))


class NumberColumn(Column):
    __slots__ = ()

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, cell: str, before: Any) -> Any:
        wanted = modern(restored(cell))
        if not wanted:
            return before
        if not (wanted.isascii() and wanted.isdigit()):
            raise ValidationError(_("'%(wanted)s'은(는) 수가 아니에요.") % {"wanted": wanted})
        return int(wanted)


KEY = "번호"  # which row it is; empty for a new one
COLUMNS: tuple[Column, ...] = (
    Column("phrase"),
    Column("old_spelling"),
    Column("standard_korean"),
    Column("english"),
    ChoiceColumn("category", tuple(JejuPhrase.Category.choices)),
    Column("usage_note"),
    Column("pronunciation_hint"),
    ChoiceColumn("review_state", tuple(JejuPhrase.ReviewState.choices)),
    YesColumn("in_instructions"),
    NumberColumn("instruction_order"),
    Column("source"),
    Column("remarks"),
)


def names() -> dict[str, str]:
    """Return our name (the field's, or the key's) of each name a column may have in a file."""
    known = {KEY: KEY, "id": KEY}
    for column in COLUMNS:
        known |= {column.label: column.field, column.field: column.field}
    return known
