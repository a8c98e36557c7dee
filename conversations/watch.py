"""The watch: a web process does the tick's work while Celery does not.

Beat, worker or broker can be gone at closing time, with every browser dead. Each web process
therefore looks up now and then; when no tick has come, or a hang-up stays undone, it ends what is
over and asks the provider itself. Two that do so at once do no harm: see `sweep` and `hang_up`.

The lease is not renewed here: that a tick is missing must stay to be seen.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from conversations.hang_ups import hang_up
from conversations.house import house
from conversations.models import Call, Conversation, HouseState
from conversations.realtime import RealtimeClient, RealtimeFailed, realtime_client
from conversations.sweeps import sweep

logger = logging.getLogger(__name__)

# A tick comes each minute; a quarter more, and it is missed.
_TICK_MISSED = timedelta(seconds=75)

# How long the tick and the worker are given before somebody else does it for them.
_OVERDUE = timedelta(seconds=15)

_LINES = 8  # hang-ups asked at the same time


def is_needed(*, now: datetime) -> bool:
    """Has no tick come, is a hang-up overdue, or does somebody stay who should have left?

    The doors can also shut between two ticks, when an operator shuts them.
    """
    ticked_at = HouseState.objects.filter(pk=1).values_list("ticked_at", flat=True).first()
    if ticked_at is None or not timedelta(0) <= now - ticked_at < _TICK_MISSED:
        return True
    since = now - _OVERDUE
    if Call.objects.to_hang_up().filter(conversation__ended_at__lte=since).exists():
        return True
    living = Conversation.objects.live()
    if living.past_their_end(now=since).exists():
        return True
    place = house(now=now)
    shut = not place.is_open and place.verdict.reason != "budget"
    return shut and living.visitors().exists()


def look_after_the_doors(*, now: datetime, realtime: RealtimeClient) -> int:
    """End what is over and hang up what is owed, without Celery; return how many hang-ups.

    A hang-up that fails stays owed, to the next look or to the worker.
    """
    owed: list[int] = []
    sweep(now=now, ask=owed.append)

    def ask(call_pk: int) -> None:
        try:
            with suppress(RealtimeFailed):
                hang_up(call_pk, now=now, realtime=realtime)
        finally:
            connections.close_all()

    if owed:
        with ThreadPoolExecutor(_LINES, thread_name_prefix="watch") as lines:
            list(lines.map(ask, owed))
    return len(owed)


class Watch(threading.Thread):
    """Looks every `seconds` until told to stop; ends with its process."""

    def __init__(self, seconds: float) -> None:
        super().__init__(name="watch", daemon=True)
        self._seconds = seconds
        self._stop_asked = threading.Event()
        self._is_on_duty = False

    def run(self) -> None:
        while not self._stop_asked.wait(self._seconds):
            self._look()

    def stop(self) -> None:
        self._stop_asked.set()

    def _look(self) -> None:
        try:
            now = timezone.now()
            needed = is_needed(now=now)
            if needed != self._is_on_duty:
                logger.warning("watch: %s", "on duty for Celery" if needed else "off duty again")
                self._is_on_duty = needed
            if needed:
                look_after_the_doors(now=now, realtime=realtime_client())
        except DatabaseError as away:
            logger.warning("watch: the database is away (%s)", type(away).__name__)
        except Exception:
            # Whatever it was: a watch that dies watches over nothing.
            logger.exception("watch: could not look")
        finally:
            connections.close_all()


def start_watch() -> None:
    """Let this process keep watch. With WATCH_SECONDS=0 it does not."""
    if settings.WATCH_SECONDS > 0:
        Watch(settings.WATCH_SECONDS).start()
