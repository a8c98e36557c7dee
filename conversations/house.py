"""Is the house open? The leased flag when it can be believed, the schedule itself otherwise.

The tick writes the flag each minute; a request believes it only while it is fresh and before the
instant it was written for. So a dead beat can neither leave the house open at night nor shut it
at noon.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from conversations import budget
from conversations.models import HouseState, OpeningHours, Override, SpecialDay
from conversations.schedule import SEOUL, Hold, Schedule, Verdict, Window, judge
from sarado_site.prepared import PreparedSelect

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # three missed ticks, and the flag is nobody's word any more

FACTS = ("is_open", "reason", "closes_at", "opens_at", "checked_at", "until")
_STATE = PreparedSelect(lambda: HouseState.objects.filter(pk=1).values_list(*FACTS))


@dataclass(frozen=True, slots=True)
class House:
    """The verdict for one instant, and what follows from it for visitors."""

    verdict: Verdict
    now: datetime

    @property
    def is_open(self) -> bool:
        return self.verdict.is_open

    @property
    def last_admission_at(self) -> datetime | None:
        if self.verdict.closes_at is None:
            return None
        return self.verdict.closes_at - timedelta(seconds=settings.LAST_ADMISSION_SECONDS)

    @property
    def admits(self) -> bool:
        """New visitors come in until shortly before closing; who is inside may stay to the end."""
        last = self.last_admission_at
        return self.is_open and (last is None or self.now < last)

    @property
    def closing_soon(self) -> bool:
        """Who is inside says goodbye now."""
        closes_at = self.verdict.closes_at
        farewell = timedelta(seconds=settings.FAREWELL_SECONDS)
        return closes_at is not None and self.now >= closes_at - farewell

    @property
    def seconds_to_opening(self) -> int | None:
        if self.verdict.opens_at is None:
            return None
        return max(1, int((self.verdict.opens_at - self.now).total_seconds()))


def house(*, now: datetime) -> House:
    """Return the house as it is at `now`."""
    state = next((state_of(row) for row in _STATE.rows(1)), None)
    return believed(state, now=now) or House(current_verdict(now=now)[0], now)


def state_of(facts: Sequence[Any]) -> HouseState:
    """Return the flag of which `FACTS` were asked. Pure."""
    return HouseState(**dict(zip(FACTS, facts, strict=True)))


def believed(state: HouseState | None, *, now: datetime) -> House | None:
    """Return the house as the flag has it; None when the flag is nobody's word. Pure."""
    if state is None or not is_believable(state, now=now):
        return None
    return House(Verdict(state.is_open, state.reason, state.closes_at, state.opens_at), now)


def is_believable(state: HouseState, *, now: datetime) -> bool:
    """A lease holds while fresh and not past the change it foresaw; a clock gone back breaks it."""
    fresh = timedelta(0) <= now - state.checked_at < LEASE
    return fresh and (state.until is None or now < state.until)


def load_schedule(*, now: datetime) -> Schedule:
    """Read hours, special days from today on, and the override in force."""
    weekly: dict[int, tuple[Window, ...]] = {}
    for hours in OpeningHours.objects.order_by("weekday", "opens", "pk"):
        weekly[hours.weekday] = (
            *weekly.get(hours.weekday, ()),
            Window(hours.opens, hours.closes),
        )
    today = now.astimezone(SEOUL).date()
    special: dict[date, tuple[Window, ...]] = {}
    for day in SpecialDay.objects.filter(date__gte=today).order_by("date", "opens", "pk"):
        own = (Window(day.opens, day.closes),) if day.opens and day.closes else ()
        special[day.date] = (*special.get(day.date, ()), *own)
    holds = tuple(
        Hold(one.is_open, one.since, one.holds_until)
        for one in Override.objects.in_force(now=now).order_by("-pk")
    )
    return Schedule(weekly, special, holds)


def current_verdict(*, now: datetime) -> tuple[Verdict, budget.Step]:
    """Judge by the hours, then by the ceilings: a used-up one shuts the house whatever they say."""
    schedule = load_schedule(now=now)
    verdict = judge(schedule, now)
    used = budget.standing(now=now)
    if used.step < budget.Step.NO_NEW_VISITORS:
        return verdict, used.step
    # No morning is promised on which nobody would be let in.
    anew = budget.starts_anew(used, now=now)
    then = judge(schedule, anew)
    opens_at = anew if then.is_open else then.opens_at
    if used.step < budget.Step.CLOSED:
        return replace(verdict, opens_at=opens_at), used.step
    # Shut by its hours the house says so, and visitors still inside leave as they do at closing;
    # only when it opens again is the ceiling's to say.
    reason = "budget" if verdict.is_open else verdict.reason
    return Verdict(False, reason, None, opens_at), used.step


def claim_minute(*, now: datetime) -> bool:
    """Is this the first tick of its minute? The row itself answers, whatever beats there are."""
    state = HouseState.objects.filter(pk=1)
    if not state.exists():
        renew_lease(now=now)
    minute = now.replace(second=0, microsecond=0)
    done = Q(ticked_at__gte=minute, ticked_at__lt=minute + timedelta(minutes=1))
    return bool(state.exclude(done).update(ticked_at=now))


@transaction.atomic
def renew_lease(*, now: datetime) -> HouseState:
    """Compute the flag and write it with its end. Twice in a minute, or by two beats: the same."""
    # The row is locked before the hours are read: a tick that read them before an operator's word
    # could otherwise write its older answer after his.
    before = HouseState.objects.select_for_update().filter(pk=1).first()
    verdict, step = current_verdict(now=now)
    state = lease(verdict, step, before=before, now=now)
    if before is None:
        # Two first ticks at once: the row is written once, and both say the same.
        HouseState.objects.bulk_create([state], ignore_conflicts=True)
    else:
        state.save(force_update=True)
    if before is None or before.is_open != state.is_open:
        what = "open" if state.is_open else "closed"
        logger.info("house: %s by %s until %s", what, state.reason, state.until)
    if step != (before.budget_step if before else budget.Step.FREE):
        logger.log(logging.WARNING if step else logging.INFO, "budget: %s", step.name)
    return state


def lease(
    verdict: Verdict, step: budget.Step, *, before: HouseState | None, now: datetime
) -> HouseState:
    """Return the flag that says this verdict, and since when; not saved. Pure."""
    changed = before is None or before.is_open != verdict.is_open
    return HouseState(
        pk=1,
        is_open=verdict.is_open,
        reason=verdict.reason,
        since=now if before is None or changed else before.since,
        until=verdict.changes_at,
        opens_at=verdict.opens_at,
        closes_at=verdict.closes_at,
        checked_at=now,
        ticked_at=before.ticked_at if before else None,
        budget_step=step,
    )
