"""What a begin meets at the door: how the house stands, and with whom one talks there.

A process remembers what it saw last. It is believed only by a statement that looks for itself
whether the doors still stand so (`Door.unchanged`), which spares every begin a question of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from conversations.house import FACTS, House, believed, house, state_of
from conversations.models import HouseState
from persona.models import Persona, PersonaRevision
from persona.published import live_revision, revision
from sarado_site.database import is_postgresql
from sarado_site.prepared import PreparedSelect

_DOOR = PreparedSelect(
    lambda: (
        HouseState.objects.filter(pk=1)
        .annotate(live=Persona.objects.filter(slug="").values("live_revision_id"))
        .values_list(*FACTS, "live")
    )
)

# The flag is open, at least as fresh as it was, foresees the same, and the same revision is live.
STILL = """EXISTS (
  SELECT 1 FROM conversations_housestate AS flag, persona_persona AS persona
  WHERE flag.id = 1 AND flag.is_open AND flag.checked_at >= %s
    AND flag.until IS NOT DISTINCT FROM %s AND flag.closes_at IS NOT DISTINCT FROM %s
    AND persona.slug = %s AND persona.live_revision_id = %s
)"""


@dataclass(frozen=True, slots=True)
class Door:
    """The house, the live revision if there is one, and the flag if they were judged by it."""

    place: House
    revision: PersonaRevision | None
    flag: HouseState | None = None

    @property
    def unchanged(self) -> Sequence[Any]:
        """The parameters of `STILL`, for a door that was judged by an open flag."""
        if self.flag is None or self.revision is None:
            raise ValueError("only what the flag and a revision said can be looked up again")
        seen = self.flag
        slug, live = settings.PERSONA_SLUG, self.revision.pk
        return (seen.checked_at, seen.until, seen.closes_at, slug, live)


_last: Door | None = None


def at_the_door(*, now: datetime) -> Door:
    """Ask how the door stands, as `house` and `live_revision` do, in one question."""
    global _last
    for *facts, live in _DOOR.rows(settings.PERSONA_SLUG, 1):
        flag = state_of(facts)
        place = believed(flag, now=now)
        if place is not None:
            _last = Door(place, None if live is None else revision(live), flag)
            return _last
    _last = None
    return Door(house(now=now), live_revision())


def last_seen(*, now: datetime) -> Door | None:
    """Return the door as this process saw it last, if it let people in and the lease still holds.

    Only for who looks up `STILL` in the statement that relies on it, which takes PostgreSQL.
    """
    seen = _last
    if seen is None or seen.flag is None or seen.revision is None:
        return None
    if not is_postgresql():
        return None
    place = believed(seen.flag, now=now)
    return Door(place, seen.revision, seen.flag) if place is not None and place.admits else None
