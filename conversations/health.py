"""Two questions machines ask: is the process alive, and can it serve?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from conversations import alarms


def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Touches nothing else, so it stays true in every outage."""
    return JsonResponse({"ok": True})


def readyz(_request: HttpRequest) -> HttpResponse:
    """Able to serve: database, cache, a fresh tick, a published persona; and every alarm."""
    wrong = alarms.raised(now=timezone.now())
    stopped = alarms.stops_service(wrong)
    answer = JsonResponse(
        {"ok": not stopped, "wrong": wrong},
        status=503 if stopped else 200,
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Cache-Control"] = "no-store"
    return answer
