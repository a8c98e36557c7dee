"""Rate limits by client address, in the fixed windows of django-ratelimit.

Windows and keys are django-ratelimit's; counting is ours: all the limits of a request in one
round trip to Redis, where the library makes two for each. While Redis is away each process counts
for itself, against half of the limit: visitors may be spread over several processes, and nobody
knows over how many.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django_ratelimit.core import EXPIRATION_FUDGE, _get_window, _make_cache_key, _split_rate
from redis.exceptions import RedisError

from sarado_site.client_address import address_of
from sarado_site.redis_cache import SharedRedisCache
from sarado_site.shared_cache import is_resting, with_shared_cache

# A group of requests and its rate, as django-ratelimit writes it: ("api", "100/m").
Limit = tuple[str, str]
Limits = Callable[[], Sequence[Limit]]


def seconds_until_allowed(request: HttpRequest, limits: Sequence[Limit]) -> int:
    """Count this request; return 0 when it may pass, else whole seconds to wait (at least 1)."""
    address = address_of(request)

    def wait(cache: BaseCache) -> int:
        if isinstance(cache, SharedRedisCache):
            return _count_together(cache, limits, address)
        return _count_here(cache, limits, address)

    return with_shared_cache(wait)


def give_back(request: HttpRequest, limits: Sequence[Limit]) -> None:
    """Take one count back: what was counted did not happen.

    The count is made before the work, so that a crowd from one address cannot slip through
    together; a visitor whom we failed must not pay for it.
    """
    cache = caches["process" if is_resting() else "default"]
    for group, rate in limits:
        with contextlib.suppress(RedisError, ValueError):
            cache.decr(_window(group, rate, address_of(request)).key)


@dataclass(frozen=True, slots=True)
class Window:
    """The window a request of now falls into: counted under `key` until `end`, in epoch seconds."""

    key: str
    end: int
    limit: int
    kept_seconds: int


def _count_together(cache: SharedRedisCache, limits: Sequence[Limit], address: str) -> int:
    windows = [_window(group, rate, address) for group, rate in limits]
    counts = cache.count_up({window.key: window.kept_seconds for window in windows})
    now = int(time.time())
    waits = [
        max(1, window.end - now)
        for count, window in zip(counts, windows, strict=True)
        if count > window.limit
    ]
    return max(waits, default=0)


def _count_here(cache: BaseCache, limits: Sequence[Limit], address: str) -> int:
    waits = [0]
    for group, rate in limits:
        window = _window(group, rate, address)
        cache.add(window.key, 0, timeout=window.kept_seconds)
        with contextlib.suppress(ValueError):  # evicted between the two lines
            if cache.incr(window.key) > max(1, window.limit // 2):
                waits.append(max(1, window.end - int(time.time())))
    return max(waits)


def _window(group: str, rate: str, address: str) -> Window:
    limit, period = parsed = _parsed(rate)
    end = _get_window(address, period)
    key = _make_cache_key(group, end, parsed, address, None)
    return Window(key, end, limit, period + EXPIRATION_FUDGE)


@lru_cache(maxsize=32)
def _parsed(rate: str) -> tuple[int, int]:
    """Return how many in how many seconds; there are only the few rates of the settings."""
    limit, period = _split_rate(rate)
    return limit, period
