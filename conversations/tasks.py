"""Celery: load, call one action. Every task may run twice or late and leave the same end state."""

import logging

from celery import Task, shared_task
from django.utils import timezone

from conversations.hang_ups import hang_up
from conversations.house import claim_minute, renew_lease
from conversations.realtime import RealtimeRejected, RealtimeUnavailable, realtime_client
from conversations.sweeps import sweep
from conversations.watch_models import watch_models

logger = logging.getLogger(__name__)


@shared_task(name="conversations.tasks.tick")
def tick() -> None:
    """Each minute: renew the house's lease, then end what nobody ends by himself.

    A second beat sends a second tick for the same minute; only the first does anything.
    """
    now = timezone.now()
    if not claim_minute(now=now):
        logger.info("tick: this minute is done already; is there a second beat?")
        return
    renew_lease(now=now)
    sweep(now=now)


@shared_task(name="conversations.tasks.hang_up_call", bind=True, max_retries=6)
def hang_up_call(self: "Task[[int], None]", *, call_pk: int) -> None:
    """Hang up one call at the provider; patient while it is unavailable (1, 2, 4 … 32 s)."""
    try:
        hang_up(call_pk, now=timezone.now(), realtime=realtime_client())
    except RealtimeUnavailable as later:
        raise self.retry(exc=later, countdown=2**self.request.retries) from later
    except RealtimeRejected:
        return  # not retried here; the tick asks again, so a mended key mends this too


@shared_task(name="conversations.tasks.watch_models", bind=True, max_retries=4)
def watch_voice_models(self: "Task[[], None]") -> None:
    """Once a day: learn when the provider's models end. Four more tries, an hour apart."""
    try:
        watch_models(now=timezone.now(), realtime=realtime_client())
    except RealtimeUnavailable as later:
        raise self.retry(exc=later, countdown=3600) from later
    except RealtimeRejected as refused:
        logger.error("the provider's models could not be read: %s", refused)  # noqa: TRY400
