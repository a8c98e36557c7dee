"""One Enter, one send, whole text, counted.

    python -m tests.hangul chromium --n 1000
    python -m tests.hangul firefox --n 200

Stands the whole house up on free ports, types Hangul by real composition into the real page, and
counts at the rehearsal peer what arrived. Ends with 1 when anything was early, lost, doubled or
altered. The same --seed types the same sentences.
"""

import argparse
import os
import random
import sys
import time

from tests.hangul.measure import sends_in_chromium, sends_in_firefox
from tests.hangul.tally import table, wrong


def main() -> int:
    options = _options()
    send_in = {"chromium": sends_in_chromium, "firefox": sends_in_firefox}[options.browser]
    print(f"{options.browser}, {options.n} sends, seed {options.seed}", flush=True)
    began = time.monotonic()
    outcomes = send_in(options.n, options.seed)
    print(f"\n{table(outcomes)}\n\n{time.monotonic() - began:.0f} s")
    faults = wrong(outcomes)
    for line in faults:
        print(line)
    return 1 if faults or len(outcomes) != options.n else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hangul", description=__doc__)
    parser.add_argument("browser", choices=["chromium", "firefox"])
    parser.add_argument("--n", type=int, default=1000, help="how many sends")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    sys.exit(main())
