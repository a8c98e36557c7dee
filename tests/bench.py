"""`make bench`: the figures of the README, measured here and now.

Ratios and medians, each with how often it was measured. This is no test: nothing fails on a slow
machine. It starts what it needs on free ports and stops it again.
"""

import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.house import ROOT, House, fetch, open_house
from tests.browser.microphone import write_microphone
from tests.conversations.provider import Behaviour, MisbehavingProvider
from tests.far_browser import reason_it_cannot
from tests.order_of_work import compare

PROVIDER_SECONDS = 0.3
CROWD = 50
TEXTUAL = re.compile(r"\.(js|css|webmanifest)$")

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


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sarado-bench-") as name, a_house(Path(name)) as house:
        print("\n| Figure | Here |\n|---|---|")
        for measure in (middleware, weight, crowd, button_to_live):
            for figure, value in measure(house):
                print(f"| {figure} | {value} |", flush=True)


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


def weight(house: House) -> list[tuple[str, str]]:
    """What `/` loads, fonts and pictures apart, as a browser that takes brotli gets it."""
    page = urllib.request.urlopen(house.web, timeout=10).read()
    collected = Path(house.environment["VAR_DIR"]) / "static"
    names = sorted(set(re.findall(r'"/static/([^"]+)"', page.decode())))
    files = [collected / name for name in names if TEXTUAL.search(name)]
    plain = [page, *(path.read_bytes() for path in files)]
    packed = [gzip.compress(page, 6), *(
        packed.read_bytes() if (packed := path.with_name(f"{path.name}.br")).exists()
        else path.read_bytes()
        for path in files
    )]  # fmt: skip
    before, after = sum(map(len, plain)), sum(map(len, packed))
    return [
        (f"Page, script and style ({len(plain)} files), compressed", f"{after / 1000:.1f} kB"),
        ("… saved by compression", f"{1 - after / before:.0%} of {before / 1000:.0f} kB"),
    ]


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


if __name__ == "__main__":
    os.chdir(ROOT)
    if subprocess.run(["git", "--version"], capture_output=True, check=False).returncode == 0:
        revision = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip()
        print(f"revision {revision or 'unknown'}, Python {sys.version.split()[0]}")
    main()
