"""What nobody ends by himself is ended, and every call is hung up once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from conversations import actions, tasks
from conversations.hang_ups import hang_up
from conversations.models import Call, Conversation
from conversations.override import hold_house
from conversations.realtime import RealtimeClient, RealtimeUnavailable
from conversations.sweeps import sweep
from persona.models import PersonaRevision
from tests.conversations.provider import Behaviour, MisbehavingProvider, error_body

pytestmark = pytest.mark.django_db

MakeConversation = Callable[..., Conversation]


@pytest.fixture
def make_conversation(revision: PersonaRevision, noon: datetime) -> MakeConversation:
    seats = iter(range(1, 50))

    def make(*, call_id: str = "", **facts: Any) -> Conversation:
        conversation = Conversation.objects.create(
            **{
                "persona_revision": revision,
                "client_hash": "f" * 64,
                "seat": next(seats),
                "started_at": noon,
                "ends_at": noon + timedelta(minutes=20),
                "last_heartbeat_at": noon,
                **facts,
            }
        )
        if call_id:
            Call.objects.create(
                conversation=conversation,
                number=1,
                cause=Call.Cause.BEGIN,
                minted_at=noon,
                secret_expires_at=noon + timedelta(seconds=30),
                provider_call_id=call_id,
                registered_at=noon,
            )
        return conversation

    return make


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls: list[int] = []
    monkeypatch.setattr("conversations.actions.hang_up_soon", calls.append)
    return calls


def reason_of(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    return conversation.end_reason


class TestSweep:
    def test_leaves_a_living_conversation_alone(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        living = make_conversation(call_id="rtc_1")

        assert sweep(now=noon + timedelta(seconds=89), ask=sent.append) == 0
        assert (reason_of(living), sent) == ("", [])

    def test_ends_what_was_silent_for_ninety_seconds(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        silent = make_conversation(call_id="rtc_1")

        sweep(now=noon + timedelta(seconds=91), ask=sent.append)

        assert reason_of(silent) == "lost"
        assert silent.seat is None
        assert set(sent) == {silent.calls.get().pk}

    def test_ends_what_is_past_its_time(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        late = noon + timedelta(minutes=20)
        over = make_conversation(call_id="rtc_1", last_heartbeat_at=late)

        sweep(now=late, ask=sent.append)

        assert reason_of(over) == "limit"

    def test_ends_all_at_closing(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        guests = [make_conversation(call_id=f"rtc_{n}") for n in range(3)]
        hold_house(is_open=False, reason="태풍", now=noon)

        assert sweep(now=noon, ask=sent.append) == 3
        assert {reason_of(guest) for guest in guests} == {"closing"}

    def test_frees_the_seat_of_a_begin_that_died(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        unborn = make_conversation()

        assert sweep(now=noon + timedelta(seconds=59), ask=sent.append) == 0
        sweep(now=noon + timedelta(seconds=61), ask=sent.append)

        assert reason_of(unborn) == "failed"

    def test_asks_again_for_hang_ups_still_owed(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        owed = make_conversation(call_id="rtc_1")
        actions.end(owed, reason=Conversation.EndReason.VISITOR, now=noon)
        sent.clear()

        sweep(now=noon + timedelta(minutes=1), ask=sent.append)

        assert sent == [owed.calls.get().pk]

    def test_forgets_who_came_yesterday(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        visit = make_conversation()

        sweep(now=noon + timedelta(hours=23), ask=sent.append)
        visit.refresh_from_db()
        assert visit.client_hash
        sweep(now=noon + timedelta(hours=25), ask=sent.append)
        visit.refresh_from_db()
        assert not visit.client_hash

    def test_a_clock_that_jumped_back_breaks_nothing(
        self, make_conversation: MakeConversation, noon: datetime, sent: list[int]
    ) -> None:
        visit = make_conversation()

        assert actions.end(
            visit, reason=Conversation.EndReason.VISITOR, now=noon - timedelta(hours=1)
        )
        visit.refresh_from_db()
        assert visit.ended_at == visit.started_at


class TestHangUp:
    def test_is_asked_of_the_provider_once(
        self,
        make_conversation: MakeConversation,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        call = make_conversation(call_id="rtc_1").calls.get()

        tasks.hang_up_call(call_pk=call.pk)
        tasks.hang_up_call(call_pk=call.pk)

        assert [request.path for request in provider.requests] == [
            "/v1/realtime/calls/rtc_1/hangup"
        ]
        call.refresh_from_db()
        assert call.outcome == "hung_up"

    def test_of_a_call_already_gone_is_success(
        self,
        make_conversation: MakeConversation,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        call = make_conversation(call_id="rtc_1").calls.get()
        provider.behaviour = Behaviour(404, error_body("call_id_not_found"))

        hang_up(call.pk, now=noon, realtime=realtime_client)

        call.refresh_from_db()
        assert call.outcome == "already_gone"

    def test_that_fails_is_still_owed(
        self,
        make_conversation: MakeConversation,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        call = make_conversation(call_id="rtc_1").calls.get()
        provider.behaviour = Behaviour(500)

        with pytest.raises(RealtimeUnavailable):
            hang_up(call.pk, now=noon, realtime=realtime_client)

        call.refresh_from_db()
        assert call.hung_up_at is None

    def test_that_is_refused_is_told_and_owed(
        self,
        make_conversation: MakeConversation,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        conversation = make_conversation(call_id="rtc_1")
        provider.behaviour = Behaviour(401, error_body("invalid_api_key"))
        monkeypatch.setattr(tasks, "realtime_client", lambda: realtime_client)

        tasks.hang_up_call(call_pk=conversation.calls.get().pk)

        told = [record for record in caplog.records if "refused" in record.getMessage()]
        assert [record.levelname for record in told] == ["ERROR"]
        assert vars(told[0])["conversation"] == str(conversation.public_id)
        assert conversation.calls.get().hung_up_at is None


def test_tick_writes_the_flag_and_sweeps(
    make_conversation: MakeConversation, sent: list[int]
) -> None:
    past = make_conversation(call_id="rtc_1")

    tasks.tick()

    assert reason_of(past) in {"closing", "limit"}


def test_a_second_beat_does_no_harm(
    make_conversation: MakeConversation, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Two ticks of one minute: the second finds the minute done and leaves everything alone."""
    caplog.set_level("INFO", logger="conversations.tasks")
    with time_machine.travel(noon, tick=False):
        tasks.tick()
        assert "second beat" not in caplog.text
        late = make_conversation(started_at=noon - timedelta(hours=1), ends_at=noon)
        tasks.tick()

    assert reason_of(late) == ""
    assert "second beat" in caplog.text
    with time_machine.travel(noon + timedelta(minutes=1), tick=False):
        tasks.tick()
    assert reason_of(late) == "failed"
