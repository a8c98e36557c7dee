"""When the doors are open, the plainest way there is: a list of facts, and one step a minute.

It shares no code with the house. Time is a whole number of minutes since the first day's midnight
in Seoul, which has kept the same nine hours ahead of UTC since 1988.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = 24 * 60
HORIZON_DAYS = 60  # an opening farther away is told without a date
LAST_ADMISSION_MINUTES = 10

Windows = list[tuple[int, int]]  # minutes of a day: open from the first up to the second


@dataclass
class Hold:
    is_open: bool
    since: int
    until: int | None


@dataclass
class Oracle:
    first_day: date
    weekly: dict[int, Windows] = field(default_factory=dict)
    special: dict[date, Windows] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)

    def hold(self, is_open: bool, since: int, until: int | None) -> None:
        """From `since` on nothing that was held before counts."""
        self.holds = [one for one in self.holds if one.since < since]
        for one in self.holds:
            if one.until is None or one.until > since:
                one.until = since
        self.holds.append(Hold(is_open, since, until))

    def lift(self) -> None:
        self.holds = []

    def is_open(self, minute: int) -> bool:
        for one in self.holds:
            if one.since <= minute and (one.until is None or minute < one.until):
                return one.is_open
        day = self.first_day + timedelta(days=minute // DAY)
        clock = minute % DAY
        windows = self.special.get(day, self.weekly.get(day.weekday(), []))
        return any(opens <= clock < closes for opens, closes in windows)

    def next_change(self, minute: int) -> int | None:
        """The first later minute at which it is the other way round; None when out of sight."""
        now = self.is_open(minute)
        end = (minute // DAY + HORIZON_DAYS + 1) * DAY
        for later in range(minute + 1, end):
            if self.is_open(later) != now:
                return later
        return None
