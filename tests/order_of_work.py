"""How much the page gains by doing together what can be done together.

The first client of this product asked for the secret, then made the peer connection, then asked
for the microphone, then made and sent the offer, one after the other. Both are run in turn against
the same servers, each time in a Chromium just started, with a profile of its own as a visitor's
has one: a visitor presses once, and the first microphone of a browser costs more than the next.
Nothing moves on the page, because without a graphics card drawing costs more than anything compared
here.

The browser is at the far end of a line that delays every packet (see `far_browser`), WebRTC's too,
and the provider is behind TLS, as the real one is. The press takes as long as a finger's.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.browser.house import House
from tests.browser.visitor import Visitor
from tests.certificate import write_certificate
from tests.far_browser import FarSide, far_side
from tests.servers import free_port

ROUND_TRIPS_MS = (0, 50, 150)
ROUNDS = 7
# Between touching the glass and leaving it: Android takes what is shorter for a tap for certain
# (ViewConfiguration.TAP_TIMEOUT).
_PRESS_MS = 100
_SETTLED_MS = 1_000

# The channel is live when it opens, for both.
_ONE_AFTER_THE_OTHER = """async () => {
  const begun = performance.now();
  const post = (path, payload, headers) => fetch(path, {
    method: "POST", body: JSON.stringify(payload),
    headers: { "Content-Type": "application/json", ...headers },
  });
  const visit = await (await post("/api/conversations", {})).json();
  const peer = new RTCPeerConnection();
  const channel = peer.createDataChannel("oai-events");
  const live = new Promise((resolve) => {
    channel.addEventListener("open", resolve, { once: true });
  });
  const microphone = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  peer.addTrack(microphone.getAudioTracks()[0], microphone);
  await peer.setLocalDescription(await peer.createOffer());
  const response = await fetch(visit.calls_url, {
    method: "POST", body: peer.localDescription.sdp,
    headers: {
      Authorization: `Bearer ${visit.client_secret.value}`, "Content-Type": "application/sdp",
    },
  });
  await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
  await live;
  const taken = performance.now() - begun;
  const ended = await post(`/api/conversations/${visit.id}/end`, { reason: "visitor" }, {
    Authorization: `Bearer ${visit.token}`,
  });
  if (!ended.ok) throw new Error(`the visit did not end: ${ended.status}`);
  peer.close();
  for (const track of microphone.getTracks()) track.stop();
  return taken;
}"""

_WATCH = """() => {
  const main = document.querySelector("main[data-phase]");
  const seen = () => {
    if (main.dataset.phase === "live") window.__liveAt ??= performance.now();
  };
  new MutationObserver(seen).observe(main, { attributes: true });
  document.querySelector("[data-action=start]").addEventListener(
    "click", () => { window.__pressedAt = performance.now(); }, { capture: true });
}"""


def compare(
    playwright: Playwright, house: House, microphone: Path, *, rounds: int = ROUNDS
) -> Iterator[tuple[str, str]]:
    """Yield a row for each round-trip time: both medians and the ratio of ours to theirs."""
    with far_side(house.folder) as far:
        web = _house_behind_tls(house, far)
        for round_trip in ROUND_TRIPS_MS:
            times: dict[str, list[float]] = {"ours": [], "theirs": []}
            for turn in range(rounds):
                for whose, path, run in (
                    ("ours", "/", _press_to_live),
                    # A page of the same origin that does nothing by itself.
                    ("theirs", "/healthz", _one_after_the_other),
                ):
                    profile = house.folder / f"profile-{round_trip}-{turn}-{whose}"
                    with _page(playwright, far, microphone, profile) as page:
                        far.line.round_trip_ms = 0
                        page.goto(web + path)
                        page.wait_for_timeout(_SETTLED_MS)
                        far.line.round_trip_ms = round_trip
                        times[whose].append(run(page, web))
            mine, other = statistics.median(times["ours"]), statistics.median(times["theirs"])
            yield (
                f"Button to live channel, {round_trip} ms round trip, median of {rounds}: "
                "ours, the original order, ratio",
                f"{mine:.0f} ms, {other:.0f} ms, {mine / other:.2f}",
            )


def _house_behind_tls(house: House, far: FarSide) -> str:
    """Start a web process whose visitors reach the peer over TLS; return its address there."""
    tls_port = free_port()
    server = house.start_web(
        "web-far", REALTIME_CALLS_URL=f"https://127.0.0.1:{tls_port}/v1/realtime/calls"
    )
    far.reach(server.port)
    peer_port = int(house.peer.rpartition(":")[2])
    far.reach(tls_port, of=peer_port, certificate=write_certificate(house.folder / "peer.pem"))
    return server.url


@contextmanager
def _page(playwright: Playwright, far: FarSide, microphone: Path, profile: Path) -> Iterator[Page]:
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=far.chromium,
        viewport={"width": 390, "height": 640},
        reduced_motion="reduce",
        ignore_https_errors=True,
        args=[
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={microphone}",
            # The page's own switch for it does not reach connections that are opened ahead.
            "--ignore-certificate-errors",
        ],
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


def _press_to_live(page: Page, web: str) -> float:
    """Return the milliseconds from the end of the press until the page says that it is live."""
    visitor = Visitor(page, web)
    page.evaluate(_WATCH)
    visitor.button("start").click(delay=_PRESS_MS)
    visitor.expect_phase("live")
    taken: float = page.evaluate("() => window.__liveAt - window.__pressedAt")
    visitor.button("stop").click()
    visitor.expect_phase("ended")
    return taken


def _one_after_the_other(page: Page, _web: str) -> float:
    taken: float = page.evaluate(_ONE_AFTER_THE_OTHER)
    return taken
