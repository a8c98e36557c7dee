"""What a process remembers of the door is believed only where the database still says the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from conversations import door
from conversations.actions import begin
from conversations.house import renew_lease
from conversations.models import Conversation, HouseState
from conversations.override import hold_house
from conversations.realtime import RealtimeClient
from conversations.seats import DoorMoved, take_seat_and_call
from persona.models import Persona, PersonaRevision

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=20)


@pytest.fixture
def seen(revision: PersonaRevision, noon: datetime) -> door.Door:
    """The door at noon: open by the flag, one revision live."""
    renew_lease(now=noon)
    at_noon = door.at_the_door(now=noon)
    assert at_noon.revision == revision
    return at_noon


def sit(seen: door.Door, *, now: datetime, seats: range = range(1, 3)) -> Conversation:
    assert seen.revision is not None
    return take_seat_and_call(
        seats,
        still=seen.unchanged,
        secret_expires_at=now,
        persona_revision=seen.revision,
        started_at=now,
        ends_at=now + SOON,
        last_heartbeat_at=now,
    )


def test_the_second_begin_asks_no_question_of_its_own(
    seen: door.Door,
    realtime_client: RealtimeClient,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "_DOOR", None)

    minted = begin(client_hash="", is_kiosk=False, now=noon + SOON, realtime=realtime_client)

    assert minted.conversation.persona_revision == seen.revision
    assert Conversation.objects.get().seat is not None


def test_a_later_tick_that_foresees_the_same_moves_nothing(seen: door.Door, noon: datetime) -> None:
    renew_lease(now=noon + SOON)

    assert sit(seen, now=noon + SOON).pk


def _close(now: datetime) -> None:
    hold_house(is_open=False, until=None, by=None, reason="시험", now=now)


def _change_the_hours(now: datetime) -> None:
    HouseState.objects.update(closes_at=now + timedelta(hours=1))


def _lose_the_tick(now: datetime) -> None:
    HouseState.objects.update(checked_at=now - timedelta(hours=1))


def _withdraw_the_persona(now: datetime) -> None:
    Persona.objects.update(live_revision=None)


@pytest.mark.parametrize(
    "change", [_close, _change_the_hours, _lose_the_tick, _withdraw_the_persona]
)
def test_nobody_sits_down_when_the_door_changed(
    seen: door.Door, noon: datetime, change: Callable[[datetime], None]
) -> None:
    change(noon)

    with pytest.raises(DoorMoved):
        sit(seen, now=noon)
    assert not Conversation.objects.exists()


def test_a_taken_chair_sends_to_the_door_again(seen: door.Door, noon: datetime) -> None:
    sit(seen, now=noon, seats=range(1, 2))

    with pytest.raises(DoorMoved):
        sit(seen, now=noon, seats=range(1, 2))


def test_what_was_seen_is_forgotten_with_its_lease(seen: door.Door, noon: datetime) -> None:
    assert door.last_seen(now=noon + SOON) is not None
    assert door.last_seen(now=noon + timedelta(minutes=3)) is None
    assert door.last_seen(now=noon - SOON) is None, "a clock set back"
