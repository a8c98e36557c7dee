"""The guide's own commands back the house up and restore it, on real databases."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.packaging.shipped import OPERATIONS, ROOT
from tests.servers import postgresql_bin

_LIVED = """
from datetime import date, datetime, timedelta, timezone, time
from django.contrib.auth.models import User
from conversations.models import *
from conversations.override import hold_house
from conversations.models.spending import Spending
from persona.models import *

now = datetime(2026, 11, 23, 3, 4, 5, 678901, tzinfo=timezone.utc)
by = User.objects.create_user("돌보는이", password="알 수 없는 말")
SpecialDay.objects.create(date=date(2027, 2, 6), note="설날 “쉼”")
SpecialDay.objects.create(date=date(2027, 2, 9), opens=time(10), closes=time(16), note="짧게")
hold_house(
    is_open=False, reason="청소; it's \\\\ 50%", until=now + timedelta(hours=2), now=now, by=by,
)
hold_house(is_open=True, reason="다시", until=None, now=now + timedelta(hours=3), by=by)
revision = PersonaRevision.objects.get()
for number in range(3):
    one = Conversation.objects.create(
        persona_revision=revision, started_at=now, ends_at=now + timedelta(minutes=20),
        last_heartbeat_at=now, seat=number or None, ended_at=None if number else now,
        end_reason="" if number else "visitor", turns=number, audio_out=10**number,
        drops_by_cause={"network": number},
    )
    Call.objects.create(
        conversation=one, number=1, cause="begin", minted_at=now, provider_call_id=f"rtc_{number}",
        secret_expires_at=now, registered_at=now,
    )
    Spending.objects.create(
        conversation=one, day=date(2026, 11, 23), price=VoiceModelPrice.objects.first(),
        milliseconds=60_000, covered_units=10**12 + number, uncovered_units=7,
    )
"""

# Every column of every row of every table, generated ones too.
_ALL_ROWS = """
import json
from django.apps import apps
rows = {
    model._meta.label: list(model._base_manager.order_by("pk").values())
    for model in apps.get_models(include_auto_created=True)
}
print(json.dumps(rows, default=repr, ensure_ascii=False))
"""


def command(label: str) -> str:
    """Return the block of commands that the guide marks with this word."""
    blocks = re.findall(rf"^```sh {label}\n(.*?)^```", OPERATIONS.read_text("utf-8"), re.M | re.S)
    assert len(blocks) == 1, f"the guide has {len(blocks)} blocks {label!r}"
    return str(blocks[0])


def follow(environment: dict[str, str], *labels: str) -> None:
    """Do in one shell what these blocks say."""
    script = "set -eu\n" + "\n".join(command(label) for label in labels)
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows_of(environment: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    printed = manage(environment, "shell", "--no-imports", "-c", _ALL_ROWS)
    rows: dict[str, list[dict[str, Any]]] = json.loads(printed)
    return rows


def house_of(folder: Path, database_url: str) -> dict[str, str]:
    """The environment of an installation whose file says so, and in which something happened."""
    (folder / "var").mkdir()
    (folder / "sarado.env").write_text(
        f"DJANGO_SECRET_KEY={'k' * 60}\nOPENAI_API_KEY=sk-x\nDATABASE_URL={database_url}\n", "utf-8"
    )
    environment = {
        # The programs of the server's own version, as on a machine that has just one.
        "PATH": f"{postgresql_bin()}:{os.environ['PATH']}",
        "ENV_FILE": str(folder / "sarado.env"),
        "VAR_DIR": str(folder / "var"),
        "BACKUP": str(folder / "backup"),
    }
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seed")
    manage(environment, "shell", "--no-imports", "-c", _LIVED)
    return environment


def assert_nothing_is_missing(
    before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]
) -> None:
    for table, rows in before.items():
        assert after[table] == rows, table
    assert after.keys() == before.keys()
    for table in (
        "persona.Persona", "persona.PersonaRevision", "conversations.OpeningHours",
        "conversations.SpecialDay", "conversations.Override", "conversations.Conversation",
        "conversations.Call", "conversations.Spending", "auth.User",
    ):  # fmt: skip
        assert before[table], f"there was nothing in {table} to be restored"


@pytest.fixture
def database_url() -> str:
    """A new database on the tests' own PostgreSQL."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in ("sarado_backed_up", "sarado_restored"):
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute("CREATE DATABASE sarado_backed_up")
    return urlsplit(server)._replace(path="/sarado_backed_up").geturl()


def test_postgresql_comes_back_row_by_row(tmp_path: Path, database_url: str) -> None:
    house = house_of(tmp_path, database_url)
    before = rows_of(house)

    follow(house, "settings", "backup-postgresql")
    manage(
        house,
        "shell",
        "--no-imports",
        "-c",
        "from conversations.models import Call; Call.objects.all().delete()",
    )
    follow(house, "settings", "restore-postgresql")

    restored = urlsplit(database_url)._replace(path="/sarado_restored").geturl()
    assert_nothing_is_missing(before, rows_of({**house, "DATABASE_URL": restored}))


def test_sqlite_comes_back_row_by_row(tmp_path: Path) -> None:
    house = house_of(tmp_path, "")
    before = rows_of(house)

    follow(house, "settings", "backup-sqlite")
    (tmp_path / "var" / "sarado.sqlite3").write_bytes(b"what a broken disk left")
    follow(house, "settings", "restore-sqlite")

    assert_nothing_is_missing(before, rows_of(house))
