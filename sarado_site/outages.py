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


class OutageMiddleware:
    """Answer 503 where a view met an outage of the database.

    Once nobody got a connection in time, one request at a time tries and the others are told at
    once: else every thread would wait for the pool, one crowd after the other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._is_away = False
        self._failures = 0  # only ever compared, so a lost count does no harm
        self._trying = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_away or not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        if not self._trying.acquire(blocking=False):
            return problem_response(Problem("storage_unavailable", retry_after=RETRY_SECONDS))
        try:
            failures = self._failures
            response = self.get_response(request)
            self._is_away = self._failures > failures
        finally:
            self._trying.release()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_outage(exception):
            return None
        if isinstance(exception.__cause__, PoolTimeout):
            self._is_away = True
            self._failures += 1
        first_line = str(exception).strip().partition("\n")[0]
        logger.error("database away: %s: %s", type(exception).__name__, first_line)
        if request.path_info.startswith(API_PREFIX):
            return problem_response(Problem("storage_unavailable", retry_after=RETRY_SECONDS))
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
        return response


def is_outage(error: BaseException) -> bool:
    """Is this the database being away, restarting, out of connections or out of disk?"""
    return isinstance(error, OperationalError | InterfaceError)
