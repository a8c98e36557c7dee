"""A small disk that can be filled: a tmpfs of its own where root may mount one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench_server.proc import family
from tests.processes.faults import Fault
from tests.processes.stage import Stage

_MEGABYTES = 32


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount it at `folder`; where that is forbidden the folder is an ordinary one."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "tmpfs", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def disk_full(folder: Path) -> Fault:
    """Nothing more can be written where the database lies.

    Without a disk of its own the processes are forbidden to let any file grow, which SQLite meets
    in the same place; the alarm that looks at the space left can only be expected of a real one.
    """
    if not os.path.ismount(folder):
        return Fault("SQLite may not grow", _forbid_growth, _allow_growth)
    stuffing = folder / "stuffing"

    def fill(_stage: Stage) -> None:
        with stuffing.open("wb") as file:
            try:
                while True:
                    file.write(b"\0" * 65_536)
                    file.flush()
            except OSError:
                pass  # full, as meant

    def empty(_stage: Stage) -> None:
        stuffing.unlink()

    return Fault("disk full under SQLite", fill, empty, frozenset({"disk"}))


def _forbid_growth(stage: Stage) -> None:
    _limit(stage, "4096")


def _allow_growth(stage: Stage) -> None:
    _limit(stage, "unlimited")


def _limit(stage: Stage, size: str) -> None:
    for name in ("web-1", "worker"):
        for pid in family(stage.parts[name].process.pid):
            subprocess.run(["prlimit", "--pid", str(pid), f"--fsize={size}:unlimited"], check=True)
