"""What editors wrote on a persona's page, as plain JSON: kept at each saving, merged, copied back.

Words, flowers and crisis lines are not part of it: they are shared, and have pages of their own.
"""

from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import BooleanField, Field

from persona.models import InstructionSection, Persona

# In the order of the page. `voice_model` is the row's key, as a form posts it.
FIELDS = (
    "name",
    "greeting",
    "replay_instructions",
    "voice_model",
    "voice",
    "speed",
    "max_output_tokens",
    "transcription_model",
    "noise_reduction",
    "turn_taking",
    "echo_tail_ms",
    "turn_detection",
    "threshold",
    "prefix_padding_ms",
    "silence_duration_ms",
    "eagerness",
    "create_response",
    "interrupt_response",
)
SECTION_FIELDS = ("position", "title", "body", "is_protected", "role")


class SectionSource(TypedDict):
    """`id` is the row's key; None for one that is not saved yet."""

    id: int | None
    values: dict[str, str]


class Source(TypedDict):
    fields: dict[str, str]
    sections: list[SectionSource]


def read_source(persona: Persona) -> Source:
    """Return what is saved, every value as text in one spelling."""
    return Source(
        fields={name: as_text(_value(persona, name)) for name in FIELDS},
        sections=[
            SectionSource(
                id=section.pk,
                values={name: as_text(getattr(section, name)) for name in SECTION_FIELDS},
            )
            for section in persona.sections.order_by("position", "pk")
        ],
    )


def as_text(value: Any) -> str:
    """Spell a value so that the same value is always the same text: "1.5" for 1.50, LF line ends,
    "on" and "" for yes and no, as forms post them."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).replace("\r\n", "\n").strip()


def write_source(persona: Persona, source: Source, *, with_protected: bool) -> None:
    """Make the draft what `source` says. Without `with_protected`, protected sections stay as they
    are now, and none is added or unprotected.

    Raises ValidationError when what was fit to save then is not any more.
    """
    for name, text in source["fields"].items():
        setattr(persona, *_typed(name, text))
    persona.full_clean()
    persona.save(update_fields=[_attribute(name) for name in source["fields"]])
    kept = persona.sections.none() if with_protected else persona.sections.filter(is_protected=True)
    taken = set(kept.values_list("position", flat=True))
    persona.sections.exclude(pk__in=kept.values("pk")).delete()
    for section in source["sections"]:
        values = section["values"]
        if not with_protected and values["is_protected"]:
            continue
        position = int(values["position"])
        while position in taken:
            position += 1
        taken.add(position)
        row = InstructionSection(
            persona=persona,
            position=position,
            title=values["title"],
            body=values["body"],
            is_protected=bool(values["is_protected"]),
            role=values["role"],
        )
        row.full_clean()
        row.save()


def _value(persona: Persona, name: str) -> Any:
    return getattr(persona, _attribute(name))


def _attribute(name: str) -> str:
    return "voice_model_id" if name == "voice_model" else name


def _typed(name: str, text: str) -> tuple[str, Any]:
    """Return the attribute to set, and the value in the field's own type."""
    attribute = _attribute(name)
    field = Persona._meta.get_field(name)
    if name == "voice_model" or not isinstance(field, Field):
        return attribute, int(text)
    if isinstance(field, BooleanField):
        return attribute, bool(text)
    return attribute, field.to_python(text)
