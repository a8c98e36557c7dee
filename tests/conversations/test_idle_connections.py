"""Connections to the provider are used again, and never after somebody hung up."""

import socket
import threading
from collections.abc import Iterator

import pytest

from conversations.idle_connections import IdleConnections

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n%s\r\nok"


class Answering:
    """A server that answers once for each name asked, on as many connections as come."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.accepted: list[socket.socket] = []
        self.header = b""
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def hang_up(self) -> None:
        for connection in self.accepted:
            connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.accepted.append(connection)
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        while connection.recv(65536):
            connection.sendall(_ANSWER % self.header)


@pytest.fixture
def server() -> Iterator[Answering]:
    answering = Answering()
    yield answering
    answering.listener.close()
    for connection in answering.accepted:
        connection.close()


@pytest.fixture
def idle(server: Answering) -> Iterator[IdleConnections]:
    connections = IdleConnections(server.base, connect_seconds=3, answer_seconds=3)
    yield connections
    connections.close()


def ask(idle: IdleConnections) -> bytes:
    with idle.one() as connection:
        connection.request("GET", "/")
        return connection.getresponse().read()


def test_the_warm_one_is_used_again(server: Answering, idle: IdleConnections) -> None:
    assert [ask(idle), ask(idle)] == [b"ok", b"ok"]
    assert len(server.accepted) == 1


def test_two_at_once_have_one_each(server: Answering, idle: IdleConnections) -> None:
    with idle.one():
        assert ask(idle) == b"ok"
    assert ask(idle) == b"ok"
    assert len(server.accepted) == 2


def test_one_that_was_hung_up_is_replaced(server: Answering, idle: IdleConnections) -> None:
    ask(idle)
    server.hang_up()

    assert ask(idle) == b"ok"
    assert len(server.accepted) == 2


def test_one_that_the_server_wants_closed_is_not_kept(
    server: Answering, idle: IdleConnections
) -> None:
    server.header = b"Connection: close\r\n"

    assert [ask(idle), ask(idle)] == [b"ok", b"ok"]
    assert len(server.accepted) == 2


def test_one_that_broke_in_use_is_not_kept(server: Answering, idle: IdleConnections) -> None:
    with pytest.raises(ZeroDivisionError), idle.one():
        raise ZeroDivisionError

    assert ask(idle) == b"ok"
    assert len(server.accepted) == 2
