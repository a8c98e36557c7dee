"""Every phase of the machine on one page, to be looked at in many sizes. No call, no peer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.house import House
from tests.garden.judges import axe, faint_texts, lost_texts

# Everything stands where it comes to rest.
_STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"
_PHASES = Path(__file__).with_name("phases.js").read_text("utf-8")
# Both lights come up at both ends of the widths; a phone is looked at in each.
SIZES = (
    (320, 640, "day"), (320, 640, "night"), (390, 844, "day"), (768, 1024, "night"),
    (1280, 800, "day"), (1920, 1080, "night"), (1920, 1080, "day"),
)  # fmt: skip
# Where the letters are doubled (WCAG 2.2, 1.4.4): a phone, and the desktop the criterion means.
DOUBLED = ((390, 844, "night"), (1280, 800, "day"))


@contextmanager
def phases(
    browser: Browser, house: House, language: str = "ko"
) -> Iterator[tuple[Page, list[str]]]:
    """Open the garden with its own script kept away, and name the states it can be brought into."""
    context = browser.new_context(locale="ko-KR")
    page = context.new_page()
    page.route("**/js/call/main*.js", lambda route: route.abort())
    page.goto(f"{house.web}/?lang={language}")
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        _STILL,
    )
    names: list[str] = page.evaluate(_PHASES)
    yield page, names
    context.close()


def faults_of(page: Page, name: str) -> list[str]:
    """Bring the page into a state; return what judges have against it in any size or light."""
    found = []
    for width, height, light in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} {light}: {fault}" for fault in _judge(page, name, light)]
    return found


def faults_when_doubled(page: Page, name: str) -> list[str]:
    """Return what judges have against a state whose letters are twice as large."""
    found = []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width, height, light in DOUBLED:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} doubled, {light}: {fault}" for fault in _judge(page, name, light)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _judge(page: Page, name: str, light: str) -> list[object]:
    _show(page, name, light)
    return [*faint_texts(page), *axe(page), *lost_texts(page)]


def _show(page: Page, name: str, light: str) -> None:
    # Two frames: where motion is reduced a colour still changes by way of one.
    page.evaluate(
        """async ([name, light]) => {
          document.documentElement.dataset.sky = light;
          __show(name);
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        }""",
        [name, light],
    )


def judge(browser: Browser, house: House, only: str = "") -> int:
    """Print what judges have against each state whose name holds `only`; 0 when nothing."""
    count = 0
    with phases(browser, house) as (page, names):
        for name in names:
            if only not in name:
                continue
            faults = faults_of(page, name) + faults_when_doubled(page, name)
            count += len(faults)
            print(f"{name}: {len(faults)}", *faults, sep="\n  ", flush=True)
    return min(count, 1)
