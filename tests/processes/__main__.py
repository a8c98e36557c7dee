"""Longer measurements on real processes, each bounded and said beforehand.

`faults` breaks one part after the other under twenty conversations and prints the table (about
ten minutes; `--quick` without the tick's three minutes and with short faults).
`rolling` restarts both web processes and the worker during fifty begins a second (half a minute).
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.processes import faults
from tests.processes.disk import disk_full, small_disk
from tests.processes.faults import Fault
from tests.processes.rolling import restart_all_during_begins
from tests.processes.stage import ROOT, Stage, house_of_processes
from tests.processes.trial import row, undergo, violations

TALKING = 20
_MINUTE = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.processes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("faults").add_argument("--quick", action="store_true")
    rolling = commands.add_parser("rolling")
    rolling.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="sarado-processes-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if chosen.command == "rolling":
            return _rolling(folder, chosen.rounds)
        return _faults(folder, quick=chosen.quick)


def _faults(folder: Path, *, quick: bool) -> int:
    print("| Fault | What visitors saw | What the operator saw | Well after |\n|---|---|---|---|")
    failed = 0
    with house_of_processes(folder / "house") as stage:
        if not quick:
            stage.start_beat()
        for fault in (faults.REDIS, faults.POSTGRESQL, faults.WEB):
            failed += _one(stage, fault, None)
        failed += _one(stage, faults.PROVIDER, None if quick else _MINUTE)
        if not quick:
            failed += _one(stage, faults.CELERY, None)
    with (
        small_disk(folder / "disk") as disk,
        house_of_processes(
            folder / "alone", sqlite=disk / "house.sqlite3", VAR_DIR=str(disk / "var")
        ) as stage,
    ):
        failed += _one(stage, disk_full(disk), None)
    return failed


def _one(stage: Stage, fault: Fault, lasting: float | None) -> int:
    seen = undergo(stage, fault, talking=TALKING, lasting=lasting)
    print(row(seen), flush=True)
    for violation in violations(seen):
        print(f"  !! {violation}", flush=True)
    return int(bool(violations(seen)))


def _rolling(folder: Path, rounds: int) -> int:
    with house_of_processes(folder / "house", SEATS="10000") as stage:
        begun = restart_all_during_begins(stage, rounds=rounds)
    failed = [one for one in begun if one.status != 201]
    slowest = max(one.seconds for one in begun)
    print(f"{len(begun)} begins at 50 a second, {len(failed)} failed, slowest {slowest:.2f} s")
    for one in failed[:20]:
        print(f"  !! {one.status} {one.code}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
