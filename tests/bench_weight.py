"""What `/` weighs: every text a real Chromium loads for it, and what a second visit loads again.

Sizes are those of the bodies as this house sends them to a browser that takes brotli, beside the
same bodies unpacked. Pictures are text too (SVG); fonts and bitmaps are not counted.
"""

import urllib.request
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.house import House

_TEXTUAL = ("text/", "application/json", "application/manifest", "image/svg")
_PICTURE = "image/svg"
# The page asks for some things two seconds after it is painted.
LATER_MS = 3_000


def weight(house: House) -> Iterator[tuple[str, str]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        loaded, again = visits(browser, house.web)
        browser.close()
    # A browser asks for it by itself, out of Playwright's sight.
    sizes = {url: sizes_of(url) for url in [*loaded, manifest_of(house.web)]}
    textual = {url: size for url, size in sizes.items() if size[0].startswith(_TEXTUAL)}
    pictures = {url for url, size in textual.items() if size[0].startswith(_PICTURE)}
    ours = [size for url, size in textual.items() if url not in pictures and "/api/" not in url]
    for name, counted in (
        ("Page, script, style and manifest", ours),
        ("All text that is loaded, pictures and status too", list(textual.values())),
    ):
        packed, plain = sum(size[1] for size in counted), sum(size[2] for size in counted)
        yield f"{name} ({len(counted)} files), compressed", f"{packed / 1000:.1f} kB"
        yield "… saved by compression", f"{1 - packed / plain:.1%} of {plain / 1000:.0f} kB"
    yield "A second visit: loaded from the network", ", ".join(again) or "nothing"


def visits(browser: Browser, url: str) -> tuple[list[str], list[str]]:
    """What a first visit loads; and of a second, which answers came over the network."""
    context = browser.new_context(locale="ko-KR")
    first: list[str] = []
    page = context.new_page()
    page.on("response", lambda response: first.append(response.url))
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(LATER_MS)
    page.close()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    cached: set[str] = set()
    wire.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    answers: list[str] = []

    def note(event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        kept = event["requestId"] in cached or response.get("fromDiskCache")
        if not kept and str(response["url"]).startswith(url):
            path = str(response["url"]).removeprefix(url)
            answers.append(f"`{path}` {response['status']}")

    wire.on("Network.responseReceived", note)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(LATER_MS)
    context.close()
    return sorted(set(first)), answers


def manifest_of(url: str) -> str:
    page = urllib.request.urlopen(url, timeout=10).read().decode()
    path = page.split('<link rel="manifest" href="')[1].split('"')[0]
    return f"{url}{path}"


def sizes_of(url: str) -> tuple[str, int, int]:
    """Its kind, and the bytes of the body packed and plain."""
    found = []
    for taken in ("br, gzip", "identity"):
        request = urllib.request.Request(url, headers={"Accept-Encoding": taken})
        with urllib.request.urlopen(request, timeout=10) as answer:
            found.append((answer.headers.get_content_type(), len(answer.read())))
    (kind, packed), (_, plain) = found
    return kind, packed, plain
