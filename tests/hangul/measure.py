"""Type sentences into the real page of a house of their own, and tell what arrived."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from persona.seed_files import read_rows
from tests.browser.house import House, open_house
from tests.hangul.chromium import ChromiumVisit, chromium
from tests.hangul.firefox import KINDS, FirefoxVisit
from tests.hangul.marionette import firefox
from tests.hangul.sends import Kind, make_sends
from tests.hangul.tally import Outcome
from tests.hangul.visits import make_visits


def sends_in_chromium(n: int, seed: int) -> list[Outcome]:
    sends = make_sends(n, seed, _phrases(), tuple(Kind))
    with _house() as house, chromium() as browser:
        return make_visits(house, lambda: ChromiumVisit(browser, house.web), sends, _say)


def sends_in_firefox(n: int, seed: int) -> list[Outcome]:
    sends = make_sends(n, seed, _phrases(), KINDS)
    with _house() as house, firefox(house.folder) as session:
        return make_visits(house, lambda: FirefoxVisit(session, house.web), sends, _say)


def _phrases() -> list[str]:
    return [row["phrase"] for row in read_rows("glossary")]


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="sarado-hangul-") as folder:
        house = open_house(Path(folder))
        try:
            yield house
        finally:
            house.stop()


def _say(done: int) -> None:
    print(f"… {done}", file=sys.stderr, flush=True)
