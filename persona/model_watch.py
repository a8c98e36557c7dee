"""Keep the ends of voice models as the provider announces them, and warn once at each step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from persona.model_ends import ModelFacts, stage, successor_of
from persona.models import Persona, VoiceModel, VoiceModelWarning


@dataclass(frozen=True, slots=True)
class EndWarning:
    """That a model ends: what to tell staff, in their log and on their front page."""

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
    for model in VoiceModel.objects.filter(provider_id__in=announced):
        ends_on = announced[model.provider_id]
        if ends_on is not None and ends_on != model.ends_on:
            VoiceModel.objects.filter(pk=model.pk).update(ends_on=ends_on)
    return [
        warning for warning in due_warnings(today=timezone.localdate(now)) if _is_new(warning, now)
    ]


def due_warnings(*, today: date) -> list[EndWarning]:
    """Return every warning that stands today, the nearest end first."""
    rows = list(VoiceModel.objects.select_related("successor").order_by("provider_id"))
    facts = [model_facts(row) for row in rows]
    used = _ids_in_use()
    found = (_warning(one, facts, used, today) for one in facts)
    return sorted(
        (one for one in found if one is not None), key=lambda one: (one.ends_on, one.provider_id)
    )


def model_facts(row: VoiceModel) -> ModelFacts:
    return ModelFacts(
        provider_id=row.provider_id,
        ends_on=row.ends_on,
        successor=row.successor.provider_id if row.successor else "",
        is_default=row.is_default,
    )


def _warning(
    model: ModelFacts, models: Iterable[ModelFacts], used: frozenset[str], today: date
) -> EndWarning | None:
    days_before = stage(model.ends_on, today)
    if model.ends_on is None or days_before is None:
        return None
    successor = successor_of(model, models)
    return EndWarning(
        provider_id=model.provider_id,
        ends_on=model.ends_on,
        days_left=(model.ends_on - today).days,
        days_before=days_before,
        successor=successor.provider_id if successor else "",
        is_confirmed=successor is not None and successor.provider_id == model.successor,
        is_in_use=model.provider_id in used,
    )


def _ids_in_use() -> frozenset[str]:
    """The models of drafts and of what visitors meet now."""
    drafts = Persona.objects.values_list("voice_model__provider_id", flat=True)
    live = Persona.objects.exclude(live_revision=None).values_list(
        "live_revision__session__model", flat=True
    )
    return frozenset([*drafts, *live])


def _is_new(warning: EndWarning, now: datetime) -> bool:
    _row, is_new = VoiceModelWarning.objects.get_or_create(
        model=VoiceModel.objects.get(provider_id=warning.provider_id),
        ends_on=warning.ends_on,
        days_before=warning.days_before,
        defaults={"warned_at": now},
    )
    return is_new
