"""Counters that the workers of one web service share, so that any of them speaks for all.

prometheus_client chooses when it is imported where counters live: nothing that counts may be
imported before `share_counters` was called.
"""

import os
import shutil
from pathlib import Path

_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own


def share_counters(folder: Path, *, service: str) -> None:
    """Keep this process's counters in files where its siblings, workers of one parent, find them.

    What the workers of a parent that is gone have left is removed; of the same service only, for
    systemd hides the processes of another from us, and they would look as if they were gone.
    """
    if _VARIABLE in os.environ:
        return
    ours = folder / service
    mine = ours / str(os.getppid())
    mine.mkdir(parents=True, exist_ok=True)
    for other in ours.iterdir():
        if other.name.isdigit() and not Path("/proc", other.name).exists():
            shutil.rmtree(other, ignore_errors=True)
    os.environ[_VARIABLE] = str(mine)


def are_shared() -> bool:
    return _VARIABLE in os.environ
