"""The circuit spares a provider that is down, and notices by itself that it is back."""

import pytest
from django.core.cache import caches
from django.test import Client

from conversations import realtime
from conversations.circuit import FAILURES_TO_OPEN, OPEN_SECONDS, Circuit, CircuitOpen
from conversations.realtime import RealtimeClient
from sarado_site import shared_cache
from tests.conversations.api import assert_problem, post
from tests.conversations.provider import Behaviour, MisbehavingProvider, error_body


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(clock: Clock) -> Circuit:
    return Circuit("test", now=clock)


@pytest.fixture
def elsewhere(clock: Clock) -> Circuit:
    """The same circuit in another process."""
    return Circuit("test", now=clock)


def fail(circuit: Circuit, times: int = FAILURES_TO_OPEN) -> None:
    for _ in range(times):
        circuit.admit()
        circuit.failed()


class TestCircuit:
    def test_stays_closed_for_single_failures(self, here: Circuit) -> None:
        fail(here, FAILURES_TO_OPEN - 1)
        here.succeeded()
        fail(here, FAILURES_TO_OPEN - 1)

        here.admit()

    def test_opens_for_every_process(self, here: Circuit, elsewhere: Circuit, clock: Clock) -> None:
        fail(here)

        with pytest.raises(CircuitOpen) as refused:
            here.admit()
        assert refused.value.retry_after == OPEN_SECONDS
        with pytest.raises(CircuitOpen):
            elsewhere.admit()

    def test_adds_up_what_processes_saw(self, here: Circuit, elsewhere: Circuit) -> None:
        fail(here, FAILURES_TO_OPEN - 1)
        fail(elsewhere, 1)

        assert elsewhere.state() == "open"

    def test_half_open_lets_one_try(self, here: Circuit, elsewhere: Circuit, clock: Clock) -> None:
        fail(here)
        clock.seconds += OPEN_SECONDS

        assert here.state() == "half_open"
        here.admit()
        with pytest.raises(CircuitOpen):
            here.admit()
        with pytest.raises(CircuitOpen):
            elsewhere.admit()

    def test_a_try_that_fails_opens_it_again(self, here: Circuit, clock: Clock) -> None:
        fail(here)
        clock.seconds += OPEN_SECONDS
        here.admit()
        here.failed()

        assert here.state() == "open"
        clock.seconds += OPEN_SECONDS
        here.admit()

    def test_a_try_that_succeeds_closes_it_for_all(
        self, here: Circuit, elsewhere: Circuit, clock: Clock
    ) -> None:
        fail(here)
        clock.seconds += OPEN_SECONDS
        here.admit()
        here.succeeded()
        clock.seconds += 1  # a process looks at the shared state once a second

        assert (here.state(), elsewhere.state()) == ("closed", "closed")
        fail(elsewhere, FAILURES_TO_OPEN - 1)
        elsewhere.admit()

    def test_a_clock_set_back_does_not_blind_it(
        self, here: Circuit, elsewhere: Circuit, clock: Clock
    ) -> None:
        elsewhere.admit()
        clock.seconds -= 3600
        fail(here)

        with pytest.raises(CircuitOpen):
            elsewhere.admit()

    def test_works_alone_while_redis_is_away(
        self, here: Circuit, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shared_cache, "is_resting", lambda: True)
        fail(here)

        assert here.state() == "open"
        assert caches["default"].get("circuit.test.opens_again_at") is None


@pytest.mark.django_db
@pytest.mark.usefixtures("revision", "at_noon")
class TestBeginning:
    def test_does_not_ask_a_provider_that_is_down(
        self,
        client: Client,
        provider: MisbehavingProvider,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        asked = RealtimeClient(
            base=provider.base, key="sk-test", circuit=Circuit("begin", now=clock)
        )
        monkeypatch.setattr(realtime, "_client", asked)
        provider.behaviour = Behaviour(503, error_body("overloaded"))
        for _ in range(FAILURES_TO_OPEN):
            assert_problem(post(client, "/api/conversations"), "realtime_unavailable", 503)

        refused = assert_problem(post(client, "/api/conversations"), "realtime_unavailable", 503)

        assert refused["retry_after"] == OPEN_SECONDS
        assert len(provider.requests) == FAILURES_TO_OPEN
        provider.behaviour = Behaviour()
        clock.seconds += OPEN_SECONDS
        assert post(client, "/api/conversations").status_code == 201
        asked.close()

    def test_a_refusal_is_an_answer(
        self, client: Client, provider: MisbehavingProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        circuit = Circuit("refusal")
        asked = RealtimeClient(base=provider.base, key="sk-test", circuit=circuit)
        monkeypatch.setattr(realtime, "_client", asked)
        provider.behaviour = Behaviour(401, error_body("invalid_api_key"))
        for _ in range(FAILURES_TO_OPEN):
            assert_problem(post(client, "/api/conversations"), "realtime_rejected", 502)

        assert circuit.state() == "closed"
        asked.close()


def test_a_mistake_of_ours_is_no_answer_of_the_provider(
    here: Circuit, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(here)
    clock.seconds += OPEN_SECONDS
    asked = RealtimeClient(base="https://provider.invalid/v1", key="sk-test", circuit=here)

    def mistake(*_words: object) -> None:
        raise LookupError("ours")

    monkeypatch.setattr(asked, "_ask", mistake)
    with pytest.raises(LookupError, match="ours"):
        asked.mint({}, seconds=60, safety_identifier="somebody")

    assert here.state() == "half_open"
    asked.close()
