"""The cache all processes share, and this process's own while Redis is away.

After a failure Redis is left alone for a few seconds, so that nobody queues for a time-out; then
the next caller tries again. Nobody has to switch anything back.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import BaseCache, caches
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST_SECONDS = 5.0

Result = TypeVar("Result")

_failed_at = float("-inf")


def is_resting() -> bool:
    """Did Redis fail this process in the last seconds?"""
    return time.monotonic() - _failed_at < REST_SECONDS


def with_shared_cache(use: Callable[[BaseCache], Result]) -> Result:
    """Call `use` with the shared cache, or with this process's own when Redis does not answer."""
    global _failed_at
    if not is_resting():
        try:
            return use(caches["default"])
        except RedisError as error:
            _failed_at = time.monotonic()
            logger.warning(
                "Redis does not answer (%s): each process counts for itself", type(error).__name__
            )
    return use(caches["process"])


def wake() -> None:
    """Forget the last failure: the next caller asks Redis again."""
    global _failed_at
    _failed_at = float("-inf")
