"""A web process is started, knocked at and stopped as supervisors do it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sarado_site import knock
from sarado_site.serve import command
from tests.servers import free_port


def start(tmp_path: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sarado_site.serve"],
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "ALLOWED_HOSTS": "voice.example.org",
            "PORT": str(port),
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def knock_at(port: int, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sarado_site.knock", *words],
        env={**os.environ, "PORT": str(port)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_answers_who_knocks_and_leaves_when_told(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        alive = knock_at(port, "--within", "60")
        unready = knock_at(port, "/readyz")
    finally:
        process.terminate()
        _, log = process.communicate(timeout=30)

    assert (alive.returncode, alive.stderr) == (0, "")
    assert unready.returncode == 1
    assert json.loads(unready.stderr.partition(" ")[2])["wrong"].keys() >= {"database"}
    assert process.returncode == 0
    assert {json.loads(line)["logger"] for line in log.splitlines()} >= {"_granian"}


def test_where_nobody_is_says_so() -> None:
    assert "refused" in knock.knock(f"http://127.0.0.1:{free_port()}/healthz", within=0.3)


def test_the_environment_says_how_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "WEB_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEB_HOST", "0.0.0.0")
    monkeypatch.setenv("WEB_WORKERS", "3")

    words = " ".join(command())

    assert "--host 0.0.0.0 --port 8000 --workers 3" in words
    assert "--blocking-threads 256" in words
