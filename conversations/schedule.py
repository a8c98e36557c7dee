"""When the house is open: pure functions over hours, special days and an override.

All instants are aware datetimes. Hours are wall-clock times of Asia/Seoul, which is the house's
own clock wherever the server stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

MIDNIGHT = time()

# How far ahead an opening is looked for. Longer than any holiday we would announce; a house that
# stays shut beyond it says so without a date.
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `opens` up to, not including, `closes`; a `closes` of 00:00 ends the day."""

    opens: time
    closes: time

    def covers(self, clock: time) -> bool:
        return self.opens <= clock and (clock < self.closes or self.closes == MIDNIGHT)


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
    """Everything that decides. A special day replaces its weekday whole; no windows: closed.

    Of several holds that cover an instant the one that began last decides.
    """

    weekly: Mapping[int, tuple[Window, ...]] = field(default_factory=dict)
    special: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()

    def hold_at(self, instant: datetime) -> Hold | None:
        covering = [hold for hold in self.holds if hold.covers(instant)]
        return max(covering, key=lambda hold: hold.since, default=None)


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time during which nothing changes, from `begins` up to `ends`."""

    begins: datetime
    ends: datetime
    is_open: bool
    reason: str


def start_of_day(day: date) -> datetime:
    """Midnight with which the day begins in Seoul."""
    return datetime.combine(day, MIDNIGHT, SEOUL)


def judge(schedule: Schedule, now: datetime) -> Verdict:
    """Decide for the instant `now`."""
    is_open, reason = _open_at(schedule, now)
    changes = _changes(schedule, now)
    first, second = next(changes, None), next(changes, None)
    if is_open:
        return Verdict(True, reason, closes_at=first, opens_at=second)
    return Verdict(False, reason, closes_at=None, opens_at=first)


def stretches(schedule: Schedule, since: datetime, until: datetime) -> Iterator[Stretch]:
    """Cut the time from `since` up to `until` where open, closed or the reason for it changes."""
    begins, now_so = since, _open_at(schedule, since)
    for edge in _edges(schedule, since):
        if edge >= until:
            break
        then_so = _open_at(schedule, edge)
        if then_so != now_so:
            yield Stretch(begins, edge, *now_so)
            begins, now_so = edge, then_so
    yield Stretch(begins, until, *now_so)


def _open_at(schedule: Schedule, instant: datetime) -> tuple[bool, str]:
    hold = schedule.hold_at(instant)
    if hold is not None:
        return hold.is_open, "override"
    local = instant.astimezone(SEOUL)
    windows, reason = _windows_of(schedule, local.date())
    clock = local.time()
    return any(window.covers(clock) for window in windows), reason


def _windows_of(schedule: Schedule, day: date) -> tuple[tuple[Window, ...], str]:
    if day in schedule.special:
        return schedule.special[day], "special_day"
    return schedule.weekly.get(day.weekday(), ()), "hours"


def _changes(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    """Yield, in order, the instants after `now` at which open turns to closed or back."""
    is_open = _open_at(schedule, now)[0]
    for edge in _edges(schedule, now):
        if _open_at(schedule, edge)[0] != is_open:
            is_open = not is_open
            yield edge


def _edges(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    """Yield, in order, each instant after `now` at which something could change.

    Day by day, so that who asks for the next change does not pay for two months.
    """
    by_hand = [
        edge
        for hold in schedule.holds
        for edge in (hold.since, hold.until)
        if edge is not None and edge > now
    ]
    first_day = now.astimezone(SEOUL).date()
    for offset in range(HORIZON.days + 1):
        day = first_day + timedelta(days=offset)
        begins, ends = start_of_day(day), start_of_day(day + timedelta(days=1))
        edges = {begins}  # a special day may begin or end here, and a window of the day before end
        for window in _windows_of(schedule, day)[0]:
            edges.add(datetime.combine(day, window.opens, SEOUL))
            edges.add(datetime.combine(day, window.closes, SEOUL))
        edges.update(edge for edge in by_hand if begins <= edge < ends)
        yield from sorted(edge for edge in edges if edge > now)
    yield from sorted(edge for edge in by_hand if edge >= ends)
