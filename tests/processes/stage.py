"""The whole house as several processes, to be killed and started again one by one.

Two web processes behind a real nginx, a Celery worker and a beat, PostgreSQL and Valkey; the
provider is one on loopback that fails on demand.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench_server.proc import family
from tests.conversations.provider import MisbehavingProvider
from tests.open_folder import open_folder
from tests.processes.nginx import start_nginx
from tests.servers import Server, free_port, start_postgresql, start_valkey, wait_for_port

ROOT = Path(__file__).resolve().parent.parent.parent
SEATS = 50


@dataclass
class Stage:
    """Its parts by name; `web` lists the web processes."""

    folder: Path
    environment: dict[str, str]
    provider: MisbehavingProvider
    parts: dict[str, Server] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.parts["nginx"].url

    @property
    def webs(self) -> dict[str, str]:
        """Addresses of the web processes themselves by their names, for who watches them."""
        return {name: part.url for name, part in self.parts.items() if name.startswith("web")}

    def start_web(self, name: str) -> None:
        port = self.ports.setdefault(name, free_port())
        self._start(name, "-m sarado_site.serve", port, PORT=str(port))

    def start_worker(self) -> None:
        self._start("worker", "-m celery -A sarado_site worker --concurrency 1 --loglevel WARNING")

    def start_beat(self) -> None:
        self._start("beat", "-m celery -A sarado_site beat --loglevel WARNING")

    def start_redis(self) -> None:
        self.parts["redis"] = start_valkey(self.folder, self.ports.setdefault("redis", free_port()))

    def kill(self, name: str) -> None:
        """kill -9, its children with it: granian's workers, Celery's pool."""
        server = self.parts[name]
        for pid in family(server.process.pid):
            with suppress(ProcessLookupError):  # a child may go with its parent
                os.kill(pid, signal.SIGKILL)
        server.process.wait()

    def stop(self, name: str) -> int:
        """Ask it politely to stop; return its exit code."""
        server = self.parts[name]
        server.process.send_signal(signal.SIGTERM)
        return server.process.wait(30)

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def close(self) -> None:
        for server in reversed(self.parts.values()):
            server.stop()
        self.provider.stop()

    def _start(self, name: str, words: str, port: int = 0, **more: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *words.split()], cwd=ROOT, env={**self.environment, **more},
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.parts[name] = Server(f"http://127.0.0.1:{port}", port, process)
        if port:
            wait_for_port(port, process, name)


@contextmanager
def house_of_processes(*, sqlite: Path | None = None, **more: str) -> Iterator[Stage]:
    """Stand it up, open, with the seed's persona. With `sqlite` on that file instead, one web."""
    with open_folder("processes") as folder:
        yield from _house_in(folder, sqlite, more)


def _house_in(folder: Path, sqlite: Path | None, more: dict[str, str]) -> Iterator[Stage]:
    provider = MisbehavingProvider()
    stage = Stage(folder, _environment(folder, provider.base), provider)
    try:
        stage.start_redis()
        stage.environment["REDIS_URL"] = stage.parts["redis"].url
        if sqlite is None:
            postgresql = stage.parts["postgresql"] = start_postgresql(folder)
            stage.environment["DATABASE_URL"] = postgresql.url
        else:
            stage.environment["DATABASE_URL"] = f"sqlite:///{sqlite}"
        stage.environment.update(more)
        stage.manage("migrate", "--verbosity", "0")
        stage.manage("seed")
        stage.manage("house", "open", "--reason", "tests of processes")
        stage.start_web("web-1")
        if sqlite is None:
            stage.start_web("web-2")
        stage.start_worker()
        ports = [port for name, port in stage.ports.items() if name.startswith("web")]
        stage.parts["nginx"] = start_nginx(folder, ports)
        yield stage
    except BaseException:
        for log in folder.glob("*.log"):  # what a person needs to see why
            print(f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-2000:]}", file=sys.stderr)
        raise
    finally:
        stage.close()


def _environment(folder: Path, provider_base: str) -> dict[str, str]:
    return {
        **os.environ,
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_DEBUG": "false",
        "DJANGO_SECRET_KEY": "for-tests-of-processes-only-" + "x" * 40,
        "OPENAI_API_KEY": "sk-tests-of-processes",
        "REALTIME_API_BASE": provider_base,
        "TRUSTED_PROXIES": "127.0.0.1",
        "SEATS": str(SEATS),
        "STATUS_CACHE_SECONDS": "0",
        # All visitors share this machine's address, and ask faster than people do.
        "API_RATE": "1000000/m",
        "BEGIN_RATE_MINUTE": "1000000/m",
        "BEGIN_RATE_HOUR": "1000000/h",
        "DAILY_MINUTES_CEILING": "1000000",
        "DAILY_USD_CEILING": "1000000",
        "MONTHLY_MINUTES_CEILING": "10000000",
        "MONTHLY_USD_CEILING": "10000000",
        "DISK_FREE_MB": "8",
        "LOG_LEVEL": "WARNING",
    }
