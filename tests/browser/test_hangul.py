"""Hangul really composed: a few sends of each kind; `python -m tests.hangul` types a thousand."""

from playwright.sync_api import Browser

from persona.seed_files import read_rows
from tests.browser.house import House
from tests.hangul.chromium import ChromiumVisit
from tests.hangul.sends import Kind, make_sends
from tests.hangul.tally import wrong
from tests.hangul.visits import make_visits


def test_one_enter_sends_once_and_whole(chromium: Browser, house: House) -> None:
    phrases = [row["phrase"] for row in read_rows("glossary")]
    sends = make_sends(3 * len(Kind), seed=20260301, phrases=phrases)

    outcomes = make_visits(house, lambda: ChromiumVisit(chromium, house.web), sends)

    assert len(outcomes) == len(sends)
    assert wrong(outcomes) == []
