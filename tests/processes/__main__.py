"""Longer measurements on real processes, each bounded and said beforehand.

`faults` breaks one part after the other under twenty conversations and prints the table (about
twelve minutes; with names only those: redis, postgresql, web, provider and disk take a minute or
less, worker and beat five each).
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
DISK = "disk"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.processes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    every = [*faults.BY_NAME, DISK]
    commands.add_parser("faults").add_argument("names", nargs="*", metavar="NAME")
    rolling = commands.add_parser("rolling")
    rolling.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    unknown = set(getattr(chosen, "names", ())) - set(every)
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    os.chdir(ROOT)
    if chosen.command == "rolling":
        return _rolling(chosen.rounds)
    return _faults(chosen.names or every)


def _faults(names: list[str]) -> int:
    print("| Fault | What visitors saw | What the operator saw | Well after |\n|---|---|---|---|")
    held = True
    in_house = [faults.BY_NAME[name] for name in names if name != DISK]
    if in_house:
        with house_of_processes() as stage:
            stage.start_beat()
            for fault in in_house:
                held &= _holds(stage, fault)
    if DISK in names:
        with (
            tempfile.TemporaryDirectory(prefix="sarado-disk-") as folder,
            small_disk(Path(folder) / "disk") as disk,
            house_of_processes(sqlite=disk / "house.sqlite3", VAR_DIR=str(disk / "var")) as stage,
        ):
            held &= _holds(stage, disk_full(disk))
    return int(not held)


def _holds(stage: Stage, fault: Fault) -> bool:
    seen = undergo(stage, fault, talking=TALKING)
    print(row(seen), flush=True)
    for violation in violations(seen):
        print(f"  !! {violation}", flush=True)
    return not violations(seen)


def _rolling(rounds: int) -> int:
    with house_of_processes(SEATS="10000") as stage:
        begun = restart_all_during_begins(stage, rounds=rounds)
    failed = [one for one in begun if one.status != 201]
    slowest = max(one.seconds for one in begun)
    print(f"{len(begun)} begins at 50 a second, {len(failed)} failed, slowest {slowest:.2f} s")
    for one in failed[:20]:
        print(f"  !! {one.status} {one.code}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
