"""nginx accepts the shipped files, and does with a request what the house counts on."""

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.certificate import write_certificate
from tests.open_folder import open_folder
from tests.packaging.shipped import PACKAGING
from tests.servers import Server, free_port, wait_for_port

_MAIN = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main-error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include conf.d/*.conf;
}}
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder("nginx") as made:
        yield made


def lay_out(folder: Path, place: str) -> Path:
    """Put the files where the guide says, below `folder` instead of /etc/nginx."""
    (folder / "conf.d").mkdir()
    (folder / "var").mkdir()
    (folder / "sarado" / "tls").mkdir(parents=True)
    shutil.copy(PACKAGING / "nginx" / "sarado.conf", folder / "conf.d")
    shutil.copy(PACKAGING / "nginx" / "proxy.conf", folder / "sarado")
    # Only where a machine keeps its logs and caches is the test's own.
    text = (PACKAGING / "nginx" / place).read_text("utf-8")
    text = re.sub(r"/var/(?:log|lib|cache)/nginx", str(folder / "var"), text)
    (folder / "sarado" / "place.conf").write_text(text, "utf-8")
    both = write_certificate(folder / "sarado" / "tls" / "fullchain.pem")
    shutil.copy(both, both.with_name("privkey.pem"))  # nginx takes from each what it needs
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder), "utf-8")
    return main


def move_ports(folder: Path, moved: dict[int, int]) -> None:
    for path in (folder / "conf.d" / "sarado.conf", folder / "sarado" / "place.conf"):
        text = path.read_text("utf-8")
        for shipped, free in moved.items():
            text = re.sub(rf"\b{shipped}\b(?=[ ;])", str(free), text)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("place", ["place-systemd.conf", "place-compose.conf"])
def test_the_files_are_accepted(folder: Path, place: str) -> None:
    main = lay_out(folder, place)
    if os.geteuid():  # who is not root may not listen on the web's own ports
        move_ports(folder, {80: free_port(), 443: free_port()})

    tested = subprocess.run(
        ["/usr/sbin/nginx", "-t", "-q", "-c", main, "-e", folder / "start.log"],
        capture_output=True,
        text=True,
        check=False,
    )

    complaints = tested.stderr + (folder / "start.log").read_text("utf-8")
    assert (tested.returncode, complaints) == (0, "")


class Echo(BaseHTTPRequestHandler):
    """A web process that answers with what reached it, and counts how often it was asked."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[ThreadingHTTPServer]:
    Echo.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Door:
    """nginx as visitors find it."""

    http: int
    https: int
    trusting: ssl.SSLContext

    def ask(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, Content-Type, and body, as a visitor by TLS gets them."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.https, context=self.trusting, timeout=10
        )
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read().decode()
        finally:
            connection.close()


@pytest.fixture
def nginx(folder: Path, web: ThreadingHTTPServer) -> Iterator[Door]:
    """The machine's nginx before one web process that answers and one that is away."""
    main = lay_out(folder, "place-systemd.conf")
    trusting = ssl.create_default_context(cafile=folder / "sarado" / "tls" / "fullchain.pem")
    door = Door(free_port(), free_port(), trusting)
    away, there = free_port(), int(web.server_address[1])
    move_ports(folder, {80: door.http, 443: door.https, 8001: away, 8002: there})
    words = ["/usr/sbin/nginx", "-c", str(main), "-e", str(folder / "start.log")]
    server = Server("", door.https, subprocess.Popen(words))
    wait_for_port(server.port, server.process, "nginx")
    yield door
    server.stop()


def test_the_house_learns_the_visitor_s_own_address(nginx: Door) -> None:
    spoofed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "Host": "a.example"}
    status, _, body = nginx.ask("/", spoofed)

    seen = json.loads(body)
    assert status == 200  # although the first process is away
    assert seen["X-Forwarded-For"] == "203.0.113.9, 127.0.0.1"  # read from the right
    assert seen["X-Forwarded-Proto"] == "https"
    assert seen["Host"] == "a.example"


def test_plain_http_is_sent_to_tls(nginx: Door) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", nginx.http, timeout=10)
    connection.request("GET", "/kiosk/?key=k", headers={"Host": "voice.example.org"})
    answer = connection.getresponse()
    connection.close()

    assert answer.status == 308
    assert answer.headers["Location"] == "https://voice.example.org/kiosk/?key=k"


def test_static_files_are_asked_for_once(nginx: Door) -> None:
    for _ in range(3):
        assert nginx.ask("/static/app.0123456789ab.js")[0] == 200

    assert Echo.asked == 1


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_what_monitors_ask_is_not_for_visitors(nginx: Door, path: str) -> None:
    assert nginx.ask(path)[0] == 404
    assert Echo.asked == 0


def test_with_nobody_behind_it_says_so_kindly(nginx: Door, web: ThreadingHTTPServer) -> None:
    web.shutdown()
    web.server_close()

    status, kind, body = nginx.ask("/api/status")
    problem = json.loads(body)
    assert (status, kind) == (503, "application/problem+json")
    assert {"type", "title", "status", "detail", "code", "retry_after"} == set(problem)
    status, _, page = nginx.ask("/")
    assert status == 503
    assert "tel:109" in page
    assert '<meta http-equiv="refresh"' in page


def test_the_log_keeps_no_address_and_no_key(nginx: Door, folder: Path) -> None:
    nginx.ask("/kiosk/?key=of-a-kiosk", {"Referer": "https://a/?key=of-a-kiosk"})
    nginx.ask("/api/hearings/key-of-a-hearing/status", {"Authorization": "Bearer tok"})
    # nginx writes a request down after its answer was read: a third one follows both.
    nginx.ask("/healthz")
    log = (folder / "var" / "sarado.log").read_text("utf-8")

    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["path"] for line in lines[:2]] == ["/kiosk/", "/api/hearings/-"]
    for secret in ("of-a-kiosk", "key-of-a-hearing", "tok", '"127.0.0.1"'):
        assert secret not in log
