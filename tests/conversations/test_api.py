"""The HTTP contract, request by request."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from openai.types.realtime import RealtimeSessionCreateRequest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from conversations.models import Call, Conversation, HouseState
from conversations.override import hold_house
from persona.models import PersonaRevision
from tests.conversations.provider import SECRET, Behaviour, MisbehavingProvider, error_body

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]


def post(
    client: Client,
    path: str,
    payload: object = None,
    token: str | None = None,
    headers: dict[str, str] | None = None,
) -> "Answer":
    return client.post(
        path,
        json.dumps(payload or {}),
        content_type="application/json",
        headers={**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})},
    )


def begin(client: Client) -> dict[str, Any]:
    answer = post(client, "/api/conversations")
    assert answer.status_code == 201, answer.content
    document: dict[str, Any] = answer.json()
    return document


def assert_problem(answer: "Answer", code: str, status: int) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert document["type"] == f"/problems/{code}"
    assert document["status"] == status
    assert any("가" <= letter <= "힣" for letter in document["detail"])
    assert ("Retry-After" in answer) == ("retry_after" in document)
    return document


class TestBegin:
    def test_answers_in_the_shape_of_the_contract(self, client: Client) -> None:
        begun = begin(client)

        assert set(begun) == {
            "id",
            "token",
            "client_secret",
            "calls_url",
            "ends_at",
            "turn_taking",
            "replay",
            "persona",
        }
        assert uuid.UUID(begun["id"])
        assert begun["client_secret"]["value"] == SECRET
        assert begun["client_secret"]["expires_at"] > timezone.now().timestamp()
        assert begun["calls_url"] == django_settings.REALTIME_CALLS_URL
        assert begun["turn_taking"] == {"mode": "half-duplex", "echo_tail_ms": 200}
        assert begun["persona"] == {"name": "사라도령", "revision": 1}

    def test_asks_the_provider_as_its_own_types_say(
        self, client: Client, provider: MisbehavingProvider, revision: PersonaRevision
    ) -> None:
        begin(client)

        (request,) = provider.requests
        assert request.path == "/v1/realtime/client_secrets"
        assert request.headers["Authorization"] == "Bearer sk-test-key-that-must-never-be-logged"
        assert len(request.headers["OpenAI-Safety-Identifier"]) == 64
        assert set(request.body) == {"expires_after", "session"}
        assert request.body["expires_after"] == {"anchor": "created_at", "seconds": 30}
        assert request.body["session"] == revision.session
        assert (
            RealtimeSessionCreateRequest.model_validate(request.body["session"]).model_extra == {}
        )

    def test_lasts_twenty_minutes_or_until_closing(self, client: Client) -> None:
        begin(client)
        noon_visit = Conversation.objects.get()

        assert noon_visit.ends_at - noon_visit.started_at == timedelta(minutes=20)

    def test_ends_with_the_house(self, client: Client, at_noon: time_machine.Traveller) -> None:
        at_noon.move_to(datetime(2026, 11, 23, 8, 45, tzinfo=UTC), tick=False)  # 17:45

        assert begin(client)["ends_at"] == "2026-11-23T18:00:00+09:00"

    def test_sets_no_cookie(self, client: Client) -> None:
        begun = begin(client)
        base = f"/api/conversations/{begun['id']}"
        post(client, f"{base}/heartbeat", {"phase": "live"}, begun["token"])
        client.get("/api/status")
        client.get("/api/nowhere")

        assert not client.cookies

    def test_logs_no_secret(
        self, client: Client, caplog: pytest.LogCaptureFixture, provider: MisbehavingProvider
    ) -> None:
        caplog.set_level("DEBUG")
        begun = begin(client)
        provider.behaviour = Behaviour(401, error_body("invalid_api_key"))
        refused = post(client, "/api/conversations")

        assert caplog.records
        for secret in (SECRET, "sk-test-key", begun["token"]):
            assert secret not in caplog.text
            assert secret not in refused.content.decode()

    def test_keeps_a_mark_of_the_client_but_no_address(self, client: Client) -> None:
        begin(client)

        assert len(Conversation.objects.get().client_hash) == 64
        row = Conversation.objects.values().get()
        assert "127.0.0.1" not in str(row)

    def test_refuses_a_wrong_kiosk_key(self, client: Client) -> None:
        answer = post(client, "/api/conversations", {"kiosk_key": "guess"})

        assert_problem(answer, "token_refused", 401)

    def test_gives_a_kiosk_an_hour(self, client: Client) -> None:
        post(client, "/api/conversations", {"kiosk_key": "kiosk-key-for-tests"})

        kiosk = Conversation.objects.get()
        assert kiosk.is_kiosk
        assert kiosk.ends_at - kiosk.started_at == timedelta(hours=1)

    def test_the_seventh_in_a_minute_waits(self, client: Client) -> None:
        for _ in range(6):
            begin(client)

        document = assert_problem(post(client, "/api/conversations"), "rate_limited", 429)
        assert 1 <= document["retry_after"] <= 60

    def test_what_failed_is_not_counted(
        self, client: Client, provider: MisbehavingProvider
    ) -> None:
        provider.behaviour = Behaviour(500)
        for _ in range(8):
            assert_problem(post(client, "/api/conversations"), "realtime_unavailable", 503)
        provider.behaviour = Behaviour()

        for _ in range(6):
            begin(client)

    def test_refuses_when_nothing_is_published(
        self, client: Client, revision: PersonaRevision, provider: MisbehavingProvider
    ) -> None:
        revision.persona.live_revision = None
        revision.persona.save(update_fields=["live_revision"])

        assert_problem(post(client, "/api/conversations"), "realtime_unavailable", 503)
        assert not provider.requests


class TestFailingProvider:
    @pytest.mark.parametrize(
        ("behaviour", "code", "status"),
        [
            (Behaviour(400, error_body("unknown_parameter")), "realtime_rejected", 502),
            (Behaviour(401, error_body("invalid_api_key")), "realtime_rejected", 502),
            (Behaviour(403, error_body("x")), "realtime_rejected", 502),
            (Behaviour(404, error_body("model_not_found")), "realtime_rejected", 502),
            (Behaviour(429, error_body("insufficient_quota")), "realtime_rejected", 502),
            (Behaviour(500), "realtime_unavailable", 503),
            (Behaviour(503, b"<html>overloaded</html>"), "realtime_unavailable", 503),
            (Behaviour(slams=True), "realtime_unavailable", 503),
            (Behaviour(200, b"<!doctype html><title>Log in"), "realtime_rejected", 502),
            (Behaviour(200, b"[]"), "realtime_rejected", 502),
            (Behaviour(200, b'{"value": "", "expires_at": 1}'), "realtime_rejected", 502),
            (Behaviour(200, b'{"value": "ek_x", "expires_at": "soon"}'), "realtime_rejected", 502),
            (Behaviour(301, headers={"Location": "/elsewhere"}), "realtime_rejected", 502),
        ],
        ids=[
            "400",
            "401",
            "403",
            "404",
            "quota",
            "500",
            "503",
            "slams",
            "html",
            "list",
            "empty",
            "no-time",
            "redirect",
        ],
    )
    def test_is_named_and_leaves_nothing_behind(
        self,
        client: Client,
        provider: MisbehavingProvider,
        behaviour: Behaviour,
        code: str,
        status: int,
    ) -> None:
        provider.behaviour = behaviour

        assert_problem(post(client, "/api/conversations"), code, status)
        assert not Conversation.objects.exists()
        assert not Call.objects.exists()
        assert client.get("/api/status").json()["seats_free"] == 50

    def test_that_asks_for_patience_is_passed_on(
        self, client: Client, provider: MisbehavingProvider
    ) -> None:
        provider.behaviour = Behaviour(
            429, error_body("rate_limit_exceeded"), {"Retry-After": "17"}
        )

        answer = post(client, "/api/conversations")

        assert assert_problem(answer, "realtime_unavailable", 503)["retry_after"] == 17
        assert answer["Retry-After"] == "17"

    @pytest.mark.parametrize("behaviour", [Behaviour(hang=30), Behaviour(drip=0.5)])
    def test_that_hangs_or_drips_is_given_up_within_ten_seconds(
        self, client: Client, provider: MisbehavingProvider, behaviour: Behaviour
    ) -> None:
        provider.behaviour = behaviour
        started = timezone.now()

        assert_problem(post(client, "/api/conversations"), "realtime_unavailable", 503)
        # The bound is the contract's, not a measure of speed: the provider here would take 30 s.
        assert timezone.now() - started < timedelta(seconds=10)
        assert not Conversation.objects.exists()


class TestClosedHouse:
    @pytest.mark.parametrize(
        ("utc", "is_open", "admits"),
        [
            ("2026-11-22T22:59:59", False, False),  # 07:59:59 in Seoul
            ("2026-11-22T23:00:00", True, True),  # 08:00:00
            ("2026-11-23T08:49:59", True, True),  # 17:49:59
            ("2026-11-23T08:50:00", True, False),  # 17:50:00, last admission
            ("2026-11-23T08:59:59", True, False),  # 17:59:59
            ("2026-11-23T09:00:00", False, False),  # 18:00:00
        ],
    )
    def test_is_right_at_each_edge_with_the_tick_stopped(
        self,
        client: Client,
        provider: MisbehavingProvider,
        at_noon: time_machine.Traveller,
        utc: str,
        is_open: bool,
        admits: bool,
    ) -> None:
        assert not HouseState.objects.exists()
        now = datetime.fromisoformat(f"{utc}+00:00")
        at_noon.move_to(now, tick=False)

        assert client.get("/api/status").json()["open"] is is_open
        answer = post(client, "/api/conversations")
        if admits:
            assert answer.status_code == 201
            return
        document = assert_problem(answer, "house_closed", 503)
        opening = datetime(2026, 11, 22 if now.day == 22 else 23, 23, 0, tzinfo=UTC)
        assert document["retry_after"] == (opening - now).total_seconds()
        assert not provider.requests

    def test_follows_an_override_at_once(
        self, client: Client, provider: MisbehavingProvider, noon: datetime
    ) -> None:
        hold_house(is_open=False, reason="태풍", now=noon, until=noon + timedelta(hours=2))

        document = assert_problem(post(client, "/api/conversations"), "house_closed", 503)
        assert 7190 <= document["retry_after"] <= 7200
        assert not provider.requests


class TestSeats:
    def test_full_house_refuses(self, client: Client, settings: Settings) -> None:
        settings.SEATS = 2
        begin(client)
        begin(client)

        assert_problem(post(client, "/api/conversations"), "house_full", 503)
        assert client.get("/api/status").json()["seats_free"] == 0

    def test_a_goodbye_frees_the_seat(self, client: Client, settings: Settings) -> None:
        settings.SEATS = 1
        begun = begin(client)
        post(client, f"/api/conversations/{begun['id']}/end", {"reason": "visitor"}, begun["token"])

        begin(client)


class TestBudget:
    def test_minutes(self, client: Client, settings: Settings) -> None:
        settings.DAILY_MINUTES_CEILING = 0

        assert_problem(post(client, "/api/conversations"), "budget_spent", 503)

    def test_money_at_its_dearest(self, client: Client, settings: Settings, noon: datetime) -> None:
        begin(client)
        # 600 tokens in at $10 and 1,200 out at $20 a million: $0.03 a minute, so $1 in 34 minutes.
        Conversation.objects.update(started_at=noon - timedelta(minutes=34))
        settings.DAILY_USD_CEILING = 1

        assert_problem(post(client, "/api/conversations"), "budget_spent", 503)

    def test_yesterday_does_not_count(
        self, client: Client, settings: Settings, noon: datetime
    ) -> None:
        begun = begin(client)
        post(client, f"/api/conversations/{begun['id']}/end", {"reason": "visitor"}, begun["token"])
        yesterday = noon - timedelta(days=1)
        Conversation.objects.update(started_at=yesterday, ended_at=yesterday + timedelta(hours=9))
        settings.DAILY_MINUTES_CEILING = 1

        begin(client)


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

    def test_are_refused_after_goodbye(self, client: Client) -> None:
        begun = begin(client)
        base = f"/api/conversations/{begun['id']}"
        post(client, f"{base}/end", {"reason": "visitor"}, begun["token"])

        answer = post(client, f"{base}/client-secrets", {"cause": "reconnect"}, begun["token"])
        assert_problem(answer, "conversation_ended", 409)

    def test_are_not_endless(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("conversations.actions.MAX_CALLS_PER_HOUR", 2)
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

        assert answer.json() == {"open": True, "ends_at": begun["ends_at"], "hang_up": False}
        conversation = Conversation.objects.get()
        assert (conversation.connect_ms, conversation.turns, conversation.audio_out) == (321, 2, 40)

    @pytest.mark.parametrize(
        "payload",
        [
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


class TestStatus:
    def test_is_cacheable_and_tagged(self, client: Client) -> None:
        first = client.get("/api/status")
        again = client.get("/api/status", HTTP_IF_NONE_MATCH=first["ETag"])

        assert set(first.json()) == {
            "open",
            "reason",
            "now",
            "opens_at",
            "closes_at",
            "last_admission_at",
            "seats_free",
            "message",
        }
        assert first.json()["closes_at"] == "2026-11-23T18:00:00+09:00"
        assert "max-age" in first["Cache-Control"]
        assert again.status_code == 304

    def test_says_when_it_opens_again(
        self, client: Client, at_noon: time_machine.Traveller
    ) -> None:
        at_noon.shift(timedelta(hours=7))

        assert client.get("/api/status").json()["message"].endswith("내일 오전 8시에 다시 열어요.")


class TestGate:
    def test_the_101st_request_in_a_minute_waits(
        self, client: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        at_noon.move_to(noon, tick=False)
        for _ in range(100):
            assert client.get("/api/status").status_code == 200

        assert_problem(client.get("/api/status"), "rate_limited", 429)
        assert client.get("/api/status", REMOTE_ADDR="10.0.0.9", secure=True).status_code == 200

    def test_a_stranger_cannot_choose_his_address(self, client: Client) -> None:
        for number in range(100):
            client.get("/api/status", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

        answer = client.get("/api/status", HTTP_X_FORWARDED_FOR="10.0.1.1")
        assert_problem(answer, "rate_limited", 429)

    def test_foreign_origins_are_refused(self, client: Client) -> None:
        answer = post(client, "/api/conversations", headers={"Origin": "https://elsewhere.example"})

        assert_problem(answer, "origin_refused", 403)

    def test_own_and_allowed_origins_pass(self, client: Client, settings: Settings) -> None:
        settings.CORS_ALLOWED_ORIGINS = ["https://museum.example"]

        own = client.get("/api/status", HTTP_ORIGIN="http://testserver")
        allowed = client.get("/api/status", HTTP_ORIGIN="https://museum.example")
        assert (own.status_code, allowed.status_code) == (200, 200)
        assert allowed["Access-Control-Allow-Origin"] == "https://museum.example"

    def test_large_bodies_are_refused(self, client: Client) -> None:
        answer = post(client, "/api/conversations", {"kiosk_key": "x" * 40_000})

        assert_problem(answer, "payload_too_large", 413)

    @pytest.mark.parametrize("body", ["{", "[]", '"x"', "[" * 20_000, "\ufffe"])
    def test_bad_json_is_refused(self, client: Client, body: str) -> None:
        answer = client.post("/api/conversations", body, content_type="application/json")

        assert_problem(answer, "bad_request", 400)

    def test_unknown_addresses_and_methods_are_problems_too(self, client: Client) -> None:
        assert_problem(client.get("/api/nowhere"), "not_found", 404)
        assert_problem(client.get(f"/api/conversations/{uuid.uuid4()}"), "not_found", 404)
        refused = client.delete("/api/status")
        assert_problem(refused, "method_not_allowed", 405)
        assert refused["Allow"] == "GET, HEAD"

    def test_a_crash_is_a_problem_too(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(**_: object) -> None:
            raise ZeroDivisionError("secret detail")

        monkeypatch.setattr("conversations.views.house", crash)
        client.raise_request_exception = False

        answer = client.get("/api/status")
        assert_problem(answer, "internal_error", 500)
        assert "secret detail" not in answer.content.decode()


class TestHealth:
    def test_alive(self, client: Client) -> None:
        assert client.get("/healthz").status_code == 200

    def test_ready_only_after_a_tick(self, client: Client, noon: datetime) -> None:
        before = client.get("/readyz")
        hold_house(is_open=True, reason="시험", now=timezone.now())
        after = client.get("/readyz")

        assert (before.status_code, after.status_code) == (503, 200)
        assert "tick" in before.json()["wrong"]
