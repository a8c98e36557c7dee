"""One row of the glossary, edited, reviewed and published: what the next visitor's request carries,
and none of it a moment earlier."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.override import hold_house
from persona.models import JejuPhrase, Persona
from tests.conversations.api import begin
from tests.conversations.page import config_of, get
from tests.conversations.provider import MisbehavingProvider
from tests.persona.factories import make_live_revision, make_staff
from tests.persona.filled_forms import press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("realtime_client", "at_noon")]


@dataclass(frozen=True)
class Reached:
    """The four outputs, as the next visitor gets them."""

    instruction: bool
    pronunciation: bool
    keyword: bool
    gloss: bool


def reached(provider: MisbehavingProvider, word: str, meaning: str, sound: str) -> Reached:
    visitor = Client()
    begin(visitor)
    session: dict[str, Any] = provider.requests[-1].body["session"]
    lines = session["instructions"].splitlines()
    recogniser = session["audio"]["input"]["transcription"]
    hints = recogniser.get("keywords") or recogniser.get("prompt", "").split(": ")[-1].split(", ")
    glossary = config_of(get(visitor, "/"))["persona"]["glossary"]
    return Reached(
        instruction=f"{word} = {meaning}" in lines,
        pronunciation=f"- {word}: {sound}" in lines,
        keyword=word in hints,
        gloss=(word, meaning) in [(row["phrase"], row["standard_korean"]) for row in glossary],
    )


def signed_in(name: str, *codenames: str) -> Client:
    client = Client()
    client.force_login(make_staff(name, "view_persona", "view_jejuphrase", *codenames))
    return client


@pytest.mark.parametrize(
    ("recogniser", "takes_words"),
    [
        ("gpt-4o-mini-transcribe", True),
        ("gpt-transcribe", True),
        ("gpt-4o-transcribe-diarize", False),
    ],
)
def test_a_row_moves_all_four_and_only_after_publishing(
    provider: MisbehavingProvider, recogniser: str, takes_words: bool
) -> None:
    persona = make_live_revision(transcription_model=recogniser).persona
    hold_house(is_open=True, reason="시험", until=None, now=timezone.now(), by=None)
    writer = signed_in("writer", "change_jejuphrase", "publish_persona", "change_persona")
    reviewer = signed_in("reviewer", "change_jejuphrase", "review_jejuphrase")
    row = JejuPhrase.objects.get()
    page = reverse("admin:persona_jejuphrase_change", args=[row.pk])
    new = ("호끔", "조금만", "호끔쓱")
    nothing, everything = Reached(*[False] * 4), Reached(True, True, takes_words, True)
    live = ("하영", "많이")
    assert reached(provider, *live, "").instruction

    press(writer, page, "저장", phrase=new[0], standard_korean=new[1], pronunciation_hint=new[2])
    assert reached(provider, *new) == nothing
    assert reached(provider, *live, "").instruction
    press(reviewer, page, "감수 마침, 다음 말로")
    assert reached(provider, *new) == nothing

    publish = reverse("admin:persona_persona_publish", args=[persona.pk])
    press(writer, publish, "게시하기", note="말을 고침")

    assert Persona.objects.get().live_revision.number == 2  # type: ignore[union-attr]
    assert reached(provider, *new) == everything
    assert not reached(provider, *live, "").instruction
