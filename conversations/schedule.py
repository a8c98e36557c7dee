"""When the house is open: pure functions over hours, special days and an override.

All instants are aware datetimes. Hours are wall-clock times of Asia/Seoul, which is the house's
own clock wherever the server stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

# How far ahead an opening is looked for. Longer than any holiday we would announce; a house that
# stays shut beyond it says so without a date.
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `opens` up to, not including, `closes`."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hold:
    """The house held open or closed by hand from `since` until `until` (None: until lifted)."""

    is_open: bool
    since: datetime
    until: datetime | None

    def covers(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that decides. A special day replaces its weekday whole; no windows: closed."""

    weekly: Mapping[int, tuple[Window, ...]] = field(default_factory=dict)
    special: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is the house open, why, and when that changes.

    `closes_at` is None while closed, or when no closing is in sight. `opens_at` is the next
    opening after now (while open: after the next closing), None when none is in sight.
    """

    is_open: bool
    reason: str
    closes_at: datetime | None
    opens_at: datetime | None

    @property
    def changes_at(self) -> datetime | None:
        return self.closes_at if self.is_open else self.opens_at


def judge(schedule: Schedule, now: datetime) -> Verdict:
    """Decide for the instant `now`."""
    is_open, reason = _open_at(schedule, now)
    changes = _changes(schedule, now)
    first, second = next(changes, None), next(changes, None)
    if is_open:
        return Verdict(True, reason, closes_at=first, opens_at=second)
    return Verdict(False, reason, closes_at=None, opens_at=first)


def _open_at(schedule: Schedule, instant: datetime) -> tuple[bool, str]:
    if schedule.hold is not None and schedule.hold.covers(instant):
        return schedule.hold.is_open, "override"
    local = instant.astimezone(SEOUL)
    windows, reason = _windows_of(schedule, local.date())
    clock = local.time()
    return any(w.opens <= clock < w.closes for w in windows), reason


def _windows_of(schedule: Schedule, day: date) -> tuple[tuple[Window, ...], str]:
    if day in schedule.special:
        return schedule.special[day], "special_day"
    return schedule.weekly.get(day.weekday(), ()), "hours"


def _changes(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    """Yield, in order, the instants after `now` at which open turns to closed or back."""
    edges = sorted({now, *(edge for edge in _edges(schedule, now) if edge > now)})
    for before, after in pairwise(edges):
        if _open_at(schedule, before)[0] != _open_at(schedule, after)[0]:
            yield after


def _edges(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    first_day = now.astimezone(SEOUL).date()
    for offset in range(HORIZON.days + 1):
        day = first_day + timedelta(days=offset)
        yield datetime.combine(day, time(), SEOUL)  # a special day may begin or end here
        for window in _windows_of(schedule, day)[0]:
            yield datetime.combine(day, window.opens, SEOUL)
            yield datetime.combine(day, window.closes, SEOUL)
    if schedule.hold is not None:
        yield schedule.hold.since
        if schedule.hold.until is not None:
            yield schedule.hold.until
