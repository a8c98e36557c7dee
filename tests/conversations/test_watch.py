"""The watch of a web process: on duty exactly while Celery is not."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from conversations import actions
from conversations.hang_ups import hang_up
from conversations.house import claim_minute, renew_lease
from conversations.models import Call, Conversation, HouseState, OpeningHours
from conversations.override import hold_house
from conversations.realtime import RealtimeClient, RealtimeUnavailable
from conversations.seats import take_seat
from conversations.watch import Watch, is_needed, look_after_the_doors
from persona.models import PersonaRevision
from tests.conversations.provider import Behaviour, MisbehavingProvider, error_body

Guest = Callable[[int], Call]


@pytest.fixture
def guest(revision: PersonaRevision, noon: datetime) -> Guest:
    """A visitor with a registered call; his house keeps no hours."""
    OpeningHours.objects.all().delete()

    def come(number: int) -> Call:
        conversation = take_seat(
            range(1, 51),
            persona_revision=revision,
            started_at=noon,
            ends_at=noon + timedelta(minutes=20),
            last_heartbeat_at=noon,
        )
        return Call.objects.create(
            conversation=conversation,
            number=1,
            cause=Call.Cause.BEGIN,
            minted_at=noon,
            secret_expires_at=noon + timedelta(seconds=30),
            provider_call_id=f"rtc_{number}",
            registered_at=noon,
        )

    return come


@pytest.mark.django_db
class TestIsNeeded:
    def test_before_the_first_tick(self, noon: datetime) -> None:
        assert is_needed(now=noon)

    @pytest.mark.parametrize(("seconds", "needed"), [(0, False), (74, False), (75, True)])
    def test_when_a_tick_is_missed(self, noon: datetime, seconds: int, needed: bool) -> None:
        assert claim_minute(now=noon)

        assert is_needed(now=noon + timedelta(seconds=seconds)) is needed

    def test_after_a_clock_went_back(self, noon: datetime) -> None:
        claim_minute(now=noon)

        assert is_needed(now=noon - timedelta(minutes=5))

    def test_not_for_a_lease_that_a_request_renewed(self, noon: datetime) -> None:
        renew_lease(now=noon)

        assert HouseState.objects.get().ticked_at is None
        assert is_needed(now=noon)

    @pytest.mark.parametrize(("seconds", "needed"), [(14, False), (15, True)])
    def test_when_a_hang_up_is_overdue(
        self, guest: Guest, noon: datetime, seconds: int, needed: bool
    ) -> None:
        claim_minute(now=noon)
        conversation = guest(1).conversation
        actions.end(conversation, reason=Conversation.EndReason.VISITOR, now=noon)

        assert is_needed(now=noon + timedelta(seconds=seconds)) is needed

    @pytest.mark.parametrize(("seconds", "needed"), [(14, False), (15, True)])
    def test_when_somebody_stays_past_his_time(
        self, guest: Guest, noon: datetime, seconds: int, needed: bool
    ) -> None:
        hold_house(is_open=True, reason="잔치", now=noon)
        guest(1)
        end = noon + timedelta(minutes=20)
        claim_minute(now=end)

        assert is_needed(now=end + timedelta(seconds=seconds)) is needed

    def test_when_the_doors_are_shut_between_two_ticks(self, guest: Guest, noon: datetime) -> None:
        hold_house(is_open=True, reason="잔치", now=noon)
        guest(1)
        claim_minute(now=noon)
        assert not is_needed(now=noon + timedelta(seconds=20))

        hold_house(is_open=False, reason="태풍", now=noon + timedelta(seconds=20))

        assert is_needed(now=noon + timedelta(seconds=20))


@pytest.mark.django_db
def test_a_second_tick_of_a_minute_is_known(noon: datetime) -> None:
    assert claim_minute(now=noon)
    assert not claim_minute(now=noon + timedelta(seconds=59))
    assert claim_minute(now=noon + timedelta(seconds=60))
    assert claim_minute(now=noon)  # the clock went back: better twice than never


@pytest.mark.django_db(transaction=True)
class TestLookAfterTheDoors:
    def test_ends_and_hangs_up_everything_without_celery(
        self,
        guest: Guest,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        for number in range(12):
            guest(number)
        hold_house(is_open=False, reason="태풍", now=noon)

        assert look_after_the_doors(now=noon, realtime=realtime_client) == 12

        assert not Conversation.objects.live().exists()
        asked = [request.path for request in provider.requests]
        assert sorted(asked) == sorted(f"/v1/realtime/calls/rtc_{n}/hangup" for n in range(12))
        assert set(Call.objects.values_list("outcome", flat=True)) == {"hung_up"}

    def test_leaves_what_failed_to_the_next_look(
        self,
        guest: Guest,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        guest(1)
        hold_house(is_open=False, reason="태풍", now=noon)
        provider.behaviour = Behaviour(500)
        look_after_the_doors(now=noon, realtime=realtime_client)
        assert Call.objects.get().hung_up_at is None

        provider.behaviour = Behaviour(404, error_body("call_id_not_found"))
        look_after_the_doors(now=noon + timedelta(seconds=10), realtime=realtime_client)

        assert Call.objects.get().outcome == "already_gone"

    def test_two_who_come_at_once_ask_the_provider_once(
        self,
        guest: Guest,
        noon: datetime,
        provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:
        call = guest(1)
        provider.behaviour = Behaviour(hang=0.3)

        def ask(_: int) -> None:
            try:
                hang_up(call.pk, now=noon, realtime=realtime_client)
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as crowd:
            list(crowd.map(ask, range(6)))

        assert len(provider.requests) == 1
        assert Call.objects.get().outcome == "hung_up"

    def test_who_was_killed_while_asking_is_stood_in_for(
        self, guest: Guest, noon: datetime, provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:  # fmt: skip
        call = guest(1)
        Call.objects.update(hang_up_asked_at=noon)  # and then it was killed

        hang_up(call.pk, now=noon + timedelta(seconds=9), realtime=realtime_client)
        assert not provider.requests
        hang_up(call.pk, now=noon + timedelta(seconds=10), realtime=realtime_client)
        assert len(provider.requests) == 1

    def test_who_tries_again_does_not_wait_for_himself(
        self, guest: Guest, noon: datetime, provider: MisbehavingProvider,
        realtime_client: RealtimeClient,
    ) -> None:  # fmt: skip
        call = guest(1)
        provider.behaviour = Behaviour(503)
        with pytest.raises(RealtimeUnavailable):
            hang_up(call.pk, now=noon, realtime=realtime_client)
        provider.behaviour = Behaviour()

        hang_up(call.pk, now=noon + timedelta(seconds=1), realtime=realtime_client)

        assert Call.objects.get().outcome == "hung_up"


@pytest.mark.django_db(transaction=True)
def test_the_watch_does_it_all_by_itself(
    guest: Guest, provider: MisbehavingProvider, realtime_client: RealtimeClient
) -> None:
    guest(1)  # at noon of a day long past: over, and nobody ticks
    watch = Watch(0.05)
    watch.start()
    deadline = time.monotonic() + 10
    while not provider.requests and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    watch.stop()
    watch.join(5)

    assert not watch.is_alive()
    assert [request.path for request in provider.requests] == ["/v1/realtime/calls/rtc_1/hangup"]
