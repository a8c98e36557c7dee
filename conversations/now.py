"""What an operator sees of the house now: one look at everything, nothing written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth

from conversations import alarms, budget, hearings
from conversations.accounts import (
    dearest_rate,
    dearest_rates,
    prices_of,
    transcriber_prices_of,
)
from conversations.house import House, house, load_schedule
from conversations.models import Call, Conversation, HouseState, Override, Spending
from conversations.money import price_at, time_units, usd
from conversations.preview import Day, two_weeks
from conversations.schedule import SEOUL, start_of_day
from persona.published import live_revision
from persona.published import revision as revision_of

_BOOK_DAYS = 14
_BOOK_MONTHS = 12

# From a ceiling being reached until the last call is gone: the tick that sees it, the goodbye
# (a setting), and a minute for hanging up.
_TICK_AND_HANG_UP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The most that visitors can cost today with today's settings, in US dollars.

    What staff listen to keeps to no ceiling, so it is told apart.
    """

    per_minute: Decimal
    open_minutes: int
    all_seats_all_day: Decimal
    overshoot: Decimal  # what those inside can still cost once the ceiling is reached
    ceiling: int
    hearings_an_hour: Decimal  # every chair for listening taken, with the model that is live

    @property
    def today(self) -> Decimal:
        return min(self.all_seats_all_day, self.ceiling + self.overshoot)


@dataclass(frozen=True, slots=True)
class BookLine:
    """What one day, or one month from its first day on, came to."""

    day: date
    visits: int
    spent: budget.Spent
    reported: Decimal


@dataclass(frozen=True, slots=True)
class Now:
    place: House
    holds: list[Override]
    living: list[Conversation]
    seats: int
    state: HouseState | None
    used: budget.Standing
    worst: WorstCase | None
    alarms: Mapping[str, str]
    days: list[Day]
    books: list[BookLine]
    months: list[BookLine]
    unregistered_today: budget.Spent
    hearings_today: Decimal

    @property
    def seats_free(self) -> int:
        return max(0, self.seats - len(self.living))

    @property
    def tick_age(self) -> timedelta | None:
        if self.state is None or self.state.ticked_at is None:
            return None
        return self.place.now - self.state.ticked_at


def look(*, now: datetime) -> Now:
    """Look at the house once."""
    schedule = load_schedule(now=now)
    days = two_weeks(schedule, now)
    used = budget.standing(now=now)
    today = now.astimezone(SEOUL).date()
    return Now(
        place=house(now=now),
        holds=list(Override.objects.in_force(now=now).select_related("made_by").order_by("since")),
        living=list(Conversation.objects.visitors().live().order_by("started_at", "pk")),
        seats=budget.seats(used.step),
        state=HouseState.objects.filter(pk=1).first(),
        used=used,
        worst=_worst_case(days[0].open_minutes, now),
        alarms=alarms.raised(now=now),
        days=days,
        books=_lines(F("day"), since=today - timedelta(days=_BOOK_DAYS - 1)),
        months=_lines(TruncMonth("day"), since=_first_of_the_months(today)),
        unregistered_today=_unregistered(today),
        hearings_today=_hearings(today),
    )


def _worst_case(open_minutes: int, now: datetime) -> WorstCase | None:
    """None when nothing is published or the model's price is not known."""
    revision = live_revision()
    if revision is None or price_at(prices_of(revision.model), now) is None:
        return None
    tomorrow = start_of_day(now.astimezone(SEOUL).date() + timedelta(days=1))
    prices = [*prices_of(revision.model), *transcriber_prices_of(revision)]
    later = [one.effective_at for one in prices if now < one.effective_at < tomorrow]
    # Any seat can be a kiosk's, where there are kiosks: it may stay longer, and remember more.
    rate = max(
        dearest_rate(revision.model, revision, is_kiosk=is_kiosk, at=instant)
        for is_kiosk in (False, bool(settings.KIOSK_KEYS))
        for instant in (now, *later)
    )
    hearing = dearest_rate(revision.model, revision, is_kiosk=False, at=now)
    lingering = timedelta(seconds=settings.FAREWELL_SECONDS) + _TICK_AND_HANG_UP
    return WorstCase(
        per_minute=usd(rate),
        open_minutes=open_minutes,
        all_seats_all_day=usd(rate * open_minutes * settings.SEATS),
        overshoot=usd(time_units(lingering // timedelta(milliseconds=1), rate * settings.SEATS)),
        ceiling=settings.DAILY_USD_CEILING,
        hearings_an_hour=usd(hearing * 60 * len(hearings.SEATS)),
    )


def _first_of_the_months(today: date) -> date:
    """The day from which months are added up, so that the oldest is a whole one."""
    years, month = divmod(today.year * 12 + today.month - _BOOK_MONTHS, 12)
    return date(years, month + 1, 1)


def _lines(by: Combinable, *, since: date) -> list[BookLine]:
    """Add the books of visits up, the newest first."""
    rows = (
        Spending.objects.filter(is_hearing=False, day__gte=since)
        .values(begins=by)
        .annotate(
            visits=Count("conversation", distinct=True),
            milliseconds=Sum("milliseconds"),
            counted=Sum("counted_units"),
            reported=Sum("reported_units"),
        )
        .order_by("-begins")
    )
    return [
        BookLine(
            row["begins"],
            row["visits"],
            budget.Spent(int(row["milliseconds"]), int(row["counted"])),
            usd(int(row["reported"])),
        )
        for row in rows
    ]


def _unregistered(today: date) -> budget.Spent:
    """What secrets that nobody registered count for, as far as they were written off today."""
    calls = Call.objects.filter(
        written_off_at__gte=start_of_day(today), conversation__is_hearing=False
    )
    total = budget.Spent(0, 0)
    # A day of refused microphones leaves hundreds, and the page asks again each ten seconds.
    rates: dict[tuple[str, int, bool], Callable[[datetime], int]] = {}
    for call in calls.select_related("conversation"):
        visit = call.conversation
        lasting = max(timedelta(0), visit.ends_at - call.minted_at) // timedelta(milliseconds=1)
        kind = (visit.voice_model, visit.persona_revision_id, visit.is_kiosk)
        if kind not in rates:
            revision = revision_of(visit.persona_revision_id)
            rates[kind] = dearest_rates(visit.voice_model, revision, is_kiosk=visit.is_kiosk)
        total += budget.Spent(lasting, time_units(lasting, rates[kind](call.minted_at)))
    return total


def _hearings(today: date) -> Decimal:
    sums = Spending.objects.filter(is_hearing=True, day=today).aggregate(u=Sum("counted_units"))
    return usd(int(sums["u"] or 0))
