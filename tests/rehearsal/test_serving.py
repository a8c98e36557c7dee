"""How the peer starts and stops, what it logs, and that the site never needs it."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.rehearsal.peer import ROOT, Peer, environment, rehearse_command, start_peer, stop_peer
from tests.rehearsal.visitor import live, visiting
from tests.servers import free_port

_SERVING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "sarado_site.settings"
import sarado_site.wsgi, sarado_site.urls, conversations.urls
from django.urls import get_resolver
get_resolver().url_patterns
banned = ("conversations.rehearsal", "openai", "aiortc", "aioice", "espeakng_loader", "starlette",
          "uvicorn", "numpy", "av")
print([name for name in sys.modules if name.startswith(tuple(f"{b}." for b in banned))
       or name in banned])
"""


def run(folder: Path, *command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=environment(folder, **changes),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_it_refuses_to_start_unless_in_development(tmp_path: Path) -> None:
    production = {"DJANGO_DEBUG": "false", "DJANGO_SECRET_KEY": "x" * 60, "OPENAI_API_KEY": "sk-x"}
    ended = run(tmp_path, *rehearse_command(free_port()), **production)
    assert ended.returncode == 1
    assert "CommandError: The rehearsal peer runs only with DJANGO_DEBUG=true." in ended.stderr


def test_a_busy_port_is_named(peer: Peer, tmp_path: Path) -> None:
    port = peer.url.rsplit(":", 1)[-1]
    ended = run(tmp_path, *rehearse_command(int(port)))
    assert ended.returncode == 1
    assert (
        f"CommandError: Cannot listen on 127.0.0.1:{port}: Address already in use." in ended.stderr
    )


def test_the_port_of_the_settings_is_the_default_and_ctrl_c_is_no_failure(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "rehearse"],
        env=environment(tmp_path, REHEARSAL_PORT=str(port)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == f"Rehearsal peer ready on http://127.0.0.1:{port}\n"
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        process.stdout.close()


def test_told_to_stop_it_closes_its_calls_within_two_seconds(tmp_path: Path) -> None:
    peer = start_peer(tmp_path)

    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.send("response.create")
            await visitor.expect("output_audio_buffer.started")
            begun = time.monotonic()
            peer.process.terminate()
            await asyncio.wait_for(visitor.channel_closed.wait(), 2)
            code = await asyncio.to_thread(peer.process.wait, 5)
            assert (code, time.monotonic() - begun < 2) == (0, True)

    try:
        live(scenario)
    finally:
        stop_peer(peer)


def test_it_listens_on_loopback_alone(peer: Peer) -> None:
    port = int(peer.url.rsplit(":", 1)[-1])
    sockets = Path(f"/proc/{peer.process.pid}/net/tcp").read_text(encoding="ascii").splitlines()
    listening = [line.split()[1] for line in sockets[1:] if line.split()[3] == "0A"]
    assert [it for it in listening if int(it[-4:], 16) == port] == [f"0100007F:{port:04X}"]


def test_nothing_that_was_said_is_logged(peer: Peer) -> None:
    async def scenario() -> None:
        async with visiting(peer) as visitor:
            visitor.write("아무에게도 하지 않은 말")
            visitor.send("response.create")
            await visitor.expect("response.done")
            log = await asyncio.to_thread(peer.log.read_text, "utf-8")
            assert f"Rehearsal peer ready on {peer.url}\n" in log
            for personal in (visitor.secret, "아무에게도", "a=fingerprint", "a=candidate", "ek_"):
                assert personal not in log

    live(scenario)


def test_the_site_is_served_without_any_of_it(tmp_path: Path) -> None:
    ended = run(tmp_path, sys.executable, "-c", _SERVING, PYTHONPATH=str(ROOT))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "[]"
