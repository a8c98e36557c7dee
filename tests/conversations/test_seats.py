"""A chair for each visit, and its first call in the books before its secret is asked for."""

import itertools
import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from conversations import actions, budget, seats
from conversations.models import Call, Conversation
from conversations.override import hold_house
from conversations.realtime import ClientSecret, RealtimeClient
from conversations.seats import HouseFull, chairs_within, take_seat, take_seat_and_call
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


class TestFewerSeats:
    """Half of 50 seats: who sits on the other half counts as well."""

    @pytest.fixture(autouse=True)
    def _spent_to_nine_tenths(self, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
        fewer = budget.Step.FEWER_SEATS
        monkeypatch.setattr(budget, "step_at_the_door", lambda now: fewer)
        hold_house(is_open=True, reason="시험", now=noon)

    @pytest.mark.parametrize(
        ("low", "high", "let_in"), [(15, 15, 0), (15, 10, 0), (15, 4, 6), (0, 0, 25), (0, 25, 0)]
    )
    def test_let_in_only_up_to_themselves(
        self,
        revision: PersonaRevision,
        realtime_client: RealtimeClient,
        noon: datetime,
        low: int,
        high: int,
        let_in: int,
    ) -> None:
        # Spread over the lower half: every second chair first.
        chairs = [*range(1, 26, 2), *range(2, 26, 2)][:low] + [*range(26, 51)][:high]
        for chair in chairs:
            sit(range(chair, chair + 1), revision, noon)
        sit(range(30_001, 30_005), revision, noon)
        Conversation.objects.filter(seat__gte=30_001).update(is_hearing=True)

        def come() -> None:
            actions.begin(client_hash="a", is_kiosk=False, now=noon, realtime=realtime_client)

        for _ in range(let_in):
            come()
        with pytest.raises(HouseFull):
            come()

        assert Conversation.objects.visitors().live().count() == low + high + let_in

    def test_an_older_look_at_the_chairs_lets_nobody_in_beyond_them(
        self, revision: PersonaRevision, noon: datetime
    ) -> None:
        for chair in (3, 4, 6, 7):  # of four seats: two here, two on chairs beyond
            sit(range(chair, chair + 1), revision, noon)
        with pytest.raises(HouseFull):
            chairs_within(4)

        Conversation.objects.filter(seat=6).update(seat=None, ended_at=noon, end_reason="visitor")
        older = chairs_within(4)
        sit(older, revision, noon)

        with pytest.raises(HouseFull):
            sit(older, revision, noon)
        assert Conversation.objects.live().count() == 4


def test_what_is_written_is_what_the_model_would_write(
    revision: PersonaRevision, noon: datetime
) -> None:
    visit = take_seat_and_call(
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
    assert (written.conversation_id, written.number) == (visit.pk, 1)
    assert (written.minted_at, written.secret_expires_at) == (noon, noon)
    assert (written.cause, written.outcome) == (Call.Cause.BEGIN, "")


def test_what_a_begin_does_not_write_is_refused_and_not_dropped(
    revision: PersonaRevision, noon: datetime
) -> None:
    with pytest.raises(TypeError, match="turns"):
        take_seat(
            range(1, 3), persona_revision=revision, turns=3,
            started_at=noon, ends_at=noon, last_heartbeat_at=noon,
        )  # fmt: skip


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


def test_a_chair_is_looked_up_and_no_list_of_visits_is_read(
    revision: PersonaRevision, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connection.vendor == "postgresql"
    Conversation.objects.bulk_create(
        Conversation(
            persona_revision=revision, started_at=noon, ends_at=noon, last_heartbeat_at=noon,
            ended_at=noon, end_reason=Conversation.EndReason.VISITOR,
        )
        for _ in range(300)
    )  # fmt: skip
    said: list[Any] = []

    def listen(*statement: object) -> tuple[int]:
        said.extend(statement)
        return (1,)

    monkeypatch.setattr(seats, "first_row", listen)
    take_seat_and_call(
        range(1, 51), secret_expires_at=noon, persona_revision=revision,
        started_at=noon, ends_at=noon, last_heartbeat_at=noon,
    )  # fmt: skip

    sql, parameters = said
    numbers = (f"${number}" for number in itertools.count(1))
    numbered = re.sub("%s", lambda _: next(numbers), sql).replace("%%", "%")
    nothing = ", ".join(["NULL"] * len(parameters))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conversations_conversation")
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # as after some begins
        cursor.execute(f"PREPARE begin_of_this_test AS {numbered}")
        cursor.execute(f"EXPLAIN EXECUTE begin_of_this_test ({nothing})")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("DEALLOCATE begin_of_this_test")

    assert "Scan using conversations_conversation_seat_key" in plan
    assert "Seq Scan on conversations_conversation" not in plan
