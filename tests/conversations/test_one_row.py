"""One row of the glossary, changed in the admin, in what the next visitor's session carries."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from persona import actions
from persona.models import JejuPhrase, Persona
from tests.conversations.api import begin
from tests.conversations.provider import MisbehavingProvider
from tests.persona.factories import NOON, make_phrase, make_publishable_persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("realtime_client", "at_noon")]

BEFORE = ("폭싹 = 아주", "- 폭싹: 폭싹이", "폭싹", ("폭싹", "아주"))
AFTER = ("폭삭 = 몹시", "- 폭삭: 폭싹", "폭삭", ("폭삭", "몹시"))


@pytest.fixture(params=["gpt-transcribe", "gpt-4o-mini-transcribe"])
def persona(request: pytest.FixtureRequest) -> Persona:
    """A published persona who teaches one word, with either family of recognisers."""
    persona = make_publishable_persona(transcription_model=request.param)
    make_phrase("폭싹", standard_korean="아주", pronunciation_hint="폭싹이", in_instructions=True)
    actions.publish(persona=persona, by=None, note="처음", now=NOON)
    return persona


def outputs(client: Client, provider: MisbehavingProvider) -> tuple[Any, ...]:
    """Open the page and begin a visit; return the four things our row became in them, in order."""
    glossary = client.get("/").context["config"]["persona"]["glossary"]
    begin(client)
    session = provider.requests[-1].body["session"]
    recogniser = session["audio"]["input"]["transcription"]
    told = recogniser.get("keywords") or recogniser["prompt"].split(": ")[1].split(", ")
    lines = session["instructions"].splitlines()
    return (
        next(line for line in lines if line.startswith(("폭싹 =", "폭삭 ="))),
        next(line for line in lines if line.startswith(("- 폭싹:", "- 폭삭:"))),
        next(word for word in told if word.startswith("폭")),
        next(
            (row["phrase"], row["standard_korean"])
            for row in glossary
            if row["phrase"].startswith("폭")
        ),
    )


def test_all_four_change_together_after_publishing_and_none_before(
    client: Client, admin_client: Client, provider: MisbehavingProvider, persona: Persona
) -> None:
    phrase = JejuPhrase.objects.get(phrase="폭싹")
    assert outputs(client, provider) == BEFORE

    edited = admin_client.post(
        reverse("admin:persona_jejuphrase_change", args=[phrase.pk]),
        {
            "phrase": "폭삭",
            "standard_korean": "몹시",
            "pronunciation_hint": "폭싹",
            "category": "adverb",
            "review_state": "unreviewed",
            "in_instructions": "on",
            "instruction_order": 1,
        },
    )
    reviewed = admin_client.post(
        reverse("admin:persona_jejuphrase_review", args=[phrase.pk]), {"state": "reviewed"}
    )
    assert (edited.status_code, reviewed.status_code) == (302, 302)
    assert outputs(client, provider) == BEFORE

    editor = User.objects.get(is_superuser=True)
    actions.publish(persona=persona, by=editor, note="폭삭", now=NOON)
    assert outputs(client, provider) == AFTER


def test_a_word_that_waits_for_review_leaves_all_four_at_the_next_publishing(
    client: Client, provider: MisbehavingProvider, persona: Persona
) -> None:
    JejuPhrase.objects.filter(phrase="폭싹").update(review_state="unreviewed")
    actions.publish(persona=persona, by=None, note="감수 전", now=NOON)

    with pytest.raises(StopIteration):
        outputs(client, provider)
    assert "폭싹" not in str(provider.requests[-1].body["session"])
