"""Keep the ends of the provider's models as it announces them, and warn once at each step."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from persona.model_ends import ModelFacts, stage, successor_of
from persona.models import Persona, Transcriber, VoiceModel, VoiceModelWarning

Kind = Literal["voice", "transcription"]


@dataclass(frozen=True, slots=True)
class EndWarning:
    """That a model ends: what to tell staff, in their log and on their front page."""

    kind: Kind
    provider_id: str
    ends_on: date
    days_left: int  # 0 and below: it has ended
    days_before: int  # which of `WARN_DAYS_BEFORE`
    successor: str  # provider's id; "" when nothing is known that outlasts it
    is_confirmed: bool  # a person chose the successor
    is_in_use: bool


@transaction.atomic
def record_ends(*, announced: Mapping[str, date | None], now: datetime) -> list[EndWarning]:
    """Write down the announced ends and return the warnings that are new, the nearest end first.

    A model the provider gives no date for keeps what a person wrote down.
    """
    for name in sorted(_transcribers_in_use() & set(announced)):
        Transcriber.objects.get_or_create(provider_id=name)  # an editor may name any
    rows: list[VoiceModel | Transcriber] = [
        *VoiceModel.objects.filter(provider_id__in=announced),
        *Transcriber.objects.filter(provider_id__in=announced),
    ]
    for row in rows:
        ends_on = announced[row.provider_id]
        if ends_on is not None and ends_on != row.ends_on:
            row.ends_on = ends_on
            row.save(update_fields=["ends_on"])
    return [
        warning for warning in due_warnings(today=timezone.localdate(now)) if _is_new(warning, now)
    ]


def due_warnings(*, today: date) -> list[EndWarning]:
    """Return every warning that stands today, the nearest end first."""
    voices = VoiceModel.objects.select_related("successor").order_by("provider_id")
    transcribers = Transcriber.objects.select_related("successor").order_by("provider_id")
    found = [
        *_warnings("voice", map(model_facts, voices), _voices_in_use(), today),
        *_warnings("transcription", map(model_facts, transcribers), _transcribers_in_use(), today),
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.kind != "voice", one.provider_id))


def model_facts(row: VoiceModel | Transcriber) -> ModelFacts:
    return ModelFacts(
        provider_id=row.provider_id,
        ends_on=row.ends_on,
        successor=row.successor.provider_id if row.successor else "",
        is_default=isinstance(row, VoiceModel) and row.is_default,
    )


def _warnings(
    kind: Kind, facts: Iterable[ModelFacts], used: frozenset[str], today: date
) -> Iterator[EndWarning]:
    models = list(facts)
    for model in models:
        days_before = stage(model.ends_on, today)
        if model.ends_on is None or days_before is None:
            continue
        successor = successor_of(model, models)
        yield EndWarning(
            kind=kind,
            provider_id=model.provider_id,
            ends_on=model.ends_on,
            days_left=(model.ends_on - today).days,
            days_before=days_before,
            successor=successor.provider_id if successor else "",
            is_confirmed=successor is not None and successor.provider_id == model.successor,
            is_in_use=model.provider_id in used,
        )


def _voices_in_use() -> frozenset[str]:
    return _in_use("voice_model__provider_id", "model")


def _transcribers_in_use() -> frozenset[str]:
    return _in_use("transcription_model", "audio__input__transcription__model")


def _in_use(draft: str, session: str) -> frozenset[str]:
    """The models of drafts and of what visitors meet now."""
    drafts = Persona.objects.values_list(draft, flat=True)
    live = Persona.objects.exclude(live_revision=None).values_list(
        f"live_revision__session__{session}", flat=True
    )
    return frozenset(filter(None, [*drafts, *live]))


def _is_new(warning: EndWarning, now: datetime) -> bool:
    if warning.kind == "transcription":
        told = {"told_end": warning.ends_on, "told_days": warning.days_before}
        row = Transcriber.objects.filter(provider_id=warning.provider_id)
        return bool(row.exclude(**told).update(**told))
    _row, is_new = VoiceModelWarning.objects.get_or_create(
        model=VoiceModel.objects.get(provider_id=warning.provider_id),
        ends_on=warning.ends_on,
        days_before=warning.days_before,
        defaults={"warned_at": now},
    )
    return is_new
