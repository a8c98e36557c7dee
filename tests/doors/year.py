"""Live through the year with both, and compare at every minute."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conversations.house import House, believed
from conversations.models import HouseState
from tests.doors.hostile import Act, HostileYear
from tests.doors.house_under_test import HouseUnderTest, instant
from tests.doors.oracle import DAY, LAST_ADMISSION_MINUTES, Oracle

FIRST_DAY = date(2027, 1, 1)


@dataclass
class Findings:
    """What was compared, and where the two did not agree."""

    minutes: int = 0
    open_minutes: int = 0
    believed: int = 0
    ticks: int = 0
    acts: int = 0
    changes: int = 0
    midnight_closings: int = 0
    midnights_open: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.minutes} minutes ({self.open_minutes} open, {self.changes} changes), "
            f"{self.acts} acts, {self.ticks} ticks, the flag believed at {self.believed}: "
            f"{len(self.wrong)} disagreements"
        )


def live_through(
    minutes: int, *, seed: int, make_house: Callable[[Oracle], HouseUnderTest]
) -> Findings:
    """Drive the clock from minute to minute; every difference is written down with its instant."""
    year = HostileYear(seed, FIRST_DAY, max(1, minutes // DAY))
    oracle = Oracle(FIRST_DAY, dict(year.weekly), dict(year.special))
    under_test = make_house(oracle)
    ticks = year.ticks()
    found = Findings()
    renewed_at: datetime | None = None
    change: int | None = None  # what the oracle last foresaw
    stale = True
    was_open: bool | None = None
    for minute in range(minutes):
        for act in year.acts(minute):
            _tell(oracle, act)
            renewed_at = instant(FIRST_DAY, minute)
            under_test.act(act, renewed_at)
            found.acts += 1
            stale = True
        is_open = oracle.is_open(minute)
        if stale or (change is not None and minute >= change):
            change, stale = oracle.next_change(minute), False
        found.minutes += 1
        found.open_minutes += is_open
        found.changes += was_open is not None and was_open != is_open
        if was_open and minute % DAY == 0:
            found.midnights_open += is_open
            found.midnight_closings += not is_open
        was_open = is_open

        asked_at = instant(FIRST_DAY, minute + year.second() / 60)
        tick = next(ticks)
        runs_at = None if tick is None else instant(FIRST_DAY, minute + tick.after / 60)
        for before_asking in (True, False):
            if not before_asking:
                flag = under_test.flag()
                found.believed += believed(flag, now=asked_at) is not None
                found.wrong += _flag_faults(flag, asked_at, renewed_at, is_open, change)
                found.wrong += _house_faults(under_test.ask(asked_at), asked_at, is_open, change)
            if tick and runs_at and (runs_at <= asked_at) == before_asking:
                for _ in range(tick.times):
                    under_test.tick(runs_at)
                    found.ticks += 1
                renewed_at = runs_at
    return found


def _tell(oracle: Oracle, act: Act) -> None:
    match act.kind, act.what:
        case "hold", (bool(is_open), int(since), int() | None as until):
            oracle.hold(is_open, since, until)
        case "lift", ():
            oracle.lift()
        case "hours", (int(weekday), list(windows)):
            oracle.weekly[weekday] = windows
        case "special", (date() as day, list(windows)):
            oracle.special[day] = windows
        case "special", (date() as day, None):
            oracle.special.pop(day, None)


def _house_faults(place: House, now: datetime, is_open: bool, change: int | None) -> list[str]:
    """What a request is told: open, until when, and may somebody new come in?"""
    changes_at = None if change is None else instant(FIRST_DAY, change)
    last_admission = changes_at and changes_at - timedelta(minutes=LAST_ADMISSION_MINUTES)
    expected = (is_open, is_open and (last_admission is None or now < last_admission), changes_at)
    seen = (place.is_open, place.admits, place.verdict.changes_at)
    return [] if seen == expected else [f"{now}: the house says {seen}, not {expected}"]


def _flag_faults(
    flag: HouseState | None,
    now: datetime,
    renewed_at: datetime | None,
    is_open: bool,
    change: int | None,
) -> list[str]:
    """The lease: believed for three minutes and never past its end; while believed it is right."""
    if flag is None or renewed_at is None:
        return [] if flag is None and renewed_at is None else [f"{now}: {flag} of {renewed_at}"]
    changes_at = None if change is None else instant(FIRST_DAY, change)
    in_time = now - renewed_at < timedelta(minutes=3) and (flag.until is None or now < flag.until)
    if (believed(flag, now=now) is not None) != in_time:
        return [f"{now}: a flag of {renewed_at} until {flag.until} is believed: {not in_time}"]
    if in_time and (flag.is_open, flag.until) != (is_open, changes_at):
        return [f"{now}: the flag says {flag.is_open} until {flag.until}"]
    return []
