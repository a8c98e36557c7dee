"""Rate limits by client address, counted in Redis and so across every web process.

While Redis is away each process counts for itself, against half of the limit: visitors may be
spread over several processes, and nobody knows over how many.
"""

import contextlib
import time

from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django_ratelimit.core import _get_window, _make_cache_key, _split_rate, get_usage
from redis.exceptions import RedisError

from sarado_site.shared_cache import is_resting, with_shared_cache


def client_address(_group: str, request: HttpRequest) -> str:
    """The address that `ClientAddressMiddleware` settled on."""
    return str(request.META.get("REMOTE_ADDR", ""))


def seconds_until_allowed(request: HttpRequest, *, group: str, rate: str) -> int:
    """Count this request; return 0 when it may pass, else whole seconds to wait (at least 1)."""

    def count(cache: BaseCache) -> int:
        if cache is caches["process"]:
            return _count_here(request, group=group, rate=rate)
        usage = get_usage(request, group=group, key=client_address, rate=rate, increment=True)
        return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0

    return with_shared_cache(count)


def give_back(request: HttpRequest, *, group: str, rate: str) -> None:
    """Take one count back: what was counted did not happen.

    The count is made before the work, so that a crowd from one address cannot slip through
    together; a visitor whom we failed must not pay for it. django-ratelimit has no call for this,
    hence its own key functions (it is pinned, and a test holds them to it).
    """
    address = client_address(group, request)
    if is_resting():
        with contextlib.suppress(ValueError):
            caches["process"].decr(_key_here(group, rate, address)[0])
        return
    _, period = _split_rate(rate)
    window = _get_window(address, period)
    with contextlib.suppress(RedisError, ValueError):
        caches["default"].decr(_make_cache_key(group, window, rate, address, None))


def _count_here(request: HttpRequest, *, group: str, rate: str) -> int:
    limit, period = _split_rate(rate)
    key, window = _key_here(group, rate, client_address(group, request))
    cache = caches["process"]
    cache.add(key, 0, timeout=period)
    try:
        count = cache.incr(key)
    except ValueError:  # evicted between the two lines
        return 0
    return max(1, window - int(time.time())) if count > max(1, limit // 2) else 0


def _key_here(group: str, rate: str, address: str) -> tuple[str, int]:
    """The key in this process's cache, and when its window ends."""
    _, period = _split_rate(rate)
    ends = (int(time.time()) // period + 1) * period
    return f"{group}:{rate}:{ends}:{address}", ends
