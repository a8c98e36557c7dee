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
import tempfile
import time
from pathlib import Path

from persona.seed_files import read_rows
from tests.browser.house import House, open_house
from tests.hangul.chromium import ChromiumVisit, chromium
from tests.hangul.firefox import KINDS, FirefoxVisit
from tests.hangul.marionette import firefox
from tests.hangul.sends import Kind, Send, make_sends
from tests.hangul.tally import Outcome, table, wrong
from tests.hangul.visits import make_visits


def main() -> int:
    options = _options()
    phrases = [row["phrase"] for row in read_rows("glossary")]
    kinds = KINDS if options.browser == "firefox" else tuple(Kind)
    sends = make_sends(options.n, options.seed, phrases, kinds)
    type_in = {"chromium": _in_chromium, "firefox": _in_firefox}[options.browser]
    print(f"{options.browser}, {options.n} sends, seed {options.seed}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sarado-hangul-") as folder:
        house = open_house(Path(folder))
        try:
            outcomes = type_in(house, sends)
        finally:
            house.stop()
    print(f"\n{table(outcomes)}\n\n{time.monotonic() - began:.0f} s")
    faults = wrong(outcomes)
    for line in faults:
        print(line)
    return 1 if faults or len(outcomes) != options.n else 0


def _in_chromium(house: House, sends: list[Send]) -> list[Outcome]:
    with chromium() as browser:
        return make_visits(house, lambda: ChromiumVisit(browser, house.web), sends, _say)


def _in_firefox(house: House, sends: list[Send]) -> list[Outcome]:
    with firefox(house.folder) as session:
        return make_visits(house, lambda: FirefoxVisit(session, house.web), sends, _say)


def _say(done: int) -> None:
    print(f"… {done}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hangul", description=__doc__)
    parser.add_argument("browser", choices=["chromium", "firefox"])
    parser.add_argument("--n", type=int, default=1000, help="how many sends")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    sys.exit(main())
