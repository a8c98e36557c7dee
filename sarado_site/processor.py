"""Keeps a web process to one processor.

Python computes in one thread at a time. Left to themselves, threads that hand the interpreter to
each other run about on all processors and wait for its lock more than they work: a begin costs a
third more processor time, and a crowd waits longer (README, "Figures").
"""

import fcntl
import logging
import os
from pathlib import Path
from typing import IO

logger = logging.getLogger(__name__)

_place: IO[str] | None = None  # locked as long as this process lives


def keep_to_one_processor(folder: Path) -> None:
    """Run this thread, and whatever it starts from now on, on one of the processors it may use.

    Processes that share `folder` spread out: each takes the first place that is free there, and the
    places go round the processors. Where the system allows it not, all goes on as before.
    """
    global _place
    if not hasattr(os, "sched_setaffinity"):
        return  # no Linux
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) == 1:
        return
    try:
        number, _place = _first_free_place(folder)
        os.sched_setaffinity(0, {allowed[number % len(allowed)]})
    except OSError as error:
        logger.warning("not kept to one processor: %s", error)


def _first_free_place(folder: Path) -> tuple[int, IO[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        place = (folder / str(number)).open("w")
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place.close()
            number += 1
        else:
            return number, place
