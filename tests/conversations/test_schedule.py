"""The schedule, at every edge. Times are Seoul's; the server may stand anywhere."""

from datetime import date, datetime, time, timedelta

import pytest

from conversations.house import House
from conversations.schedule import SEOUL, Hold, Schedule, Window, judge

EIGHT_TO_SIX = (Window(time(8), time(18)),)
WEEK = Schedule(weekly=dict.fromkeys(range(7), EIGHT_TO_SIX))
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)


def seoul(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SEOUL)


class TestJudge:
    @pytest.mark.parametrize(
        ("clock", "is_open"),
        [("07:59:59", False), ("08:00:00", True), ("17:59:59", True), ("18:00:00", False)],
    )
    def test_opens_at_eight_and_closes_at_six(self, clock: str, is_open: bool) -> None:
        assert judge(WEEK, seoul(clock)).is_open is is_open

    def test_names_the_closing_and_the_opening_after_it(self) -> None:
        verdict = judge(WEEK, seoul("12:00:00"))

        assert verdict.closes_at == seoul("18:00")
        assert verdict.opens_at == seoul("08:00", MONDAY + timedelta(days=1))
        assert verdict.changes_at == verdict.closes_at

    def test_names_the_opening_while_closed(self) -> None:
        verdict = judge(WEEK, seoul("18:00:00"))

        assert (verdict.closes_at, verdict.opens_at) == (
            None,
            seoul("08:00", MONDAY + timedelta(days=1)),
        )

    def test_a_special_day_replaces_its_weekday(self) -> None:
        schedule = Schedule(
            WEEK.weekly, {MONDAY: (), date(2026, 11, 24): (Window(time(10), time(12)),)}
        )

        verdict = judge(schedule, seoul("12:00"))

        assert (verdict.is_open, verdict.reason) == (False, "special_day")
        assert verdict.opens_at == seoul("10:00", date(2026, 11, 24))

    def test_several_windows_a_day(self) -> None:
        schedule = Schedule({0: (Window(time(8), time(12)), Window(time(13), time(18)))})

        assert judge(schedule, seoul("12:30")).opens_at == seoul("13:00")

    def test_windows_that_touch_are_one_opening(self) -> None:
        schedule = Schedule({0: (Window(time(8), time(12)), Window(time(12), time(18)))})

        assert judge(schedule, seoul("09:00")).closes_at == seoul("18:00")

    def test_a_window_may_last_to_the_end_of_the_day(self) -> None:
        evening = Schedule({0: (Window(time(18), time()),)})

        verdict = judge(evening, seoul("23:59:59"))

        assert (verdict.is_open, verdict.closes_at) == (True, seoul("00:00", TUESDAY))
        assert not judge(evening, seoul("00:00", TUESDAY)).is_open
        assert not judge(evening, seoul("17:59:59")).is_open

    def test_windows_that_touch_at_midnight_are_one_opening(self) -> None:
        night = Schedule({0: (Window(time(18), time()),), 1: (Window(time(), time(2)),)})

        verdict = judge(night, seoul("23:55:00"))

        assert verdict.closes_at == seoul("02:00", TUESDAY)
        house = House(verdict, seoul("23:59:00"))
        assert (house.admits, house.closing_soon) == (True, False)

    def test_a_special_day_cuts_the_night_off(self) -> None:
        night = Schedule({0: (Window(time(18), time()),), 1: (Window(time(), time(2)),)})
        schedule = Schedule(night.weekly, {TUESDAY: ()})

        assert judge(schedule, seoul("23:55:00")).closes_at == seoul("00:00", TUESDAY)

    def test_a_house_that_never_sleeps(self) -> None:
        schedule = Schedule(dict.fromkeys(range(7), (Window(time(), time()),)))

        verdict = judge(schedule, seoul("23:59:59"))

        assert (verdict.is_open, verdict.changes_at) == (True, None)

    def test_a_hold_opens_the_night_and_ends(self) -> None:
        hold = Hold(True, seoul("20:00"), seoul("22:00"))

        verdict = judge(Schedule(WEEK.weekly, {}, (hold,)), seoul("21:59:59"))

        assert (verdict.is_open, verdict.reason, verdict.closes_at) == (
            True,
            "override",
            seoul("22:00"),
        )
        assert not judge(Schedule(WEEK.weekly, {}, (hold,)), seoul("22:00")).is_open

    def test_a_hold_that_runs_into_opening_hours_closes_with_them(self) -> None:
        hold = Hold(True, seoul("06:00"), seoul("09:00"))

        assert judge(Schedule(WEEK.weekly, {}, (hold,)), seoul("07:00")).closes_at == seoul("18:00")

    def test_a_hold_without_end_never_changes(self) -> None:
        verdict = judge(
            Schedule(WEEK.weekly, {}, (Hold(False, seoul("09:00"), None),)), seoul("10:00")
        )

        assert (verdict.is_open, verdict.changes_at) == (False, None)

    def test_the_hold_that_began_last_decides(self) -> None:
        holds = (Hold(True, seoul("06:00"), None), Hold(False, seoul("07:00"), seoul("07:30")))
        schedule = Schedule(WEEK.weekly, {}, holds)

        assert judge(schedule, seoul("06:30")).closes_at == seoul("07:00")
        assert judge(schedule, seoul("07:00")).opens_at == seoul("07:30")
        assert judge(schedule, seoul("23:00")).is_open

    def test_a_house_without_hours_stays_shut(self) -> None:
        assert judge(Schedule(), seoul("12:00")).changes_at is None

    def test_every_minute_of_a_week_agrees_with_plain_arithmetic(self) -> None:
        schedule = Schedule(dict.fromkeys(range(5), EIGHT_TO_SIX), {MONDAY + timedelta(days=2): ()})
        for minute in range(0, 7 * 24 * 60, 7):
            now = seoul("00:00") + timedelta(minutes=minute)
            expected = now.weekday() < 5 and now.weekday() != 2 and 8 <= now.hour < 18
            assert judge(schedule, now).is_open is expected, now
