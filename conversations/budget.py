"""The ceilings of the day and the month, in minutes and in money, which no address can go round.

Before a ceiling is reached the house becomes careful step by step. Minutes are the clock's alone.
Money is the books' (see `Spending`), and for the time of living visits that is not in the books
yet, the dearest.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum

from django.conf import settings
from django.core.cache import caches
from django.db.models import DurationField, ExpressionWrapper, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext as _

from conversations.accounts import dearest_rate, last_uses
from conversations.models import Conversation, Spending
from conversations.money import time_units, usd
from conversations.schedule import SEOUL, start_of_day
from persona.published import revision as revision_of
from sarado_site.database import lend_connection

logger = logging.getLogger(__name__)

_MINUTE_MS = 60_000
_FAR = Decimal("0.5")
_LOOK = timedelta(seconds=2)
_looking = threading.Lock()
_seen: tuple[datetime, bool] | None = None  # when somebody looked last, and was it far below
# How long a begin waits for another's look. Longer than one takes, and too short to add up to a
# visitor's ten seconds while the database is away and every look ends in its time-out.
_PATIENCE_SECONDS = 0.5
_EARLIER_DAYS_SECONDS = 300  # the days before today hardly change any more


class Step(IntEnum):
    """How careful the house is. Each step keeps what the one before it does."""

    FREE = 0
    WARN = 1  # the operator is told
    FEWER_SEATS = 2  # half of them
    NO_NEW_VISITORS = 3  # who is inside stays to his end
    CLOSED = 4  # who is inside says goodbye


# From which part of a ceiling a step is taken.
STEPS = (
    (Decimal("1.00"), Step.CLOSED),
    (Decimal("0.95"), Step.NO_NEW_VISITORS),
    (Decimal("0.90"), Step.FEWER_SEATS),
    (Decimal("0.80"), Step.WARN),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Time in milliseconds and money in ten-billionths of a dollar."""

    milliseconds: int
    units: int

    @property
    def minutes(self) -> Decimal:
        return Decimal(self.milliseconds) / _MINUTE_MS

    @property
    def usd(self) -> Decimal:
        return usd(self.units)

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.milliseconds + other.milliseconds, self.units + other.units)


@dataclass(frozen=True, slots=True)
class Standing:
    """What today and this month have used."""

    today: Spent
    month: Spent

    @property
    def day_part(self) -> Decimal:
        """The larger part of today's ceilings that is used; 1 and more: all of it."""
        return max(
            _part(self.today.minutes, settings.DAILY_MINUTES_CEILING),
            _part(self.today.usd, settings.DAILY_USD_CEILING),
        )

    @property
    def month_part(self) -> Decimal:
        return max(
            _part(self.month.minutes, settings.MONTHLY_MINUTES_CEILING),
            _part(self.month.usd, settings.MONTHLY_USD_CEILING),
        )

    @property
    def step(self) -> Step:
        return _step_of(max(self.day_part, self.month_part))


def standing(*, now: datetime) -> Standing:
    """Add up the books of visits (what staff listen to is counted apart) and who is here now."""
    today = now.astimezone(SEOUL).date()
    booked = _booked(Q(day=today))
    underway = _underway(now)
    return Standing(booked + underway, _earlier_this_month(today) + booked + underway)


def current_step(*, now: datetime) -> Step:
    return standing(now=now).step


def step_at_the_door(*, now: datetime) -> Step:
    """As `current_step`, for every begin: far below every ceiling it looks every two seconds only.

    Far is below half: two seconds are too short for all the seats to talk the other half away. From
    there on each begin looks for itself. A look costs as much as two begins.
    """
    is_far = _seen_lately(now)
    if is_far is None:
        lend_connection()  # whoever looks may be waiting for just this one
        if _looking.acquire(timeout=_PATIENCE_SECONDS):
            try:
                is_far = _is_far_below(now)
            finally:
                _looking.release()
    return Step.FREE if is_far else current_step(now=now)


def look_again() -> None:
    """Forget the last look: the next begin looks."""
    global _seen
    _seen = None


def _seen_lately(now: datetime) -> bool | None:
    """What the last look saw; None when it is too far away, in either direction."""
    seen = _seen
    if seen is None:
        return None
    at, is_far = seen
    return is_far if abs(now - at) < _LOOK else None


def _is_far_below(now: datetime) -> bool:
    """Look, unless somebody has while we waited: a crowd finds it over all at once."""
    global _seen
    is_far = _seen_lately(now)
    if is_far is None:
        used = standing(now=now)
        is_far = max(used.day_part, used.month_part) < _FAR
        _seen = now, is_far
    return is_far


def words(step: Step) -> str:
    """What the house does at this step, for the operator; "" while it is free."""
    return {
        Step.FREE: "",
        Step.WARN: _("한도의 80%를 넘게 썼어요. 더 쓰면 자리를 줄여요."),
        Step.FEWER_SEATS: _("한도의 90%를 넘게 써서 자리를 반으로 줄였어요."),
        Step.NO_NEW_VISITORS: _("한도를 거의 다 써서 새 손님을 받지 않아요."),
        Step.CLOSED: _("한도를 다 써서 작별 인사를 하고 문을 닫았어요."),
    }[step]


def seats(step: Step) -> int:
    """How many may be here at once."""
    if step < Step.FEWER_SEATS:
        return settings.SEATS
    return min(settings.SEATS, max(1, settings.SEATS // 2))


def starts_anew(standing: Standing, *, now: datetime) -> datetime:
    """When somebody is let in again, a ceiling being used up: at the next midnight, or on the next
    first of a month."""
    today = now.astimezone(SEOUL).date()
    if _step_of(standing.month_part) >= Step.NO_NEW_VISITORS:
        return start_of_day((today.replace(day=1) + timedelta(days=32)).replace(day=1))
    return start_of_day(today + timedelta(days=1))


def _step_of(part: Decimal) -> Step:
    return next((step for threshold, step in STEPS if part >= threshold), Step.FREE)


def _part(used: Decimal, ceiling: int) -> Decimal:
    return used / ceiling if ceiling > 0 else Decimal(1)


def _booked(days: Q) -> Spent:
    sums = Spending.objects.filter(days, is_hearing=False).aggregate(
        milliseconds=Sum("milliseconds"), units=Sum("counted_units")
    )
    return Spent(int(sums["milliseconds"] or 0), int(sums["units"] or 0))


def _earlier_this_month(today: date) -> Spent:
    key = f"budget.earlier.{today.isoformat()}"
    cache = caches["process"]
    earlier: Spent | None = cache.get(key)
    if earlier is None:
        earlier = _booked(Q(day__gte=today.replace(day=1), day__lt=today))
        cache.set(key, earlier, _EARLIER_DAYS_SECONDS)
    return earlier


def _underway(now: datetime) -> Spent:
    """Time of living visits since it was last entered in the books, at the dearest.

    The database adds it up: a full house is hundreds of rows, and every begin may have to look.
    """
    milliseconds = units = 0
    living = Conversation.objects.visitors().live().order_by()
    kinds = living.values_list("voice_model", "persona_revision_id", "is_kiosk")
    summed = kinds.annotate(time=Sum(_not_in_the_books(now)))
    for model, revision_pk, is_kiosk, time in summed:
        rate = dearest_rate(model, revision_of(revision_pk), is_kiosk=is_kiosk, at=now)
        elapsed = time // timedelta(milliseconds=1)
        milliseconds += elapsed
        units += time_units(elapsed, rate)
    return Spent(milliseconds, units)


def _not_in_the_books(now: datetime) -> Greatest:
    """How much of today's time the books have not of a visit, for the database to find."""
    midnight = start_of_day(now.astimezone(SEOUL).date())
    since = Greatest(Coalesce("accounted_until", "started_at"), Value(midnight))
    # After an outage visits stand as living long after their last call is gone.
    until = Least(Value(now), last_uses())
    return Greatest(ExpressionWrapper(until - since, DurationField()), Value(timedelta(0)))
