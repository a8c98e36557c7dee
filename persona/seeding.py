"""Fill an empty house once, and leave alone everything an editor has touched since.

Each seeded row leaves a SeedRecord. A key with a record is never seeded again, so a deletion stays
a deletion; a key without one whose row an editor already made is only recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import Q

from persona import actions, seed_files
from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    SeedRecord,
    VoiceModel,
    VoiceModelPrice,
)

_FIRST_NOTE = "처음 심은 판"
_REVIEW_STATES = {
    "high": JejuPhrase.ReviewState.REVIEWED,
    "medium": JejuPhrase.ReviewState.UNREVIEWED,
    "low": JejuPhrase.ReviewState.WITHHELD,
}
# Makes a row unless one like it stands already, and says whether it did.
_Make = Callable[[], bool]


@transaction.atomic
def seed(*, now: datetime) -> Counter[str]:
    """Make what has never been seeded; publish revision 1 when nothing was ever published.

    Returns how many rows of each kind were made. Raises CompileRefused or PublishingRefused when
    editors left the unpublished persona in a state that may not go out; then nothing is seeded.
    """
    made: Counter[str] = Counter()
    known = set(SeedRecord.objects.values_list("key", flat=True))
    for kind, rows in (
        ("voice models", _voice_models()),
        ("prices", _prices()),
        ("phrases", _phrases()),
        ("flowers", _flowers()),
        ("crisis lines", _crisis_lines()),
        ("personas", _personas()),
        ("sections", _sections()),
    ):
        fresh = [(key, make) for key, make in rows if key not in known]
        made[kind] += sum(make() for _key, make in fresh)
        SeedRecord.objects.bulk_create([SeedRecord(key=key) for key, _make in fresh])
    made["revisions"] += _publish_first(now)
    return made


def _publish_first(now: datetime) -> int:
    persona = Persona.objects.filter(slug=seed_files.read_persona()["slug"]).first()
    if persona is None or PersonaRevision.objects.filter(persona=persona).exists():
        return 0
    actions.publish(persona=persona, by=None, note=_FIRST_NOTE, now=now)
    return 1


def _voice_models() -> Iterable[tuple[str, _Make]]:
    for row in seed_files.read_rows("voice_models"):
        yield f"voice-model:{row['provider_id']}", partial(_make_voice_model, row)


def _make_voice_model(row: dict[str, str]) -> bool:
    # An editor's own default stays the default.
    may_be_default = not VoiceModel.objects.filter(is_default=True).exists()
    return VoiceModel.objects.get_or_create(
        provider_id=row["provider_id"],
        defaults={
            "label": row["label"],
            "is_default": row["is_default"] == "yes" and may_be_default,
            "ends_on": date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
            "context_limit": int(row["context_limit"]),
            "max_output": int(row["max_output"]),
        },
    )[1]


def _prices() -> Iterable[tuple[str, _Make]]:
    for row in seed_files.read_rows("voice_models"):
        key = f"price:{row['provider_id']}:{row['effective_on']}"
        yield key, partial(_make_price, row)


def _make_price(row: dict[str, str]) -> bool:
    model = VoiceModel.objects.filter(provider_id=row["provider_id"]).first()
    if model is None:
        return False
    kinds = ("text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out")
    return VoiceModelPrice.objects.get_or_create(
        model=model,
        effective_on=date.fromisoformat(row["effective_on"]),
        defaults={kind: Decimal(row[kind]) for kind in kinds},
    )[1]


def _phrases() -> Iterable[tuple[str, _Make]]:
    for row in seed_files.read_rows("glossary"):
        key = f"phrase:{row['phrase']}={row['standard_korean']}"
        yield key, partial(_make_phrase, row)


def _make_phrase(row: dict[str, str]) -> bool:
    copied = ("old_spelling", "english", "category", "usage_note", "pronunciation_hint",
              "source", "remarks")  # fmt: skip
    order = row["instruction_order"]
    return JejuPhrase.objects.get_or_create(
        phrase=row["phrase"],
        standard_korean=row["standard_korean"],
        defaults={
            **{name: row[name] for name in copied},
            "review_state": _REVIEW_STATES[row["confidence"]],
            "in_instructions": bool(order),
            **({"instruction_order": int(order)} if order else {}),
        },
    )[1]


def _flowers() -> Iterable[tuple[str, _Make]]:
    for row in seed_files.read_rows("flowers"):
        yield f"flower:{row['name']}", partial(_make_flower, row)


def _make_flower(row: dict[str, str]) -> bool:
    copied = ("meaning", "purpose", "colour", "shape", "note")
    return Flower.objects.get_or_create(
        name=row["name"],
        defaults={
            **{name: row[name] for name in copied},
            "may_be_given": row["may_be_given"] == "yes",
            "position": int(row["position"]),
        },
    )[1]


def _crisis_lines() -> Iterable[tuple[str, _Make]]:
    for row in seed_files.read_rows("crisis_lines"):
        yield f"crisis-line:{row['number']}", partial(_make_crisis_line, row)


def _make_crisis_line(row: dict[str, str]) -> bool:
    return CrisisLine.objects.get_or_create(
        number=row["number"],
        defaults={
            "name": row["name"],
            "for_whom": row["for_whom"],
            "hours": row["hours"],
            "verified_on": date.fromisoformat(row["verified_on"]),
            "verified_by": row["verified_by"],
            "position": int(row["position"]),
            "is_shown": row["is_shown"] == "yes",
        },
    )[1]


def _personas() -> Iterable[tuple[str, _Make]]:
    values = seed_files.read_persona()
    yield f"persona:{values['slug']}", partial(_make_persona, values)


def _make_persona(values: dict[str, str]) -> bool:
    defaults = {name: value for name, value in values.items() if name != "slug"}
    if Persona.objects.filter(slug=values["slug"]).exists():
        return False
    model = VoiceModel.objects.get(is_default=True)
    Persona.objects.create(slug=values["slug"], voice_model=model, **defaults)
    return True


def _sections() -> Iterable[tuple[str, _Make]]:
    slug = seed_files.read_persona()["slug"]
    for section in seed_files.read_sections():
        yield (
            f"section:{slug}:{section.key}",
            partial(_make_section, slug, section),
        )


def _make_section(slug: str, section: seed_files.SeedSection) -> bool:
    persona = Persona.objects.filter(slug=slug).first()
    if persona is None:
        return False
    place_taken = Q(position=section.position)
    if section.role:
        place_taken |= Q(role=section.role)
    if persona.sections.filter(place_taken).exists():
        return False
    InstructionSection.objects.create(
        persona=persona,
        position=section.position,
        title=section.title,
        body=section.body,
        role=section.role,
        is_protected=bool(section.role),
    )
    return True
