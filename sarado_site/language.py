"""The language a visitor is answered in. No cookie: the address, the page asked from, the browser.

Only for visitors: the admin is Korean whatever the browser likes.
"""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

PARAMETER = "lang"
_STAFF = "/admin/"
_API = "/api/"
_KEPT = ("GET", "HEAD")  # no cache keeps what answers anything else


class VisitorLanguageMiddleware:
    """Activate the visitor's language for one request.

    `?lang=` wins. What the page asks `/api/` comes with the page's own address as its Referer
    (our policy sends it to ourselves alone), so that an error is told in the page's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_STAFF):
            return self.get_response(request)
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if request.method in _KEPT:
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Accept-Language",))
        return response


def language_of(request: HttpRequest) -> str:
    """Return the code of one of the site's languages."""
    # Pages go by their own address alone: a cache may keep them for whoever asks for it next.
    referrer = request.META.get("HTTP_REFERER", "") if request.path.startswith(_API) else ""
    asked = request.GET.get(PARAMETER, "") if request.META.get("QUERY_STRING") else ""
    for wanted in (asked, _wanted_by(referrer)):
        with suppress(LookupError):
            if wanted:
                return translation.get_supported_language_variant(wanted)
    # Looks at cookies too, but of a name that this site never sets.
    return translation.get_language_from_request(request)


def _wanted_by(referrer: str) -> str:
    if not referrer:
        return ""
    try:
        return parse_qs(urlsplit(referrer).query).get(PARAMETER, [""])[0]
    except ValueError:  # "http://[half"; anybody can send any header
        return ""
