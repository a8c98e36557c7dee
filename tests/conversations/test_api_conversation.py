"""Calls of one conversation, under its token, from the next secret to goodbye."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from conversations.models import Call, Conversation
from conversations.override import hold_house
from persona.models import PersonaRevision
from tests.conversations.provider import MisbehavingProvider

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


from tests.conversations.api import assert_problem, begin, post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]


class TestToken:
    @pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer forged", "Basic abc"])
    def test_missing_or_forged(self, client: Client, authorization: str) -> None:
        begun = begin(client)

        answer = client.post(
            f"/api/conversations/{begun['id']}/heartbeat", HTTP_AUTHORIZATION=authorization
        )
        assert_problem(answer, "token_refused", 401)

    def test_of_another_conversation(self, client: Client) -> None:
        mine, theirs = begin(client), begin(client)

        answer = post(client, f"/api/conversations/{theirs['id']}/end", {}, mine["token"])
        assert_problem(answer, "token_refused", 401)


class TestMoreSecrets:
    @pytest.mark.parametrize("cause", ["reconnect", "rollover"])
    def test_are_minted_for_the_next_call(self, client: Client, cause: str) -> None:
        begun = begin(client)

        path = f"/api/conversations/{begun['id']}/client-secrets"
        answer = post(client, path, {"cause": cause}, begun["token"])

        assert answer.status_code == 201
        assert set(answer.json()) == {"client_secret", "calls_url", "ends_at", "call_number"}
        assert answer.json()["call_number"] == 2

    def test_keep_the_revision_the_conversation_began_with(
        self, client: Client, provider: MisbehavingProvider, revision: PersonaRevision
    ) -> None:
        begun = begin(client)
        newer = PersonaRevision.objects.create(
            persona=revision.persona,
            number=2,
            session={**revision.session, "instructions": "새 판"},
            visitor=revision.visitor,
            sha256="1" * 64,
            protected_sha256="1" * 64,
            note="",
            published_at=timezone.now(),
        )
        revision.persona.live_revision = newer
        revision.persona.save(update_fields=["live_revision"])

        path = f"/api/conversations/{begun['id']}/client-secrets"
        post(client, path, {"cause": "reconnect"}, begun["token"])
        next_visit = begin(client)

        sent = [request.body["session"]["instructions"] for request in provider.requests]
        assert sent == [revision.session["instructions"]] * 2 + ["새 판"]
        assert next_visit["persona"]["revision"] == 2

    def test_need_a_cause(self, client: Client) -> None:
        begun = begin(client)

        path = f"/api/conversations/{begun['id']}/client-secrets"
        assert_problem(post(client, path, {"cause": "begin"}, begun["token"]), "bad_request", 400)

    @pytest.mark.parametrize(("seconds", "refused"), [(10, False), (9, True)])
    def test_are_refused_in_the_last_seconds_before_closing(
        self, client: Client, provider: MisbehavingProvider, noon: datetime, seconds: int,
        refused: bool,
    ) -> None:  # fmt: skip
        begun = begin(client)
        closes = noon + timedelta(minutes=1)
        hold_house(is_open=False, reason="태풍", now=noon, since=closes)
        minted = len(provider.requests)

        path = f"/api/conversations/{begun['id']}/client-secrets"
        with time_machine.travel(closes - timedelta(seconds=seconds), tick=False):
            answer = post(client, path, {"cause": "reconnect"}, begun["token"])

        if refused:
            assert_problem(answer, "house_closed", 503)
        assert len(provider.requests) == minted + (not refused)

    def test_are_refused_after_goodbye(self, client: Client) -> None:
        begun = begin(client)
        base = f"/api/conversations/{begun['id']}"
        post(client, f"{base}/end", {"reason": "visitor"}, begun["token"])

        answer = post(client, f"{base}/client-secrets", {"cause": "reconnect"}, begun["token"])
        assert_problem(answer, "conversation_ended", 409)

    def test_are_not_endless(self, client: Client, settings: Settings) -> None:
        settings.CALLS_PER_HOUR = 2
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/client-secrets"
        assert post(client, path, {"cause": "reconnect"}, begun["token"]).status_code == 201

        answer = post(client, path, {"cause": "reconnect"}, begun["token"])
        assert_problem(answer, "rate_limited", 429)


class TestRegisterCall:
    def put(self, client: Client, begun: dict[str, Any], call_id: str) -> "Answer":
        return client.put(
            f"/api/conversations/{begun['id']}/calls/{call_id}",
            HTTP_AUTHORIZATION=f"Bearer {begun['token']}",
        )

    def test_is_idempotent(self, client: Client) -> None:
        begun = begin(client)

        assert self.put(client, begun, "rtc_u0_abc").status_code == 204
        assert self.put(client, begun, "rtc_u0_abc").status_code == 204
        assert Call.objects.get().provider_call_id == "rtc_u0_abc"

    def test_refuses_what_is_no_call_id(self, client: Client) -> None:
        assert_problem(self.put(client, begin(client), "a%2Fb..%20"), "not_found", 404)
        assert_problem(self.put(client, begin(client), "rtc.x"), "bad_request", 400)

    def test_of_more_calls_than_secrets_is_refused(self, client: Client) -> None:
        begun = begin(client)
        self.put(client, begun, "rtc_1")

        assert_problem(self.put(client, begun, "rtc_2"), "conversation_ended", 409)

    def test_after_goodbye_is_hung_up(
        self,
        client: Client,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        sent: list[str] = []
        monkeypatch.setattr(
            "conversations.hang_ups.current_app.send_task", lambda name, **_: sent.append(name)
        )
        begun = begin(client)
        base = f"/api/conversations/{begun['id']}"
        post(client, f"{base}/end", {"reason": "visitor"}, begun["token"])

        with django_capture_on_commit_callbacks(execute=True):
            answer = self.put(client, begun, "rtc_late")

        assert_problem(answer, "conversation_ended", 409)
        assert sent == ["conversations.tasks.hang_up_call"]


class TestHeartbeat:
    def test_notes_what_the_page_measured(self, client: Client) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/heartbeat"
        ledger = {"connect_ms": 321, "turns": 2}

        answer = post(
            client,
            path,
            {"phase": "live", "ledger": ledger, "usage": {"audio_out": 40}},
            begun["token"],
        )
        post(client, path, {"phase": "live", "ledger": {"turns": 1}}, begun["token"])

        assert answer.json() == {
            "open": True,
            "ends_at": begun["ends_at"],
            "closing_soon": False,
            "hang_up": False,
        }
        conversation = Conversation.objects.get()
        assert (conversation.connect_ms, conversation.turns, conversation.audio_out) == (321, 2, 40)

    def test_keeps_the_newest_median_and_the_worst_of_all(self, client: Client) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/heartbeat"
        early = {"turns": 2, "turn_gap_ms": 900, "turn_gap_ms_max": 1_900, "gate_close_ms_max": 31}
        later = {"turns": 6, "turn_gap_ms": 640, "turn_gap_ms_max": 1_400, "gate_close_ms_max": 12}

        for ledger in (early, later, early):  # the first one comes again, late
            assert post(client, path, {"ledger": ledger}, begun["token"]).status_code == 200

        kept = Conversation.objects.get()
        assert (kept.turn_gap_ms, kept.turn_gap_ms_max, kept.gate_close_ms_max) == (640, 1_900, 31)

    def test_keeps_why_calls_dropped_and_nothing_it_does_not_know(self, client: Client) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/heartbeat"
        early = {"drops": 1, "drops_by_cause": {"offline": 1}}
        later = {"drops": 3, "drops_by_cause": {"offline": 1, "stalled": 2, "엄마가 불러서": 1}}

        for ledger in (early, later, early):
            assert post(client, path, {"ledger": ledger}, begun["token"]).status_code == 200

        kept = Conversation.objects.get()
        assert (kept.drops, kept.drops_by_cause) == (3, {"offline": 1, "stalled": 2})

    @pytest.mark.parametrize(
        "payload",
        [
            {"ledger": {"drops_by_cause": ["offline"]}},
            {"ledger": {"drops_by_cause": {"offline": "엄마가 불러서"}}},
            {"ledger": {"drops_by_cause": {"offline": -1}}},
            {"ledger": {"turn_gap_ms": 0.5}},
            {"ledger": {"turns": -1}},
            {"ledger": {"turns": "two"}},
            {"usage": []},
            {"phase": 7},
            {"ledger": {"turns": 2**40}},
            {"ledger": {"turns": True}},
            {"phase": "X y"},
        ],
    )
    def test_refuses_nonsense_and_loses_nothing(
        self, client: Client, payload: dict[str, Any]
    ) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/heartbeat"
        post(client, path, {"ledger": {"turns": 3}}, begun["token"])

        assert_problem(post(client, path, payload, begun["token"]), "bad_request", 400)
        assert Conversation.objects.get().turns == 3

    def test_says_when_to_hang_up(self, client: Client, at_noon: time_machine.Traveller) -> None:
        begun = begin(client)
        at_noon.shift(timedelta(minutes=20))

        path = f"/api/conversations/{begun['id']}/heartbeat"
        assert post(client, path, {}, begun["token"]).json()["hang_up"] is True

    def test_says_when_the_house_closed(self, client: Client, noon: datetime) -> None:
        begun = begin(client)
        hold_house(is_open=False, reason="태풍", now=noon)

        path = f"/api/conversations/{begun['id']}/heartbeat"
        pulse = post(client, path, {}, begun["token"]).json()
        assert (pulse["open"], pulse["hang_up"]) == (False, True)
        assert "쉬고" in pulse["message"]


class TestEnd:
    def test_twice_is_one_goodbye(self, client: Client) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}/end"

        first = post(client, path, {"reason": "visitor", "ledger": {"turns": 4}}, begun["token"])
        second = post(client, path, {"reason": "closing"}, begun["token"])

        assert (first.status_code, second.status_code) == (204, 204)
        conversation = Conversation.objects.get()
        assert (conversation.end_reason, conversation.turns) == ("visitor", 4)

    def test_needs_a_known_reason(self, client: Client) -> None:
        begun = begin(client)

        path = f"/api/conversations/{begun['id']}/end"
        assert_problem(post(client, path, {"reason": "bored"}, begun["token"]), "bad_request", 400)

    def test_hangs_up_every_registered_call(
        self,
        client: Client,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        sent: list[int] = []
        monkeypatch.setattr(
            "conversations.hang_ups.current_app.send_task",
            lambda _name, *, kwargs: sent.append(kwargs["call_pk"]),
        )
        begun = begin(client)
        base = f"/api/conversations/{begun['id']}"
        token = f"Bearer {begun['token']}"
        client.put(f"{base}/calls/rtc_1", HTTP_AUTHORIZATION=token)
        post(client, f"{base}/client-secrets", {"cause": "reconnect"}, begun["token"])
        client.put(f"{base}/calls/rtc_2", HTTP_AUTHORIZATION=token)

        with django_capture_on_commit_callbacks(execute=True):
            post(client, f"{base}/end", {"reason": "visitor"}, begun["token"])

        assert sorted(sent) == sorted(Call.objects.values_list("pk", flat=True))


class TestFeeling:
    @pytest.mark.parametrize("has_ended", [False, True])
    def test_is_kept_though_the_goodbye_may_still_be_on_its_way(
        self, client: Client, has_ended: bool
    ) -> None:
        begun = begin(client)
        path = f"/api/conversations/{begun['id']}"
        if has_ended:
            post(client, f"{path}/end", {"reason": "visitor"}, begun["token"])

        first = post(client, f"{path}/feeling", {"feeling": "same"}, begun["token"])
        last = post(client, f"{path}/feeling", {"feeling": "lighter"}, begun["token"])

        assert (first.status_code, last.status_code) == (204, 204)
        conversation = Conversation.objects.get()
        assert conversation.feeling == "lighter"
        assert (conversation.ended_at is not None) is has_ended

    @pytest.mark.parametrize(
        "told", [{}, {"feeling": ""}, {"feeling": "sad"}, {"feeling": ["same"]}]
    )
    def test_is_one_of_three(self, client: Client, told: dict[str, Any]) -> None:
        begun = begin(client)

        path = f"/api/conversations/{begun['id']}/feeling"
        assert_problem(post(client, path, told, begun["token"]), "bad_request", 400)
        assert Conversation.objects.get().feeling == ""

    def test_needs_the_token(self, client: Client) -> None:
        begun = begin(client)

        path = f"/api/conversations/{begun['id']}/feeling"
        assert_problem(post(client, path, {"feeling": "same"}, "forged"), "token_refused", 401)
