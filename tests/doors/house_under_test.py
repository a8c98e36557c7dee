"""The house with a driven clock: its pure parts alone, or whole with its tables."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from conversations.budget import Step
from conversations.house import House, believed, claim_minute, house, lease, renew_lease
from conversations.models import HouseState, OpeningHours, Override, SpecialDay
from conversations.override import follow_schedule, hold_house
from conversations.schedule import SEOUL, Hold, Schedule, Window, judge
from tests.doors.hostile import Act
from tests.doors.oracle import DAY, Oracle, Windows


class HouseUnderTest(Protocol):
    def act(self, act: Act, now: datetime) -> None: ...
    def tick(self, now: datetime) -> None: ...
    def flag(self) -> HouseState | None: ...
    def ask(self, now: datetime) -> House: ...


def instant(first_day: date, minute: float) -> datetime:
    return datetime.combine(first_day, time(), SEOUL) + timedelta(minutes=minute)


def _clock(minute: int) -> time:
    """A time of the day; its last midnight is written as an operator writes it, 00:00."""
    return time(minute % DAY // 60, minute % 60)


class PureHouse:
    """Schedule, verdict and lease as functions; the facts are the oracle's own, translated."""

    def __init__(self, facts: Oracle) -> None:
        self._facts = facts
        self._flag: HouseState | None = None
        self._schedule = self._translated()

    def act(self, act: Act, now: datetime) -> None:
        self._schedule = self._translated()  # the oracle has acted already
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self._flag = lease(judge(self._schedule, now), Step.FREE, before=self._flag, now=now)

    def flag(self) -> HouseState | None:
        return self._flag

    def ask(self, now: datetime) -> House:
        return believed(self._flag, now=now) or House(judge(self._schedule, now), now)

    def _translated(self) -> Schedule:
        facts, day = self._facts, self._facts.first_day
        return Schedule(
            {weekday: _windows(windows) for weekday, windows in facts.weekly.items()},
            {when: _windows(windows) for when, windows in facts.special.items()},
            tuple(
                Hold(
                    one.is_open,
                    instant(day, one.since),
                    None if one.until is None else instant(day, one.until),
                )
                for one in facts.holds
            ),
        )


class RealHouse:
    """The actions an operator and Celery take, on the tables of the database."""

    def __init__(self, facts: Oracle) -> None:
        self._first_day = facts.first_day
        for table in (OpeningHours, SpecialDay, Override, HouseState):
            table._default_manager.all().delete()
        for weekday, windows in facts.weekly.items():
            self._set_hours(weekday, windows)
        for day, windows in facts.special.items():
            self._set_special(day, windows)

    def act(self, act: Act, now: datetime) -> None:
        match act.kind, act.what:
            case "hold", (bool(is_open), int(since), int() | None as until):
                hold_house(
                    is_open=is_open,
                    reason="시험",
                    now=now,
                    since=instant(self._first_day, since),
                    until=None if until is None else instant(self._first_day, until),
                )
            case "lift", ():
                follow_schedule(now=now)
            case "hours", (int(weekday), list(windows)):
                OpeningHours.objects.filter(weekday=weekday).delete()
                self._set_hours(weekday, windows)
                renew_lease(now=now)
            case "special", (date() as day, list() | None as own):
                SpecialDay.objects.filter(date=day).delete()
                if own is not None:
                    self._set_special(day, own)
                renew_lease(now=now)
            case _:
                raise AssertionError(f"an act that nobody knows: {act}")

    def tick(self, now: datetime) -> None:
        if claim_minute(now=now):
            renew_lease(now=now)

    def flag(self) -> HouseState | None:
        return HouseState.objects.filter(pk=1).first()

    def ask(self, now: datetime) -> House:
        return house(now=now)

    def _set_hours(self, weekday: int, windows: Windows) -> None:
        OpeningHours.objects.bulk_create(
            OpeningHours(weekday=weekday, opens=_clock(opens), closes=_clock(closes))
            for opens, closes in windows
        )

    def _set_special(self, day: date, windows: Windows) -> None:
        rows = [
            SpecialDay(date=day, opens=_clock(opens), closes=_clock(closes))
            for opens, closes in windows
        ]
        SpecialDay.objects.bulk_create(rows or [SpecialDay(date=day)])


def _windows(windows: Windows) -> tuple[Window, ...]:
    return tuple(Window(_clock(opens), _clock(closes)) for opens, closes in windows)
