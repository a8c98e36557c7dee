"""지금 꽃밭: what an operator reads, and the three buttons."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import Settings

from conversations import actions
from conversations.house import claim_minute, house
from conversations.models import Call, Conversation, Override, SpecialDay
from conversations.now import look
from conversations.override import hold_house
from conversations.payloads import Report
from conversations.pulse import pulse as pulse_of
from conversations.seats import take_seat
from persona.models import PersonaRevision, TranscriberPrice, VoiceModelPrice
from tests.conversations.conftest import with_transcriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

SCREEN = "/admin/conversations/housestate/"


@pytest.fixture
def operator() -> User:
    user = User.objects.create_user("돌봄", password="x", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_housestate", "add_override"])
    )
    return user


@pytest.fixture
def screen(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


@pytest.fixture
def guest(revision: PersonaRevision, noon: datetime) -> Callable[..., Conversation]:
    def come(**facts: Any) -> Conversation:
        return take_seat(
            range(1, 51),
            persona_revision=revision,
            started_at=noon,
            ends_at=noon + timedelta(minutes=20),
            last_heartbeat_at=noon,
            **facts,
        )

    return come


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


class TestWorstCase:
    @pytest.fixture(autouse=True)
    def _without_kiosks(self, settings: Settings) -> None:
        settings.KIOSK_KEYS = []

    def test_is_the_ceiling_and_what_those_inside_can_still_use(
        self, revision: PersonaRevision, noon: datetime
    ) -> None:
        worst = look(now=noon).worst

        assert worst is not None
        assert worst.per_minute == Decimal("0.0624")
        assert worst.open_minutes == 600
        assert worst.all_seats_all_day == Decimal("1872")  # 600 × 50 × 0.0624
        assert worst.overshoot == Decimal("12.48")  # 50 × 4 minutes × 0.0624
        assert worst.today == Decimal("112.48")

    def test_is_all_seats_all_day_where_that_is_less(
        self, revision: PersonaRevision, noon: datetime, settings: Settings
    ) -> None:
        settings.SEATS = 1
        worst = look(now=noon).worst

        assert worst is not None
        assert worst.today == Decimal("37.44")

    def test_takes_every_seat_for_a_kiosk_s_where_there_are_kiosks(
        self, revision: PersonaRevision, noon: datetime, settings: Settings
    ) -> None:
        settings.KIOSK_KEYS = ["a-key-of-a-kiosk"]
        worst = look(now=noon).worst

        # 600 × 10 + 1,200 × 20 + 6 × (60 × 900) × 0.30 = 127,200 for a million tokens
        assert worst is not None
        assert worst.per_minute == Decimal("0.1272")
        assert worst.overshoot == Decimal("25.44")  # 50 × 4 minutes × 0.1272
        assert worst.today == Decimal("125.44")

    def test_has_every_word_written_down(self, revision: PersonaRevision, noon: datetime) -> None:
        with_transcriber(revision)
        worst = look(now=noon).worst

        assert worst is not None
        assert worst.per_minute == Decimal("0.0654")  # 0.0624 + 0.003
        assert worst.overshoot == Decimal("13.08")  # 50 × 4 minutes × 0.0654

    def test_knows_of_a_dearer_price_later_today(
        self, revision: PersonaRevision, noon: datetime
    ) -> None:
        price = VoiceModelPrice.objects.get()
        price.pk, price.effective_on, price.effective_from = None, noon.date(), time(15)
        price.audio_out *= 2
        price.save()
        worst = look(now=noon).worst

        assert worst is not None
        assert worst.per_minute == Decimal("0.0864")  # 0.0624 + 1,200 × 20 for a million

    def test_tells_apart_what_staff_listen_to(
        self, screen: Client, revision: PersonaRevision, noon: datetime
    ) -> None:
        worst = look(now=noon).worst

        assert worst is not None
        assert worst.hearings_an_hour == Decimal("14.976")  # 4 chairs × 60 minutes × 0.0624
        page = screen.get(SCREEN).content.decode()
        assert "손님의 이야기는 오늘 <strong>$112.48</strong>를 넘지 않아요" in page
        assert "한 시간에 $14.98까지" in page

    def test_is_not_known_without_a_price(self, revision: PersonaRevision, noon: datetime) -> None:
        VoiceModelPrice.objects.all().delete()

        assert look(now=noon).worst is None


class TestBooks:
    def test_by_day_with_hearings_and_unregistered_secrets_apart(
        self, guest: Callable[..., Conversation], noon: datetime
    ) -> None:
        for hearing in (False, True):
            actions.end(
                guest(is_hearing=hearing),
                reason=Conversation.EndReason.VISITOR,
                now=noon + timedelta(minutes=10),
                report=Report(counts={"audio_out": 5_000}),
            )
        Call.objects.create(
            conversation=guest(),
            number=1,
            cause=Call.Cause.BEGIN,
            minted_at=noon,
            secret_expires_at=noon,
            written_off_at=noon,
        )
        now = look(now=noon + timedelta(minutes=10))

        [today] = now.books
        [month] = now.months
        assert (today.visits, today.reported) == (1, Decimal("0.1"))
        assert (month.day, month.spent) == (noon.date().replace(day=1), today.spent)
        assert now.hearings_today == Decimal("0.1")
        assert now.unregistered_today.usd == Decimal("1.248")


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
        actions.end(
            guest(),
            reason=Conversation.EndReason.VISITOR,
            now=noon + timedelta(minutes=10),
            report=Report(),
        )
        page = press(screen, "open")

        assert "문을 열었어요" not in page
        assert "한도를 다 써서 문은 닫혀 있어요" in page
        assert "한도를 다 써서" in LogEntry.objects.get().get_change_message()

    def test_today_ends_at_midnight_in_seoul(self, screen: Client) -> None:
        press(screen, "close", until="today")

        until = Override.objects.get().until
        assert until is not None
        assert until.isoformat() == "2026-11-23T15:00:00+00:00"

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


def test_the_record_of_a_visit_tells_its_cost_and_why_it_broke(
    client: Client, guest: Callable[..., Conversation], noon: datetime
) -> None:
    client.force_login(User.objects.create_superuser("으뜸", password="x"))
    visit = guest()
    actions.end(
        visit,
        reason=Conversation.EndReason.VISITOR,
        now=noon + timedelta(minutes=10),
        report=Report(
            counts={"audio_out": 5_000, "drops": 3},
            drops_by_cause={"offline": 1, "stalled": 2},
        ),
    )

    Call.objects.create(
        conversation=visit,
        number=1,
        cause=Call.Cause.BEGIN,
        minted_at=noon,
        secret_expires_at=noon,
        provider_call_id="rtc_of_the_visit",
        registered_at=noon,
    )

    listed = client.get("/admin/conversations/conversation/").content.decode()
    shown = client.get(f"/admin/conversations/conversation/{visit.pk}/change/").content.decode()

    assert "$0.1000" in listed
    assert "10:00" in listed
    assert "소리가 멈춤 2, 인터넷이 끊김 1" in shown
    assert "<td>rtc_of_the_visit</td>" in shown
    assert "<td>$0.1000</td>" in shown


def test_special_days_may_have_several_windows(noon: datetime) -> None:
    for opens, closes in ((time(9), time(11)), (time(13), time(15))):
        SpecialDay.objects.create(date=noon.date(), opens=opens, closes=closes)

    assert not house(now=noon).is_open
    assert house(now=noon + timedelta(hours=1)).is_open
    assert not house(now=noon + timedelta(hours=3)).is_open
