"""Warm connections to the provider, each used by one request at a time."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

_LIMITS = httpx.Limits(max_connections=1, keepalive_expiry=60.0)


class IdleConnections:
    """A stack of transports that hold one connection each; the warmest is used again first.

    One transport with many connections would do, but httpcore looks at every one of them for each
    request, which in a crowd costs more than the request itself.
    """

    def __init__(self) -> None:
        self._idle: deque[httpx.HTTPTransport] = deque()
        self._tls = httpx.create_ssl_context()  # reading the certificates takes 20 ms: once

    @contextmanager
    def one(self) -> Iterator[httpx.HTTPTransport]:
        """Lend a transport. One whose connection broke opens another by itself."""
        try:
            transport = self._idle.pop()
        except IndexError:
            transport = httpx.HTTPTransport(verify=self._tls, limits=_LIMITS)
        try:
            yield transport
        finally:
            self._idle.append(transport)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
