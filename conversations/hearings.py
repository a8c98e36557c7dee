"""Staff listen to a draft: the visitor's own way in, with another persona and other limits.

A hearing is a conversation marked `is_hearing`: it has chairs of its own, goes on while the house
is closed, and is counted apart. Who may listen proves it with a key that only a page for staff
hands out: the visitor's client sends no cookie, so none could be believed here.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.core import signing

from conversations.actions import Minted, mint
from conversations.models import Call
from conversations.realtime import RealtimeClient
from conversations.seats import take_seat
from conversations.tokens import TokenRefused
from persona.actions import freeze_for_hearing
from persona.models import Persona

if TYPE_CHECKING:
    from conversations.models import Conversation

HEAR = "persona.hear_draft"
# Far above any visitor's chair; four members of staff at once are enough, and a bound on the cost.
SEATS = range(30_001, 30_005)
LONGEST = timedelta(minutes=10)
_KEY_LIFE = timedelta(hours=12)  # a day at the desk
_SALT = "conversations.hearing"


def issue_key(*, persona: Persona, user: User) -> str:
    """Return what the page of a hearing begins with. Good for this person and persona alone."""
    return signing.dumps([persona.pk, user.pk], salt=_SALT, compress=False)


def read_key(key: str) -> tuple[Persona, User]:
    """Return whose key it is, while they may still listen. Raises TokenRefused."""
    try:
        persona_pk, user_pk = signing.loads(key, salt=_SALT, max_age=_KEY_LIFE)
    except signing.BadSignature as forged:
        raise TokenRefused("bad hearing key") from forged
    persona = Persona.objects.filter(pk=persona_pk).first()
    user = User.objects.filter(pk=user_pk, is_active=True, is_staff=True).first()
    if persona is None or user is None or not user.has_perm(HEAR):
        raise TokenRefused("nobody who may listen")
    return persona, user


def begin_hearing(
    *, persona: Persona, by: User, client_hash: str, now: datetime, realtime: RealtimeClient
) -> Minted:
    """Freeze the draft as it is saved and open a conversation with it.

    Raises CompileRefused, HouseFull when all chairs for listening are taken, or the provider's
    failure; then no conversation is left.
    """
    revision = freeze_for_hearing(persona=persona, by=by, now=now)
    conversation: Conversation = take_seat(
        SEATS,
        persona_revision=revision,
        client_hash=client_hash,
        is_hearing=True,
        started_at=now,
        ends_at=now + LONGEST,
        last_heartbeat_at=now,
    )
    try:
        return mint(conversation, Call.Cause.BEGIN, client_hash, now=now, realtime=realtime)
    except BaseException:
        conversation.delete()
        raise
