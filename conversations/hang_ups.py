"""Ask for a hang-up: a Celery task by name, so that a request never waits for the provider."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

TASK = "conversations.tasks.hang_up_call"


def hang_up_soon(call_pk: int) -> None:
    """Queue the hang-up once the transaction is committed.

    With the broker away nothing is lost: the call stays on the list that every tick works through.
    """
    transaction.on_commit(lambda: _send(call_pk))


def _send(call_pk: int) -> None:
    try:
        current_app.send_task(TASK, kwargs={"call_pk": call_pk})
    except (OperationalError, OSError):
        logger.warning("hang-up of call %s not queued: the broker is away; the tick will", call_pk)
