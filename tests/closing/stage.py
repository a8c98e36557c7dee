"""The house as several machines run it: PostgreSQL, Redis, two web processes, a worker, a beat."""

import contextlib
import os
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.browser.house import API_KEY, House
from tests.servers import Server, free_port, start_postgresql, start_valkey


class Stage:
    """Everything on free ports under `folder`; only the provider is not the real one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._postgresql = start_postgresql(folder)
        self._redis = start_valkey(folder)
        peer_port = free_port()
        environment = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder / "var"),
            "DJANGO_DEBUG": "false",
            "DJANGO_SECRET_KEY": "for-closing-tests-only-" + "x" * 40,
            "OPENAI_API_KEY": API_KEY,
            "REALTIME_API_BASE": f"http://127.0.0.1:{peer_port}/v1",
            "DATABASE_URL": self._postgresql.url,
            "REDIS_URL": self._redis.url,
            "SEATS": "50",
            # Everybody comes from one address, and up to the very end.
            "LAST_ADMISSION_SECONDS": "0",
            "API_RATE": "100000/m",
            "BEGIN_RATE_MINUTE": "100000/m",
            "BEGIN_RATE_HOUR": "100000/h",
        }
        self.house = House(folder, environment)
        self.webs: list[str] = []
        self._worker: Server | None = None
        self._beat: Server | None = None
        try:
            self._stand_up(peer_port)
        except BaseException:
            self.stop()
            raise

    def _stand_up(self, peer_port: int) -> None:
        house = self.house
        house.manage("migrate", "--verbosity", "0")
        house.manage("seed")
        # No hours of the week: who holds the house open decides alone when it closes.
        self.run(
            "from conversations.models import OpeningHours; OpeningHours.objects.all().delete()"
        )
        peer = house.start(
            "peer", peer_port, "manage.py", "rehearse", "--port", str(peer_port),
            DJANGO_DEBUG="true",
        )  # fmt: skip
        house.peer = peer.url
        self.start_worker()
        self.webs = [house.start_web(f"web{number}").url for number in (1, 2)]

    def open_until(self, closes_at: datetime) -> None:
        self.house.manage(
            "house", "open", "--reason", "closing test", "--until", closes_at.isoformat()
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself: cheap enough to do again and again."""
        with psycopg.connect(self._postgresql.url) as connection:
            return connection.execute(sql.encode()).fetchall()

    def run(self, code: str) -> str:
        """Run Python in the house's own settings; return what it printed."""
        return self.house.manage("shell", "--no-imports", "--command", code)

    def start_worker(self) -> None:
        self._worker = self.house.start(
            "worker", None, "-m", "celery", "-A", "sarado_site", "worker",
            "--concurrency", "2", "--loglevel", "INFO",
        )  # fmt: skip

    def kill_worker(self) -> None:
        """SIGKILL, the processes of its pool with it."""
        if self._worker is None:
            return
        for pid in [*_children(self._worker.process.pid), self._worker.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._worker.process.wait()

    def start_beat(self) -> None:
        self._beat = self.house.start(
            "beat", None, "-m", "celery", "-A", "sarado_site", "beat", "--loglevel", "INFO"
        )

    def kill_redis(self) -> None:
        self._redis.process.kill()
        self._redis.process.wait()

    def start_redis(self) -> None:
        self._redis = start_valkey(self._folder, self._redis.port)

    def stop(self) -> None:
        self.house.stop()
        self._redis.stop()
        self._postgresql.stop()


def _children(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in children.split()]
