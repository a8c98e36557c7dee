"""Fill an empty house once, and leave alone everything an editor has touched since.

Each seeded row leaves a SeedRecord. A key with a record is never seeded again, so a deletion stays
a deletion; where an editor's own row already stands in the place of a seeded one, it stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from persona import actions, seed_files
from persona.model_ends import successor_of
from persona.model_watch import model_facts
from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    SeedRecord,
    Transcriber,
    TranscriberPrice,
    VoiceModel,
    VoiceModelPrice,
)

_FIRST_NOTE = "처음 심은 판"
_REVIEW_STATES = {
    "high": JejuPhrase.ReviewState.REVIEWED,
    "medium": JejuPhrase.ReviewState.UNREVIEWED,
    "low": JejuPhrase.ReviewState.WITHHELD,
}
_PRICES = ("text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out")

# A key, and the row not yet saved; None when an editor deleted what the row would belong to.
_Seeds = Iterator[tuple[str, models.Model | None]]


@transaction.atomic
def seed(*, now: datetime) -> Counter[str]:
    """Make what has never been seeded; publish revision 1 when nothing was ever published.

    Returns how many rows of each kind were made. Raises PublishingRefused when
    editors left the unpublished persona in a state that may not go out; then nothing is seeded.
    """
    made: Counter[str] = Counter()
    known = set(SeedRecord.objects.values_list("key", flat=True))
    for kind, seeds in (
        ("voice models", _voice_models()),
        ("transcribers", _transcribers()),
        ("prices", _prices()),
        ("transcriber prices", _transcriber_prices()),
        ("phrases", _phrases()),
        ("flowers", _flowers()),
        ("crisis lines", _crisis_lines()),
        ("personas", _personas(timezone.localdate(now))),
        ("sections", _sections()),
    ):
        fresh = [(key, row) for key, row in seeds if key not in known]
        made[kind] = _insert([row for _key, row in fresh if row is not None])
        SeedRecord.objects.bulk_create([SeedRecord(key=key) for key, _row in fresh])
    made["revisions"] = _publish_first(now)
    return made


def _insert(rows: Iterable[models.Model]) -> int:
    """Save the rows that stand in nobody's place; return how many those were."""
    rows = list(rows)
    if not rows:
        return 0
    table = type(rows[0])._default_manager
    before = table.count()
    table.bulk_create(rows, ignore_conflicts=True)
    return table.count() - before


def _publish_first(now: datetime) -> int:
    persona = _seeded_persona()
    if persona is None or PersonaRevision.objects.filter(persona=persona).exists():
        return 0
    actions.publish(persona=persona, by=None, note=_FIRST_NOTE, now=now)
    return 1


def _seeded_persona() -> Persona | None:
    return Persona.objects.filter(slug=seed_files.read_persona()["slug"]).first()


def _voice_models() -> _Seeds:
    # An editor's own default stays the default.
    may_be_default = not VoiceModel.objects.filter(is_default=True).exists()
    for row in seed_files.read_rows("voice_models"):
        yield (
            f"voice-model:{row['provider_id']}",
            VoiceModel(
                provider_id=row["provider_id"],
                label=row["label"],
                is_default=row["is_default"] == "yes" and may_be_default,
                ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
                context_limit=int(row["context_limit"]),
                max_output=int(row["max_output"]),
            ),
        )


def _transcribers() -> _Seeds:
    for row in seed_files.read_rows("transcriber_ends"):
        ends_on = date.fromisoformat(row["ends_on"]) if row["ends_on"] else None
        yield (
            f"transcriber:{row['provider_id']}",
            Transcriber(provider_id=row["provider_id"], ends_on=ends_on),
        )


def _prices() -> _Seeds:
    voice_models = {model.provider_id: model for model in VoiceModel.objects.all()}
    for row in seed_files.read_rows("voice_models"):
        model = voice_models.get(row["provider_id"])
        price = model and VoiceModelPrice(
            model=model,
            effective_on=date.fromisoformat(row["effective_on"]),
            **{kind: Decimal(row[kind]) for kind in _PRICES},
        )
        yield f"price:{row['provider_id']}:{row['effective_on']}", price


def _transcriber_prices() -> _Seeds:
    for row in seed_files.read_rows("transcribers"):
        yield (
            f"transcriber-price:{row['provider_id']}:{row['effective_on']}",
            TranscriberPrice(
                provider_id=row["provider_id"],
                effective_on=date.fromisoformat(row["effective_on"]),
                per_minute=Decimal(row["per_minute"]),
                source=row["source"],
            ),
        )


def _phrases() -> _Seeds:
    for row in seed_files.read_rows("glossary"):
        phrase = JejuPhrase(
            phrase=row["phrase"],
            old_spelling=row["old_spelling"],
            standard_korean=row["standard_korean"],
            english=row["english"],
            category=row["category"],
            usage_note=row["usage_note"],
            pronunciation_hint=row["pronunciation_hint"],
            source=row["source"],
            remarks=row["remarks"],
            review_state=_REVIEW_STATES[row["confidence"]],
        )
        if row["instruction_order"]:
            phrase.in_instructions = True
            phrase.instruction_order = int(row["instruction_order"])
        yield f"phrase:{row['phrase']}={row['standard_korean']}", phrase


def _flowers() -> _Seeds:
    for row in seed_files.read_rows("flowers"):
        yield (
            f"flower:{row['name']}",
            Flower(
                name=row["name"],
                meaning=row["meaning"],
                purpose=row["purpose"],
                colour=row["colour"],
                shape=row["shape"],
                may_be_given=row["may_be_given"] == "yes",
                note=row["note"],
                position=int(row["position"]),
            ),
        )


def _crisis_lines() -> _Seeds:
    for row in seed_files.read_rows("crisis_lines"):
        yield (
            f"crisis-line:{row['number']}",
            CrisisLine(
                number=row["number"],
                name=row["name"],
                for_whom=row["for_whom"],
                hours=row["hours"],
                verified_on=date.fromisoformat(row["verified_on"]),
                verified_by=row["verified_by"],
                position=int(row["position"]),
                is_shown=row["is_shown"] == "yes",
            ),
        )


def _personas(today: date) -> _Seeds:
    values = seed_files.read_persona()
    model = VoiceModel.objects.order_by("-is_default", "pk").first()
    persona = model and Persona(voice_model=model, **values)
    if persona:
        _listen_with_one_that_lasts(persona, today)
    yield f"persona:{values['slug']}", persona


def _listen_with_one_that_lasts(persona: Persona, today: date) -> None:
    """An old release opens a new house after its transcriber's end, too."""
    known = [model_facts(row) for row in Transcriber.objects.select_related("successor")]
    for one in known:
        has_ended = one.ends_on is not None and one.ends_on <= today
        if one.provider_id == persona.transcription_model and has_ended:
            following = successor_of(one, known)
            persona.transcription_model = following.provider_id if following else one.provider_id
            return


def _sections() -> _Seeds:
    persona = _seeded_persona()
    slug = seed_files.read_persona()["slug"]
    for section in seed_files.read_sections():
        row = persona and InstructionSection(
            persona=persona,
            position=section.position,
            title=section.title,
            body=section.body,
            role=section.role,
            is_protected=bool(section.role),
        )
        yield f"section:{slug}:{section.key}", row
