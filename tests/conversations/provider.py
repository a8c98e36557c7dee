"""A provider on loopback that fails on demand: real sockets, so real time-outs and resets.

It stands in for api.openai.com where a test needs the provider to misbehave below its protocol;
what the real one says is the rehearsal peer's business.
"""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "ek_a_secret_that_must_never_be_logged"


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Behaviour:
    """How the next requests are answered; `hang` and `drip` are seconds."""

    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0.0
    drip: float = 0.0
    slams: bool = False


class MisbehavingProvider(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512  # with the default of 5 a crowd waits for SYNs to be sent again

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []
        self.behaviour = Behaviour()
        self.released = threading.Event()
        # shutdown() waits for the next poll, which is half a second by default.
        threading.Thread(target=self.serve_forever, args=[0.01], daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def stop(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


def error_body(code: str) -> bytes:
    return json.dumps({"error": {"message": "no", "type": "x", "param": "", "code": code}}).encode()


class _Handler(BaseHTTPRequestHandler):
    server: MisbehavingProvider
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or head and body, written apart, arrive 40 ms apart

    def do_POST(self) -> None:
        how = self.server.behaviour
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        self.server.requests.append(
            Request(self.path, dict(self.headers), json.loads(raw) if raw else None)
        )
        if how.hang:
            self.server.released.wait(how.hang)
        if how.slams:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        body = how.body
        if body is None:
            minted = {
                "value": SECRET,
                "expires_at": int(time.time()) + 30,
                "session": {"type": "realtime", "object": "realtime.session", "id": "sess_x"},
            }
            body = b"" if self.path.endswith("/hangup") else json.dumps(minted).encode()
        self.send_response(how.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in how.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not how.drip:
            self.wfile.write(body)
            return
        for byte in body:
            if self.server.released.wait(how.drip):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def log_message(self, *_args: object) -> None:
        """Quiet: the tests look at `requests`."""
