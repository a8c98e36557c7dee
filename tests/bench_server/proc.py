"""CPU and memory of a process and all its children, from Linux's /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Used:
    """CPU seconds since the processes began, and their proportional memory now, in MB."""

    cpu_seconds: float
    memory_mb: float


def used_by(pid: int) -> Used:
    """Add up `pid` and its descendants that live now; who ended meanwhile is not counted."""
    pids = family(pid)
    return Used(sum(map(_cpu_seconds, pids)), sum(map(_memory_mb, pids)))


def family(pid: int) -> list[int]:
    """Return `pid` and all its living descendants."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold blanks; the parent is the second field behind it.
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    family, rest = [], [pid]
    while rest:
        member = rest.pop()
        family.append(member)
        rest += children.get(member, [])
    return family


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS  # utime, stime


def _memory_mb(pid: int) -> float:
    """Proportional set size: what is shared with siblings is shared out among them."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0
