"""What two web processes share: real processes, real Redis, real PostgreSQL."""

import os
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.browser.house import House
from tests.open_folder import open_folder
from tests.servers import start_postgresql, start_valkey


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder("two") as made:
        yield made


@pytest.fixture
def counts(folder: Path) -> Iterator[str]:
    """The address of the Valkey that both processes count in."""
    valkey = start_valkey(folder)
    yield valkey.url
    valkey.stop()


@pytest.fixture
def two_processes(folder: Path, counts: str) -> Iterator[list[str]]:
    postgresql = start_postgresql(folder)
    house = House(
        folder,
        {
            **os.environ,
            "VAR_DIR": str(folder / "var"),
            "REDIS_URL": counts,
            "DATABASE_URL": postgresql.url,
        },
        servers=[postgresql],
    )
    try:
        house.manage("migrate", "--verbosity", "0")
        house.manage("collectstatic", "--noinput", "--verbosity", "0")
        yield [house.start_web(f"web-{number}").url for number in (1, 2)]
    finally:
        house.stop()


def ask(url: str) -> tuple[int, str | None]:
    try:
        with urllib.request.urlopen(f"{url}/api/status", timeout=10) as answer:
            return answer.status, None
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get("Retry-After")


def test_the_hundred_a_minute_are_counted_together(two_processes: list[str], counts: str) -> None:
    # The window turns once a minute; a burst that saw it turn proves nothing, so ask again then.
    for _ in range(2):
        started = time.monotonic()
        redis.Redis.from_url(counts).flushdb()
        answers = [ask(two_processes[number % 2]) for number in range(102)]
        codes = Counter(code for code, _ in answers)
        if codes[429] == 2:
            break
        assert time.monotonic() - started < 30
    assert codes == {200: 100, 429: 2}
    assert all(1 <= int(wait or 0) <= 60 for code, wait in answers if code == 429)
