"""Seats: a chair for each visit, handed out by the database alone.

A seat is held exactly as long as its visit lives, by a unique column, so two visitors can never sit
on one chair, however they crowd. Looking for a free chair and sitting down is one statement; so is
looking whether the doors still stand as they were seen.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from conversations.door import STILL
from conversations.models import Call, Conversation
from persona.models import PersonaRevision
from sarado_site.database import is_postgresql
from sarado_site.prepared import PreparedInsert, PreparedSelect, first_row


class HouseFull(Exception):
    """Every seat is taken."""


class DoorMoved(Exception):
    """The doors do not stand as they were seen, or somebody took the chair: look again."""


# From one chair walk on, round and round, to the first that nobody has.
# Parameters: the chair to begin at, the first chair, how many there are. With EXISTS a young
# house's statement is planned as a join that reads every visit there was, at every step.
_WALK = """
chair(seat, looked) AS (
  SELECT CAST(%s AS integer), 1 UNION ALL
  SELECT below.first + (chair.seat - below.first + 1) %% below.many, chair.looked + 1
  FROM chair, (SELECT CAST(%s AS integer) AS first, CAST(%s AS integer) AS many) AS below
  WHERE chair.looked < below.many
    AND (SELECT c.seat FROM conversations_conversation AS c WHERE c.seat = chair.seat) IS NOT NULL
)"""
_CHOSEN = "(SELECT seat FROM chair ORDER BY looked DESC LIMIT 1) AS chosen"


def _visit_insert(condition: str) -> PreparedInsert[Conversation]:
    return PreparedInsert(
        Conversation,
        given=(
            "public_id",
            "persona_revision_id",
            "voice_model",
            "client_hash",
            "is_kiosk",
            "is_hearing",
            "started_at",
            "ends_at",
            "last_heartbeat_at",
        ),
        elsewhere={"seat": "seat"},
        source=f"{_CHOSEN} WHERE {condition}",
    )


_VISIT = _visit_insert("true")
_VISIT_IF_STILL_OPEN = _visit_insert(STILL)
_FIRST_CALL = PreparedInsert(
    Call,
    given=("secret_expires_at",),
    fixed={"number": 1, "cause": Call.Cause.BEGIN},
    elsewhere={"conversation_id": "visit.id", "minted_at": "visit.started_at"},
    source="visit",
)
_UNLESS_TAKEN = "ON CONFLICT (seat) DO NOTHING RETURNING id, started_at"
_TAKEN = PreparedSelect(lambda: Conversation.objects.live().values_list("seat"))


def chairs_within(limit: int) -> range:
    """Return the chairs to choose from so that no more than `limit` visitors are here at once.

    That many chairs, without the highest free ones of them: as many of those as visitors sit beyond
    the limit. Raises HouseFull where none is left.

    However a crowd comes and goes meanwhile, what an older look left out is all the less to be
    taken: an arrival sits down below the chairs left out, and who leaves only moves them up. So
    the unique column keeps this limit too.
    """
    seats = Conversation.objects.visitors().live().values_list("seat", flat=True)
    taken = {seat for seat in seats if seat is not None}
    free = [seat for seat in range(1, limit + 1) if seat not in taken]
    beyond = sum(1 for seat in taken if seat > limit)
    if beyond >= len(free):
        raise HouseFull
    return range(1, free[len(free) - beyond - 1] + 1)


def take_seat(seats: range, *, persona_revision: PersonaRevision, **facts: Any) -> Conversation:
    """Create the conversation on a free one of `seats`. Raises HouseFull."""
    visit = _visit(persona_revision, facts)
    for start in _starts(seats):
        pk = _sit_down(visit, seats, start)
        if pk is not None:
            return _seated(pk, visit, persona_revision)
    raise HouseFull


def take_seat_and_call(
    seats: range,
    *,
    secret_expires_at: datetime,
    persona_revision: PersonaRevision,
    still: Sequence[Any] | None = None,
    **facts: Any,
) -> Conversation:
    """As `take_seat`, with the first call; where the database can, in one statement.

    With `still`, the parameters of `door.STILL`, only if they hold and the first chair it finds is
    still free then. Raises DoorMoved.
    """
    if not seats:
        raise HouseFull
    visit = _visit(persona_revision, facts)
    if still is not None:
        pk = _sit_down_and_call(visit, secret_expires_at, seats, _any_of(seats), still)
        if pk is None:
            raise DoorMoved
        return _seated(pk, visit, persona_revision)
    for start in _starts(seats):
        if is_postgresql():
            pk = _sit_down_and_call(visit, secret_expires_at, seats, start)
        else:
            with transaction.atomic():
                pk = _sit_down(visit, seats, start)
                if pk is not None:
                    Call.objects.create(
                        conversation_id=pk,
                        number=1,
                        cause=Call.Cause.BEGIN,
                        minted_at=visit["started_at"],
                        secret_expires_at=secret_expires_at,
                    )
        if pk is not None:
            return _seated(pk, visit, persona_revision)
    raise HouseFull


def _visit(revision: PersonaRevision, facts: dict[str, Any]) -> dict[str, Any]:
    return _VISIT.row(persona_revision_id=revision.pk, voice_model=revision.model, **facts)


def _seated(pk: int, visit: dict[str, Any], revision: PersonaRevision) -> Conversation:
    conversation = _VISIT.saved(pk, visit)
    conversation.persona_revision = revision
    return conversation


def _starts(seats: range) -> Iterator[int]:
    """Where to begin looking: anywhere; then, after each clash with somebody, at a free chair.

    Every clash means that somebody else sat down, so this ends.
    """
    yield _any_of(seats)
    for _ in range(4 * len(seats)):
        taken = {seat for (seat,) in _TAKEN.rows()}
        free = [seat for seat in seats if seat not in taken]
        if not free:
            return
        yield _any_of(free)


def _any_of(seats: Sequence[int]) -> int:
    return random.choice(seats)  # noqa: S311  no secret: chance only spreads a crowd


def _sit_down(visit: dict[str, Any], seats: range, start: int) -> int | None:
    """Insert the visit and return its key; None when its chair was taken meanwhile."""
    sql = f"WITH RECURSIVE {_WALK} {_VISIT.sql()} {_UNLESS_TAKEN}"
    row = first_row(sql, [*_walk(seats, start), *_VISIT.parameters(visit)])
    return None if row is None else int(row[0])


def _sit_down_and_call(
    visit: dict[str, Any],
    secret_expires_at: datetime,
    seats: range,
    start: int,
    still: Sequence[Any] | None = None,
) -> int | None:
    insert = _VISIT if still is None else _VISIT_IF_STILL_OPEN
    sql = (
        f"WITH RECURSIVE {_WALK}, visit AS ({insert.sql()} {_UNLESS_TAKEN}) "
        f"{_FIRST_CALL.sql()} RETURNING conversation_id"
    )
    sits = [*_walk(seats, start), *insert.parameters(visit), *(still or ())]
    call = _FIRST_CALL.row(secret_expires_at=secret_expires_at)
    row = first_row(sql, [*sits, *_FIRST_CALL.parameters(call)])
    return None if row is None else int(row[0])


def _walk(seats: range, start: int) -> list[int]:
    return [start, seats.start, len(seats)]
