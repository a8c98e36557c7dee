"""Time that the books have not: added up by the database, and visit by visit.

Stands apart so that it runs in a house on SQLite too, in a shell of its own.
"""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count

from conversations import budget
from conversations.accounts import dearest_rate, last_use
from conversations.budget import Spent
from conversations.models import Call, Conversation
from conversations.money import time_units
from conversations.schedule import SEOUL, start_of_day
from persona.published import live_revision
from tests.conversations.visits import seoul

_MODELS = ("gpt-realtime-2.1", "gpt-realtime-2.1-mini")
# Just after midnight most of them began yesterday.
MOMENTS = (seoul("12:00"), seoul("15:00"), seoul("00:10", day=24))


def sums() -> list[tuple[Spent, Spent]]:
    """At each of `MOMENTS`: what the database found, and what is expected.

    A published persona must be there. Times are whole milliseconds, so that nothing depends on
    where fractions are cut off.
    """
    return [(budget.standing(now=now).today, _visit_by_visit(now)) for now in MOMENTS]


def fill(seed: int, visits: int = 120) -> None:
    """Fill the books' neighbours with visits that no clock would make."""
    dice, seats = random.Random(seed), count(1)
    revision = live_revision()
    assert revision is not None

    def around(moment: datetime, minutes: int) -> datetime:
        return moment + timedelta(milliseconds=dice.randint(-minutes * 60_000, minutes * 60_000))

    for _ in range(visits):
        started_at = around(MOMENTS[0], 13 * 60)
        is_over = dice.random() < 0.2
        visit = Conversation.objects.create(
            persona_revision=revision,
            voice_model=dice.choice(_MODELS),
            is_kiosk=dice.random() < 0.3,
            is_hearing=dice.random() < 0.2,
            started_at=started_at,
            ends_at=around(started_at, 90),
            last_heartbeat_at=started_at,
            accounted_until=dice.choice([None, around(started_at, 60)]),
            seat=None if is_over else next(seats),
            ended_at=started_at if is_over else None,
            end_reason=Conversation.EndReason.VISITOR if is_over else "",
        )
        for number in range(1, dice.randint(1, 4)):
            visit.calls.create(
                number=number,
                cause=Call.Cause.ROLLOVER,
                minted_at=started_at,
                secret_expires_at=around(started_at, 120),
            )


def _visit_by_visit(now: datetime) -> Spent:
    midnight = start_of_day(now.astimezone(SEOUL).date())
    elapsed: dict[int, timedelta] = defaultdict(timedelta)
    for visit in Conversation.objects.filter(ended_at=None, is_hearing=False):
        secrets = [call.secret_expires_at for call in visit.calls.all()]
        until = min(now, last_use(visit.ends_at, max(secrets, default=None)))
        since = max(visit.accounted_until or visit.started_at, midnight)
        rate = dearest_rate(
            visit.voice_model, visit.persona_revision, is_kiosk=visit.is_kiosk, at=now
        )
        elapsed[rate] += max(timedelta(0), until - since)
    spent = Spent(0, 0)
    for rate, time in elapsed.items():
        milliseconds = time // timedelta(milliseconds=1)
        spent += Spent(milliseconds, time_units(milliseconds, rate))
    return spent
