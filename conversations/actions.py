"""Everything that writes conversations and calls.

Each action is told `now`. No transaction is open while the provider is asked: the seat is reserved
first, the secret minted, and the seat freed again if that fails.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from conversations import budget
from conversations.accounts import enter
from conversations.door import Door, at_the_door, last_seen
from conversations.hang_ups import hang_up_soon
from conversations.house import House, house
from conversations.ledger import covers_usage, fresh_usage, grown
from conversations.models import Call, Conversation
from conversations.payloads import Report
from conversations.pulse import Pulse, pulse
from conversations.realtime import DEADLINE_SECONDS, ClientSecret, RealtimeClient
from conversations.seats import DoorMoved, chairs_within, take_seat_and_call
from persona.published import session_json
from sarado_site.database import lend_connection

logger = logging.getLogger(__name__)


# No secret is asked for so shortly before closing: the provider may take up to its deadline of
# 8 s, and none may be minted after the doors are shut.
LAST_SECRET = timedelta(seconds=10)


class ConversationRefused(Exception):
    """The visit cannot go on or begin; subclasses say why."""


class HouseClosed(ConversationRefused):
    def __init__(self, retry_after: int | None) -> None:
        super().__init__("the house is closed")
        self.retry_after = retry_after


class BudgetSpent(ConversationRefused):
    """The day's or the month's minutes or money are used up."""

    def __init__(self, retry_after: int | None = None) -> None:
        super().__init__("a ceiling is reached")
        self.retry_after = retry_after


class NothingPublished(ConversationRefused):
    """No persona revision is live: staff have to publish one."""


class ConversationEnded(ConversationRefused):
    """The conversation is over; nothing can be added to it."""


class TooManyCalls(ConversationRefused):
    """This conversation had as many calls in an hour as any honest one needs."""


@dataclass(frozen=True, slots=True)
class Minted:
    """A conversation with the secret for its next call, and which call of it that is."""

    conversation: Conversation
    call_number: int
    secret: ClientSecret


def begin(*, client_hash: str, is_kiosk: bool, now: datetime, realtime: RealtimeClient) -> Minted:
    """Let a visitor in: seat, secret, first call.

    Raises HouseClosed, BudgetSpent, HouseFull, NothingPublished, or the provider's failure; after
    any of them no row is left and the seat is free.
    """
    conversation = _enter(client_hash, is_kiosk, now)
    try:
        return Minted(conversation, 1, _secret(conversation, client_hash, realtime))
    except BaseException:
        conversation.delete()
        raise


def _enter(client_hash: str, is_kiosk: bool, now: datetime) -> Conversation:
    """Sit down where the door was last seen to let people in; else look at it first."""
    seen = last_seen(now=now)
    if seen is not None and not _is_too_late(seen.place):
        with suppress(DoorMoved):
            return _sit_down(seen, client_hash, is_kiosk, still=seen.unchanged)
    door = at_the_door(now=now)
    refuse_at_the_door(door.place)
    return _sit_down(door, client_hash, is_kiosk)


def _sit_down(
    door: Door, client_hash: str, is_kiosk: bool, *, still: Sequence[Any] | None = None
) -> Conversation:
    """Take a seat and write the first call. Raises as `begin`, and DoorMoved with `still`."""
    place, now = door.place, door.place.now
    if door.revision is None:
        raise NothingPublished
    spent = budget.step_at_the_door(now=now)
    if spent >= budget.Step.NO_NEW_VISITORS:
        raise BudgetSpent
    longest = (
        settings.KIOSK_CONVERSATION_MAX_SECONDS if is_kiosk else settings.CONVERSATION_MAX_SECONDS
    )
    seats = budget.seats(spent)
    ends_at = now + timedelta(seconds=longest)
    if place.verdict.closes_at is not None:
        ends_at = min(ends_at, place.verdict.closes_at)
    longest_life = DEADLINE_SECONDS + settings.CLIENT_SECRET_SECONDS
    # The call is written before its secret is asked for: should this process die meanwhile, a
    # secret that was minted all the same stands in the books.
    return take_seat_and_call(
        # With fewer seats some sit on chairs that are no longer handed out.
        range(1, seats + 1) if spent < budget.Step.FEWER_SEATS else chairs_within(seats),
        still=still,
        secret_expires_at=now + timedelta(seconds=longest_life),
        persona_revision=door.revision,
        client_hash=client_hash,
        is_kiosk=is_kiosk,
        started_at=now,
        ends_at=ends_at,
        last_heartbeat_at=now,
    )


def refuse_at_the_door(place: House) -> None:
    """Raise HouseClosed or BudgetSpent when nobody new comes in."""
    if place.admits and not _is_too_late(place):
        return
    if place.verdict.reason == "budget":
        raise BudgetSpent(place.seconds_to_opening)
    raise HouseClosed(place.seconds_to_opening)


def _is_too_late(place: House) -> bool:
    closes_at = place.verdict.closes_at
    return closes_at is not None and place.now > closes_at - LAST_SECRET


def mint_again(
    conversation: Conversation,
    *,
    cause: Call.Cause,
    client_hash: str,
    now: datetime,
    realtime: RealtimeClient,
) -> Minted:
    """Mint a secret for a further call of a live conversation, with its own persona revision.

    Raises ConversationEnded, HouseClosed, TooManyCalls, or the provider's failure.
    """
    if conversation.ended_at is not None or now >= conversation.ends_at:
        raise ConversationEnded
    place = house(now=now)
    if not conversation.is_hearing and (not place.is_open or _is_too_late(place)):
        raise HouseClosed(place.seconds_to_opening)
    recent = conversation.calls.filter(minted_at__gt=now - timedelta(hours=1))
    if recent.count() >= settings.CALLS_PER_HOUR:
        raise TooManyCalls
    return mint(conversation, cause, client_hash, now=now, realtime=realtime)


def register_call(conversation: Conversation, *, call_id: str, now: datetime) -> None:
    """Note the provider's id of the newest call, so that the server can hang it up. Idempotent.

    A call that registers after the goodbye is hung up at once. Raises ConversationEnded for it,
    and for a call when no secret is outstanding.
    """
    if conversation.calls.filter(provider_call_id=call_id).exists():
        return
    with transaction.atomic():
        newest = (
            conversation.calls.select_for_update()
            .filter(registered_at=None)
            .order_by("-number")
            .first()
        )
        if newest is None:
            raise ConversationEnded
        newest.provider_call_id = call_id
        newest.registered_at = now
        newest.save(update_fields=["provider_call_id", "registered_at"])
        conversation.refresh_from_db(fields=["ended_at"])
        if conversation.ended_at is not None:
            hang_up_soon(newest.pk)
    if conversation.ended_at is not None:
        raise ConversationEnded


def heartbeat(conversation: Conversation, *, report: Report, now: datetime) -> Pulse:
    """Note that the page lives and what it measured and used. Raises ConversationEnded."""
    with transaction.atomic():
        living = _locked(conversation)
        Conversation.objects.filter(pk=living.pk).update(
            last_heartbeat_at=now,
            accounted_until=enter(
                living,
                until=now,
                usage=fresh_usage(living, report),
                covered=covers_usage(report),
            ),
            **grown(report),
        )
    return pulse(living, now=now)


def end(
    conversation: Conversation,
    *,
    reason: Conversation.EndReason,
    now: datetime,
    report: Report | None = None,
) -> bool:
    """End a conversation and have its calls hung up. Returns False when it had ended before."""
    with transaction.atomic():
        if not conclude(conversation, reason=reason, now=now, report=report or Report()):
            return False
        for call_pk in callable_calls(conversation.calls.all()):
            hang_up_soon(call_pk)
    return True


def note_feeling(conversation: Conversation, feeling: Conversation.Feeling) -> None:
    """Keep how the visit left the visitor; nothing else of the row is touched."""
    Conversation.objects.filter(pk=conversation.pk).update(feeling=feeling)


@transaction.atomic
def conclude(
    conversation: Conversation, *, reason: Conversation.EndReason, now: datetime, report: Report
) -> bool:
    """Write the end of a conversation and free its seat; its calls are then owed a hang-up.

    Returns False when it had ended before.
    """
    try:
        living = _locked(conversation)
    except ConversationEnded:
        return False
    # A clock that jumped back must not make a visit end before it began.
    ended_at = max(now, living.started_at)
    Conversation.objects.filter(pk=living.pk).update(
        ended_at=ended_at,
        end_reason=reason,
        seat=None,
        accounted_until=enter(
            living,
            until=ended_at,
            usage=fresh_usage(living, report),
            covered=covers_usage(report),
        ),
        **grown(report),
    )
    return True


def mint(
    conversation: Conversation,
    cause: Call.Cause,
    client_hash: str,
    *,
    now: datetime,
    realtime: RealtimeClient,
) -> Minted:
    """Mint a secret for the conversation's persona and number its call.

    Raises the provider's failure; then there is no call.
    """
    secret = _secret(conversation, client_hash, realtime)
    facts = {
        "conversation": conversation,
        "cause": cause,
        "minted_at": now,
        "secret_expires_at": secret.expires_at,
    }
    with transaction.atomic():
        # The row lock numbers two attempts of one page one after the other.
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        last = conversation.calls.aggregate(last=Max("number"))["last"] or 0
        Call.objects.create(number=last + 1, **facts)
        return Minted(conversation, last + 1, secret)


def _secret(conversation: Conversation, client_hash: str, realtime: RealtimeClient) -> ClientSecret:
    """Ask the provider, while no connection to the database is held."""
    lend_connection()
    return realtime.mint(
        session_json(conversation.persona_revision),
        seconds=settings.CLIENT_SECRET_SECONDS,
        safety_identifier=client_hash,
    )


def callable_calls(calls: "QuerySet[Call]") -> list[int]:
    """Primary keys of the calls that the server can and should still hang up."""
    return list(
        calls.filter(registered_at__isnull=False, hung_up_at=None).values_list("pk", flat=True)
    )


def _locked(conversation: Conversation) -> Conversation:
    """The living row, nobody else's until this transaction ends. Raises ConversationEnded."""
    rows = Conversation.objects.live().select_for_update().filter(pk=conversation.pk)
    living = rows.first()
    if living is None:
        raise ConversationEnded
    return living
