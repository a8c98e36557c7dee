"""Pages that are the same for everybody who reads the same language.

Any cache on the way may keep one, and asks again before it hands it out: what it holds of the
house changes with the hour. Nothing of a visitor is in it, so packing it tells nothing (BREACH).
"""

import hashlib
import re
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

_TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def for_anyone(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Return the page packed and tagged, or word that the asker has it already."""
    # Weak: the same page packed and unpacked is one page.
    tag = f'W/"{hashlib.sha256(page.content).hexdigest()[:24]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known or known == ["*"]:
        page = HttpResponseNotModified()
    elif _TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")):
        page.content = _packed(page.content)
        page["Content-Encoding"] = "br"
        page["Content-Length"] = str(len(page.content))
    page["ETag"] = tag
    page["Cache-Control"] = "public, no-cache"
    patch_vary_headers(page, ("Accept-Encoding", "Accept-Language"))
    return page


@lru_cache(maxsize=64)
def _packed(page: bytes) -> bytes:
    """As small as it gets: tens of milliseconds, once for each hour, language and host."""
    packed: bytes = brotli.compress(page, mode=brotli.MODE_TEXT, quality=11)
    return packed
