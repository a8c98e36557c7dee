"""libcurl below httpx: real sockets, and whatever a server may do to them."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from conversations.curl_transport import CurlTransport
from tests.certificate import write_certificate

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
_KEY = "sk-that-must-never-be-told"


class Server:
    """Says the same to every request; keeps its connections, or closes each after one answer."""

    def __init__(self, answer: bytes, *, keeps: bool, tls: ssl.SSLContext | None) -> None:
        self._answer, self._keeps, self._tls = answer, keeps, tls
        self._door = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.visits = 0
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._door.getsockname()[1])

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._door.accept()
                self.visits += 1
                with suppress(OSError), closing(self._inside(line)) as inside:
                    self._talk(inside)

    def _inside(self, line: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(line, server_side=True) if self._tls else line

    def _talk(self, line: socket.socket) -> None:
        while heard := line.recv(65536):
            self.heard.append(heard)
            line.sendall(self._answer)
            if not self._keeps:
                return


StartServer = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[StartServer]:
    servers: list[Server] = []

    def start(
        answer: bytes = _ANSWER, *, keeps: bool = True, tls: ssl.SSLContext | None = None
    ) -> Server:
        servers.append(Server(answer, keeps=keeps, tls=tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def transport() -> Iterator[CurlTransport]:
    with CurlTransport(seconds=2, connect_seconds=1, max_bytes=1000) as transport:
        yield transport


def ask(transport: CurlTransport, server: Server, *, scheme: str = "http") -> httpx.Response:
    return transport.handle_request(
        httpx.Request(
            "POST",
            f"{scheme}://127.0.0.1:{server.port}/v1/x",
            headers={"Authorization": f"Bearer {_KEY}", "Content-Type": "application/json"},
            content=b'{"a": 1}',
        )
    )


def test_a_request_arrives_as_it_was_written(transport: CurlTransport, start: StartServer) -> None:
    server = start()

    answer = ask(transport, server)

    assert (answer.status_code, answer.content) == (200, b"{}")
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /v1/x HTTP/1.1"
    assert body == b'{"a": 1}'
    names = [line.partition(b":")[0].lower() for line in lines[1:]]
    assert sorted(names) == sorted(set(names)), "a header was sent twice"
    assert f"Authorization: Bearer {_KEY}".encode() in lines
    assert b"Content-Length: 8" in lines
    assert b"expect" not in names


def test_what_is_asked_without_a_body_is_a_get(
    transport: CurlTransport, start: StartServer
) -> None:
    server = start()
    ask(transport, server)

    transport.handle_request(httpx.Request("GET", f"http://127.0.0.1:{server.port}/v1/models"))

    assert server.heard[1].startswith(b"GET /v1/models HTTP/1.1\r\n")
    assert server.heard[1].endswith(b"\r\n\r\n")
    assert b"Bearer" not in server.heard[1], "the headers of the request before"


def test_a_connection_is_kept(transport: CurlTransport, start: StartServer) -> None:
    server = start()

    for _ in range(3):
        ask(transport, server)

    assert server.visits == 1


def test_a_connection_that_was_closed_meanwhile_is_opened_again(
    transport: CurlTransport, start: StartServer
) -> None:
    server = start(keeps=False)

    assert [ask(transport, server).status_code for _ in range(3)] == [200, 200, 200]
    assert server.visits == 3


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (b"Retry-After: 17\r\n", "17"),
        (b"", None),
        (b"Retry-After: soon\r\n", None),
        (b"Retry-After: -5\r\n", None),
        (b"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", None),
    ],
    ids=["seconds", "none", "word", "negative", "long-ago"],
)
def test_how_long_to_wait_is_told_in_seconds(
    transport: CurlTransport, start: StartServer, headers: bytes, wait: str | None
) -> None:
    answer = ask(transport, start(b"HTTP/1.1 429 No\r\n%sContent-Length: 0\r\n\r\n" % headers))

    assert answer.status_code == 429
    assert answer.headers.get("Retry-After") == wait


def test_an_interim_answer_is_not_the_answer(transport: CurlTransport, start: StartServer) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"

    answer = ask(transport, start(early + _ANSWER))

    assert (answer.status_code, answer.content) == (200, b"{}")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbroken off",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
    ids=["broken-off", "no-http", "nothing"],
)
def test_what_is_no_whole_answer_is_a_failed_connection(
    transport: CurlTransport, start: StartServer, answer: bytes
) -> None:
    with pytest.raises(httpx.RemoteProtocolError) as failed:
        ask(transport, start(answer, keeps=False))
    assert _KEY not in str(failed.value)


def test_nobody_there_is_a_failed_connection(transport: CurlTransport) -> None:
    with pytest.raises(httpx.ConnectError, match="connect"):
        transport.handle_request(httpx.Request("GET", "http://127.0.0.1:9/v1/models"))


def test_an_answer_beyond_bounds_is_cut_off(transport: CurlTransport, start: StartServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    endless = head + b"400\r\n%s\r\n" % (b"x" * 0x400)

    with pytest.raises(httpx.DecodingError):
        ask(transport, start(endless))


def test_a_failure_does_not_spoil_the_next_request(
    transport: CurlTransport, start: StartServer
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        ask(transport, start(b"", keeps=False))

    assert ask(transport, start()).status_code == 200


def test_a_proxy_of_the_environment_is_not_asked(
    transport: CurlTransport, start: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert ask(transport, start()).status_code == 200


class TestTrust:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        return write_certificate(tmp_path / "server.pem")

    @pytest.fixture
    def server(self, start: StartServer, certificate: Path) -> Server:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        return start(tls=tls)

    def test_a_stranger_is_not_told_the_key(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)

        with (
            CurlTransport(seconds=2, connect_seconds=1, max_bytes=1000) as transport,
            pytest.raises(httpx.ConnectError, match="certificate"),
        ):
            ask(transport, server, scheme="https")
        assert server.heard == []

    def test_whom_the_environment_names_is_believed(
        self, server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

        with CurlTransport(seconds=2, connect_seconds=1, max_bytes=1000) as transport:
            assert ask(transport, server, scheme="https").status_code == 200
