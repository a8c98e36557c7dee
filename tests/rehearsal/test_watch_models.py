"""The watch over the ends of voice models, against the peer's own `GET /v1/models`."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations import realtime
from conversations.realtime import RealtimeClient, RealtimeUnavailable
from conversations.tasks import watch_voice_models
from conversations.watch_models import watch_models
from persona import actions
from persona.models import Persona, Transcriber, VoiceModel, VoiceModelWarning
from persona.preflight.gathering import gather
from persona.preflight.inspection import inspect
from tests.persona.factories import (
    NOON,
    make_live_revision,
    make_persona,
    make_transcriber,
    make_voice_model,
)
from tests.rehearsal.peer import Peer

pytestmark = pytest.mark.django_db

IN_USE = "gpt-realtime-2.1-mini"
TODAY = timezone.localdate(NOON)


@pytest.fixture
def provider(peer: Peer) -> Iterator[RealtimeClient]:
    client = RealtimeClient(base=peer.base, key="sk-rehearsal")
    yield client
    client.close()
    peer.clear_faults()


def announce(peer: Peer, days_ahead: int, model: str = IN_USE) -> None:
    peer.fault("shutdown_date", model=model, date=f"{TODAY + timedelta(days_ahead):%Y-%m-%d}")


def watched(provider: RealtimeClient, now: datetime = NOON) -> list[str]:
    return watch_models(now=now, realtime=provider)


@pytest.mark.parametrize(
    ("days_ahead", "said"),
    [
        (90, "ends in 90 days"),
        (89, "ends in 89 days"),
        (29, "ends in 29 days"),
        (6, "ends in 6 days"),
        (0, "has ended"),
        (-3, "has ended"),
    ],
)
def test_an_end_is_warned_of_once(
    peer: Peer,
    provider: RealtimeClient,
    caplog: pytest.LogCaptureFixture,
    days_ahead: int,
    said: str,
) -> None:
    make_persona()
    make_voice_model(provider_id="gpt-realtime-2.1")
    announce(peer, days_ahead)

    with caplog.at_level(logging.WARNING):
        [sentence] = watched(provider)
        again = watched(provider)

    assert f"voice model {IN_USE} (in use) {said}" in sentence
    assert "not yet confirmed: gpt-realtime-2.1" in sentence
    assert again == []
    assert caplog.messages.count(sentence) == 1
    assert VoiceModel.objects.get(provider_id=IN_USE).ends_on == TODAY + timedelta(days_ahead)


def test_an_end_beyond_ninety_days_is_written_down_and_not_warned_of(
    peer: Peer, provider: RealtimeClient
) -> None:
    make_voice_model()
    announce(peer, 91)

    assert watched(provider) == []
    assert VoiceModel.objects.get().ends_on == TODAY + timedelta(91)


def test_each_step_is_warned_of_as_the_days_go_by(peer: Peer, provider: RealtimeClient) -> None:
    make_voice_model()
    announce(peer, 89)

    said = [
        len(watched(provider, NOON + timedelta(day))) for day in (0, 1, 58, 59, 60, 82, 83, 89, 90)
    ]

    #      89 88 31 30 29  7  6  0 past
    assert said == [1, 0, 0, 1, 0, 1, 0, 1, 0]
    assert VoiceModelWarning.objects.count() == 4


def test_an_end_that_moves_is_news_again(peer: Peer, provider: RealtimeClient) -> None:
    make_voice_model()
    announce(peer, 29)
    assert len(watched(provider)) == 1

    announce(peer, 28)

    assert len(watched(provider)) == 1


def test_the_successor_a_person_chose_is_named(peer: Peer, provider: RealtimeClient) -> None:
    chosen = make_voice_model(provider_id="gpt-realtime-1.5")
    make_voice_model(provider_id="gpt-realtime-2.1")
    make_voice_model(successor=chosen)
    announce(peer, 29)

    [sentence] = watched(provider)

    assert sentence.endswith("its successor is gpt-realtime-1.5")


class TestTranscribers:
    """They end too, and are watched as voice models are."""

    USED = "gpt-4o-mini-transcribe"

    def test_the_default_ones_end_is_written_down_though_nobody_entered_it(
        self, provider: RealtimeClient
    ) -> None:
        make_persona()

        assert watched(provider) == []
        assert Transcriber.objects.get().provider_id == self.USED
        assert Transcriber.objects.get().ends_on == date(2027, 2, 26)

    @pytest.mark.parametrize(
        ("days_ahead", "said"),
        [
            (89, "ends in 89 days"),
            (29, "ends in 29 days"),
            (6, "ends in 6 days"),
            (0, "has ended"),
            (-3, "has ended"),
        ],
    )
    def test_an_end_is_warned_of_once(
        self,
        peer: Peer,
        provider: RealtimeClient,
        caplog: pytest.LogCaptureFixture,
        days_ahead: int,
        said: str,
    ) -> None:
        make_persona()
        make_transcriber("gpt-transcribe")
        announce(peer, days_ahead, self.USED)

        with caplog.at_level(logging.WARNING):
            [sentence] = watched(provider)
            again = watched(provider)

        assert f"transcription model {self.USED} (in use) {said}" in sentence
        assert "not yet confirmed: gpt-transcribe" in sentence
        assert again == []
        assert caplog.messages.count(sentence) == 1

    def test_each_step_is_warned_of_as_the_days_go_by(
        self, peer: Peer, provider: RealtimeClient
    ) -> None:
        make_transcriber()
        announce(peer, 89, self.USED)

        said = [
            len(watched(provider, NOON + timedelta(day)))
            for day in (0, 1, 58, 59, 60, 82, 83, 89, 90)
        ]

        #      89 88 31 30 29  7  6  0 past
        assert said == [1, 0, 0, 1, 0, 1, 0, 1, 0]

    def test_an_end_that_moves_is_news_again(self, peer: Peer, provider: RealtimeClient) -> None:
        make_transcriber()
        announce(peer, 29, self.USED)
        assert len(watched(provider)) == 1

        announce(peer, 28, self.USED)

        assert len(watched(provider)) == 1

    def test_one_that_only_the_live_revision_uses_is_in_use(
        self, peer: Peer, provider: RealtimeClient
    ) -> None:
        make_live_revision()
        Persona.objects.update(transcription_model="gpt-transcribe")
        announce(peer, 29, self.USED)

        [sentence] = watched(provider)

        assert f"transcription model {self.USED} (in use)" in sentence
        assert sentence.endswith("proposed successor, not yet confirmed: gpt-transcribe")

    def test_past_its_end_publishing_is_refused(self, peer: Peer, provider: RealtimeClient) -> None:
        persona = make_live_revision().persona
        Persona.objects.update(voice="ash")
        persona.refresh_from_db()
        announce(peer, 0, self.USED)
        watched(provider)

        with pytest.raises(actions.PublishingRefused):
            actions.publish(persona=persona, by=None, note="", now=NOON)
        assert [one.code for one in inspect(gather(persona, by=None, now=NOON))[1]] == [
            "transcriber_ended"
        ]


def test_a_date_a_person_wrote_stands_where_the_provider_says_none(
    provider: RealtimeClient,
) -> None:
    make_voice_model(ends_on=TODAY + timedelta(200))

    assert watched(provider) == []
    assert VoiceModel.objects.get().ends_on == TODAY + timedelta(200)


def test_the_command_and_the_task_ask_the_same_provider(
    peer: Peer,
    provider: RealtimeClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(realtime, "_client", provider)
    make_voice_model()
    peer.fault("shutdown_date", model=IN_USE, date="2026-01-01")

    call_command("watch_models")
    watch_voice_models.apply(throw=True)

    assert "has ended, on 2026-01-01" in capsys.readouterr().out
    assert VoiceModelWarning.objects.count() == 1


def test_a_provider_that_does_not_answer_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, peer: Peer
) -> None:
    make_voice_model(ends_on=TODAY)
    away = RealtimeClient(base="http://127.0.0.1:9/v1", key="sk-rehearsal")
    monkeypatch.setattr(realtime, "_client", away)

    with pytest.raises(RealtimeUnavailable):
        watched(away)
    with pytest.raises(CommandError, match="did not list its models"):
        call_command("watch_models")

    assert not VoiceModelWarning.objects.exists()
    away.close()
