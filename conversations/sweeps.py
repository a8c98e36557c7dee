"""Ending what nobody ends by himself. May run twice, late, or in two places at once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from conversations.accounts import write_off_unregistered
from conversations.actions import callable_calls, conclude
from conversations.hang_ups import hang_up_soon
from conversations.house import house
from conversations.models import Call, Conversation
from conversations.models.visits import ConversationQuerySet
from conversations.payloads import Report
from sarado_site.guessing import forget_guesses

logger = logging.getLogger(__name__)

# A hearing whose process died between reserving its seat and minting is swept after this; a begin
# has its call from the start, and is swept when no heartbeat comes.
UNBORN_SECONDS = 60


def sweep(*, now: datetime, ask: Callable[[int], None] = hang_up_soon) -> int:
    """End every conversation that is over; return how many that were.

    Past its time or after closing, silent for too long, or begun but never given a secret. Then
    `ask` for every hang-up that is still owed, enter secrets that nobody registered in the books,
    and forget who came yesterday, and who guessed at a password a while ago.
    """
    lost_since = now - timedelta(seconds=settings.HEARTBEAT_LOST_SECONDS)
    unborn_since = now - timedelta(seconds=UNBORN_SECONDS)
    living = Conversation.objects.live()
    swept = 0
    for conversations, reason in (
        (living.filter(calls=None, started_at__lt=unborn_since), Conversation.EndReason.FAILED),
        (_shut_out(now), Conversation.EndReason.CLOSING),
        (living.past_their_end(now=now), Conversation.EndReason.LIMIT),
        (living.silent_since(lost_since), Conversation.EndReason.LOST),
    ):
        for conversation in conversations:
            swept += conclude(conversation, reason=reason, now=now, report=Report())
    for call_pk in callable_calls(Call.objects.to_hang_up()):
        ask(call_pk)
    unregistered = write_off_unregistered(now=now)
    Conversation.objects.filter(started_at__lt=now - timedelta(days=1)).exclude(
        client_hash=""
    ).update(client_hash="")
    forget_guesses(now=now)
    if swept or unregistered:
        logger.info("sweep: ended %d conversations, wrote off %d secrets", swept, unregistered)
    return swept


def _shut_out(now: datetime) -> ConversationQuerySet:
    """Visits the closed doors end at once.

    When a ceiling is used up instead, they are given time for a goodbye and end by their own time.
    """
    visits = Conversation.objects.live().visitors()
    place = house(now=now)
    if place.is_open:
        return visits.none()
    if place.verdict.reason == "budget":
        goodbye = now + timedelta(seconds=settings.FAREWELL_SECONDS)
        visits.filter(ends_at__gt=goodbye).update(ends_at=goodbye)
        return visits.none()
    return visits
