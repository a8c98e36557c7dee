"""`make bench`: the figures of the README, measured here and now.

Ratios and medians, each with how often it was measured. This is no test: nothing fails on a slow
machine. It starts what it needs on free ports and stops it again.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench_call import CALL_FIGURES
from tests.bench_weight import weight
from tests.browser.house import ROOT, House, fetch, open_house
from tests.browser.microphone import write_microphone
from tests.conversations.provider import Behaviour, MisbehavingProvider
from tests.far_browser import reason_it_cannot
from tests.order_of_work import compare

RESULTS = ROOT / "bench"
PROVIDER_SECONDS = 0.3
CROWD = 50

# Runs inside a Django process of the house: the cost of the middleware chain around /healthz,
# which does nothing itself. In turn, so that a noisy neighbour meets both.
_MIDDLEWARE = """
import json, statistics, time
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

def handler(middleware):
    settings.MIDDLEWARE = middleware
    made = WSGIHandler()
    return lambda: made.get_response(RequestFactory().get("/healthz", REMOTE_ADDR="127.0.0.1"))

full, bare = handler(list(settings.MIDDLEWARE)), handler([])
spent = {"full": [], "bare": []}
for turn in range(3000):
    for name, ask in (("full", full), ("bare", bare)):
        before = time.perf_counter()
        ask()
        if turn > 200:
            spent[name].append((time.perf_counter() - before) * 1000)
print(json.dumps({name: statistics.median(times) for name, times in spent.items()}))
"""


def main(revision: str) -> None:
    figures: dict[str, str] = {}
    print("\n| Figure | Here |\n|---|---|")

    def note(rows: Iterable[tuple[str, str]]) -> None:
        for figure, value in rows:
            figures[figure] = value
            print(f"| {figure} | {value} |", flush=True)

    with tempfile.TemporaryDirectory(prefix="sarado-bench-") as name, a_house(Path(name)) as house:
        for measure in (middleware, weight, crowd, button_to_live):
            note(measure(house))
    # These stand up houses of their own, and break them.
    for measure_call in CALL_FIGURES:
        note(measure_call())
    RESULTS.mkdir(exist_ok=True)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    path = RESULTS / f"{at}.json"
    found = {"at": at, "revision": revision, "python": sys.version.split()[0], "figures": figures}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"\nwritten to {path.relative_to(ROOT)}")


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    house = open_house(folder)
    try:
        yield house
    finally:
        house.stop()


def middleware(house: House) -> list[tuple[str, str]]:
    measured = json.loads(house.manage("shell", "--no-imports", "-c", _MIDDLEWARE))
    cost = measured["full"] - measured["bare"]
    return [("All middleware on one request, median of 2,799", f"{cost:.2f} ms")]


def crowd(house: House) -> list[tuple[str, str]]:
    """Begins at once against a provider that takes 300 ms, on one web process."""
    provider = MisbehavingProvider()
    provider.behaviour = Behaviour(hang=PROVIDER_SECONDS)
    try:
        web = house.start_web("web-crowd", REALTIME_API_BASE=provider.base, SEATS="500").url

        def begin(_number: int) -> float:
            before = time.perf_counter()
            fetch(f"{web}/api/conversations", {})
            return time.perf_counter() - before

        begin(0)
        with ThreadPoolExecutor(CROWD) as visitors:
            times = sorted(visitors.map(begin, range(CROWD)))
    finally:
        provider.stop()
    middle, last = statistics.median(times), times[-1]
    return [
        (
            f"{CROWD} begins at once, provider 300 ms, one process on SQLite: median, slowest",
            f"{middle / PROVIDER_SECONDS:.1f} ×, {last / PROVIDER_SECONDS:.1f} × the provider",
        )
    ]


def button_to_live(house: House) -> Iterator[tuple[str, str]]:
    """From the press to a live channel, in real Chromium, beside the original client's order."""
    reason = reason_it_cannot()
    if reason:
        yield "Button to live channel over a slow line", f"not measured: {reason}"
        return
    microphone = house.folder / "microphone.wav"
    write_microphone(microphone, 2.0)
    with sync_playwright() as playwright:
        yield from compare(playwright, house, microphone)


def revision_here() -> str:
    """The commit's short name; `unknown` outside of git."""
    if shutil.which("git") is None:
        return "unknown"
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    os.chdir(ROOT)
    here = revision_here()
    print(f"revision {here}, Python {sys.version.split()[0]}")
    main(here)
