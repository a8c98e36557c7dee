"""`python -m tests.bench_server`: our begins beside the original stack's, in turn, in one run.

For each stack: throughput and CPU per begin at 50 and at 500 in flight, the crowd of 500 at once
(p50, p99), memory. Every figure is of a round, and what is printed is the median of the rounds: one
that a neighbour fell into would else decide the p99 of all. A minute and a half. No test: a slow
machine fails nothing; a begin that is not answered 201 does.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field

from tests.bench_server.proc import used_by
from tests.bench_server.stacks import (
    ROOT,
    Stage,
    install_express,
    shared_stage,
    start_express,
    start_ours,
)
from tests.open_folder import open_folder
from tests.servers import Server

CROWD = 500
_SHAPES = {"50 in flight": 50, "500 in flight": CROWD}


@dataclass
class Figures:
    """What one stack showed, round by round."""

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)


@dataclass
class Stack:
    name: str
    server: Server
    figures: dict[str, Figures] = field(
        default_factory=lambda: {shape: Figures() for shape in _SHAPES}
    )
    memory_mb: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_server", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("ours", "express"), help="while working on speed")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    install_express()
    with open_folder("bench") as folder, shared_stage(folder) as stage:
        starts = {"ours": start_ours, "express": start_express}
        names = [chosen.only] if chosen.only else list(starts)
        stacks = [Stack(name, starts[name](stage)) for name in names]
        measure(stage, stacks, rounds=chosen.rounds)
    print_table(stacks)


def measure(stage: Stage, stacks: list[Stack], *, rounds: int) -> None:
    """Warm both stacks up, then take turns, so that a noisy neighbour meets both."""
    for stack in stacks:
        for in_flight in (50, CROWD):
            _round(stage, stack.server, CROWD, in_flight)
    for _ in range(rounds):
        for shape, in_flight in _SHAPES.items():
            for stack in stacks:
                _note(stage, stack, stack.figures[shape], in_flight)


def _note(stage: Stage, stack: Stack, figures: Figures, in_flight: int) -> None:
    before = used_by(stack.server.process.pid)
    seconds, times = _round(stage, stack.server, CROWD, in_flight)
    after = used_by(stack.server.process.pid)
    figures.per_second.append(CROWD / seconds)
    figures.cpu_ms.append((after.cpu_seconds - before.cpu_seconds) * 1000 / CROWD)
    cuts = statistics.quantiles(times, n=100)
    figures.p50_ms.append(cuts[49])
    figures.p99_ms.append(cuts[98])
    stack.memory_mb = max(stack.memory_mb, after.memory_mb)


def _round(stage: Stage, server: Server, total: int, in_flight: int) -> tuple[float, list[float]]:
    stage.clear_rows()
    words = [sys.executable, "-m", "tests.bench_server.visitors"]
    done = subprocess.run(
        [*words, str(server.port), str(total), str(in_flight)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    came = json.loads(done.stdout)
    statuses = Counter(status for status, _ in came["answers"])
    if statuses != {201: total}:
        raise SystemExit(f"not every begin was answered 201: {dict(statuses)}")
    return came["seconds"], [ms for _, ms in came["answers"]]


def print_table(stacks: list[Stack]) -> None:
    names = [stack.name for stack in stacks]
    print(f"\n| Figure | {' | '.join(names)} | ratio |\n|---|{'---|' * (len(names) + 1)}")
    for shape in _SHAPES:
        at = [stack.figures[shape] for stack in stacks]
        _row(f"CPU per begin, {shape}, ms", [statistics.median(f.cpu_ms) for f in at])
        _row(f"Begins a second, {shape}", [statistics.median(f.per_second) for f in at])
        _row(f"p50, {shape}, ms", [statistics.median(f.p50_ms) for f in at])
        _row(f"p99, {shape}, ms", [statistics.median(f.p99_ms) for f in at])
    _row("Memory, both processes, MB", [stack.memory_mb for stack in stacks])


def _row(what: str, values: list[float]) -> None:
    ratio = f"{values[0] / values[1]:.2f} ×" if len(values) > 1 else ""
    print(f"| {what} | {' | '.join(f'{value:.4g}' for value in values)} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
