"""Today's ceiling in minutes and in money, which no address can go round.

Money is counted at its dearest: as if the visitor and the character had both spoken all the time.
What a browser reports of its usage can be wrong or a lie; the clock cannot.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, Sum, Value
from django.db.models.fields import DateTimeField
from django.db.models.functions import Coalesce, Greatest

from conversations.models import Conversation
from conversations.schedule import SEOUL
from persona.models import PersonaRevision, VoiceModelPrice

# Audio tokens per minute: the visitor 1 per 100 ms, the character 1 per 50 ms (the provider's
# guide to costs).
AUDIO_IN_PER_MINUTE = 600
AUDIO_OUT_PER_MINUTE = 1_200


def minutes_today(*, now: datetime) -> float:
    """Minutes of conversation since midnight in Seoul, those still going included."""
    midnight = now.astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
    at = DateTimeField()
    length = ExpressionWrapper(
        Coalesce(F("ended_at"), Value(now, output_field=at))
        - Greatest(F("started_at"), Value(midnight, output_field=at)),
        output_field=DurationField(),
    )
    # A visit lasts an hour at most, so what reaches into today began at most that long before.
    reach = timedelta(seconds=settings.KIOSK_CONVERSATION_MAX_SECONDS)
    total = (
        Conversation.objects.visitors()
        .filter(started_at__gte=midnight - reach)
        .exclude(ended_at__lt=midnight)
        .aggregate(total=Sum(length))["total"]
    )
    return total.total_seconds() / 60 if total else 0.0


def dearest_usd_per_minute(revision: PersonaRevision, *, now: datetime) -> Decimal | None:
    """The most a minute can cost with this revision's model; None when no price is known."""
    today = now.astimezone(SEOUL).date()
    prices = VoiceModelPrice.objects.in_effect(provider_id=revision.model, on=today)
    price = prices.first()
    if price is None:
        return None
    million = Decimal(1_000_000)
    return (price.audio_in * AUDIO_IN_PER_MINUTE + price.audio_out * AUDIO_OUT_PER_MINUTE) / million


def is_spent(revision: PersonaRevision, *, now: datetime) -> bool:
    """Is today's ceiling reached?"""
    minutes = minutes_today(now=now)
    if minutes >= settings.DAILY_MINUTES_CEILING:
        return True
    rate = dearest_usd_per_minute(revision, now=now)
    return rate is not None and Decimal(minutes) * rate >= settings.DAILY_USD_CEILING
