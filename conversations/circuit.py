"""A circuit breaker for the provider, so that a crowd does not wait for somebody who is down.

Closed, it only listens. After five failures in a row it opens: for ten seconds everybody is told
at once to come back later. Then it is half open: one request tries, the others are still told to
wait; if the try succeeds the circuit closes, otherwise it stays open for another ten seconds.

The state lies in the cache, so that one process's bad news spare the others; while Redis is away
each process has a circuit of its own. Each process looks at the shared state once a second at
most: a healthy begin costs no round trip.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.core.cache import BaseCache

from sarado_site.shared_cache import with_shared_cache

logger = logging.getLogger(__name__)

FAILURES_TO_OPEN = 5
OPEN_SECONDS = 10.0
# Longer than any request to the provider may take, so that two tries never overlap.
TRY_SECONDS = 10
_LOOK_SECONDS = 1.0
# Failures further apart than this are not "in a row", and an old state is nobody's word.
_MEMORY_SECONDS = 60
_STATE_SECONDS = 3600

State = Literal["closed", "open", "half_open"]
Now = Callable[[], float]


class CircuitOpen(Exception):
    """The provider is known to be down; ask again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("the circuit is open")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Reading:
    """What the shared state said when this process looked: seconds since the epoch, or None."""

    opens_again_at: float | None
    looked_at: float


class Circuit:
    """One circuit, by the name of what it guards. Its methods may be called from any thread."""

    def __init__(self, name: str, *, now: Now = time.time) -> None:
        self._now = now
        self._failures = f"circuit.{name}.failures"
        self._opened = f"circuit.{name}.opens_again_at"
        self._trying = f"circuit.{name}.trying"
        self._reading = Reading(None, float("-inf"))
        self._has_failed = False
        self._lock = threading.Lock()

    def admit(self) -> None:
        """Return when the provider may be asked. Raises CircuitOpen."""
        again = self._look().opens_again_at
        if again is None:
            return
        wait = again - self._now()
        if wait > 0:
            raise CircuitOpen(math.ceil(wait))
        if not with_shared_cache(lambda cache: cache.add(self._trying, 1, TRY_SECONDS)):
            raise CircuitOpen(math.ceil(_LOOK_SECONDS) + 1)

    def succeeded(self) -> None:
        """Note an answer, whatever it said: the provider is there."""
        if not self._has_failed and self._reading.opens_again_at is None:
            return
        was_open = self._reading.opens_again_at is not None
        with_shared_cache(
            lambda cache: cache.delete_many([self._failures, self._opened, self._trying])
        )
        self._has_failed = False
        self._remember(None)
        if was_open:
            logger.warning("circuit closed: the provider answers again")

    def failed(self) -> None:
        """Note that no useful answer came. The fifth in a row, or a failed try, opens it."""
        self._has_failed = True
        tried = self._reading.opens_again_at is not None
        failures = with_shared_cache(self._count)
        if not tried and failures < FAILURES_TO_OPEN:
            return
        again = self._now() + OPEN_SECONDS
        with_shared_cache(lambda cache: self._open(cache, again))
        self._remember(again)
        if not tried:
            logger.error("circuit opened: the provider failed %d times in a row", failures)

    def state(self) -> State:
        again = self._look().opens_again_at
        if again is None:
            return "closed"
        return "open" if self._now() < again else "half_open"

    def _look(self) -> Reading:
        if self._is_old(self._reading):
            with self._lock:
                if self._is_old(self._reading):
                    self._remember(with_shared_cache(lambda cache: cache.get(self._opened)))
        return self._reading

    def _is_old(self, reading: Reading) -> bool:
        """A second has passed, or the clock was set back."""
        return not 0 <= self._now() - reading.looked_at < _LOOK_SECONDS

    def _remember(self, opens_again_at: float | None) -> None:
        self._reading = Reading(opens_again_at, self._now())

    def _count(self, cache: BaseCache) -> int:
        cache.add(self._failures, 0, _MEMORY_SECONDS)
        try:
            return cache.incr(self._failures)
        except ValueError:  # it ran out between the two lines
            return 1

    def _open(self, cache: BaseCache, again: float) -> None:
        cache.set(self._opened, again, _STATE_SECONDS)
        cache.delete(self._trying)


provider_circuit = Circuit("provider")
