"""Rules the database itself holds, tried behind the actions' backs."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conversations.models import (
    Call,
    Conversation,
    HouseState,
    OpeningHours,
    Override,
    PublicHoliday,
    SpecialDay,
    Spending,
)
from persona.models import PersonaRevision, VoiceModelPrice

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(revision: PersonaRevision, noon: datetime) -> dict[str, Any]:
    return {
        "persona_revision": revision,
        "seat": 1,
        "started_at": noon,
        "ends_at": noon + timedelta(minutes=20),
        "last_heartbeat_at": noon,
    }


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"end_reason": "visitor"}, "end_is_whole"),
        ({"seat": None}, "seated_while_live"),
        ({"ended_at": "2026-11-23T03:01Z", "end_reason": "visitor"}, "seated_while_live"),
        ({"ended_at": "2026-11-23T02:59Z", "end_reason": "lost", "seat": None}, "after_start"),
    ],
)
def test_conversation(facts: dict[str, Any], broken: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Conversation.objects.create(**{**facts, **broken})


def test_two_visitors_never_share_a_seat(facts: dict[str, Any]) -> None:
    Conversation.objects.create(**facts)
    with pytest.raises(IntegrityError, match="seat"), transaction.atomic():
        Conversation.objects.create(**facts)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"provider_call_id": "rtc_1"}, "registration_is_whole"),
        ({"registered_at": "2026-11-23T03:01Z"}, "registration_is_whole"),
        ({"outcome": "hung_up"}, "hang_up_is_whole"),
    ],
)
def test_call(facts: dict[str, Any], broken: dict[str, Any], constraint: str) -> None:
    conversation = Conversation.objects.create(**facts)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Call.objects.create(
            conversation=conversation,
            number=1,
            cause="begin",
            minted_at=facts["started_at"],
            secret_expires_at=facts["started_at"],
            **broken,
        )


def test_hours_open_before_they_close() -> None:
    with pytest.raises(IntegrityError, match="open_before_close"), transaction.atomic():
        OpeningHours.objects.create(weekday=0, opens="18:00", closes="08:00")


def test_hours_may_last_to_midnight() -> None:
    row = OpeningHours.objects.create(weekday=0, opens=time(18), closes=time())
    SpecialDay.objects.create(date="2026-12-31", opens=time(), closes=time())

    row.full_clean()
    assert str(row) == "월요일 18:00–24:00"


def test_special_day_has_both_hours_or_none() -> None:
    with pytest.raises(IntegrityError, match="hours_are_whole"), transaction.atomic():
        SpecialDay.objects.create(date="2026-12-25", opens="10:00")


def test_special_day_is_closed_once_and_opens_once_at_a_time() -> None:
    SpecialDay.objects.create(date="2026-12-25")
    with pytest.raises(IntegrityError, match="closed_once"), transaction.atomic():
        SpecialDay.objects.create(date="2026-12-25")
    SpecialDay.objects.create(date="2026-12-26", opens="10:00", closes="12:00")
    with pytest.raises(IntegrityError, match="window_once"), transaction.atomic():
        SpecialDay.objects.create(date="2026-12-26", opens="10:00", closes="15:00")


def test_public_holiday_is_taken_over_once(noon: datetime) -> None:
    PublicHoliday.objects.create(date="2026-12-25", name="성탄절", taken_over_at=noon)
    with pytest.raises(IntegrityError, match="date"), transaction.atomic():
        PublicHoliday.objects.create(date="2026-12-25", name="성탄절", taken_over_at=noon)


def test_spending_is_one_row_a_day_and_price_and_never_negative(facts: dict[str, Any]) -> None:
    visit = Conversation.objects.create(**facts)
    price = VoiceModelPrice.objects.get()
    Spending.objects.create(conversation=visit, day="2026-11-23", price=price)
    with pytest.raises(IntegrityError, match="once_per_price"), transaction.atomic():
        Spending.objects.create(conversation=visit, day="2026-11-23", price=price)
    Spending.objects.create(conversation=visit, day="2026-11-23")
    with pytest.raises(IntegrityError, match="once_without_price"), transaction.atomic():
        Spending.objects.create(conversation=visit, day="2026-11-23")
    with pytest.raises(IntegrityError, match="never_negative"), transaction.atomic():
        Spending.objects.create(conversation=visit, day="2026-11-24", covered_units=-1)


@pytest.mark.parametrize(
    ("reported", "quiet", "covered", "uncovered", "transcription", "counted"),
    [
        (0, 60, 500, 0, 0, 500),
        (300, 60, 500, 0, 0, 300),
        (1, 60, 500, 0, 0, 60),
        (900, 60, 500, 0, 0, 500),
        (300, 60, 500, 70, 0, 370),
        (300, 60, 500, 70, 5, 375),
    ],
)
def test_what_counts_is_the_database_s_own_sum(
    facts: dict[str, Any], reported: int, quiet: int, covered: int, uncovered: int,
    transcription: int, counted: int,
) -> None:  # fmt: skip
    row = Spending.objects.create(
        conversation=Conversation.objects.create(**facts),
        day="2026-11-23",
        reported_units=reported,
        covered_units=covered,
        uncovered_units=uncovered,
        quiet_units=quiet,
        transcription_units=transcription,
    )
    row.refresh_from_db()
    assert row.counted_units == counted


def test_override_has_a_reason_and_an_end_after_its_start(noon: datetime) -> None:
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        Override.objects.create(is_open=True, since=noon, reason="")
    with pytest.raises(IntegrityError, match="until_after_since"), transaction.atomic():
        Override.objects.create(is_open=True, since=noon, until=noon, reason="잔치")


def test_house_has_one_state(noon: datetime) -> None:
    with pytest.raises(IntegrityError, match="one_row"), transaction.atomic():
        HouseState.objects.create(pk=2, is_open=True, reason="hours", since=noon, checked_at=noon)
