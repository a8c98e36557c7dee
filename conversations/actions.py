"""Everything that writes conversations and calls.

Each action is told `now`. No transaction is open while the provider is asked: the seat is reserved
first, the secret minted, and the seat freed again if that fails.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, JSONField, Max, PositiveIntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from conversations import budget
from conversations.hang_ups import hang_up_soon
from conversations.house import house
from conversations.models import Call, Conversation
from conversations.payloads import LARGEST_COUNT, Report
from conversations.realtime import ClientSecret, RealtimeClient
from persona.models import PersonaRevision
from persona.published import live_revision

logger = logging.getLogger(__name__)

# A page that reconnects for ever would mint for ever. An hour holds some sixty calls in the worst
# case we foresee (a session of two minutes rolled over each minute, or ten drops of five attempts).
MAX_CALLS_PER_HOUR = 90

# A begin that died between reserving its seat and minting (a killed process) is swept after this.
UNBORN_SECONDS = 60

# A median says something new with every turn, so it is no "largest so far".
_OF_THE_NEWEST = frozenset({"turn_gap_ms"})


class ConversationRefused(Exception):
    """The visit cannot go on or begin; subclasses say why."""


class HouseClosed(ConversationRefused):
    def __init__(self, retry_after: int | None) -> None:
        super().__init__("the house is closed")
        self.retry_after = retry_after


class HouseFull(ConversationRefused):
    """Every seat is taken."""


class BudgetSpent(ConversationRefused):
    """Today's minutes or money are used up."""


class NothingPublished(ConversationRefused):
    """No persona revision is live: staff have to publish one."""


class ConversationEnded(ConversationRefused):
    """The conversation is over; nothing can be added to it."""


class TooManyCalls(ConversationRefused):
    """This conversation had as many calls in an hour as any honest one needs."""


@dataclass(frozen=True, slots=True)
class Minted:
    """A conversation with the secret for its next call."""

    conversation: Conversation
    call: Call
    secret: ClientSecret


def begin(*, client_hash: str, is_kiosk: bool, now: datetime, realtime: RealtimeClient) -> Minted:
    """Let a visitor in: seat, secret, first call.

    Raises HouseClosed, BudgetSpent, HouseFull, NothingPublished, or the provider's failure; after
    any of them no row is left and the seat is free.
    """
    at_the_door = house(now=now)
    if not at_the_door.admits:
        raise HouseClosed(at_the_door.seconds_to_opening)
    revision = live_revision()
    if revision is None:
        raise NothingPublished
    if budget.is_spent(revision, now=now):
        raise BudgetSpent
    longest = (
        settings.KIOSK_CONVERSATION_MAX_SECONDS if is_kiosk else settings.CONVERSATION_MAX_SECONDS
    )
    ends_at = now + timedelta(seconds=longest)
    if at_the_door.verdict.closes_at is not None:
        ends_at = min(ends_at, at_the_door.verdict.closes_at)
    conversation = take_seat(
        range(1, settings.SEATS + 1),
        persona_revision=revision,
        client_hash=client_hash,
        is_kiosk=is_kiosk,
        started_at=now,
        ends_at=ends_at,
        last_heartbeat_at=now,
    )
    try:
        return mint(conversation, Call.Cause.BEGIN, client_hash, now=now, realtime=realtime)
    except BaseException:
        conversation.delete()
        raise


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
    if not place.is_open and not conversation.is_hearing:
        raise HouseClosed(place.seconds_to_opening)
    recent = conversation.calls.filter(minted_at__gt=now - timedelta(hours=1))
    if recent.count() >= MAX_CALLS_PER_HOUR:
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


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a heartbeat is answered."""

    is_open: bool
    ends_at: datetime
    hang_up: bool


def heartbeat(conversation: Conversation, *, report: Report, now: datetime) -> Pulse:
    """Note that the page lives and what it measured. Raises ConversationEnded."""
    noted = Conversation.objects.live().filter(pk=conversation.pk)
    if not noted.update(last_heartbeat_at=now, **_grown(report)):
        raise ConversationEnded
    is_open = conversation.is_hearing or house(now=now).is_open
    is_over = now >= conversation.ends_at or not is_open
    return Pulse(is_open, conversation.ends_at, is_over)


def end(
    conversation: Conversation,
    *,
    reason: Conversation.EndReason,
    now: datetime,
    report: Report | None = None,
) -> bool:
    """End a conversation, free its seat and hang up its calls. Returns False when it had ended."""
    with transaction.atomic():
        ended = (
            Conversation.objects.live()
            .filter(pk=conversation.pk)
            .update(
                # A clock that jumped back must not make a visit end before it began.
                ended_at=max(now, conversation.started_at),
                end_reason=reason,
                seat=None,
                **_grown(report or Report()),
            )
        )
        if not ended:
            return False
        for call_pk in _callable(conversation.calls.all()):
            hang_up_soon(call_pk)
    return True


def hang_up(call: Call, *, now: datetime, realtime: RealtimeClient) -> None:
    """End the call at the provider; one that is gone already counts as ended.

    Raises RealtimeUnavailable (try again) or RealtimeRejected (someone must look).
    """
    if call.hung_up_at is not None or not call.provider_call_id:
        return
    was_there = realtime.hang_up(call.provider_call_id)
    outcome = Call.Outcome.HUNG_UP if was_there else Call.Outcome.ALREADY_GONE
    Call.objects.filter(pk=call.pk, hung_up_at=None).update(hung_up_at=now, outcome=outcome)


def sweep(*, now: datetime) -> int:
    """End what nobody ends by himself; return how many conversations that were.

    Past its time or after closing, silent for too long, or begun but never given a secret. Then
    ask again for every hang-up that is still owed, and forget who came yesterday.
    """
    live = Conversation.objects
    lost_since = now - timedelta(seconds=settings.HEARTBEAT_LOST_SECONDS)
    unborn = live.live().filter(calls=None, started_at__lt=now - timedelta(seconds=UNBORN_SECONDS))
    closed = live.none() if house(now=now).is_open else live.live().visitors()
    swept = 0
    for conversations, reason in (
        (unborn, Conversation.EndReason.FAILED),
        (closed, Conversation.EndReason.CLOSING),
        (live.past_their_end(now=now), Conversation.EndReason.LIMIT),
        (live.silent_since(lost_since), Conversation.EndReason.LOST),
    ):
        for conversation in conversations:
            swept += end(conversation, reason=reason, now=now)
    for call_pk in _callable(Call.objects.to_hang_up()):
        hang_up_soon(call_pk)
    Conversation.objects.filter(started_at__lt=now - timedelta(days=1)).exclude(
        client_hash=""
    ).update(client_hash="")
    if swept:
        logger.info("sweep: ended %d conversations", swept)
    return swept


def take_seat(seats: range, **facts: object) -> Conversation:
    """Create the conversation on a free one of `seats`. Raises HouseFull.

    The seats are looked at first, but it is the unique column that decides: who comes second to a
    chair looks again. Every clash means that somebody else sat down, so this ends.
    """
    for _ in range(4 * len(seats)):
        taken = set(Conversation.objects.live().values_list("seat", flat=True))
        free = [seat for seat in seats if seat not in taken]
        if not free:
            break
        try:
            with transaction.atomic():
                return Conversation.objects.create(seat=secrets.choice(free), **facts)
        except IntegrityError:
            continue
    raise HouseFull


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
    revision: PersonaRevision = conversation.persona_revision
    secret = realtime.mint(
        revision.session,
        seconds=settings.CLIENT_SECRET_SECONDS,
        safety_identifier=client_hash,
    )
    with transaction.atomic():
        # The row lock numbers two attempts of one page one after the other.
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        last = conversation.calls.aggregate(last=Max("number"))["last"] or 0
        call = Call.objects.create(
            conversation=conversation,
            number=last + 1,
            cause=cause,
            minted_at=now,
            secret_expires_at=secret.expires_at,
        )
    return Minted(conversation, call, secret)


def _callable(calls: "QuerySet[Call]") -> list[int]:
    return list(
        calls.filter(registered_at__isnull=False, hung_up_at=None).values_list("pk", flat=True)
    )


def _grown(report: Report) -> dict[str, Combinable]:
    """Cumulative counts only grow: a late or repeated report changes nothing.

    What can also shrink (a median, the causes) is taken from the report that has seen the most.
    """
    grown: dict[str, Combinable] = {
        name: Greatest(F(name), count)
        for name, count in report.counts.items()
        if name not in _OF_THE_NEWEST
    }
    if "turn_gap_ms" in report.counts:
        turns, gap = report.counts.get("turns", 0), report.counts["turn_gap_ms"]
        grown["turn_gap_ms"] = Case(
            When(turns__lte=turns, then=Value(gap, PositiveIntegerField())),
            default=F("turn_gap_ms"),
        )
    if report.drops_by_cause:
        drops = max(sum(report.drops_by_cause.values()), report.counts.get("drops", 0))
        grown["drops"] = Greatest(F("drops"), min(drops, LARGEST_COUNT))
        causes = Value(report.drops_by_cause, output_field=JSONField())
        grown["drops_by_cause"] = Case(
            When(drops__lte=drops, then=causes), default=F("drops_by_cause")
        )
    return grown
