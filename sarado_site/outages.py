"""The database away or its disk full: a clear 503 that says when to come back, never a stack.

What the database refuses for a reason of its own (a constraint, a query that is wrong) is a bug
and stays one; here are only the failures that pass by themselves or with an operator's hand.
"""

import logging
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg_pool import PoolTimeout

from sarado_site.problems import API_PREFIX, Problem, problem_response

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
# A kiosk has nobody who would press anything; whoever reads has time to.
RELOAD_SECONDS = 60


class DatabaseDoor:
    """Lets everybody try the database, until nobody got a connection in time.

    Then one request at a time tries and the others are told at once: else every thread would wait
    for the pool, one crowd after the other.
    """

    def __init__(self) -> None:
        self._is_away = False
        self._trying = threading.Lock()

    def let(self, ask: Callable[[], HttpResponse]) -> HttpResponse:
        """Ask. Raises Problem when the database is known to be away and somebody else tries it."""
        if not self._is_away:
            return ask()
        if not self._trying.acquire(blocking=False):
            raise Problem("storage_unavailable", retry_after=RETRY_SECONDS)
        is_still_away = False
        try:
            return ask()
        except (OperationalError, InterfaceError):
            is_still_away = True
            raise
        finally:
            self._is_away = is_still_away
            self._trying.release()

    def note(self, outage: Exception) -> None:
        if isinstance(outage.__cause__, PoolTimeout):
            self._is_away = True


door = DatabaseDoor()


class OutageMiddleware:
    """Answer 503 where the view of a page met an outage of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return outage_response(request, exception) if is_outage(exception) else None


def outage_response(request: HttpRequest, outage: Exception) -> HttpResponse:
    """Log the outage in one line; a problem document for /api/, a page for everybody else."""
    door.note(outage)
    first_line = str(outage).strip().partition("\n")[0]
    logger.error("database away: %s: %s", type(outage).__name__, first_line)
    if request.path_info.startswith(API_PREFIX):
        return problem_response(Problem("storage_unavailable", retry_after=RETRY_SECONDS))
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    if request.method == "GET":
        response["Refresh"] = str(RELOAD_SECONDS)
    return response


def is_outage(error: BaseException) -> bool:
    """Is this the database being away, restarting, out of connections or out of disk?"""
    return isinstance(error, OperationalError | InterfaceError)
