"""What everybody may ask, and what the gate before /api/ refuses."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from conversations.models import Conversation
from conversations.override import hold_house
from tests.conversations.api import assert_problem, post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]


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
            "stamp",
        }
        assert first.json()["closes_at"] == "2026-11-23T18:00:00+09:00"
        assert "max-age" in first["Cache-Control"]
        assert again.status_code == 304

    def test_says_when_it_opens_again(
        self, client: Client, at_noon: time_machine.Traveller
    ) -> None:
        at_noon.shift(timedelta(hours=7))

        assert client.get("/api/status").json()["message"].endswith("내일 오전 8시에 다시 열어요.")

    def test_is_kept_for_each_language_by_itself(
        self, client: Client, at_noon: time_machine.Traveller
    ) -> None:
        at_noon.shift(timedelta(hours=7))

        def told(language: str) -> str:
            message: str = client.get("/api/status", HTTP_ACCEPT_LANGUAGE=language).json()[
                "message"
            ]
            return message

        languages = ["ko", "en", "ja", "zh-hans"]
        first = [told(language) for language in languages]
        assert len(set(first)) == len(languages)
        # Within the second in which an answer is kept.
        assert [told(language) for language in languages] == first


class TestGate:
    def test_the_101st_request_in_a_minute_waits(
        self, client: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        at_noon.move_to(noon, tick=False)
        for _ in range(100):
            assert client.get("/api/status").status_code == 200

        assert_problem(client.get("/api/status"), "rate_limited", 429)
        assert client.get("/api/status", REMOTE_ADDR="10.0.0.9", secure=True).status_code == 200

    def test_a_stranger_cannot_choose_his_address(
        self, client: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        at_noon.move_to(noon, tick=False)
        for number in range(100):
            client.get("/api/status", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

        answer = client.get("/api/status", HTTP_X_FORWARDED_FOR="10.0.1.1")
        assert_problem(answer, "rate_limited", 429)

    def test_a_line_with_many_addresses_has_one_limit(
        self, client: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        at_noon.move_to(noon, tick=False)

        def begin_from(address: str) -> int:
            path, kind = "/api/conversations", "application/json"
            answer = client.post(path, "{}", kind, secure=True, REMOTE_ADDR=address)
            return answer.status_code

        addresses = [f"2001:db8:1:2::{number:x}" for number in range(6)]
        assert {begin_from(address) for address in addresses} == {201}
        assert begin_from("2001:db8:1:2:a:b:c:d") == 429
        assert begin_from("2001:db8:1:3::1") == 201  # the neighbour
        marks = Conversation.objects.values_list("client_hash", flat=True)
        assert (len(marks), len(set(marks))) == (7, 2)

    def test_foreign_origins_are_refused(self, client: Client) -> None:
        answer = post(client, "/api/conversations", headers={"Origin": "https://elsewhere.example"})

        assert_problem(answer, "origin_refused", 403)

    @pytest.mark.parametrize(
        ("headers", "code"),
        [
            ({"Origin": "http://[half"}, "origin_refused"),
            ({"Content-Length": "\N{SUPERSCRIPT TWO}"}, "bad_request"),
            ({"Referer": "http://[half"}, ""),
        ],
    )
    def test_headers_that_nobody_can_read_break_nothing(
        self, client: Client, headers: dict[str, str], code: str
    ) -> None:
        client.raise_request_exception = False
        answer = client.get("/api/status", headers=headers)

        if code:
            assert_problem(answer, code, 403 if code == "origin_refused" else 400)
        else:
            assert answer.status_code == 200

    def test_a_kiosk_key_that_is_no_text_is_refused(
        self, client: Client, settings: Settings
    ) -> None:
        settings.KIOSK_KEYS = ["kiosk-key-for-tests"]
        client.raise_request_exception = False
        answer = post(client, "/api/conversations", {"kiosk_key": "\ud800"})

        assert_problem(answer, "bad_request", 400)

    def test_own_and_allowed_origins_pass(self, client: Client, settings: Settings) -> None:
        settings.CORS_ALLOWED_ORIGINS = ["https://museum.example"]
        settings.MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE]

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

        monkeypatch.setattr("conversations.views.at_the_door", crash)
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
