from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django import Settings

from conversations import realtime
from conversations.models import Conversation
from conversations.realtime import RealtimeClient
from conversations.seats import take_seat
from persona.models import (
    Persona,
    PersonaRevision,
    TranscriberPrice,
    VoiceModel,
    VoiceModelPrice,
)
from sarado_site import settings as production
from tests.conversations.provider import MisbehavingProvider
from tests.conversations.visits import Visit, seoul

SESSION: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime-2.1-mini",
    "instructions": "꽃감관 사라도령. 혼저옵서예 = 어서 오세요",
}
VISITOR: dict[str, Any] = {
    "name": "사라도령",
    "greeting": "혼저옵서예.",
    "turn_taking": {"mode": "half-duplex", "echo_tail_ms": 200},
    "replay": {"max_turns": 20, "max_tokens": 2000, "instructions": "이어서."},
    "flowers": [],
    "glossary": [],
    "crisis_lines": [],
}


@pytest.fixture
def revision(db: None, noon: datetime) -> PersonaRevision:
    """A published persona, just large enough."""
    model = VoiceModel.objects.create(
        provider_id="gpt-realtime-2.1-mini", label="mini", context_limit=128_000, max_output=32_000
    )
    VoiceModelPrice.objects.create(
        model=model,
        effective_on=date(2026, 1, 1),
        text_in=Decimal("0.6"),
        text_cached=Decimal("0.06"),
        text_out=Decimal("2.4"),
        audio_in=Decimal(10),
        audio_cached=Decimal("0.3"),
        audio_out=Decimal(20),
    )
    persona = Persona.objects.create(
        slug="sarado",
        name="사라도령",
        greeting="혼저옵서예.",
        replay_instructions="이어서.",
        voice_model=model,
    )
    revision = PersonaRevision.objects.create(
        persona=persona,
        number=1,
        session=SESSION,
        visitor=VISITOR,
        sha256="0" * 64,
        protected_sha256="0" * 64,
        note="first",
        published_at=noon,
    )
    persona.live_revision = revision
    persona.save(update_fields=["live_revision"])
    return revision


def with_transcriber(first: PersonaRevision) -> PersonaRevision:
    """Publish the next revision, which has the visitor's words written down at $0.003 a minute."""
    TranscriberPrice.objects.create(
        provider_id="gpt-4o-mini-transcribe",
        effective_on=date(2026, 1, 1),
        per_minute=Decimal("0.003"),
    )
    listening = {"audio": {"input": {"transcription": {"model": "gpt-4o-mini-transcribe"}}}}
    second = PersonaRevision.objects.create(
        persona=first.persona,
        number=2,
        session={**SESSION, **listening},
        visitor=VISITOR,
        sha256="1" * 64,
        protected_sha256="0" * 64,
        note="second",
        published_at=first.published_at,
    )
    Persona.objects.update(live_revision=second)
    return second


@pytest.fixture
def visit(revision: PersonaRevision) -> Visit:
    """A visitor comes in at `clock`."""

    def come(clock: str, *, day: int = 23, **facts: Any) -> Conversation:
        started_at = seoul(clock, day)
        return take_seat(
            range(1, 51),
            persona_revision=revision,
            started_at=started_at,
            ends_at=started_at + timedelta(minutes=20),
            last_heartbeat_at=started_at,
            **facts,
        )

    return come


@pytest.fixture
def operator() -> User:
    """May look at the operator's screen and press its buttons."""
    user = User.objects.create_user("돌봄", password="x", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_housestate", "add_override"])
    )
    return user


@pytest.fixture
def screen(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


@pytest.fixture
def guest(visit: Visit) -> Callable[..., Conversation]:
    """A visitor comes in at noon."""
    return partial(visit, "12:00")


@pytest.fixture
def provider() -> Iterator[MisbehavingProvider]:
    server = MisbehavingProvider()
    yield server
    server.stop()


@pytest.fixture
def realtime_client(
    provider: MisbehavingProvider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealtimeClient]:
    """The process's client, pointed at the provider on loopback."""
    client = RealtimeClient(base=provider.base, key="sk-test-key-that-must-never-be-logged")
    monkeypatch.setattr(realtime, "_client", client)
    yield client
    client.close()


@pytest.fixture
def at_noon(noon: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as production serves them: hashed and compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=production.STORAGES, STATIC_ROOT=folder):
        call_command("collectstatic", "--noinput", verbosity=0)
    return folder


@pytest.fixture
def hashed(settings: Settings, collected: Path) -> Path:
    """Pages speak of the collected files by their hashed names."""
    settings.STORAGES = production.STORAGES
    settings.STATIC_ROOT = collected
    return collected
