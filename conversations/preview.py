"""Two weeks of the schedule as a picture: where each bar lies. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations.schedule import SEOUL, Schedule, Stretch, start_of_day, stretches

DAYS = 14
_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch within a day, in minutes from its midnight."""

    begins: int
    minutes: int
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    bars: tuple[Bar, ...]  # the whole day, without gaps

    @property
    def open_bars(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.stretch.is_open)

    @property
    def open_minutes(self) -> int:
        return sum(bar.minutes for bar in self.open_bars)

    @property
    def is_special(self) -> bool:
        return any(bar.stretch.reason == "special_day" for bar in self.bars)


def two_weeks(schedule: Schedule, now: datetime) -> list[Day]:
    """Return today and the days after it, each as its stretches."""
    first = now.astimezone(SEOUL).date()
    return [Day(day, tuple(_bars(schedule, day))) for day in _days(first)]


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range(DAYS))


def _bars(schedule: Schedule, day: date) -> Iterator[Bar]:
    midnight = start_of_day(day)
    for stretch in stretches(schedule, midnight, start_of_day(day + timedelta(days=1))):
        begins = _minute(midnight, stretch.begins)
        yield Bar(begins, _minute(midnight, stretch.ends) - begins, stretch)


def _minute(midnight: datetime, instant: datetime) -> int:
    return min(_MINUTES, round((instant - midnight) / timedelta(minutes=1)))
