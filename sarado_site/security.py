"""The redirect to HTTPS, and the one header Django's SecurityMiddleware does not know."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from sarado_site.client_address import is_loopback

# The page needs the microphone and nothing else that a browser guards.
_PERMISSIONS = (
    "microphone=(self), autoplay=(self), screen-wake-lock=(self), camera=(), geolocation=()"
)


class HttpsMiddleware:
    """Redirect plain HTTP to HTTPS, in place of Django's own redirect.

    The difference: a direct request from this very machine (a health check, an operator's curl)
    is left alone, for it crosses no network.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not _is_direct(request):
            return HttpResponsePermanentRedirect(
                f"https://{request.get_host()}{request.get_full_path()}"
            )
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


def _is_direct(request: HttpRequest) -> bool:
    via_proxy = request.META.get("sarado.via_proxy", False)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not via_proxy
