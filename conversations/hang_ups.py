"""Hang-ups: asked for with a Celery task, so that a request never waits for the provider; and done.

Nothing depends on the task: a call stays on the list of those to hang up until it is done, and the
tick works through that list (and, with the tick away, the watch of a web process).
"""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from conversations.models import Call
from conversations.realtime import RealtimeClient, RealtimeRejected, RealtimeUnavailable

logger = logging.getLogger(__name__)

TASK = "conversations.tasks.hang_up_call"

# Longer than the provider may take to answer (8 s): who asked so long ago and has not said what
# came of it was killed meanwhile, and another may ask.
_CLAIM = timedelta(seconds=10)


def hang_up_soon(call_pk: int) -> None:
    """Queue the hang-up once the transaction is committed.

    With the broker away nothing is lost: the call stays on the list that every tick works through.
    """
    transaction.on_commit(lambda: _send(call_pk))


def hang_up(call_pk: int, *, now: datetime, realtime: RealtimeClient) -> None:
    """End the call at the provider; one that is gone already counts as ended.

    Of several who come at once only one asks. Raises RealtimeUnavailable (try again) or
    RealtimeRejected (someone must look), and logs either.
    """
    owed = Call.objects.filter(pk=call_pk, hung_up_at=None).exclude(provider_call_id="")
    nobody_asks = Q(hang_up_asked_at=None) | Q(hang_up_asked_at__lte=now - _CLAIM)
    if not owed.filter(nobody_asks).update(hang_up_asked_at=now):
        return
    call = owed.select_related("conversation").first()
    if call is None:
        return
    about = {"conversation": str(call.conversation.public_id)}
    try:
        was_there = realtime.hang_up(call.provider_call_id)
    except RealtimeUnavailable as later:
        owed.update(hang_up_asked_at=None)  # who tries again need not wait for the claim to lapse
        logger.warning("hang-up of call %s failed: %s", call_pk, later, extra=about)
        raise
    except RealtimeRejected as refused:
        logger.error("hang-up of call %s refused: %s", call_pk, refused, extra=about)  # noqa: TRY400
        raise
    outcome = Call.Outcome.HUNG_UP if was_there else Call.Outcome.ALREADY_GONE
    owed.update(hung_up_at=now, outcome=outcome)


def _send(call_pk: int) -> None:
    try:
        current_app.send_task(TASK, kwargs={"call_pk": call_pk})
    except (OperationalError, OSError):
        logger.warning("hang-up of call %s not queued: the broker is away; the tick will", call_pk)
