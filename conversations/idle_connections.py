"""Warm connections to the provider, each used by one request at a time.

They are the standard library's: a third of what httpx's transports cost for each request, in time
and in turns taken at the interpreter's lock, which a crowd of threads queues for.
"""

import os
import select
import ssl
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

import certifi

_KEPT_SECONDS = 60.0  # idle for longer, and somebody on the way may have forgotten it


class IdleConnections:
    """A stack of connections to one server; the warmest is used again first."""

    def __init__(self, base: str, *, connect_seconds: float, answer_seconds: float) -> None:
        self._server = urlsplit(base)
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._idle: deque[tuple[HTTPConnection, float]] = deque()
        # Reading the certificates takes 20 ms: once.
        self._tls = ssl.create_default_context(
            cafile=os.environ.get("SSL_CERT_FILE") or certifi.where()
        )

    @contextmanager
    def one(self) -> Iterator[HTTPConnection]:
        """Lend a connection that is open; its answer must be read whole. Broken, it is closed.

        Raises OSError (TimeoutError among them) when none can be opened.
        """
        connection = self._warmest() or self._opened()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if connection.sock is not None:  # else the server wished to close it
            self._idle.append((connection, time.monotonic()))

    def close(self) -> None:
        while self._idle:
            self._idle.pop()[0].close()

    def _warmest(self) -> HTTPConnection | None:
        while True:
            try:
                connection, since = self._idle.pop()
            except IndexError:
                return None
            if time.monotonic() - since < _KEPT_SECONDS and not _was_hung_up(connection):
                return connection
            connection.close()

    def _opened(self) -> HTTPConnection:
        host, port = self._server.hostname or "", self._server.port
        connection = (
            HTTPSConnection(host, port, timeout=self._connect_seconds, context=self._tls)
            if self._server.scheme == "https"
            else HTTPConnection(host, port, timeout=self._connect_seconds)
        )
        connection.connect()
        connection.sock.settimeout(self._answer_seconds)
        return connection


def _was_hung_up(connection: HTTPConnection) -> bool:
    """Nobody owes us a word: what can be read now is the end, or nonsense."""
    waiting = select.poll()
    waiting.register(connection.sock, select.POLLIN)
    return bool(waiting.poll(0))
