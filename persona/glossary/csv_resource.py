"""Import rows of the glossary: find the row each line means, judge it, save it.

django-import-export drives: one line after another, in one transaction, unchanged lines skipped. A
line that is bad is left out with its reasons; an error nobody foresaw takes everything back.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from tablib import Dataset

from persona.glossary.columns import COLUMNS, KEY
from persona.glossary.csv_file import Row
from persona.glossary.doubles import Spelled, SpellingIndex
from persona.glossary.review import is_settled, needs_review_again
from persona.glossary.table import SPELLED_FIELDS, double_fault, spelled
from persona.models import JejuPhrase

_LINE = "line"  # where a line's Row travels through the library


class GlossaryResource(ModelResource):  # type: ignore[misc]  # the library has no types
    """Reads lines; writing them is `csv_file.write_csv`. One for each import."""

    def __init__(self, *, by_reviewer: bool) -> None:
        super().__init__()
        self._by_reviewer = by_reviewer
        self._by_key: dict[int, JejuPhrase] = {}
        self._by_meaning: dict[tuple[str, str], JejuPhrase] = {}
        self._index = SpellingIndex()
        self._seen: dict[int, int] = {}
        self._is_respelled = True

    class Meta:
        model = JejuPhrase
        fields = tuple(column.field for column in COLUMNS)
        use_transactions = True
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True

    def read(self, rows: list[Row], *, is_rehearsal: bool) -> Result:
        """Import the rows; in a rehearsal nothing is saved. Results stand in the rows' order."""
        dataset = Dataset(*((row,) for row in rows), headers=[_LINE])
        return self.import_data(dataset, dry_run=is_rehearsal, raise_errors=False)

    def same_words(self, found: RowResult) -> list[Spelled]:
        """Return what else stood in the table or the file as the word of an imported row."""
        return self._index.same_words(spelled(found.instance, key=_key(found.instance)))

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        phrases = JejuPhrase.objects.order_by("pk")
        for phrase in phrases if kwargs.get("dry_run", True) else phrases.select_for_update():
            self._by_key[phrase.pk] = phrase
            self._by_meaning[phrase.phrase, phrase.standard_korean] = phrase
            self._index.put(spelled(phrase, key=_key(phrase)))

    def get_instance(self, instance_loader: Any, row: dict[str, Row]) -> JejuPhrase | None:
        """Return the row a line means: by its number, else by word and meaning."""
        cells = row[_LINE].cells
        key = cells.get(KEY, "").strip()
        if not key:
            named = (cells.get("phrase", "").strip(), cells.get("standard_korean", "").strip())
            return self._by_meaning.get(named)
        found = self._by_key.get(int(key)) if key.isascii() and key.isdigit() else None
        if found is None:
            raise ValidationError(
                {KEY: _("%(key)s번 말이 없어요. 새 말이면 비워 주세요.") % {"key": key}}
            )
        return found

    def import_instance(self, instance: JejuPhrase, row: dict[str, Row], **kwargs: Any) -> None:
        line = row[_LINE]
        if line.fault:
            raise ValidationError(line.fault)
        self._refuse_second(instance, line)
        was, errors = instance.review_state, {}
        changed = set()
        for column in COLUMNS:
            if column.field not in line.cells:
                continue
            before = getattr(instance, column.field)
            try:
                after = column.read(line.cells[column.field], before)
            except ValidationError as error:
                errors[column.field] = error
                continue
            if after != before:
                changed.add(column.field)
                setattr(instance, column.field, after)
        if not self._by_reviewer and "review_state" in changed:
            errors["review_state"] = ValidationError(_("감수는 감수하는 이만 바꿀 수 있어요."))
        if is_settled(was, by_reviewer=self._by_reviewer):
            for name in SPELLED_FIELDS & changed:
                errors[name] = ValidationError(
                    _("쓰지 않기로 한 말은 감수하는 이만 고칠 수 있어요.")
                )
        if errors:
            raise ValidationError(errors)
        self._is_respelled = instance.pk is None or not SPELLED_FIELDS.isdisjoint(changed)
        if needs_review_again(was, changed, by_reviewer=self._by_reviewer):
            instance.review_state = JejuPhrase.ReviewState.UNREVIEWED

    def validate_instance(
        self,
        instance: JejuPhrase,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        # Asking the database about each of thousands of rows takes seconds; `_index` knows all.
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude=set(errors))
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
        if instance.in_instructions and instance.review_state == JejuPhrase.ReviewState.WITHHELD:
            raise ValidationError(
                {"in_instructions": _("쓰지 않기로 한 말은 지시문에 넣을 수 없어요.")}
            )
        mine = spelled(instance, key=_key(instance))
        if self._is_respelled and (fault := double_fault(mine, self._index)):
            raise ValidationError({"phrase": fault})
        self._index.put(mine)

    def save_instance(
        self, instance: JejuPhrase, is_create: bool, row: dict[str, Row], **kwargs: Any
    ) -> None:
        if not kwargs["dry_run"]:
            instance.save()

    def _refuse_second(self, instance: JejuPhrase, line: Row) -> None:
        if instance.pk is None:
            return
        first = self._seen.setdefault(instance.pk, line.number)
        if first != line.number:
            raise ValidationError(_("%(first)d번째 줄이 이미 같은 말을 고쳐요.") % {"first": first})


def _key(instance: JejuPhrase) -> object:
    # The object itself tells rows apart: it has no key yet when it is new, and one when saved.
    return id(instance)
