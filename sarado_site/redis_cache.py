"""Django's Redis cache, with the connections of a process shared by its threads.

The stock backend gives each thread a pool of its own and makes a client object for every
operation, which costs more than asking Redis does; and it asks whether a key exists before it
counts up. Here one client serves the whole process, and counting is one round trip, on a connection
that is not asked first whether it still stands: one that does not is opened again.
"""

import threading
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis import ConnectionError as RedisConnectionError
from redis import ConnectionPool, Redis
from redis.connection import ConnectionInterface

from sarado_site.idle_connections import IdleConnections

# INCRBY would make the key that is missing; a cache must refuse instead.
_INCREMENT = """
if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('INCRBY', KEYS[1], ARGV[1]) end
return false
"""

# Count several windows up at once; a window begins, with its end, when it is first counted.
_COUNT_UP = """
local counts = {}
for index, key in ipairs(KEYS) do
  counts[index] = redis.call('INCR', key)
  if counts[index] == 1 then redis.call('EXPIRE', key, ARGV[index]) end
end
return counts
"""


# A thread counts one request at a time, so there are never more of these than threads.
_NO_LIMIT = 2**31


class SharedRedisCacheClient(RedisCacheClient):
    """Safe to share between threads, as redis-py's own client and pools are."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._redis: Redis = super().get_client(write=True)
        self._increment = self._redis.register_script(_INCREMENT)
        kept = ConnectionPool.from_url(servers[0], **{**options, "max_connections": _NO_LIMIT})
        self._counting = IdleConnections(kept.make_connection, close=_hang_up)

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self._redis

    def incr(self, key: Any, delta: int) -> int:
        count = self._increment(keys=[key], args=[delta])
        if count is None:
            raise ValueError(f"Key {key!r} not found.")
        return int(count)

    def count_up(self, windows: dict[str, int]) -> list[int]:
        """Count on a warm connection; a server that hung up meanwhile is called once more.

        What it had counted before it hung up is counted twice then, which does no harm to a limit.
        """
        words: list[str | int] = ["EVAL", _COUNT_UP, len(windows), *windows, *windows.values()]
        return self._counting.use(lambda connection: _ask_twice(connection, words))


def _ask_twice(connection: ConnectionInterface, words: Sequence[str | int]) -> list[int]:
    try:
        return _ask(connection, words)
    except RedisConnectionError:
        return _ask(connection, words)


def _ask(connection: ConnectionInterface, words: Sequence[str | int]) -> list[int]:
    """Ask on this connection, which closes itself when it fails and opens when it is closed."""
    connection.send_command(*words)  # type: ignore[no-untyped-call]
    counts: list[int] = connection.read_response()
    return counts


def _hang_up(connection: ConnectionInterface) -> None:
    connection.disconnect()  # type: ignore[no-untyped-call]


class SharedRedisCache(RedisCache):
    """One server; its address is `LOCATION`."""

    _shared: ClassVar[dict[str, SharedRedisCacheClient]] = {}
    _lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server, self._settings = server, params.get("OPTIONS", {})

    @cached_property
    def _cache(self) -> SharedRedisCacheClient:
        with self._lock:
            if self._server not in self._shared:
                client = SharedRedisCacheClient([self._server], **self._settings)
                self._shared[self._server] = client
            return self._shared[self._server]

    def count_up(self, windows: dict[str, int]) -> list[int]:
        """Count each key up in one round trip; a new one lives for its number of seconds."""
        return self._cache.count_up(
            {self.make_key(key): seconds for key, seconds in windows.items()}
        )
