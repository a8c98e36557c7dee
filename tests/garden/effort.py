"""`python -m tests.garden effort`: what the live garden costs a slow phone's main thread.

Chromium's own account of the time its main thread worked (`Performance.getMetrics`,
`TaskDuration`), with the processor throttled four times, while he speaks and while he listens.
About a minute.
"""

import time

from playwright.sync_api import Browser, Page

from tests.browser.house import House
from tests.garden.scenes import open_context, scene

THROTTLE = 4
SECONDS = 10.0
MOST = 0.25


def measure(browser: Browser, house: House) -> int:
    """Print the share of one core; return 1 when it is above MOST."""
    missed = 0
    for name in ("speaking", "listening"):
        context = open_context(browser, width=390, height=844, device_scale_factor=2)
        with scene(context, house, name, "day") as page:
            share = busy_share(page)
        context.close()
        missed += share > MOST
        print(f"{name:10} {share:.1%} of one core, throttled {THROTTLE} times (at most {MOST:.0%})")
    return 1 if missed else 0


def busy_share(page: Page) -> float:
    """The part of the next SECONDS in which the page's main thread works."""
    wire = page.context.new_cdp_session(page)
    wire.send("Performance.enable", {"timeDomain": "timeTicks"})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})

    def worked() -> float:
        metrics = wire.send("Performance.getMetrics")["metrics"]
        found: float = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        return found

    began, before = time.monotonic(), worked()
    page.wait_for_timeout(SECONDS * 1000)
    return (worked() - before) / (time.monotonic() - began)
