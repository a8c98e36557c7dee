"""A visitor with a real Chromium: opens the page, presses, listens, reads."""

import time
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

# Loud enough to be speech rather than a codec's comfort noise, of 32,767.
LOUD = 150

# Keeps hold of what the page asks the browser for, so that a test can look at it afterwards, and
# listens to the remote sound as an ear would. Runs before the page's own scripts.
_WITNESS = """
(() => {
  const seen = { tracks: [], streams: [], peak: 0, loudSince: null, violations: [] };
  window.__seen = seen;
  document.addEventListener("securitypolicyviolation", (event) =>
    seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  const ask = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
  if (ask) navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    seen.tracks.push(...stream.getTracks());
    return stream;
  };
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      (seen.peers ??= []).push(this);
      this.addEventListener("track", ({ track }) => {
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        const wave = new Float32Array(analyser.fftSize);
        setInterval(() => {
          analyser.getFloatTimeDomainData(wave);
          for (const sample of wave) seen.peak = Math.max(seen.peak, Math.abs(sample));
        }, 20);
      });
    }
  };
})();
"""


class Visitor:
    """One page and what went wrong on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.add_init_script(_WITNESS)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def come_in(self) -> None:
        self.page.goto(self.url)
        expect(self.button("start")).to_be_visible()

    def begin(self) -> None:
        self.come_in()
        self.button("start").click()
        self.expect_phase("live")

    def button(self, action: str) -> Locator:
        return self.page.locator(f"[data-action={action}]").first

    def type(self, text: str) -> None:
        """Type a line and press Enter once."""
        box = self.page.locator("[data-role=text]")
        box.fill(text)
        box.press("Enter")

    def expect_phase(self, phase: str, seconds: float = 20) -> None:
        expect(self.main).to_have_attribute("data-phase", phase, timeout=seconds * 1000)

    def expect_floor(self, floor: str, seconds: float = 20) -> None:
        expect(self.main).to_have_attribute("data-floor", floor, timeout=seconds * 1000)

    @property
    def main(self) -> Locator:
        return self.page.locator("main[data-phase]")

    def captions(self, speaker: str) -> list[str]:
        lines = self.page.locator(f"[data-role=captions] [data-speaker={speaker}]")
        return [text.strip() for text in lines.all_inner_texts() if text.strip()]

    def heard_peak(self) -> float:
        """The loudest sample of the character's sound since the last look, of 1."""
        peak: float = self.page.evaluate(
            "() => { const p = __seen.peak; __seen.peak = 0; return p }"
        )
        return peak

    def microphone_states(self) -> list[str]:
        states: list[str] = self.page.evaluate("() => __seen.tracks.map(t => t.readyState)")
        return states

    def is_microphone_open(self) -> bool:
        """Whether the newest microphone track may carry sound."""
        is_open: bool = self.page.evaluate(
            "() => { const t = __seen.tracks.at(-1); return t.enabled && t.readyState === 'live' }"
        )
        return is_open

    def lose_device(self) -> None:
        """Unplug the microphone: its track ends, and the page is told as the browser would."""
        self.page.evaluate(
            "() => { const lost = __seen.tracks.at(-1); lost.stop();"
            " lost.dispatchEvent(new Event('ended')) }"
        )

    def freeze(self, seconds: float) -> None:
        """Freeze the page as a phone does with one that is put away, then wake it."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        time.sleep(seconds)
        session.send("Page.setWebLifecycleState", {"state": "active"})
        session.detach()

    def violations(self) -> list[str]:
        violations: list[str] = self.page.evaluate("() => __seen.violations")
        return violations


def loud_frames(
    call: dict[str, Any], since: float, until: float, above: float = LOUD
) -> list[tuple[float, float]]:
    """The 20 ms frames of the microphone louder than `above` that reached the peer in a span."""
    return [(at, rms) for at, rms in call["energy"] if since <= at <= until and rms > above]


def events_of(call: dict[str, Any], side: str, kind: str) -> list[float]:
    """When the peer sent (side `server`) or got (side `client`) events of a type."""
    return [entry["at"] for entry in call[f"{side}_events"] if entry["event"].get("type") == kind]
