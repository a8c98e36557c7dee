"""Public holidays are taken over once; what a person did with a day stays done."""

from datetime import date, datetime, time

import pytest
from django.core.management import CommandError, call_command

from conversations.holidays import calendar, take_over
from conversations.house import house, load_schedule
from conversations.models import PublicHoliday, SpecialDay
from conversations.schedule import SEOUL, judge

pytestmark = pytest.mark.django_db

SEOLLAL = date(2027, 2, 7)
SUBSTITUTE = date(2027, 2, 9)


class TestCalendar:
    def test_knows_the_lunar_days_and_their_substitutes_in_korean(self) -> None:
        days = calendar(2027)

        assert days[SEOLLAL] == "설날"
        assert "대체" in days[SUBSTITUTE]
        assert days[date(2027, 12, 25)]

    def test_takes_several_years(self) -> None:
        assert {day.year for day in calendar(2027, 2028)} == {2027, 2028}


class TestTakeOver:
    def test_shuts_the_house_on_each(self, noon: datetime) -> None:
        take_over(calendar(2027), now=noon)

        seollal = house(now=datetime(2027, 2, 7, 12, tzinfo=SEOUL))
        assert (seollal.is_open, seollal.verdict.reason) == (False, "special_day")
        assert seollal.verdict.opens_at == datetime(2027, 2, 10, 8, tzinfo=SEOUL)

    def test_twice_changes_nothing(self, noon: datetime) -> None:
        days = calendar(2027)
        first = take_over(days, now=noon)
        second = take_over(days, now=noon)

        assert (len(first.made), second.made) == (len(days), [])
        assert SpecialDay.objects.count() == PublicHoliday.objects.count() == len(days)

    def test_leaves_a_day_that_a_person_had_set(self, noon: datetime) -> None:
        SpecialDay.objects.create(date=SEOLLAL, opens=time(10), closes=time(15), note="설 잔치")
        done = take_over(calendar(2027), now=noon)

        day = SpecialDay.objects.get(date=SEOLLAL)
        assert (day.opens, day.note) == (time(10), "설 잔치")
        assert SEOLLAL in done.left_alone

    def test_leaves_a_day_that_a_person_changed(self, noon: datetime) -> None:
        take_over(calendar(2027), now=noon)
        SpecialDay.objects.filter(date=SEOLLAL).update(opens=time(13), closes=time(17))
        take_over(calendar(2027), now=noon)

        assert SpecialDay.objects.get(date=SEOLLAL).opens == time(13)

    def test_does_not_bring_back_a_day_that_a_person_removed(self, noon: datetime) -> None:
        take_over(calendar(2027), now=noon)
        SpecialDay.objects.filter(date=SEOLLAL).delete()
        take_over(calendar(2027), now=noon)

        assert not SpecialDay.objects.filter(date=SEOLLAL).exists()

    def test_follows_a_new_name_only_where_nobody_wrote_another(self, noon: datetime) -> None:
        take_over({SEOLLAL: "설", SUBSTITUTE: "쉬는 날"}, now=noon)
        SpecialDay.objects.filter(date=SUBSTITUTE).update(note="직원 소풍")
        done = take_over({SEOLLAL: "설날", SUBSTITUTE: "대체 휴일"}, now=noon)

        assert done.renamed == [SEOLLAL]
        assert SpecialDay.objects.get(date=SEOLLAL).note == "설날"
        assert SpecialDay.objects.get(date=SUBSTITUTE).note == "직원 소풍"

    def test_says_which_days_the_calendar_dropped_and_keeps_them(self, noon: datetime) -> None:
        take_over({SEOLLAL: "설날", SUBSTITUTE: "대체 휴일"}, now=noon)
        done = take_over({SEOLLAL: "설날"}, now=noon)

        assert done.no_longer == [SUBSTITUTE]
        assert SpecialDay.objects.filter(date=SUBSTITUTE).exists()


class TestCommand:
    def test_says_what_it_made(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("holidays", "2027", "--hours", "10:00-16:00")

        said = capsys.readouterr().out
        assert "2027-02-07 설날" in said
        day = SpecialDay.objects.get(date=SEOLLAL)
        assert (day.opens, day.closes) == (time(10), time(16))

    def test_takes_hours_that_last_to_midnight(self, noon: datetime) -> None:
        call_command("holidays", "2027", "--hours", "10:00-00:00")

        day = SpecialDay.objects.get(date=SEOLLAL)
        assert (day.opens, day.closes) == (time(10), time())
        late = datetime.combine(SEOLLAL, time(23, 59), SEOUL)
        assert judge(load_schedule(now=noon), late).is_open

    @pytest.mark.parametrize(
        "arguments", [["1850"], ["2027", "--hours", "16:00-10:00"], ["2027", "--hours", "ten"], []]
    )
    def test_refuses_nonsense(self, arguments: list[str]) -> None:
        with pytest.raises((CommandError, ValueError)):
            call_command("holidays", *arguments)

        assert not SpecialDay.objects.exists()
