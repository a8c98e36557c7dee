"""A stack of warm connections: who is lent next, and who never again."""

import threading

import pytest

from sarado_site.idle_connections import IdleConnections


class Connection:
    def __init__(self) -> None:
        self.closed = threading.Event()


def same(connection: Connection) -> Connection:
    return connection


@pytest.fixture
def idle() -> IdleConnections[Connection]:
    return IdleConnections(Connection, close=lambda connection: connection.closed.set())


def test_the_warmest_is_lent_again(idle: IdleConnections[Connection]) -> None:
    first, second = idle.use(lambda first: (first, idle.use(same)))
    assert first is not second

    assert idle.use(same) is first


def test_one_that_failed_is_closed_and_not_lent_again(idle: IdleConnections[Connection]) -> None:
    lent: list[Connection] = []

    def fail(connection: Connection) -> None:
        lent.append(connection)
        raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        idle.use(fail)

    (failed,) = lent
    next_one = idle.use(same)
    assert next_one is not failed
    assert failed.closed.wait(5)
    assert not next_one.closed.is_set()


def test_nobody_waits_while_one_that_failed_is_closed() -> None:
    may_close, is_closed = threading.Event(), threading.Event()

    def close(_connection: Connection) -> None:
        may_close.wait(2)
        is_closed.set()

    idle = IdleConnections(Connection, close=close)

    def fail(_connection: Connection) -> None:
        raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        idle.use(fail)

    assert not is_closed.is_set()
    may_close.set()
    assert is_closed.wait(5)


def test_all_that_are_idle_are_closed_together(idle: IdleConnections[Connection]) -> None:
    first, second = idle.use(lambda first: (first, idle.use(same)))

    idle.close()

    assert first.closed.is_set()
    assert second.closed.is_set()
