"""Rate limits by client address, counted in Redis and so across every web process.

While Redis is away the same limit is counted in this process alone: a limit that holds less is
better than a page that does not open.
"""

import contextlib
import logging
import time

from django.core.cache import caches
from django.http import HttpRequest
from django_ratelimit.core import _get_window, _make_cache_key, _split_rate, get_usage
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

_REDIS_REST_SECONDS = (
    5  # after a failure Redis is left alone this long, so that nobody queues for it
)
_redis_failed_at = float("-inf")


def client_address(_group: str, request: HttpRequest) -> str:
    """The address that `ClientAddressMiddleware` settled on."""
    return str(request.META.get("REMOTE_ADDR", ""))


def seconds_until_allowed(request: HttpRequest, *, group: str, rate: str) -> int:
    """Count this request; return 0 when it may pass, else whole seconds to wait (at least 1)."""
    global _redis_failed_at
    if time.monotonic() - _redis_failed_at > _REDIS_REST_SECONDS:
        try:
            usage = get_usage(request, group=group, key=client_address, rate=rate, increment=True)
        except RedisError:
            _redis_failed_at = time.monotonic()
            logger.warning("rate limits: Redis does not answer; counting in this process alone")
        else:
            return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0
    return _count_here(request, group=group, rate=rate)


def give_back(request: HttpRequest, *, group: str, rate: str) -> None:
    """Take one count back: what was counted did not happen.

    The count is made before the work, so that a crowd from one address cannot slip through
    together; a visitor whom we failed must not pay for it. django-ratelimit has no call for this,
    hence its own key functions (it is pinned, and a test holds them to it).
    """
    address = client_address(group, request)
    _, period = _split_rate(rate)
    window = _get_window(address, period)
    with contextlib.suppress(RedisError, ValueError):
        caches["default"].decr(_make_cache_key(group, window, rate, address, None))


def _count_here(request: HttpRequest, *, group: str, rate: str) -> int:
    limit, _, unit = rate.partition("/")
    period = {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit[-1]]
    window = int(time.time()) // period
    key = f"{group}:{rate}:{window}:{client_address(group, request)}"
    cache = caches["process"]
    cache.add(key, 0, timeout=period)
    try:
        count = cache.incr(key)
    except ValueError:  # evicted between the two lines
        return 0
    return period - int(time.time()) % period if count > int(limit) else 0
