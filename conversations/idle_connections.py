"""Warm connections to the provider, each used by one request at a time."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx


class IdleConnections:
    """A stack of transports that hold one connection each; the warmest is used again first."""

    def __init__(self, make: Callable[[], httpx.BaseTransport]) -> None:
        self._idle: deque[httpx.BaseTransport] = deque()
        self._make = make

    @contextmanager
    def one(self) -> Iterator[httpx.BaseTransport]:
        """Lend a transport. One whose connection broke opens another by itself."""
        try:
            transport = self._idle.pop()
        except IndexError:
            transport = self._make()
        try:
            yield transport
        finally:
            self._idle.append(transport)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
