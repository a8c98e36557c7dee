"""Web processes of one folder spread over the processors, each kept to one of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sarado_site import processor
from tests.bench_server.proc import family
from tests.servers import free_port

ALLOWED = sorted(os.sched_getaffinity(0))
_TELL = """
import os, sys
from pathlib import Path
from sarado_site.processor import keep_to_one_processor
keep_to_one_processor(Path(sys.argv[1]))
print(*sorted(os.sched_getaffinity(0)), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator["Start"]:
    with ExitStack() as stack:
        yield Start(tmp_path / "processors", stack)


class Start:
    """Start processes that take a place, tell their processors and stay until they are killed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack

    def __call__(self) -> tuple[subprocess.Popen[str], list[int]]:
        process = self._stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", _TELL, str(self._folder)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
        self._stack.callback(process.kill)
        assert process.stdout is not None
        return process, [int(word) for word in process.stdout.readline().split()]


def test_each_takes_the_next_and_then_they_go_round(start: Start) -> None:
    took = [start()[1] for _ in range(len(ALLOWED) + 1)]

    assert took == [[one] for one in (*ALLOWED, ALLOWED[0])]


def test_the_place_of_one_that_was_killed_is_free(start: Start) -> None:
    start()
    second, its = start()
    second.kill()
    second.wait()

    assert start()[1] == its


def test_where_the_system_forbids_it_the_operator_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_words: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    processor.keep_to_one_processor(tmp_path)

    assert "not kept to one processor: [Errno 1]" in caplog.text


@pytest.mark.parametrize("pinned", ["true", "false"])
def test_every_thread_of_a_served_process_keeps_to_it(tmp_path: Path, pinned: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sarado_site.serve"],
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "PORT": str(free_port()),
            "WEB_WORKERS": "2",
            "WEB_PINNED": pinned,
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        started = (line for line in process.stderr if "Started worker" in line)
        next(started), next(started)
        workers = [pid for pid in family(process.pid) if pid != process.pid]
        kept = {
            frozenset(os.sched_getaffinity(int(thread.name)))
            for pid in workers
            for thread in Path(f"/proc/{pid}/task").iterdir()
        }
    finally:
        process.terminate()
        process.communicate(timeout=30)

    assert len(workers) >= 2
    if pinned == "true":
        assert kept == {frozenset([one]) for one in ALLOWED[:2]}
    else:
        assert kept == {frozenset(ALLOWED)}
