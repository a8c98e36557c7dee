"""The leased flag: believed while fresh, computed otherwise; overrides act at once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from conversations.house import house, renew_lease
from conversations.models import HouseState, OpeningHours, Override, SpecialDay
from conversations.override import OverrideRefused, follow_schedule, hold_house

pytestmark = pytest.mark.django_db


def test_the_first_migration_opens_eight_to_six_every_day(noon: datetime) -> None:
    assert OpeningHours.objects.count() == 7
    assert house(now=noon).is_open


class TestLease:
    def test_is_believed_while_fresh(self, noon: datetime) -> None:
        renew_lease(now=noon)
        OpeningHours.objects.all().delete()

        assert house(now=noon + timedelta(seconds=179)).is_open
        assert not house(now=noon + timedelta(seconds=180)).is_open

    def test_is_not_believed_past_the_change_it_foresaw(self, noon: datetime) -> None:
        closing = noon + timedelta(hours=6)
        renew_lease(now=closing - timedelta(seconds=30))

        assert house(now=closing - timedelta(seconds=1)).is_open
        assert not house(now=closing).is_open

    def test_is_not_believed_when_the_clock_went_back(self, noon: datetime) -> None:
        renew_lease(now=noon)
        HouseState.objects.update(is_open=False)

        assert house(now=noon - timedelta(seconds=1)).is_open

    def test_a_tick_that_comes_twice_changes_nothing(
        self, noon: datetime, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO", logger="conversations.house")
        first = renew_lease(now=noon)
        second = renew_lease(now=noon)

        assert first.since == second.since
        assert HouseState.objects.count() == 1
        assert len(caplog.records) == 1

    @pytest.mark.parametrize(
        ("utc", "is_open"),
        [("22:59:59", False), ("23:00:00", True)],
    )
    def test_a_dead_beat_neither_opens_early_nor_late(
        self, utc: str, is_open: bool, noon: datetime
    ) -> None:
        renew_lease(now=noon)

        assert house(now=datetime.fromisoformat(f"2026-11-23T{utc}+00:00")).is_open is is_open


class TestLastAdmission:
    def test_comes_ten_minutes_before_closing(self, noon: datetime) -> None:
        last = noon + timedelta(hours=6, minutes=-10)

        assert house(now=last - timedelta(seconds=1)).admits
        assert not house(now=last).admits
        assert house(now=last).is_open


class TestOverride:
    def test_acts_at_once_and_ends_by_itself(self, noon: datetime) -> None:
        renew_lease(now=noon)
        hold_house(is_open=False, reason="태풍", now=noon, until=noon + timedelta(hours=1))

        assert not house(now=noon).is_open
        assert house(now=noon + timedelta(hours=1)).is_open

    def test_the_later_hand_wins(self, noon: datetime) -> None:
        hold_house(is_open=False, reason="태풍", now=noon)
        hold_house(is_open=True, reason="태풍이 지남", now=noon + timedelta(minutes=1))

        assert house(now=noon + timedelta(minutes=1)).is_open
        assert Override.objects.filter(lifted_at=None).count() == 1

    @pytest.mark.parametrize("lifts", [False, True])
    def test_a_request_caught_between_two_words_hears_the_first(
        self, noon: datetime, lifts: bool
    ) -> None:
        """It took the time before the second word and read the tables after it."""
        night = noon + timedelta(hours=10)
        hold_house(is_open=True, reason="잔치", now=night)
        just_before = night + timedelta(minutes=10)
        second = just_before + timedelta(milliseconds=5)
        if lifts:
            follow_schedule(now=second)
        else:
            hold_house(
                is_open=True, reason="더 긴 잔치", now=second, until=night + timedelta(hours=1)
            )

        assert house(now=just_before).is_open
        assert house(now=second).is_open is not lifts

    def test_lifted_the_schedule_decides_again(self, noon: datetime) -> None:
        hold_house(is_open=False, reason="태풍", now=noon)
        follow_schedule(now=noon)

        assert house(now=noon).is_open

    def test_needs_a_reason_and_a_future(self, noon: datetime) -> None:
        with pytest.raises(OverrideRefused):
            hold_house(is_open=True, reason=" ", now=noon)
        with pytest.raises(OverrideRefused):
            hold_house(is_open=True, reason="잔치", now=noon, until=noon)
        assert not Override.objects.exists()


class TestHouseCommand:
    def test_opens_until_a_time_in_seoul(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("house", "open", "--reason", "잔치", "--until", "2099-12-24T20:00")

        assert Override.objects.get().until == datetime(2099, 12, 24, 11, 0, tzinfo=UTC)
        assert "open by override, until 2099-12-24T20:00:00+09:00" in capsys.readouterr().out

    def test_refuses_without_a_reason(self) -> None:
        with pytest.raises(CommandError, match="reason"):
            call_command("house", "close")

    def test_auto_lifts(self) -> None:
        call_command("house", "close", "--reason", "태풍")
        call_command("house", "auto", "--reason", "태풍이 지나감")

        assert Override.objects.get().lift_reason == "태풍이 지나감"


def test_a_special_day_shuts_the_house(noon: datetime) -> None:
    SpecialDay.objects.create(date="2026-11-23", note="쉬는 날")

    assert not house(now=noon).is_open


def test_special_days_may_have_several_windows(noon: datetime) -> None:
    for opens, closes in ((time(9), time(11)), (time(13), time(15))):
        SpecialDay.objects.create(date=noon.date(), opens=opens, closes=closes)

    assert not house(now=noon).is_open
    assert house(now=noon + timedelta(hours=1)).is_open
    assert not house(now=noon + timedelta(hours=3)).is_open
