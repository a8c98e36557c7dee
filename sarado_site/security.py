"""The redirect to HTTPS, the check of Host, and the one header SecurityMiddleware does not know."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware

from sarado_site.client_address import is_loopback

# The page needs the microphone and nothing else that a browser guards.
_PERMISSIONS = (
    "microphone=(self), autoplay=(self), screen-wake-lock=(self), camera=(), geolocation=()"
)

# What supervisors and monitors ask each process for, by its own address and without TLS.
_MACHINES_ASK = frozenset({"/healthz", "/readyz", "/metrics"})


class HttpsMiddleware:
    """Redirect plain HTTP to HTTPS, in place of Django's own redirect.

    The difference: what machines ask is answered, and a direct request from this very machine (an
    operator's curl) is left alone, for it crosses no network.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not _is_exempt(request):
            return HttpResponsePermanentRedirect(
                f"https://{request.get_host()}{request.get_full_path()}"
            )
        response = self.get_response(request)
        response["Permissions-Policy"] = _PERMISSIONS
        return response


class HostMiddleware(CommonMiddleware):
    """Django's own, which refuses a Host that is not ours, except where machines ask.

    They know a process by an address that is in no ALLOWED_HOSTS, and nothing that they are told
    depends on it.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if request.path_info in _MACHINES_ASK else super().process_request(request)


def _is_exempt(request: HttpRequest) -> bool:
    via_proxy = request.META.get("sarado.via_proxy", False)
    is_direct = is_loopback(request.META.get("REMOTE_ADDR", "")) and not via_proxy
    return is_direct or request.path_info in _MACHINES_ASK
