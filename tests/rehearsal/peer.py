"""A rehearsal peer of one's own: started as a person would, on a free port."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.servers import free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[2]
KEY = {"Authorization": "Bearer sk-rehearsal-of-tests"}


@dataclass(frozen=True, slots=True)
class Peer:
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=5))

    @property
    def base(self) -> str:
        return f"{self.url}/v1"

    def get(self, path: str) -> Any:
        return self.http.get(f"{self.url}{path}").raise_for_status().json()

    def mint(self, body: dict[str, Any], **headers: str) -> httpx.Response:
        return self.http.post(
            f"{self.base}/realtime/client_secrets", json=body, headers=KEY | headers
        )

    def hang_up(self, call_id: str) -> httpx.Response:
        return self.http.post(f"{self.base}/realtime/calls/{call_id}/hangup", headers=KEY)

    def fault(self, name: str, /, **fields: Any) -> Any:
        body = {"fault": name, **fields}
        response = self.http.post(f"{self.url}/rehearsal/faults", json=body)
        return response.raise_for_status().json()

    def clear_faults(self) -> None:
        self.http.delete(f"{self.url}/rehearsal/faults").raise_for_status()

    def call(self, call_id: str) -> Any:
        return self.get(f"/rehearsal/calls/{call_id}")


def rehearse_command(port: int) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "rehearse", "--port", str(port)]


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """Return what the peer needs and nothing of the tests' own stage."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_DEBUG": "true",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder),
        **changes,
    }


def start_peer(folder: Path) -> Peer:
    port = free_port()
    log = folder / "peer.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            rehearse_command(port),
            env=environment(folder, LOG_LEVEL="DEBUG"),
            cwd=ROOT,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    wait_for_port(port, process, "the rehearsal peer")
    return Peer(f"http://127.0.0.1:{port}", process, log)


def stop_peer(peer: Peer) -> None:
    peer.http.close()
    peer.process.terminate()
    try:
        peer.process.wait(5)
    except subprocess.TimeoutExpired:
        peer.process.kill()
        peer.process.wait()
        raise
