"""HTTP by libcurl: real sockets, and whatever a server may do to them."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import certifi
import httpx
import pytest
from cryptography import x509

from conversations import curl
from conversations.curl import Answer, CurlConnection
from tests.certificate import write_certificate

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
_KEY = "sk-that-must-never-be-told"


class Server:
    """Gives its answers in turn, the last one ever after; keeps its connections, or closes each
    after one answer.
    """

    def __init__(self, answers: list[bytes], *, keeps: bool, tls: ssl.SSLContext | None) -> None:
        self._answers, self._keeps, self._tls = answers, keeps, tls
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
            line.sendall(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])
            if not self._keeps:
                return


StartServer = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[StartServer]:
    servers: list[Server] = []

    def start(*answers: bytes, keeps: bool = True, tls: ssl.SSLContext | None = None) -> Server:
        servers.append(Server([*answers] or [_ANSWER], keeps=keeps, tls=tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def connection() -> Iterator[CurlConnection]:
    with opened() as connection:
        yield connection


def opened() -> closing[CurlConnection]:
    return closing(CurlConnection(seconds=2, connect_seconds=1, max_bytes=1000))


def ask(connection: CurlConnection, server: Server, *, scheme: str = "http") -> Answer:
    headers = (f"Authorization: Bearer {_KEY}".encode(), b"Content-Type: application/json")
    return connection.ask("POST", f"{scheme}://127.0.0.1:{server.port}/v1/x", headers, b'{"a": 1}')


def test_a_request_arrives_as_it_was_written(
    connection: CurlConnection, start: StartServer
) -> None:
    server = start()

    answer = ask(connection, server)

    assert answer == (200, b"{}", 0)
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
    connection: CurlConnection, start: StartServer
) -> None:
    server = start()
    ask(connection, server)

    connection.ask("GET", f"http://127.0.0.1:{server.port}/v1/models", ())

    assert server.heard[1].startswith(b"GET /v1/models HTTP/1.1\r\n")
    assert server.heard[1].endswith(b"\r\n\r\n")
    assert b"Bearer" not in server.heard[1], "the headers of the request before"


def test_a_connection_is_kept(connection: CurlConnection, start: StartServer) -> None:
    server = start()

    for _ in range(3):
        ask(connection, server)

    assert server.visits == 1


def test_a_connection_that_was_closed_meanwhile_is_opened_again(
    connection: CurlConnection, start: StartServer
) -> None:
    server = start(keeps=False)

    assert [ask(connection, server).status for _ in range(3)] == [200, 200, 200]
    assert server.visits == 3


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (b"Retry-After: 17\r\n", 17),
        (b"", 0),
        (b"Retry-After: soon\r\n", 0),
        (b"Retry-After: -5\r\n", 0),
        (b"Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", 0),
    ],
    ids=["seconds", "none", "word", "negative", "long-ago"],
)
def test_how_long_to_wait_is_told_in_seconds(
    connection: CurlConnection, start: StartServer, headers: bytes, wait: int
) -> None:
    answer = ask(connection, start(b"HTTP/1.1 429 No\r\n%sContent-Length: 0\r\n\r\n" % headers))

    assert answer.status == 429
    assert answer.retry_after == wait


def test_an_interim_answer_is_not_the_answer(
    connection: CurlConnection, start: StartServer
) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"

    answer = ask(connection, start(early + _ANSWER))

    assert answer == (200, b"{}", 0)


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
    connection: CurlConnection, start: StartServer, answer: bytes
) -> None:
    with pytest.raises(httpx.RemoteProtocolError) as failed:
        ask(connection, start(answer, keeps=False))
    assert _KEY not in str(failed.value)


def test_nobody_there_is_a_failed_connection(connection: CurlConnection) -> None:
    with pytest.raises(httpx.ConnectError, match="connect"):
        connection.ask("GET", "http://127.0.0.1:9/v1/models", ())


def test_an_answer_beyond_bounds_is_cut_off(connection: CurlConnection, start: StartServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    endless = head + b"400\r\n%s\r\n" % (b"x" * 0x400)

    with pytest.raises(httpx.DecodingError):
        ask(connection, start(endless))


@pytest.mark.parametrize(
    "failure",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + b"x" * 4000],
    ids=["no-http", "too-large"],
)
def test_a_failure_does_not_spoil_the_next_request(
    connection: CurlConnection, start: StartServer, failure: bytes
) -> None:
    server = start(failure, _ANSWER)
    with pytest.raises(httpx.RequestError):
        ask(connection, server)

    answer = ask(connection, server)

    assert answer == (200, b"{}", 0)


def test_a_proxy_of_the_environment_is_not_asked(
    connection: CurlConnection, start: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)

    assert ask(connection, start()).status == 200


class TestTrust:
    """By default nobody is named, and this system believes nobody."""

    @pytest.fixture(autouse=True)
    def _nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(curl, "folder_of_this_system", lambda: "")

    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        return write_certificate(tmp_path / "server.pem")

    @pytest.fixture
    def folder(self, tmp_path: Path, certificate: Path) -> Path:
        """The certificate as OpenSSL looks for it: by the hash of its subject."""
        subject = x509.load_pem_x509_certificate(certificate.read_bytes()).subject
        digest = hashlib.sha1(subject.public_bytes()[2:], usedforsecurity=False).digest()
        folder = tmp_path / "certificates"
        folder.mkdir()
        (folder / f"{int.from_bytes(digest[:4], 'little'):08x}.0").symlink_to(certificate)
        return folder

    @pytest.fixture
    def server(self, start: StartServer, certificate: Path) -> Server:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        return start(tls=tls)

    def _ask(self, server: Server) -> int:
        with opened() as connection:
            return ask(connection, server, scheme="https").status

    def test_a_stranger_is_not_told_the_key(self, server: Server) -> None:
        with pytest.raises(httpx.ConnectError, match="certificate"):
            self._ask(server)
        assert server.heard == []

    def test_the_file_the_environment_names_is_believed(
        self, server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

        assert self._ask(server) == 200

    def test_the_folder_the_environment_names_is_believed(
        self, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_DIR", str(folder))

        assert self._ask(server) == 200

    def test_a_file_alone_is_believed_where_both_are_named(
        self, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_DIR", str(folder))
        monkeypatch.setenv("SSL_CERT_FILE", certifi.where())

        with pytest.raises(httpx.ConnectError, match="certificate"):
            self._ask(server)

    def test_whom_this_system_believes_is_believed(
        self, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(curl, "folder_of_this_system", lambda: str(folder))

        assert self._ask(server) == 200


@pytest.mark.parametrize(
    ("names", "is_one"), [(["0a1b2c3d.0", "ca.pem"], True), (["ca.pem"], False), ([], False)]
)
def test_a_folder_of_certificates_is_one_that_can_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], *, is_one: bool
) -> None:
    for name in names:
        (tmp_path / name).touch()
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # what Python's own default becomes then
    find = curl.folder_of_this_system.__wrapped__

    assert find() == (str(tmp_path) if is_one else "")
