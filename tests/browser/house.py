"""The whole house on free ports, as production runs it, with the rehearsal peer as the provider.

Web process (granian, hashed static files, strict CSP), Celery worker, a Valkey and an SQLite file
of its own. Only the provider is not the real one.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.servers import Server, free_port, start_valkey, wait_for_port

ROOT = Path(__file__).resolve().parent.parent.parent
API_KEY = "sk-browser-test-key"
KIOSK_KEY = "a-kiosk-in-the-browser-tests"
Found = TypeVar("Found")


@dataclass
class House:
    """A running house. `web` and `peer` are URLs without a trailing slash."""

    folder: Path
    environment: dict[str, str]
    web: str = ""
    peer: str = ""
    servers: list[Server] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start(self, name: str, port: int | None, *command: str, **environment: str) -> Server:
        """Start one process of the house; its log is `<name>.log` in the house's folder."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(f"http://127.0.0.1:{port}", port or 0, process)
        self.servers.append(server)
        if port:
            wait_for_port(port, process, name)
        return server

    def start_web(self, name: str = "web", **environment: str) -> Server:
        port = free_port()
        return self.start(name, port, "-m", "sarado_site.serve", PORT=str(port), **environment)

    def logs(self) -> str:
        return "\n".join(
            path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("*.log"))
        )

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    # What the peer saw, and what it is told to do.

    def calls(self) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = fetch(f"{self.peer}/rehearsal/calls")
        return calls

    def last_call(self) -> dict[str, Any]:
        """Everything about the newest call."""
        call: dict[str, Any] = fetch(f"{self.peer}/rehearsal/calls/{self.calls()[-1]['id']}")
        return call

    def heard_by(self, line: str) -> str:
        """Which call was sent this text; empty when none was."""
        told = [c for c in self.calls() if line in [i["text"] for i in c["items_received"]]]
        return told[-1]["id"] if told else ""

    def client_event_types(self) -> list[str]:
        """What the page has sent on the newest call, in order."""
        return [event["type"] for event in self.calls()[-1]["client_events"]]

    def secrets(self) -> list[dict[str, Any]]:
        secrets: list[dict[str, Any]] = fetch(f"{self.peer}/rehearsal/secrets")
        return secrets

    def fault(self, fault: str, **details: Any) -> None:
        fetch(f"{self.peer}/rehearsal/faults", {"fault": fault, **details})

    def clear_faults(self) -> None:
        fetch(f"{self.peer}/rehearsal/faults", method="DELETE")


def open_house(folder: Path) -> House:
    """Stand the house up, open whatever the hour, with the seed's persona."""
    valkey = start_valkey(folder)
    peer_port = free_port()
    house = House(folder, _environment(folder, valkey.url, peer_port), servers=[valkey])
    try:
        house.manage("migrate", "--verbosity", "0")
        house.manage("seed")
        house.manage("collectstatic", "--noinput", "--verbosity", "0")
        house.manage("house", "open", "--reason", "browser tests")
        # The peer refuses to run beside a production site; it is the only one told otherwise.
        peer = house.start(
            "peer", peer_port, "manage.py", "rehearse", "--port", str(peer_port),
            DJANGO_DEBUG="true",
        )  # fmt: skip
        house.start("worker", None, "-m", "celery", "-A", "sarado_site", "worker",
                    "--concurrency", "1", "--loglevel", "INFO")  # fmt: skip
        house.peer = peer.url
        house.web = house.start_web().url
    except BaseException:
        house.stop()
        raise
    return house


def fetch(url: str, payload: object = None, method: str | None = None) -> Any:
    """Ask over HTTP and return the JSON; raises urllib's HTTPError on a refusal."""
    body = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=15) as answer:
        raw = answer.read()
    return json.loads(raw) if raw else None


def eventually(look: Callable[[], Found], what: str, seconds: float = 20.0) -> Found:
    """Look until there is something true to see, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not seen within {seconds:.0f} s: {what}")


def _environment(folder: Path, redis_url: str, peer_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_DEBUG": "false",
        "DJANGO_SECRET_KEY": "for-browser-tests-only-" + "x" * 40,
        "OPENAI_API_KEY": API_KEY,
        "KIOSK_KEYS": KIOSK_KEY,
        "REALTIME_API_BASE": f"http://127.0.0.1:{peer_port}/v1",
        "REHEARSAL_PORT": str(peer_port),
        "DATABASE_URL": f"sqlite:///{folder / 'house.sqlite3'}",
        "REDIS_URL": redis_url,
        # The tests come from one address, faster than any visitor.
        "API_RATE": "10000/m",
        "BEGIN_RATE_MINUTE": "1000/m",
        "BEGIN_RATE_HOUR": "10000/h",
    }
