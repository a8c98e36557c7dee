"""A provider that fails: each failure has its name and leaves nothing behind."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Call, Conversation
from tests.conversations.api import assert_problem, post
from tests.conversations.provider import Behaviour, MisbehavingProvider, error_body

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]


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
