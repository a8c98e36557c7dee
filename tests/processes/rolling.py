"""Every web process and the worker restarted, one after the other, while visitors keep coming."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from tests.processes.asking import Answer, ask
from tests.processes.stage import Stage

PER_SECOND = 50
_SETTLE_SECONDS = 2.0


def restart_all_during_begins(stage: Stage, *, rounds: int = 1) -> list[Answer]:
    """Return how each begin was answered; they come 50 a second, whatever becomes of the others.

    An upgrade goes as the operator's guide says: one process is told to stop, finishes what it
    has, and is started again before the next one's turn.
    """
    enough = threading.Event()
    with ThreadPoolExecutor(128) as visitors, ThreadPoolExecutor(1) as clock:
        coming = clock.submit(_keep_coming, stage.url, visitors, enough)
        try:
            time.sleep(_SETTLE_SECONDS)
            for _ in range(rounds):
                for name in ("web-1", "web-2"):
                    stage.stop(name)
                    stage.start_web(name)
                    time.sleep(_SETTLE_SECONDS)
                stage.stop("worker")
                stage.start_worker()
            time.sleep(_SETTLE_SECONDS)
        finally:
            enough.set()
        return [begun.result() for begun in coming.result()]


def _keep_coming(
    url: str, visitors: ThreadPoolExecutor, enough: threading.Event
) -> list[Future[Answer]]:
    begun: list[Future[Answer]] = []
    started = time.monotonic()
    while not enough.is_set():
        begun.append(visitors.submit(ask, url, "POST", "/api/conversations", {}))
        time.sleep(max(0.0, started + len(begun) / PER_SECOND - time.monotonic()))
    return begun
