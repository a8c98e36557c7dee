"""The books: who writes `Spending`. Called with the conversation's row locked."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Least

from conversations.models import Call, Conversation, Spending
from conversations.money import (
    dearest_units_per_minute,
    price_at,
    quiet_units_per_minute,
    spans,
    time_units,
    transcriber_units_per_minute,
    transcription_units,
    usage_units,
)
from conversations.schedule import SEOUL
from persona.models import PersonaRevision, TranscriberPrice, VoiceModelPrice
from persona.published import revision as revision_of
from persona.published import transcriber

# A registration can come late over a bad line; then the secret counts as never registered.
_REGISTRATION_GRACE = timedelta(seconds=60)

# No visit uses anything later than this: the page leaves at the visit's end, what does not is hung
# up within a minute of it, and the provider itself ends a call after an hour.
_HANG_UP = timedelta(seconds=60)
_LONGEST_CALL = timedelta(minutes=60)

_Line = dict[str, int]


def enter(
    conversation: Conversation, *, until: datetime, usage: Mapping[str, int], covered: bool
) -> datetime:
    """Enter the time up to `until` and these new tokens; return up to where the books now reach.

    That is no later than anything can have been used: who ends a visit may come hours after it.
    Tokens are priced when they are reported, at most a heartbeat after they were spoken. With
    `covered` the page's report stands for the time, as far as that can be believed.
    """
    since = conversation.accounted_until or conversation.started_at
    until = max(since, _usable(conversation, until))
    prices = prices_of(conversation.voice_model)
    entries = _time(conversation, since, until, prices, covered=covered)
    if usage:
        newest = list(entries)[-1:] or [(until.astimezone(SEOUL).date(), price_at(prices, until))]
        entries[newest[0]].update(usage)
        price = newest[0][1]
        if price is not None:
            entries[newest[0]]["reported_units"] = usage_units(usage, price)
    _write(conversation, entries)
    return until


def write_off_unregistered(*, now: datetime) -> int:
    """Enter at its worst what secrets may cost whose call nobody told us of; return how many.

    Such a call can not be hung up. It is counted as if it lasted as long as its visit was allowed
    to, all at the dearest, whether it ever was or not.
    """
    written = 0
    expired_by = now - _REGISTRATION_GRACE
    unregistered = Call.objects.never_registered(expired_by=expired_by)
    for call in unregistered.select_related("conversation").defer("conversation__drops_by_cause"):
        with transaction.atomic():
            mine = Call.objects.filter(pk=call.pk, registered_at=None, written_off_at=None)
            if not mine.update(written_off_at=now):
                continue
            visit = Conversation.objects.select_for_update().get(pk=call.conversation_id)
            prices = prices_of(visit.voice_model)
            _write(visit, _time(visit, call.minted_at, visit.ends_at, prices, covered=False))
        written += 1
    return written


def last_use(ends_at: datetime, newest_secret: datetime | None) -> datetime:
    """When the last call of a visit is gone; `newest_secret` is when its newest one expires. Pure.

    A call can begin as late as its secret expires.
    """
    hung_up = ends_at + _HANG_UP
    return hung_up if newest_secret is None else min(hung_up, newest_secret + _LONGEST_CALL)


def last_uses() -> Least:
    """As `last_use`, for the database to find of each visit."""
    mine = Call.objects.filter(conversation=OuterRef("pk")).order_by("-secret_expires_at")
    newest_secret = Subquery(mine.values("secret_expires_at")[:1])
    hung_up = F("ends_at") + Value(_HANG_UP)
    return Least(hung_up, Coalesce(newest_secret + Value(_LONGEST_CALL), hung_up))


def prices_of(voice_model: str) -> list[VoiceModelPrice]:
    """Every price of the model, the earliest first."""
    return list(
        VoiceModelPrice.objects.filter(model__provider_id=voice_model).order_by(
            "effective_on", "effective_from", "pk"
        )
    )


def transcriber_prices_of(revision: PersonaRevision) -> list[TranscriberPrice]:
    """Every price of what writes the visitor's words down, the earliest first."""
    return list(
        TranscriberPrice.objects.filter(provider_id=transcriber(revision)).order_by(
            "effective_on", "effective_from", "pk"
        )
    )


def dearest_rate(
    voice_model: str, revision: PersonaRevision, *, is_kiosk: bool, at: datetime
) -> int:
    """The most that a minute can cost with the prices of `at`, as far as they are known."""
    return dearest_rates(voice_model, revision, is_kiosk=is_kiosk)(at)


def dearest_rates(
    voice_model: str, revision: PersonaRevision, *, is_kiosk: bool
) -> Callable[[datetime], int]:
    """As `dearest_rate`, for who asks of many instants: the prices are read once."""
    spoken, written_down = prices_of(voice_model), transcriber_prices_of(revision)
    longest = longest_minutes(is_kiosk=is_kiosk)

    def rate_at(instant: datetime) -> int:
        price = price_at(spoken, instant)
        rate = transcriber_units_per_minute(price_at(written_down, instant))
        if price is not None:
            rate += dearest_units_per_minute(price, longest_minutes=longest)
        return rate

    return rate_at


def longest_minutes(*, is_kiosk: bool) -> float:
    seconds = (
        settings.KIOSK_CONVERSATION_MAX_SECONDS if is_kiosk else settings.CONVERSATION_MAX_SECONDS
    )
    return seconds / 60


def _usable(conversation: Conversation, until: datetime) -> datetime:
    """Return `until`, or where the visit can last have used something. Asks only where it must."""
    until = min(until, last_use(conversation.ends_at, None))
    if until <= conversation.started_at + _LONGEST_CALL:
        return until
    newest = conversation.calls.aggregate(newest=Max("secret_expires_at"))["newest"]
    return min(until, last_use(conversation.ends_at, newest))


_Entries = dict[tuple[date, VoiceModelPrice | None], _Line]


def _time(
    conversation: Conversation,
    since: datetime,
    until: datetime,
    prices: list[VoiceModelPrice],
    *,
    covered: bool,
) -> _Entries:
    entries: _Entries = defaultdict(lambda: defaultdict(int))
    longest = longest_minutes(is_kiosk=conversation.is_kiosk)
    written_down = transcriber_prices_of(revision_of(conversation.persona_revision_id))
    for span in spans(since, until, prices):
        line = entries[span.day, span.price]
        line["milliseconds"] += span.milliseconds
        line["transcription_units"] += transcription_units(span.begins, span.ends, written_down)
        if span.price is not None:
            dearest = dearest_units_per_minute(span.price, longest_minutes=longest)
            units = time_units(span.milliseconds, dearest)
            line["covered_units" if covered else "uncovered_units"] += units
            if covered:
                quiet = quiet_units_per_minute(span.price)
                line["quiet_units"] += time_units(span.milliseconds, quiet)
    return entries


def _write(conversation: Conversation, entries: _Entries) -> None:
    for (day, price), line in entries.items():
        row = Spending.objects.filter(conversation=conversation, day=day, price=price)
        if not row.update(**{name: F(name) + count for name, count in line.items()}):
            Spending.objects.create(
                conversation=conversation,
                is_hearing=conversation.is_hearing,
                day=day,
                price=price,
                **line,
            )
