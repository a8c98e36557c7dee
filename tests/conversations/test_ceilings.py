"""The steps before a ceiling, and what the doors do at each."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from conversations import actions, budget
from conversations.budget import Spent, Standing, Step
from conversations.house import house, renew_lease
from conversations.models import Conversation
from conversations.schedule import SEOUL
from conversations.sweeps import sweep
from tests.conversations import underway
from tests.conversations.api import assert_problem, begin, post
from tests.conversations.visits import Visit, leave, seoul
from tests.on_sqlite import manage, seeded_house

pytestmark = pytest.mark.django_db


class TestSteps:
    @pytest.mark.parametrize("ceiling", ["DAILY_MINUTES_CEILING", "MONTHLY_MINUTES_CEILING"])
    def test_happen_in_order(self, visit: Visit, settings: Settings, ceiling: str) -> None:
        setattr(settings, ceiling, 20)
        guest = visit("12:00")
        seen: list[tuple[int, Step]] = []
        for minute in range(21):
            step = budget.current_step(now=seoul(f"12:{minute:02}"))
            if not seen or seen[-1][1] != step:
                seen.append((minute, step))

        assert guest.ended_at is None
        assert seen == [
            (0, Step.FREE),
            (16, Step.WARN),
            (18, Step.FEWER_SEATS),
            (19, Step.NO_NEW_VISITORS),
            (20, Step.CLOSED),
        ]

    @pytest.mark.parametrize("ceiling", ["DAILY_USD_CEILING", "MONTHLY_USD_CEILING"])
    def test_of_money_too(self, visit: Visit, settings: Settings, ceiling: str) -> None:
        setattr(settings, ceiling, 1)
        for _ in range(4):
            visit("12:00")  # each $0.0624 a minute while nothing is reported

        # $0.2496 a minute: 80 % in 3.2 minutes, 90 % in 3.6, 95 % in 3.8, all in 4.006
        clocks = ("12:03:12", "12:03:13", "12:03:37", "12:03:49", "12:04:00", "12:04:01")
        assert [budget.current_step(now=seoul(clock)) for clock in clocks] == [
            Step.FREE, Step.WARN, Step.FEWER_SEATS, Step.NO_NEW_VISITORS, Step.NO_NEW_VISITORS,
            Step.CLOSED,
        ]  # fmt: skip

    def test_yesterday_does_not_count_for_the_day(self, visit: Visit, settings: Settings) -> None:
        settings.DAILY_MINUTES_CEILING = 5
        yesterday = visit("12:00", day=22)
        actions.end(yesterday, reason=Conversation.EndReason.VISITOR, now=seoul("12:10", day=22))

        used = budget.standing(now=seoul("12:00"))
        assert used.step == Step.FREE
        assert [used.today.minutes, used.month.minutes] == [0, 10]

    def test_what_staff_listens_to_is_counted_apart(self, visit: Visit) -> None:
        leave(visit("12:00", is_hearing=True), "12:10", audio_out=5_000)

        assert budget.standing(now=seoul("12:10")).today.milliseconds == 0

    def test_half_the_seats_are_left_before_nobody_comes_in(self, settings: Settings) -> None:
        settings.SEATS = 7
        assert [budget.seats(step) for step in Step] == [7, 7, 3, 3, 3]
        settings.SEATS = 1
        assert budget.seats(Step.FEWER_SEATS) == 1
        settings.SEATS = 0
        assert budget.seats(Step.FEWER_SEATS) == 0


@pytest.mark.usefixtures("revision", "realtime_client")
class TestTheDoors:
    def test_refuse_new_visitors_before_the_ceiling(
        self, client: Client, visit: Visit, settings: Settings, at_noon: time_machine.Traveller
    ) -> None:
        settings.DAILY_MINUTES_CEILING = 20
        begun = begin(client)
        at_noon.move_to(seoul("12:19:01"), tick=False)

        refused = assert_problem(post(client, "/api/conversations"), "budget_spent", 503)
        assert "모두" in refused["detail"]
        path = f"/api/conversations/{begun['id']}/heartbeat"
        assert post(client, path, {}, begun["token"]).json()["hang_up"] is False

    def test_tell_beforehand_that_nobody_new_comes_in(
        self, client: Client, visit: Visit, settings: Settings, at_noon: time_machine.Traveller
    ) -> None:
        settings.STATUS_CACHE_SECONDS = 0
        settings.DAILY_MINUTES_CEILING = 20
        visit("12:00")
        seen = []
        for clock in ("12:00:01", "12:18:01", "12:19:01"):
            at_noon.move_to(seoul(clock), tick=False)
            status = client.get("/api/status").json()
            seen.append((status["open"], status["reason"], status["seats_free"]))

        assert seen == [(True, "hours", 49), (True, "hours", 24), (True, "budget", 0)]
        assert "모두 나누었어요" in status["message"]

    def test_close_at_the_ceiling_with_time_for_a_goodbye(
        self, client: Client, settings: Settings, at_noon: time_machine.Traveller
    ) -> None:
        settings.DAILY_MINUTES_CEILING = 10
        begun = begin(client)
        spent_at = seoul("12:10:01")
        at_noon.move_to(spent_at, tick=False)
        path = f"/api/conversations/{begun['id']}/heartbeat"
        post(client, path, {}, begun["token"])
        renew_lease(now=spent_at)
        sweep(now=spent_at, ask=lambda _call: None)

        place = house(now=spent_at)
        assert (place.is_open, place.verdict.reason) == (False, "budget")
        assert place.verdict.opens_at == seoul("08:00", day=24)
        status = client.get("/api/status").json()
        assert (status["open"], status["reason"]) == (False, "budget")
        assert "고마워요" in status["message"]
        assert "내일 오전 8시" in status["message"]
        pulse = post(client, path, {}, begun["token"]).json()
        assert (pulse["hang_up"], pulse["closing_soon"]) == (False, True)
        assert pulse["ends_at"] == "2026-11-23T12:12:01+09:00"
        assert_problem(post(client, "/api/conversations"), "budget_spent", 503)

        at_noon.move_to(seoul("12:12:01"), tick=False)
        assert post(client, path, {}, begun["token"]).json()["hang_up"] is True
        sweep(now=seoul("12:12:01"), ask=lambda _call: None)
        assert not Conversation.objects.live().exists()

    def test_open_again_with_the_new_month(
        self, visit: Visit, settings: Settings, noon: datetime
    ) -> None:
        settings.MONTHLY_MINUTES_CEILING = 10
        leave(visit("12:00"), "12:10")

        assert house(now=seoul("12:10")).verdict.opens_at == datetime(2026, 12, 1, 8, tzinfo=SEOUL)

    @pytest.mark.parametrize(
        ("ceiling", "opens_at"),
        [
            ("MONTHLY_MINUTES_CEILING", datetime(2026, 12, 1, 8, tzinfo=SEOUL)),
            ("DAILY_MINUTES_CEILING", datetime(2026, 11, 24, 8, tzinfo=SEOUL)),
        ],
    )
    def test_promise_after_closing_time_what_the_ceiling_lets_them(
        self, client: Client, visit: Visit, settings: Settings, at_noon: time_machine.Traveller,
        ceiling: str, opens_at: datetime,
    ) -> None:  # fmt: skip
        setattr(settings, ceiling, 10)
        leave(visit("12:00"), "12:10")
        evening = seoul("20:00")
        renew_lease(now=evening)

        place = house(now=evening)
        assert (place.is_open, place.verdict.reason) == (False, "hours")
        assert place.verdict.opens_at == opens_at
        at_noon.move_to(evening, tick=False)
        status = client.get("/api/status").json()
        assert status["opens_at"] == opens_at.isoformat()
        assert ("내일" in status["message"]) == (opens_at.day == 24)

    @pytest.mark.parametrize(
        ("day", "month", "opens_at"),
        [
            (100, 10, datetime(2026, 12, 1, 8, tzinfo=SEOUL)),  # 95 % of the month
            (9, 10, datetime(2026, 12, 1, 8, tzinfo=SEOUL)),  # and all of the day
            (10, 100, datetime(2026, 11, 24, 8, tzinfo=SEOUL)),  # 95 % of the day
        ],
    )
    def test_promise_no_morning_on_which_nobody_would_be_let_in(
        self, client: Client, visit: Visit, settings: Settings, at_noon: time_machine.Traveller,
        day: int, month: int, opens_at: datetime,
    ) -> None:  # fmt: skip
        settings.DAILY_MINUTES_CEILING, settings.MONTHLY_MINUTES_CEILING = day, month
        leave(visit("12:00"), "12:09:30")
        assert house(now=seoul("12:30")).verdict.opens_at == opens_at
        evening = seoul("20:00")
        renew_lease(now=evening)
        at_noon.move_to(evening, tick=False)
        status = client.get("/api/status").json()

        assert (status["open"], status["opens_at"]) == (False, opens_at.isoformat())
        assert ("내일" in status["message"]) == (opens_at.day == 24)

    @pytest.mark.parametrize("minutes", [19, 20])
    def test_a_month_that_is_used_up_sends_nobody_to_tomorrow(
        self, client: Client, visit: Visit, settings: Settings, at_noon: time_machine.Traveller,
        minutes: int,
    ) -> None:  # fmt: skip
        settings.MONTHLY_MINUTES_CEILING = 20
        leave(visit("12:00"), f"12:{minutes}")
        at_noon.move_to(seoul("12:30"), tick=False)
        refused = assert_problem(post(client, "/api/conversations"), "budget_spent", 503)

        assert "내일" not in refused["detail"]
        assert refused["detail"] == client.get("/api/status").json()["message"]
        assert ("12월 1일 오전 8시" in refused["detail"]) == (minutes == 20)


class TestUnderway:
    """The time of living visits is added up by the database, whichever it is."""

    def test_on_postgresql_it_is_what_it_is_visit_by_visit(self) -> None:
        call_command("seed", verbosity=0)
        underway.fill(seed=20261127)

        for found, expected in underway.sums():
            assert found == expected
            assert found.units > 0

    def test_on_sqlite_too(self, tmp_path: Path) -> None:
        seeded_house(tmp_path)
        compare = (
            "from tests.conversations import underway; underway.fill(seed=20261127);"
            "print([found == expected for found, expected in underway.sums()])"
        )

        said = manage(tmp_path, "shell", "--no-imports", "-c", compare)

        assert said.splitlines()[-1] == str([True] * len(underway.MOMENTS))


class TestAtTheDoor:
    """A crowd comes when the last look is a second old."""

    CROWD = 8

    def _come(self, monkeypatch: pytest.MonkeyPatch, used: Spent | None) -> tuple[list[Step], int]:
        """Return what each of the crowd was told, and how often it was looked."""
        looks: list[datetime] = []
        everybody = threading.Barrier(self.CROWD)

        def look(*, now: datetime) -> Standing:
            looks.append(now)
            time.sleep(0.1)
            if used is None:
                raise OperationalError("away")
            return Standing(used, used)

        def come(_number: int) -> Step | None:
            everybody.wait()
            try:
                return budget.step_at_the_door(now=seoul("12:00"))
            except OperationalError:
                return None

        monkeypatch.setattr(budget, "standing", look)
        with ThreadPoolExecutor(self.CROWD) as crowd:
            told = list(crowd.map(come, range(self.CROWD)))
        return [step for step in told if step is not None], len(looks)

    def test_far_below_a_ceiling_one_looks_for_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self._come(monkeypatch, Spent(0, 0)) == ([Step.FREE] * self.CROWD, 1)

    def test_near_a_ceiling_each_looks_for_himself(
        self, monkeypatch: pytest.MonkeyPatch, settings: Settings
    ) -> None:
        settings.DAILY_MINUTES_CEILING = 10
        near = Spent(milliseconds=9 * 60_000, units=0)

        told, looks = self._come(monkeypatch, near)

        assert told == [Step.FEWER_SEATS] * self.CROWD
        assert looks >= self.CROWD

    def test_nobody_waits_for_long_for_looks_that_fail(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(budget, "_PATIENCE_SECONDS", 0.05)
        told, looks = self._come(monkeypatch, None)

        assert told == []
        assert looks == self.CROWD

    def test_who_waits_for_a_look_holds_no_connection_that_it_needs(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        only_connection = threading.Lock()
        looks: list[bool] = []

        def look(*, now: datetime) -> Standing:
            looks.append(only_connection.acquire(timeout=5))
            return Standing(Spent(0, 0), Spent(0, 0))

        def lend() -> None:
            if threading.current_thread() is not looker:
                only_connection.release()

        monkeypatch.setattr(budget, "_PATIENCE_SECONDS", 5)
        monkeypatch.setattr(budget, "standing", look)
        monkeypatch.setattr(budget, "lend_connection", lend)
        only_connection.acquire()
        looker = threading.Thread(target=budget.step_at_the_door, kwargs={"now": seoul("12:00")})
        looker.start()
        while not budget._looking.locked():
            time.sleep(0.001)

        assert budget.step_at_the_door(now=seoul("12:00")) == Step.FREE
        looker.join()
        assert looks == [True]
