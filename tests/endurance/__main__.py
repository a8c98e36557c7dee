"""`python -m tests.endurance <measurement> [--n N] [--lanes L] [--seed S]`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom
from types import FrameType

from tests.browser.house import ROOT
from tests.endurance import measures
from tests.endurance.fatal import fatal
from tests.endurance.lane import close_houses
from tests.endurance.long_visits import allow_long_visits
from tests.endurance.rollovers import rollovers
from tests.endurance.turns import turns
from tests.endurance.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Measurement:
    """`each` is about how long one case takes, in seconds, where nothing goes wrong."""

    run: Callable[[int, int, int], Verdict]
    n: int
    each: float
    lanes: int


MEASUREMENTS = {
    "outages": Measurement(measures.outages, 120, 20, 4),
    "lost-lines": Measurement(measures.lost_lines, 24, 20, 1),
    "killed": Measurement(measures.killed, 40, 22, 4),
    "closed": Measurement(measures.closed, 40, 14, 4),
    "long-outages": Measurement(measures.long_outages, 6, 55, 3),
    "turns": Measurement(turns, 100, 11, 2),  # with more browsers than processors it measures those
    "rollovers": Measurement(rollovers, 90, 12, 2),
    "fatal": Measurement(fatal, 1, 250, 2),  # eleven causes
}
_HOUSE_SECONDS = 8


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("measurement", choices=MEASUREMENTS)
    parser.add_argument("--n", type=int, help="how many cases")
    parser.add_argument("--lanes", type=int, help="how many houses side by side")
    parser.add_argument("--seed", type=int, help="of the random points and lengths")
    wishes = parser.parse_args()
    chosen = MEASUREMENTS[wishes.measurement]
    n, lanes = wishes.n or chosen.n, wishes.lanes or chosen.lanes
    seed = SystemRandom().randrange(10_000) if wishes.seed is None else wishes.seed
    about = lanes * _HOUSE_SECONDS + n * chosen.each / lanes
    print(f"{wishes.measurement}: n {n}, lanes {lanes}, seed {seed}; about {about / 60:.0f} min",
          flush=True)  # fmt: skip

    os.chdir(ROOT)
    allow_long_visits()
    signal.signal(signal.SIGTERM, _end_early)
    began = time.monotonic()
    verdict = chosen.run(n, lanes, seed)
    print(f"\n{verdict.text}\n\n{'holds' if verdict.holds else 'DOES NOT HOLD'}; "
          f"took {(time.monotonic() - began) / 60:.1f} min")  # fmt: skip
    return 0 if verdict.holds else 1


def _end_early(_number: int, _frame: FrameType | None) -> None:
    """Leave no process behind. Lanes are threads in the middle of something, hence the hard end."""
    close_houses()
    os._exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
