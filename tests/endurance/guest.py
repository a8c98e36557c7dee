"""A visitor whose visit is written down: phases, gate, sound, requests, all with their times."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, Request

from tests.browser.visitor import Visitor

_WITNESS = Path(__file__).with_name("witness.js")
TALKING = frozenset({"live", "rolling-over", "saying-goodbye"})
_LOOK_MS = 50


class Moment(NamedTuple):
    """What the page showed from `at` (unix seconds) on."""

    at: float
    phase: str
    floor: str
    attempt: str


class Span(NamedTuple):
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the page: `what` is begin, renew, call or other; renewals carry a cause."""

    at: float
    what: str
    cause: str = ""


class Guest(Visitor):
    """One page with an own witness in the place of the functional tests'.

    Theirs holds on to every connection and listens to each in a context of its own, which a
    measurement of the page's memory must not.
    """

    def __init__(self, page: Page, url: str, *, ear: bool = False) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        self.timeline: list[Moment] = []
        self.gates: list[tuple[float, bool]] = []
        self.flow: list[Span] = []
        self.sounds: list[Span] = []
        self.requests: list[Asked] = []
        self.call_ids: list[str] = []
        self.turn_taking: dict[str, Any] = {}
        page.on("request", self._note_request)
        if ear:
            page.add_init_script("window.__ear = true")
        page.add_init_script(path=_WITNESS)

    def begin(self) -> None:
        self.come_in()
        with self.page.expect_response(lambda answer: answer.url.endswith("/conversations")) as met:
            self.button("start").click()
        begun = met.value.json()
        if not met.value.ok:
            raise AssertionError(f"the house did not let the visitor in: {begun}")
        self.turn_taking = begun["turn_taking"]
        self.expect_phase("live")

    def wait(self, seconds: float) -> None:
        """Let time pass; requests go on being noted."""
        self.page.wait_for_timeout(max(0.0, seconds) * 1000)

    def look(self) -> Moment:
        """Take over what the witness noted, and return what the page shows now."""
        taken = self.page.evaluate("() => __witness.take()")
        self.timeline += [Moment(*moment) for moment in taken["moments"]]
        self.gates += [(at, is_on) for at, is_on in taken["gates"]]
        _grow(self.flow, taken["flow"])
        _grow(self.sounds, taken["sounds"])
        return self.timeline[-1]

    def await_floor(self, floor: str, seconds: float) -> bool:
        """Look until the page talks and its floor is `floor`; False when it does not become so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            moment = self.look()
            if moment.phase in TALKING and moment.floor == floor:
                return True
            self.wait(_LOOK_MS / 1000)
        return False

    def greetings(self) -> int:
        return sum("혼저옵서예" in line for line in self.captions("character"))

    def counts(self) -> dict[str, int]:
        """Connections and audio contexts of the page that are not closed."""
        counts: dict[str, int] = self.page.evaluate("() => __witness.counts()")
        return counts

    def leave(self) -> None:
        self.page.context.close()

    def _note_request(self, request: Request) -> None:
        if request.method == "PUT" and "/calls/" in request.url:
            self.call_ids.append(request.url.rpartition("/")[2])
        if request.method != "POST":
            return
        at = time.time()
        if request.url.endswith("/api/conversations"):
            self.requests.append(Asked(at, "begin"))
        elif request.url.endswith("/client-secrets"):
            cause = json.loads(request.post_data or "{}").get("cause", "")
            self.requests.append(Asked(at, "renew", cause))
        elif request.url.endswith("/realtime/calls"):
            self.requests.append(Asked(at, "call"))


def _grow(spans: list[Span], taken: list[tuple[float, float]]) -> None:
    """Take over spans; one that was told before, shorter, is replaced."""
    known = {span.start: place for place, span in enumerate(spans[-4:], max(0, len(spans) - 4))}
    for start, end in taken:
        if start in known:
            spans[known[start]] = Span(start, end)
        else:
            spans.append(Span(start, end))
