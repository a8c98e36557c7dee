"""Asking for a hang-up never costs a visitor anything, not even while the broker is away."""

import pytest
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from conversations.hang_ups import TASK, hang_up_soon

pytestmark = pytest.mark.django_db


def test_is_queued_by_name_once_the_transaction_stands(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[tuple[str, dict[str, int]]] = []
    monkeypatch.setattr(
        "conversations.hang_ups.current_app.send_task",
        lambda name, *, kwargs: sent.append((name, kwargs)),
    )
    with django_capture_on_commit_callbacks(execute=True):
        hang_up_soon(7)
        assert sent == []

    assert sent == [(TASK, {"call_pk": 7})]


def test_with_the_broker_away_it_is_left_to_the_tick(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(_name: str, **_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("conversations.hang_ups.current_app.send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        hang_up_soon(7)

    assert "hang-up of call 7 not queued" in caplog.text


def test_the_broker_is_not_waited_for_long(settings: Settings) -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert (options["max_retries"], options["interval_start"], options["interval_max"]) == (1, 0, 0)
