"""One client for a process, counting in one trip, and a way to go on while Redis is away."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisAway

from sarado_site import shared_cache
from sarado_site.rate_limits import give_back, seconds_until_allowed
from sarado_site.redis_cache import SharedRedisCache, SharedRedisCacheClient
from sarado_site.shared_cache import with_shared_cache


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def away(*_args: object, **_kwargs: object) -> None:
        raise RedisAway("refused")

    for name in ("get", "add", "incr", "count_up"):
        monkeypatch.setattr(SharedRedisCache, name, away)
    yield
    shared_cache.wake()


def _client() -> SharedRedisCacheClient:
    cache = caches["default"]
    assert isinstance(cache, SharedRedisCache)
    return cache._cache


class TestSharedRedisCache:
    def test_counts_up_only_what_is_there(self) -> None:
        caches["default"].set("count", 1, 60)

        assert caches["default"].incr("count", 2) == 3
        assert caches["default"].decr("count") == 2
        with pytest.raises(ValueError, match="nothing"):
            caches["default"].incr("nothing")
        assert caches["default"].get("nothing") is None

    def test_counts_windows_together_and_lets_them_end(self) -> None:
        cache = caches["default"]
        assert isinstance(cache, SharedRedisCache)

        assert cache.count_up({"minute": 60, "hour": 3600}) == [1, 1]
        assert cache.count_up({"minute": 60}) == [2]
        client = _client().get_client()
        assert 0 < client.ttl(cache.make_key("minute")) <= 60

    def test_counts_on_when_the_server_hung_up_meanwhile(self) -> None:
        cache = caches["default"]
        assert isinstance(cache, SharedRedisCache)
        assert cache.count_up({"minute": 60}) == [1]

        assert _client().get_client().client_kill_filter(_type="normal", skipme=True) >= 1

        assert cache.count_up({"minute": 60}) == [2]

    def test_leaves_no_connection_behind_at_each_count(self) -> None:
        cache = caches["default"]
        assert isinstance(cache, SharedRedisCache)
        cache.count_up({"minute": 60})
        before = _client().get_client().info("clients")["connected_clients"]
        for _ in range(5):
            cache.count_up({"minute": 60})

        assert _client().get_client().info("clients")["connected_clients"] == before

    def test_all_threads_share_one_client(self) -> None:
        with ThreadPoolExecutor(4) as threads:
            clients = set(threads.map(lambda _: id(_client()), range(20)))

        assert len(clients) == 1


@pytest.mark.usefixtures("redis_away")
class TestWithoutRedis:
    def test_goes_on_in_this_process_and_leaves_redis_alone(self) -> None:
        asked = []

        def use(cache: object) -> str:
            asked.append(cache)
            if cache is caches["default"]:
                raise RedisAway("refused")
            return "here"

        assert [with_shared_cache(use) for _ in range(3)] == ["here"] * 3
        assert asked.count(caches["default"]) == 1

    def test_limits_are_stricter(self) -> None:
        request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
        waits = [seconds_until_allowed(request, (("g", "6/m"),)) for _ in range(4)]

        assert waits[:3] == [0, 0, 0]
        assert 1 <= waits[3] <= 60

    def test_a_count_can_be_given_back(self) -> None:
        request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.10")
        for _ in range(5):
            assert seconds_until_allowed(request, (("g", "2/m"),)) == 0
            give_back(request, (("g", "2/m"),))
