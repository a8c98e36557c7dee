"""May a visit go on, and until when? What the page learns at each heartbeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from conversations.house import house
from conversations.models import Conversation


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a heartbeat is answered.

    `ends_at` is when this visit ends at the latest, by its own time or by the doors; from
    `closing_soon` on a goodbye is due, which the page begins by its own clock.
    """

    is_open: bool
    ends_at: datetime
    closing_soon: bool
    hang_up: bool


def pulse(conversation: Conversation, *, now: datetime) -> Pulse:
    """Judge one visit. A hearing of staff does not mind the doors."""
    ends_at, is_open = conversation.ends_at, True
    if not conversation.is_hearing:
        place = house(now=now)
        is_open = place.is_open
        if place.verdict.closes_at is not None:
            ends_at = min(ends_at, place.verdict.closes_at)
        # A used-up ceiling has cut the visit's own end instead, to leave time for a goodbye.
        must_leave = not is_open and place.verdict.reason != "budget"
        if must_leave:
            ends_at = min(ends_at, now)
    soon = now >= ends_at - timedelta(seconds=settings.FAREWELL_SECONDS)
    return Pulse(is_open, ends_at, soon, now >= ends_at)
