"""The gate before /api/: where a request may come from, how large it is, how often it comes.

Visitors have no cookie, so there is no CSRF token to check; the Origin header is the guard against
other people's pages, and limits are counted by client address. Behind the gate the view is called
at once: sessions, sign-in, messages, compression and page policies are for pages.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from sarado_site.outages import door, outage_response
from sarado_site.problems import API_PREFIX, Problem, problem_response
from sarado_site.rate_limits import Limits, seconds_until_allowed


class ApiGateMiddleware:
    """Refuse what should not reach a view of /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        try:
            _refuse_foreign_origin(request)
            _refuse_large_body(request)
            match = _match(request)
            _refuse_crowd(request, match)
            response = door.let(lambda: _call_view(request, match))
        except Problem as problem:
            response = problem_response(problem)
        except (OperationalError, InterfaceError) as outage:
            response = outage_response(request, outage)
        response.headers.setdefault("Cache-Control", "no-store")
        response["Content-Length"] = str(len(response.content))
        return response


def _match(request: HttpRequest) -> ResolverMatch | None:
    """Return the view and its arguments; what is not there is counted before it is said."""
    try:
        request.resolver_match = _resolved(request.path_info)
    except Resolver404:
        return None
    return request.resolver_match


@lru_cache(maxsize=1024)  # a visit's few addresses come again with every heartbeat
def _resolved(path: str) -> ResolverMatch:
    """Find the view; an address leads to the same one as long as the process lives."""
    return resolve(path)


def _call_view(request: HttpRequest, match: ResolverMatch | None) -> HttpResponse:
    if match is None:
        raise Problem("not_found")
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _refuse_foreign_origin(request: HttpRequest) -> None:
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None or origin in settings.CORS_ALLOWED_ORIGINS:
        return
    # The host is compared without the scheme: behind a proxy that ends TLS the scheme may be
    # unknown here, and a page of the same host over plain HTTP is still this site.
    try:
        host = urlsplit(origin).netloc
    except ValueError:  # "http://[half"
        host = ""
    if host != request.get_host():
        raise Problem("origin_refused", note=f"origin {origin!r}")


def _refuse_large_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):  # "²" is a digit, too
        raise Problem("bad_request", note="Content-Length is no number")
    if int(length) > settings.API_MAX_BODY_BYTES:
        raise Problem("payload_too_large")


def _refuse_crowd(request: HttpRequest, match: ResolverMatch | None) -> None:
    """Count against the limit of /api/ and the view's own, all in one round trip."""
    own: Limits | None = getattr(match.func, "limits", None) if match else None
    wait = seconds_until_allowed(request, (("api", settings.API_RATE), *(own() if own else ())))
    if wait:
        raise Problem("rate_limited", retry_after=wait)
