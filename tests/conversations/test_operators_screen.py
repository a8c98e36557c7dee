"""지금 꽃밭: what an operator reads, and the three buttons."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import Settings

from conversations.house import claim_minute, house
from conversations.models import Conversation, OpeningHours, Override, SpecialDay
from conversations.override import hold_house
from conversations.pulse import pulse as pulse_of
from conversations.schedule import SEOUL
from persona.models import PersonaRevision, TranscriberPrice, VoiceModelPrice
from tests.conversations.conftest import with_transcriber
from tests.conversations.page import SCREEN
from tests.conversations.visits import leave

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def press(screen: Client, what: str, reason: str = "마이크 점검", **more: str) -> str:
    answer = screen.post(SCREEN, {"what": what, "reason": reason, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


class TestWhatIsSeen:
    def test_doors_seats_tick_money_and_who_is_here(
        self, screen: Client, guest: Callable[..., Conversation], noon: datetime
    ) -> None:
        claim_minute(now=noon)
        visit = guest()
        page = screen.get(SCREEN).content.decode()

        assert "열려 있어요" in page
        assert "11월 23일 18:00에 닫아요" in page
        assert "자리 50개 가운데" in page
        assert str(visit.public_id)[:8] in page
        assert "초 전" in page
        assert "한도 3,000분" in page
        assert "한도 $100" in page

    def test_why_it_is_closed_and_who_closed_it(
        self, screen: Client, operator: User, noon: datetime
    ) -> None:
        hold_house(is_open=False, reason="태풍 경보", now=noon, by=operator)
        page = screen.get(SCREEN).content.decode()

        assert "닫혀 있어요" in page
        assert "손으로 정함" in page
        assert "돌봄: 태풍 경보" in page

    def test_a_missing_tick_is_an_alarm(self, screen: Client) -> None:
        page = screen.get(SCREEN).content.decode()

        assert "Celery beat" in page
        assert "figures__bad" in page

    def test_a_ceiling_that_comes_near_is_an_alarm(
        self, screen: Client, guest: Callable[..., Conversation], settings: Settings,
        at_noon: time_machine.Traveller, noon: datetime,
    ) -> None:  # fmt: skip
        settings.DAILY_MINUTES_CEILING = 10
        guest()
        assert "한도의 80%" not in screen.get(SCREEN).content.decode()
        at_noon.move_to(noon + timedelta(minutes=8, seconds=1), tick=False)

        assert "한도의 80%" in screen.get(SCREEN).content.decode()

    def test_a_model_without_a_price_is_an_alarm(
        self, screen: Client, revision: PersonaRevision
    ) -> None:
        assert "값을 몰라 돈으로는" not in screen.get(SCREEN).content.decode()
        VoiceModelPrice.objects.all().delete()

        assert "값을 몰라 돈으로는" in screen.get(SCREEN).content.decode()

    def test_a_transcriber_without_a_price_is_an_alarm(
        self, screen: Client, revision: PersonaRevision
    ) -> None:
        with_transcriber(revision)
        assert "받아쓰기 모델(gpt-4o-mini-transcribe)" not in screen.get(SCREEN).content.decode()
        TranscriberPrice.objects.all().delete()

        assert "받아쓰기 모델(gpt-4o-mini-transcribe)" in screen.get(SCREEN).content.decode()

    def test_two_weeks_as_a_picture_and_as_a_table(self, screen: Client, noon: datetime) -> None:
        SpecialDay.objects.create(date=noon.date() + timedelta(days=1), note="쉬는 날")
        page = screen.get(SCREEN).content.decode()

        assert page.count('class="two-weeks__open two-weeks__open--hours"') == 13
        assert 'x="480" y="3" width="600"' in page
        assert "08:00–18:00" in page
        assert "쉬는 날" in page

    def test_nothing_on_it_needs_an_inline_script_or_style(self, screen: Client) -> None:
        answer = screen.get(SCREEN)
        own = re.search(r'<div class="house">.*', answer.content.decode(), re.DOTALL)

        assert own
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", own[0])
        assert "style-src 'self'" in answer["Content-Security-Policy"]

    def test_a_stranger_sees_nothing(self, client: Client) -> None:
        client.force_login(User.objects.create_user("글쓴이", password="x", is_staff=True))

        assert client.get(SCREEN).status_code == 403


class TestTheButtons:
    def test_each_asks_for_a_reason(self, screen: Client) -> None:
        for what in ("close", "open", "auto"):
            page = press(screen, what, reason=" ")
            assert "까닭을 적어 주세요" in page

        assert not Override.objects.exists()
        assert not LogEntry.objects.exists()

    def test_close_shuts_the_doors_and_leaves_an_entry(
        self, screen: Client, operator: User, noon: datetime
    ) -> None:
        assert "문을 닫았어요" in press(screen, "close")

        override = Override.objects.get()
        assert (override.is_open, override.reason, override.made_by) == (
            False,
            "마이크 점검",
            operator,
        )
        assert not house(now=override.since).is_open
        assert "마이크 점검" in LogEntry.objects.get().get_change_message()

    def test_close_lets_those_inside_say_goodbye(
        self, screen: Client, guest: Callable[..., Conversation], noon: datetime
    ) -> None:
        visit = guest()
        assert "작별 인사를 시작했어요" in press(screen, "close", goodbye="on")

        since = Override.objects.get().since
        assert timedelta(seconds=119) < since - noon < timedelta(seconds=125)
        pulse = pulse_of(visit, now=since - timedelta(seconds=1))
        assert (pulse.is_open, pulse.closing_soon, pulse.ends_at) == (True, True, since)
        assert pulse_of(visit, now=since).hang_up

    def test_close_at_once_when_asked_to(
        self, screen: Client, guest: Callable[..., Conversation]
    ) -> None:
        visit = guest()
        press(screen, "close")

        assert pulse_of(visit, now=Override.objects.get().since).hang_up

    def test_open_holds_the_doors_open_for_as_long_as_chosen(
        self, screen: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        night = noon + timedelta(hours=10)
        at_noon.move_to(night, tick=False)
        screen.force_login(User.objects.get())
        assert "문을 열었어요" in press(screen, "open", until="1")

        assert house(now=night + timedelta(minutes=59)).is_open
        assert not house(now=night + timedelta(hours=1)).is_open

    def test_open_says_so_when_a_used_up_ceiling_keeps_them_shut(
        self, screen: Client, guest: Callable[..., Conversation], settings: Settings, noon: datetime
    ) -> None:
        settings.MONTHLY_MINUTES_CEILING = 10
        leave(guest(), "12:10")
        page = press(screen, "open")

        assert "문을 열었어요" not in page
        assert "한도를 다 써서 문은 닫혀 있어요" in page
        assert "한도를 다 써서" in LogEntry.objects.get().get_change_message()

    def test_open_says_so_when_a_ceiling_lets_nobody_new_in(
        self, screen: Client, guest: Callable[..., Conversation], settings: Settings, noon: datetime
    ) -> None:
        settings.MONTHLY_MINUTES_CEILING = 10
        leave(guest(), "12:09:40")
        page = press(screen, "open")

        assert "문을 열었어요" not in page
        assert "문은 열었지만, 한도를 거의 다 써서 새 손님은 들어오지 못해요" in page

    def test_today_ends_at_midnight_in_seoul(self, screen: Client) -> None:
        press(screen, "close", until="today")

        until = Override.objects.get().until
        assert until is not None
        assert until.isoformat() == "2026-11-23T15:00:00+00:00"

    def test_a_goodbye_before_midnight_does_not_make_today_tomorrow(
        self, screen: Client, guest: Callable[..., Conversation], at_noon: time_machine.Traveller,
    ) -> None:  # fmt: skip
        OpeningHours.objects.update(opens=time(), closes=time())
        midnight = datetime(2026, 11, 24, tzinfo=SEOUL)
        at_noon.move_to(midnight - timedelta(minutes=1), tick=False)
        guest()
        screen.force_login(User.objects.get())
        assert "문을 닫았어요" in press(screen, "close", until="today", goodbye="on")

        assert not house(now=midnight - timedelta(seconds=30)).is_open
        assert house(now=midnight + timedelta(minutes=5)).is_open

    def test_auto_follows_the_schedule_again_and_says_who_and_why(
        self, screen: Client, operator: User, noon: datetime
    ) -> None:
        hold_house(is_open=False, reason="태풍", now=noon)
        assert "일정대로" in press(screen, "auto", reason="태풍이 지나감")

        override = Override.objects.get()
        assert (override.lift_reason, override.lifted_by) == ("태풍이 지나감", operator)
        assert house(now=noon + timedelta(minutes=1)).is_open
        assert LogEntry.objects.count() == 1

    def test_are_not_for_everybody_who_may_look(self, client: Client) -> None:
        viewer = User.objects.create_user("보는 이", password="x", is_staff=True)
        viewer.user_permissions.add(Permission.objects.get(codename="view_housestate"))
        client.force_login(viewer)

        assert "지금 닫기" not in client.get(SCREEN).content.decode()
        answer = client.post(SCREEN, {"what": "close", "reason": "몰래"})
        assert answer.status_code == 403
        assert not Override.objects.exists()


def test_the_front_page_says_whether_the_doors_are_open(screen: Client) -> None:
    assert (
        "꽃밭 문이 열려 있어요. 오늘 오후 6시에 닫아요." in screen.get("/admin/").content.decode()
    )
