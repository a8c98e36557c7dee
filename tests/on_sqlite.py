"""A house on SQLite, whose commands run in processes of their own as those of `make run` do."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def seeded_house(folder: Path) -> Path:
    """Make the tables in `folder` and put the seed in; return the database's file."""
    manage(folder, "migrate", "-v0")
    manage(folder, "seed")
    return _database(folder)


def manage(folder: Path, *words: str) -> str:
    """Run `manage.py` with these words in the house of `folder`; return what it says."""
    environment = {"DATABASE_URL": f"sqlite:///{_database(folder)}", "VAR_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR, env=os.environ | environment, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def _database(folder: Path) -> Path:
    return folder / "house.sqlite3"
