"""Two weeks of the schedule, as bars."""

from datetime import date, datetime, time, timedelta

from conversations.preview import two_weeks
from conversations.schedule import SEOUL, Hold, Schedule, Window, stretches

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=SEOUL)
EIGHT_TO_SIX = (Window(time(8), time(18)),)
WEEK = Schedule(weekly=dict.fromkeys(range(7), EIGHT_TO_SIX))


def test_each_day_is_filled_without_gap_or_overlap() -> None:
    days = two_weeks(
        Schedule(WEEK.weekly, {MONDAY: ()}, (Hold(True, NOON, NOON + timedelta(hours=30)),)), NOON
    )

    assert [day.date for day in days] == [MONDAY + timedelta(days=n) for n in range(14)]
    for day in days:
        reached = 0
        for bar in day.bars:
            assert bar.begins == reached
            reached += bar.minutes
        assert reached == 24 * 60


def test_a_bar_lies_where_the_doors_are_open() -> None:
    [bar] = two_weeks(WEEK, NOON)[0].open_bars

    assert (bar.begins, bar.minutes, bar.stretch.reason) == (8 * 60, 10 * 60, "hours")


def test_a_bar_reaches_midnight_and_the_next_day_goes_on() -> None:
    night = Schedule({0: (Window(time(18), time()),), 1: (Window(time(), time(2)),)})
    monday, tuesday = two_weeks(night, NOON)[:2]

    shown = [(bar.begins, bar.minutes) for bar in (*monday.open_bars, *tuesday.open_bars)]
    assert shown == [(18 * 60, 6 * 60), (0, 2 * 60)]


def test_a_hold_shows_as_such_also_within_the_hours() -> None:
    hold = Hold(False, NOON, NOON + timedelta(hours=1))
    bars = two_weeks(Schedule(WEEK.weekly, {}, (hold,)), NOON)[0].bars

    shown = [(bar.begins, bar.stretch.is_open, bar.stretch.reason) for bar in bars]
    assert shown == [
        (0, False, "hours"),
        (480, True, "hours"),
        (720, False, "override"),
        (780, True, "hours"),
        (1080, False, "hours"),
    ]


def test_a_special_day_is_told_from_the_week() -> None:
    schedule = Schedule(WEEK.weekly, {MONDAY: (), MONDAY + timedelta(days=1): EIGHT_TO_SIX})
    first, second, third, *_ = two_weeks(schedule, NOON)

    assert [day.is_special for day in (first, second, third)] == [True, True, False]
    assert [day.open_minutes for day in (first, second, third)] == [0, 600, 600]


def test_stretches_end_where_they_are_told_to() -> None:
    cut = list(stretches(WEEK, NOON, NOON + timedelta(hours=1)))

    assert [(one.begins, one.ends) for one in cut] == [(NOON, NOON + timedelta(hours=1))]
