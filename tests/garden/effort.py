"""`python -m tests.garden effort`: what the live garden costs a slow phone's main thread.

Chromium's own account of the time its main thread worked (`Performance.getMetrics`,
`TaskDuration`), with the processor throttled four times, in a spoken conversation, and told apart
by whose turn it is. About a minute.
"""

import time
from collections import defaultdict

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.house import House
from tests.garden.scenes import open_context, scene

THROTTLE = 4
SECONDS = 40.0
LOOK_SECONDS = 0.5
MOST = 0.25
# One of his answers, and time for the visitor to say something again.
MICROPHONE: tuple[str | float, ...] = (1.0, "요즘 마음이 무거워서 잠이 잘 안 와요.", 9.0)


def measure(browser: Browser, house: House) -> int:
    """Print the share of one core, in all and by floor; return 1 when in all it is above MOST."""
    context = open_context(browser, width=390, height=844, device_scale_factor=2)
    with scene(context, house, "speaking", "day") as page:
        spent = busy_by_floor(page)
    context.close()
    worked, lasted = (sum(part) for part in zip(*spent.values(), strict=True))
    print(f"throttled {THROTTLE} times, share of one core:")
    for name, (busy, seconds) in {"all of it": (worked, lasted), **spent}.items():
        print(f"  {name:20} {busy / seconds:6.1%} in {seconds:.0f} s")
    return 1 if worked / lasted > MOST else 0


def busy_by_floor(page: Page) -> dict[str, tuple[float, float]]:
    """For each floor of the next SECONDS: how long the main thread worked, how long it lasted.

    A stretch in which the floor changed counts for the one it began with.
    """
    wire = page.context.new_cdp_session(page)
    wire.send("Performance.enable", {"timeDomain": "timeTicks"})
    wire.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    spent: defaultdict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    began = at = time.monotonic()
    worked, floor = worked_so_far(wire), floor_of(wire)
    while at - began < SECONDS:
        page.wait_for_timeout(LOOK_SECONDS * 1000)
        now, total = time.monotonic(), worked_so_far(wire)
        busy, lasted = spent[floor]
        spent[floor] = (busy + total - worked, lasted + now - at)
        worked, at, floor = total, now, floor_of(wire)
    return dict(spent)


def worked_so_far(wire: CDPSession) -> float:
    """Seconds, since some beginning."""
    metrics = wire.send("Performance.getMetrics")["metrics"]
    found: float = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    return found


def floor_of(wire: CDPSession) -> str:
    # Playwright's own waiting would ask the page for a frame at each look.
    looked = wire.send(
        "Runtime.evaluate", {"expression": "document.querySelector('main').dataset.floor"}
    )
    return str(looked["result"]["value"])
