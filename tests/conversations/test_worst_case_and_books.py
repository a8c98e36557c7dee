"""The most that a day can cost, and what the operator reads in the books of days gone by."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from conversations import actions
from conversations.models import Call, Conversation, Spending
from conversations.now import look
from conversations.payloads import Report
from persona.models import PersonaRevision, VoiceModelPrice
from tests.conversations.conftest import with_transcriber
from tests.conversations.page import SCREEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def write_off(visit: Conversation, *, at: datetime) -> None:
    """Its secret was minted, and nobody registered a call with it."""
    Call.objects.create(
        conversation=visit,
        number=1,
        cause=Call.Cause.BEGIN,
        minted_at=at,
        secret_expires_at=at,
        written_off_at=at,
    )


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
        write_off(guest(), at=noon)
        now = look(now=noon + timedelta(minutes=10))

        [today] = now.books
        [month] = now.months
        assert (today.visits, today.reported) == (1, Decimal("0.1"))
        assert (month.day, month.spent) == (noon.date().replace(day=1), today.spent)
        assert now.hearings_today == Decimal("0.1")
        assert now.unregistered_today.usd == Decimal("1.248")

    def test_secrets_that_nobody_registered_cost_the_page_no_question_each(
        self, guest: Callable[..., Conversation], noon: datetime,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for _ in range(40):
            write_off(guest(), at=noon)
        with django_assert_max_num_queries(60):
            now = look(now=noon)

        assert now.unregistered_today.usd == 40 * Decimal("1.248")

    def test_a_month_of_last_year_is_told_whole_or_not_at_all(
        self, guest: Callable[..., Conversation], noon: datetime
    ) -> None:
        visit = guest()
        for day in (date(2025, 11, 5), date(2025, 11, 25), date(2025, 12, 1), date(2026, 11, 2)):
            Spending.objects.create(conversation=visit, day=day, milliseconds=60_000)
        [newest, oldest] = look(now=noon).months

        assert (newest.day, newest.spent.minutes) == (date(2026, 11, 1), Decimal(1))
        assert (oldest.day, oldest.spent.minutes) == (date(2025, 12, 1), Decimal(1))


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


def test_a_visit_is_found_by_the_number_that_the_list_shows(
    client: Client, guest: Callable[..., Conversation]
) -> None:
    client.force_login(User.objects.create_superuser("으뜸", password="x"))
    wanted, other = str(guest().public_id), str(guest().public_id)
    for number in (wanted[:8], wanted):
        found = client.get("/admin/conversations/conversation/", {"q": number}).content.decode()

        assert f">{wanted[:8]}<" in found
        assert f">{other[:8]}<" not in found
