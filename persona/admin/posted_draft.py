"""The persona's page as it was posted, read as a draft, and written back merged with another's."""

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Field
from django.http import QueryDict

from persona.draft_source import FIELDS, SECTION_FIELDS, SectionSource, Source, as_text
from persona.merging import Clash, Merged
from persona.models import InstructionSection, Persona

DRAFT_NUMBER = "draft_number"
_PREFIX = "sections"
_GUARDED = ("is_protected", "role")


def read_posted(post: QueryDict, saved: Source, *, may_edit_protected: bool) -> Source:
    """Return what the editor wants to save. What she may not change is as it is saved."""
    fields = {
        name: _posted_value(Persona, name, post, name, saved["fields"][name]) for name in FIELDS
    }
    rows = {row["id"]: row["values"] for row in saved["sections"]}
    sections = []
    for index in range(int(post.get(f"{_PREFIX}-TOTAL_FORMS") or 0)):
        prefix = f"{_PREFIX}-{index}-"
        raw_key = post.get(f"{prefix}id", "")
        key = int(raw_key) if raw_key.isdigit() else None
        known = rows.get(key) if key is not None else None
        guarded = bool(known and known["is_protected"] and not may_edit_protected)
        if post.get(f"{prefix}DELETE") and not guarded:
            continue
        empty = dict.fromkeys(SECTION_FIELDS, "")
        values = {
            name: _posted_value(
                InstructionSection, name, post, prefix + name, (known or empty)[name]
            )
            for name in SECTION_FIELDS
        }
        if guarded and known:
            values = dict(known)
        elif not may_edit_protected:
            values |= {name: (known or empty)[name] for name in _GUARDED}
        if key is not None or values["title"] or values["body"]:
            sections.append(SectionSource(id=key, values=values))
    return Source(fields=fields, sections=sections)


def write_posted(post: QueryDict, merged: Source, saved: Source, *, newest: int) -> QueryDict:
    """Return the form as if the editor had begun from the newest draft and typed `merged`."""
    written = post.copy()
    for key in [key for key in written if key.startswith(f"{_PREFIX}-")]:
        del written[key]
    _write(written, "", merged["fields"])
    rows = _rows_in_saved_order(merged, saved)
    for index, (row, is_deleted) in enumerate(rows):
        prefix = f"{_PREFIX}-{index}-"
        written[f"{prefix}id"] = "" if row["id"] is None else str(row["id"])
        written[f"{prefix}persona"] = post.get(f"{_PREFIX}-0-persona", "")
        _write(written, prefix, row["values"])
        if is_deleted:
            written[f"{prefix}DELETE"] = "on"
    initial = sum(row["id"] is not None for row, _deleted in rows)
    written[f"{_PREFIX}-TOTAL_FORMS"] = str(len(rows))
    written[f"{_PREFIX}-INITIAL_FORMS"] = str(initial)
    written[f"{_PREFIX}-MIN_NUM_FORMS"] = "0"
    written[f"{_PREFIX}-MAX_NUM_FORMS"] = "1000"
    written[DRAFT_NUMBER] = str(newest)
    return written


def widget_id(clash: Clash, merged: Merged, saved: Source) -> str:
    """Return the id of the form's element that holds the clash; "" when it has none."""
    if not clash.section:
        return f"id_{clash.field}"
    for index, (row, _deleted) in enumerate(_rows_in_saved_order(merged.source, saved)):
        titles = {row["values"]["title"], *_saved_title(row["id"], saved)}
        if clash.section in titles and row["values"][clash.field] == clash.mine:
            return f"id_{_PREFIX}-{index}-{clash.field}"
    return ""


def _saved_title(key: int | None, saved: Source) -> list[str]:
    return [row["values"]["title"] for row in saved["sections"] if row["id"] == key]


def _rows_in_saved_order(merged: Source, saved: Source) -> list[tuple[SectionSource, bool]]:
    """Return the rows as the formset expects them: saved ones in their order, then new ones.

    Django pairs the posted rows with the saved ones by place.
    """
    by_key = {row["id"]: row for row in merged["sections"] if row["id"] is not None}
    known = [
        (by_key.get(row["id"], row) if row["id"] else row, row["id"] not in by_key)
        for row in saved["sections"]
    ]
    return known + [(row, False) for row in merged["sections"] if row["id"] is None]


def _posted_value(
    model: type[Persona | InstructionSection], name: str, post: QueryDict, key: str, saved: str
) -> str:
    field = model._meta.get_field(name)
    if isinstance(field, BooleanField):
        return "on" if key in post else ""
    raw = post.get(key)
    if raw is None:
        return saved
    if not isinstance(field, Field) or field.is_relation:
        return as_text(raw)
    try:
        return as_text(field.to_python(raw.strip()))
    except ValidationError:
        return as_text(raw)  # the form says what is wrong with it


def _write(post: QueryDict, prefix: str, values: dict[str, str]) -> None:
    booleans = {
        field.name
        for model in (Persona, InstructionSection)
        for field in model._meta.get_fields()
        if isinstance(field, BooleanField)
    }
    for name, text in values.items():
        if name in booleans and not text:
            post.pop(prefix + name, None)
        else:
            post[prefix + name] = text
