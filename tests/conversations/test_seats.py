"""A chair for each visit, and its first call in the books before its secret is asked for."""

from datetime import datetime
from typing import Any

import pytest

from conversations import actions
from conversations.models import Call, Conversation
from conversations.override import hold_house
from conversations.realtime import ClientSecret, RealtimeClient
from conversations.seats import HouseFull, take_seat, take_seat_and_call
from persona.models import PersonaRevision

pytestmark = pytest.mark.django_db


def sit(seats: range, revision: PersonaRevision, noon: datetime) -> Conversation:
    return take_seat(
        seats, persona_revision=revision, started_at=noon, ends_at=noon, last_heartbeat_at=noon
    )


@pytest.mark.parametrize("seats", [range(1, 2), range(1, 8), range(30_001, 30_005)])
def test_every_chair_is_found_wherever_one_looks_first(
    revision: PersonaRevision, noon: datetime, seats: range
) -> None:
    taken = [sit(seats, revision, noon) for _ in seats]

    chairs = Conversation.objects.filter(pk__in=[visit.pk for visit in taken])
    assert sorted(visit.seat or 0 for visit in chairs) == list(seats)
    with pytest.raises(HouseFull):
        sit(seats, revision, noon)


def test_what_is_written_is_what_the_model_would_write(
    revision: PersonaRevision, noon: datetime
) -> None:
    visit, call = take_seat_and_call(
        range(1, 3),
        secret_expires_at=noon,
        persona_revision=revision,
        client_hash="a%'s",
        is_kiosk=True,
        started_at=noon,
        ends_at=noon,
        last_heartbeat_at=noon,
    )

    by_the_model = Conversation(
        pk=visit.pk,
        public_id=visit.public_id,
        seat=Conversation.objects.get().seat,
        persona_revision=revision,
        voice_model=revision.model,
        client_hash="a%'s",
        is_kiosk=True,
        started_at=noon,
        ends_at=noon,
        last_heartbeat_at=noon,
    )
    fields = [field.attname for field in Conversation._meta.concrete_fields]
    assert {name: getattr(Conversation.objects.get(), name) for name in fields} == {
        name: getattr(by_the_model, name) for name in fields
    }
    written = Call.objects.get()
    assert (written.pk, written.conversation_id, written.number) == (call.pk, visit.pk, 1)
    assert (written.cause, written.outcome) == (Call.Cause.BEGIN, "")


def test_the_call_is_in_the_books_before_its_secret_is_asked_for(
    revision: PersonaRevision,
    realtime_client: RealtimeClient,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold_house(is_open=True, reason="시험", now=noon)
    seen: list[int] = []
    mint = realtime_client.mint

    def look_and_mint(*words: Any, **named: Any) -> ClientSecret:
        seen.append(Call.objects.never_registered(expired_by=noon.replace(hour=23)).count())
        return mint(*words, **named)

    monkeypatch.setattr(realtime_client, "mint", look_and_mint)
    actions.begin(client_hash="a", is_kiosk=False, now=noon, realtime=realtime_client)

    assert seen == [1]
