"""POST /api/conversations: who comes in, and who is told to come back."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from openai.types.realtime import RealtimeSessionCreateRequest
from pytest_django import Settings

from conversations.models import Conversation, HouseState
from conversations.override import hold_house
from conversations.pages import page_stamp
from persona.models import PersonaRevision
from persona.published import live_revision
from tests.conversations.api import assert_problem, begin, post, show
from tests.conversations.provider import SECRET, Behaviour, MisbehavingProvider, error_body

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]


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

    def test_brings_what_the_page_does_not_know_yet(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        stamp = client.get("/api/status").json()["stamp"]
        word = {"phrase": "하영", "old_spelling": "", "standard_korean": "많이", "english": "many"}
        line = {"number": "1388", "name": "청소년", "for_whom": "청소년", "hours": "24시간"}
        show(revision, {**revision.visitor, "glossary": [word], "crisis_lines": [line]})

        def persona(**payload: str) -> dict[str, Any]:
            told: dict[str, Any] = post(client, "/api/conversations", payload).json()["persona"]
            return told

        old = persona(stamp=stamp)
        assert (old["revision"], old["flowers"], old["crisis_lines"]) == (2, [], [line])
        assert old["glossary"] == [
            {"phrase": "하영", "old_spelling": "", "standard_korean": "많이"}
        ]
        now = page_stamp(live_revision())
        assert persona(stamp=now) == persona() == {"name": "사라도령", "revision": 2}

    def test_refuses_a_stamp_that_is_none(self, client: Client) -> None:
        assert_problem(post(client, "/api/conversations", {"stamp": 7}), "bad_request", 400)
        assert not Conversation.objects.exists()

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

    def test_no_seat_at_all_refuses_everybody(self, client: Client, settings: Settings) -> None:
        settings.SEATS = 0

        assert_problem(post(client, "/api/conversations"), "house_full", 503)

    def test_a_goodbye_frees_the_seat(self, client: Client, settings: Settings) -> None:
        settings.SEATS = 1
        begun = begin(client)
        post(client, f"/api/conversations/{begun['id']}/end", {"reason": "visitor"}, begun["token"])

        begin(client)
