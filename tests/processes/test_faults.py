"""Parts fail one by one under a light load: nobody hangs, nobody is cut, no seat is lost.

A few conversations and short faults; `python -m tests.processes faults` is the whole of it.
"""

from pathlib import Path

import pytest

from tests.processes import faults
from tests.processes.disk import disk_full, small_disk
from tests.processes.faults import Fault
from tests.processes.stage import Stage, house_of_processes
from tests.processes.trial import undergo, violations

TALKING = 6


@pytest.mark.parametrize(
    "fault",
    [faults.REDIS, faults.POSTGRESQL, faults.WEB, faults.PROVIDER],
    ids=["redis", "postgresql", "web", "provider"],
)
def test_a_fault_is_borne_and_told(stage: Stage, fault: Fault) -> None:
    seen = undergo(stage, fault, talking=TALKING, lasting=4)

    assert violations(seen) == []


def test_a_full_disk_under_sqlite_is_borne_and_told(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk") as disk,
        house_of_processes(sqlite=disk / "house.sqlite3", VAR_DIR=str(disk / "var")) as stage,
    ):
        seen = undergo(stage, disk_full(disk), talking=TALKING, lasting=4)

    assert violations(seen) == []
