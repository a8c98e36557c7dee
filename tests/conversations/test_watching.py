"""What an operator sees: alarms on and off, metrics, log lines. Never what a visitor said."""

import json
import logging
from collections import namedtuple
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisAway

from conversations import alarms
from conversations.circuit import FAILURES_TO_OPEN, provider_circuit
from conversations.house import renew_lease
from conversations.models import Call, Conversation, HouseState
from sarado_site.json_log import JsonLineFormatter
from sarado_site.log_context import ConversationFilter, about_conversation
from sarado_site.log_secrets import KeysFilter
from tests.conversations.api import begin, post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("revision", "realtime_client", "at_noon"),
]
TOKEN = {"Authorization": "Bearer watch-me"}


@pytest.fixture
def ticked(noon: datetime) -> HouseState:
    return renew_lease(now=noon)


class TestAlarms:
    @pytest.mark.usefixtures("ticked")
    def test_all_is_well(self, noon: datetime) -> None:
        assert alarms.raised(now=noon) == {}

    @pytest.mark.usefixtures("ticked")
    def test_a_tick_that_stays_away_goes_on_and_off(
        self, client: Client, at_noon: time_machine.Traveller, noon: datetime
    ) -> None:
        at_noon.move_to(noon + timedelta(minutes=4))
        silent = client.get("/readyz")
        renew_lease(now=noon + timedelta(minutes=4))
        again = client.get("/readyz")

        assert (silent.status_code, again.status_code) == (503, 200)
        assert "Celery beat" in silent.json()["wrong"]["tick"]
        assert again.json() == {"ok": True, "wrong": {}}

    @pytest.mark.parametrize("age", [timedelta(seconds=61), timedelta(milliseconds=-20)])
    def test_no_tick_is_missed_while_the_doors_turn_or_clocks_differ_a_little(
        self, noon: datetime, age: timedelta
    ) -> None:
        before_closing = noon + timedelta(hours=5, minutes=59)
        assert renew_lease(now=before_closing).until == noon + timedelta(hours=6)

        assert alarms.raised(now=before_closing + age) == {}

    def test_a_database_away_is_one_alarm(
        self, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_args: object, **_kwargs: object) -> None:
            raise OperationalError("connection refused")

        monkeypatch.setattr("django.db.models.query.QuerySet.exists", away)
        monkeypatch.setattr("django.db.models.query.QuerySet.first", away)
        monkeypatch.setattr("django.db.models.query.QuerySet.count", away)

        assert set(alarms.raised(now=noon)) == {"database"}

    @pytest.mark.usefixtures("ticked")
    def test_redis_away_is_an_alarm(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_args: object, **_kwargs: object) -> None:
            raise RedisAway("refused")

        monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", away)

        assert set(alarms.raised(now=noon)) == {"cache"}

    @pytest.mark.usefixtures("ticked")
    def test_hang_ups_that_stay_owed(self, client: Client, noon: datetime) -> None:
        Conversation.objects.filter(public_id=begin(client)["id"]).update(
            ended_at=noon + timedelta(seconds=1), end_reason="visitor", seat=None
        )
        Call.objects.update(provider_call_id="rtc_1", registered_at=noon)

        assert alarms.raised(now=noon + timedelta(minutes=1)) == {}
        assert set(alarms.raised(now=noon + timedelta(seconds=122))) == {"hang_ups"}

    @pytest.mark.usefixtures("ticked")
    def test_a_disk_nearly_full_stops_nothing_yet(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
    ) -> None:
        usage = namedtuple("usage", "total used free")
        settings.DISK_FREE_MB = 100
        monkeypatch.setattr("shutil.disk_usage", lambda _path: usage(0, 0, 99_000_000))

        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()["ok"]) == (200, True)
        assert "99MB" in answer.json()["wrong"]["disk"]

    @pytest.mark.usefixtures("ticked")
    def test_changes_are_logged_once(
        self, noon: datetime, caplog: pytest.LogCaptureFixture
    ) -> None:
        alarms.raised(now=noon)
        caplog.clear()
        for minutes in (4, 4, 0, 0):
            alarms.raised(now=noon + timedelta(minutes=minutes))

        said = [record.getMessage() for record in caplog.records]
        assert [line[:16] for line in said] == ["alarm on: tick: ", "alarm off: tick"]


class TestMetrics:
    def test_need_a_token(self, client: Client, settings: Settings) -> None:
        assert client.get("/metrics").status_code == 404
        settings.METRICS_TOKEN = "watch-me"
        assert client.get("/metrics").status_code == 401
        wrong = {"Authorization": "Bearer watch-you"}
        assert client.get("/metrics", headers=wrong).status_code == 401

    @pytest.mark.usefixtures("ticked")
    def test_show_the_house(self, client: Client, settings: Settings) -> None:
        settings.METRICS_TOKEN = "watch-me"
        begin(client)
        post(client, "/api/conversations", {"kiosk_key": 7})
        answer = client.get("/metrics", headers=TOKEN)
        lines = answer.content.decode().splitlines()

        assert "sarado_conversations_live 1.0" in lines
        assert f"sarado_seats {float(settings.SEATS)}" in lines
        assert "sarado_house_open 1.0" in lines
        assert "sarado_hang_ups_owed 0.0" in lines
        assert 'sarado_provider_circuit{state="closed"} 1.0' in lines
        assert 'sarado_alarm{code="tick"} 0.0' in lines
        assert f"sarado_day_minutes_ceiling {float(settings.DAILY_MINUTES_CEILING)}" in lines
        for counted in (
            'sarado_begins_total{outcome="done"}',
            'sarado_begins_total{outcome="bad_request"}',
            'sarado_problems_total{code="bad_request"}',
            'sarado_provider_seconds_count{asked="mint",outcome="answered"}',
        ):
            assert any(line.startswith(f"{counted} ") for line in lines), counted


class TestLogLines:
    def test_are_json_and_name_the_conversation(self) -> None:
        record = logging.makeLogRecord(
            {"name": "conversations.views", "levelname": "INFO", "msg": "began %s", "args": ("x",)}
        )
        with about_conversation("c0ffee"):
            ConversationFilter().filter(record)
        line = json.loads(JsonLineFormatter().format(record))

        assert line.pop("time").endswith("+00:00")
        assert line == {
            "level": "INFO",
            "logger": "conversations.views",
            "message": "began x",
            "conversation": "c0ffee",
        }

    def test_of_a_failure_carry_the_error_and_no_conversation_of_before(self) -> None:
        error = ValueError("broken")
        record = logging.makeLogRecord({"msg": "it broke", "exc_info": (ValueError, error, None)})
        ConversationFilter().filter(record)
        line = json.loads(JsonLineFormatter().format(record))

        assert "ValueError: broken" in line["error"]
        assert "conversation" not in line

    def test_that_cannot_be_written_break_nothing_and_show_no_part(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        handler = logging.StreamHandler()
        handler.addFilter(KeysFilter())
        miscounted = {"msg": "%d seats", "args": ("ek_secret",), "pathname": "x.py", "lineno": 7}
        handler.handle(logging.makeLogRecord(miscounted))

        assert capsys.readouterr().err == "a log line that cannot be written: x.py:7\n"

    def test_of_a_request_say_which_conversation(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.handler.addFilter(ConversationFilter())
        caplog.set_level(logging.INFO)
        begun = begin(client)

        (line,) = [one for one in caplog.records if " began" in one.getMessage()]
        assert line.__dict__["conversation"] == begun["id"]
        assert begun["token"] not in caplog.text
        assert begun["client_secret"]["value"] not in caplog.text


def test_the_circuit_is_an_alarm(noon: datetime, ticked: HouseState) -> None:
    assert ticked.is_open
    for _ in range(FAILURES_TO_OPEN):
        provider_circuit.failed()

    assert set(alarms.raised(now=noon)) == {"provider"}
    provider_circuit.succeeded()
    assert alarms.raised(now=noon) == {}
