"""Security headers of every answer, and the redirect to HTTPS."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware

from sarado_site.client_address import is_loopback

# The page needs the microphone and nothing else that a browser guards.
_PERMISSIONS = (
    "microphone=(self), autoplay=(self), screen-wake-lock=(self), camera=(), geolocation=()"
)


class SiteSecurityMiddleware(SecurityMiddleware):
    """Django's own, with two differences.

    A direct request from this very machine (a health check, an operator's curl) is not redirected:
    it crosses no network. And a Permissions-Policy is added.
    """

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        via_proxy = request.META.get("sarado.via_proxy", False)
        if is_loopback(request.META.get("REMOTE_ADDR", "")) and not via_proxy:
            return None
        return super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return super().process_response(request, response)
