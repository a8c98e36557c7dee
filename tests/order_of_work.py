"""How much the page gains by doing together what can be done together.

The first client of this product asked for the secret, then made the peer connection, then asked
for the microphone, then made and sent the offer, one after the other. Both are run in turn, on the
same page, against the same servers, each time in a Chromium just started: a visitor presses once,
and the first microphone and the first loudspeaker of a browser cost more than the next. Nothing
moves on the page, because without a graphics card drawing costs more than anything compared here.

Round-trip time is added to every HTTP request, by Chromium's own network emulation. It spares the
offer's preflight, and media and data channel stay as fast as loopback is: in both.
"""

import statistics
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.visitor import Visitor

ROUND_TRIPS_MS = (0, 50, 150)
ROUNDS = 9

# Live is the first event on the channel, which is what makes our page say so too.
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
    channel.addEventListener("message", resolve, { once: true });
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


def compare(launch: Callable[[], Browser], house: House) -> Iterator[tuple[str, str]]:
    """Yield a row for each round-trip time: both medians and the ratio of ours to theirs."""
    for round_trip in ROUND_TRIPS_MS:
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            for times, run in ((ours, _press_to_live), (theirs, _one_after_the_other)):
                browser = launch()
                times.append(run(_enter(browser, house, round_trip)))
                browser.close()
        mine, other = statistics.median(ours), statistics.median(theirs)
        yield (
            f"Button to live, {round_trip} ms round trip, median of {ROUNDS}: "
            "ours, the original order, ratio",
            f"{mine:.0f} ms, {other:.0f} ms, {mine / other:.2f}",
        )


def _press_to_live(visitor: Visitor) -> float:
    """Return the milliseconds from the press to the page's word that the call is live."""
    visitor.page.evaluate(_WATCH)
    visitor.button("start").click()
    visitor.expect_phase("live")
    taken: float = visitor.page.evaluate("() => window.__liveAt - window.__pressedAt")
    visitor.button("stop").click()
    visitor.expect_phase("ended")
    return taken


def _one_after_the_other(visitor: Visitor) -> float:
    taken: float = visitor.page.evaluate(_ONE_AFTER_THE_OTHER)
    return taken


def _enter(browser: Browser, house: House, round_trip_ms: int) -> Visitor:
    page = browser.new_page(viewport={"width": 390, "height": 640}, reduced_motion="reduce")
    visitor = Visitor(page, house.web)
    visitor.come_in()
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": round_trip_ms,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )
    return visitor
