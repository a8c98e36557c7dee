"""`make run`'s program: one ready line, one Ctrl-C, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.house import ROOT, fetch
from tests.servers import free_port, wait_for_port


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    unset = {"DATABASE_URL", "REDIS_URL", "OPENAI_API_KEY", "REALTIME_API_BASE", "MAKELEVEL"}
    return {
        **{name: value for name, value in os.environ.items() if name not in unset},
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path / "var"),
        "PORT": str(free_port()),
        "REHEARSAL_PORT": str(free_port()),
    }


@pytest.fixture
def standing(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (tmp_path / "run.log").open("wb") as log:
        house = subprocess.Popen(
            [sys.executable, "-m", "sarado_site.stand_up"],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    yield house
    if house.poll() is None:
        house.kill()
        house.wait()


def wait_for(log: Path, words: str, house: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and house.poll() is None:
        text = log.read_text("utf-8")
        if words in text:
            return text
        time.sleep(0.2)
    raise AssertionError(f"{words!r} did not come:\n{log.read_text('utf-8')}")


def processes_of(environment: dict[str, str]) -> list[str]:
    """Command lines of every process that carries this run's environment."""
    mark = f"VAR_DIR={environment['VAR_DIR']}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_one_ready_line_and_one_ctrl_c(
    standing: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path
) -> None:
    said = wait_for(tmp_path / "run.log", "Ready: http://localhost:", standing)
    status = fetch(f"http://127.0.0.1:{environment['PORT']}/api/status")
    assert f"http://localhost:{environment['PORT']}" in said
    assert (status["open"], status["reason"]) == (True, "override")
    assert len(processes_of(environment)) >= 5

    standing.send_signal(signal.SIGINT)

    assert standing.wait(20) == 0
    assert processes_of(environment) == []


def test_whoever_finds_the_page_can_talk_at_once(
    standing: subprocess.Popen[bytes], environment: dict[str, str]
) -> None:
    """A browser left open asks before the ready line is printed."""
    port = int(environment["PORT"])
    wait_for_port(port, standing, "web")

    begun = fetch(f"http://127.0.0.1:{port}/api/conversations", {})

    assert begun["client_secret"]["value"]


def test_a_port_that_is_taken_is_said_plainly(environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        refused = subprocess.run(
            [sys.executable, "-m", "sarado_site.stand_up"],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert refused.returncode == 1
    assert f"port {environment['PORT']} is taken" in refused.stderr
