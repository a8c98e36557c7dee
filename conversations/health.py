"""Two questions machines ask: is the process alive, and can it serve?"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from conversations.house import is_believable
from conversations.models import HouseState
from persona.published import live_revision

logger = logging.getLogger(__name__)


def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Touches nothing else, so it stays true in every outage."""
    return JsonResponse({"ok": True})


def readyz(_request: HttpRequest) -> HttpResponse:
    """Able to serve: database, cache, a fresh tick, a published persona; says what is wrong."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "cache": _cache,
        "tick": _tick,
        "persona": _persona,
    }
    wrong = {}
    for name, check in checks.items():
        try:
            fault = check()
        except (DatabaseError, RedisError, OSError) as error:
            fault = type(error).__name__
        if fault:
            wrong[name] = fault
    if wrong:
        logger.warning("not ready: %s", wrong)
    answer = JsonResponse({"ok": not wrong, "wrong": wrong}, status=503 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _database() -> str:
    HouseState.objects.exists()
    return ""


def _cache() -> str:
    cache.get("readyz")
    return ""


def _tick() -> str:
    state = HouseState.objects.filter(pk=1).first()
    if state is None:
        return "no tick yet: is Celery beat running, and a worker?"
    now = timezone.now()
    if not is_believable(state, now=now):
        age = int((now - state.checked_at).total_seconds())
        return f"the last tick was {age} s ago: is Celery beat running, and a worker?"
    return ""


def _persona() -> str:
    return "" if live_revision() else "no persona is published: manage.py seed"
