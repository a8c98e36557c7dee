"""Closing time as a scene: who is there, what breaks when, and what the provider then saw."""

import json
import threading
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from conversations.schedule import SEOUL
from tests.browser.house import fetch
from tests.closing.browsers import BrowserProcess
from tests.closing.stage import Stage

WITHIN_SECONDS = 60.0

Mishap = tuple[float, str, Callable[[], None]]  # seconds after closing, words, what happens

_LIVING = (
    "SELECT count(*) FILTER (WHERE ended_at IS NULL), count(seat) FROM conversations_conversation"
)
_OUTCOMES = "SELECT provider_call_id, outcome FROM conversations_call WHERE provider_call_id <> ''"


@dataclass(frozen=True)
class Books:
    """What the house itself has written down."""

    living: int
    seated: int
    outcomes: dict[str, str]  # of each registered call; "" is still owed


@dataclass
class Scene:
    """What was seen; `faults` says in words what is wrong with it."""

    closed_at: datetime
    visitors: int
    calls: list[dict[str, Any]]
    secrets: list[dict[str, Any]]
    books: Books
    begins_after: list[tuple[int, str]]
    refused_more: list[int]
    all_gone_after: float | None
    told_too_early: list[float]
    mishaps: list[str] = field(default_factory=list)

    @property
    def minted_after(self) -> int:
        closed = self.closed_at.timestamp()
        return sum(secret["minted_at"] >= closed for secret in self.secrets)

    @property
    def faults(self) -> list[str]:
        faults = []
        if len(self.calls) != self.visitors:
            faults.append(f"{len(self.calls)} calls, not {self.visitors}")
        if self.all_gone_after is None:
            living = sum(call["state"] != "ended" for call in self.calls)
            faults.append(f"{living} calls live {WITHIN_SECONDS:.0f} s after closing")
        if self.minted_after:
            faults.append(f"{self.minted_after} secrets minted after closing")
        for call in self.calls:
            found = [hang_up["found"] for hang_up in call["hang_ups"]].count(True)
            if found != 1 and not (found == 0 and call["ended_by"] == "peer left"):
                faults.append(f"{call['id']}: hung up {found} times, {call['ended_by']}")
            if not self.books.outcomes.get(call["id"]):
                faults.append(f"{call['id']} is still owed")
        if self.books.living or self.books.seated:
            faults.append(f"{self.books.living} living, {self.books.seated} seated")
        if not self.begins_after or any(status < 400 for status, _ in self.begins_after):
            faults.append("somebody came in after closing, or nobody tried")
        faults += [f"told to leave {early:.1f} s early" for early in self.told_too_early]
        if any(status < 400 for status in self.refused_more):
            faults.append("somebody got another secret after closing")
        return faults

    def __str__(self) -> str:
        hung_up = sum(call["ended_by"] == "provider hangup" for call in self.calls)
        asked = sum(len(call["hang_ups"]) for call in self.calls)
        gone = "never" if self.all_gone_after is None else f"{self.all_gone_after:.1f} s"
        codes = sorted({f"{status} {code}" for status, code in self.begins_after})
        return "\n".join([
            *self.mishaps,
            f"{len(self.calls)} calls: {hung_up} hung up by the server, "
            f"{len(self.calls) - hung_up} left by themselves; {asked} hang-ups asked; "
            f"the last one gone {gone} after closing",
            f"{len(self.begins_after)} begins and {len(self.refused_more)} further secrets tried "
            f"after closing ({', '.join(codes)}): {self.minted_after} minted",
            *(f"WRONG: {fault}" for fault in self.faults),
        ])  # fmt: skip


def close_upon(
    stage: Stage, *, visitors: int, closes_at: datetime, mishaps: list[Mishap],
    browsers: list[BrowserProcess],
) -> Scene:  # fmt: skip
    """Let the doors close upon those who are here while things go wrong; look for a minute.

    The looking ends early when every call is gone and every hang-up is in the books.
    """
    closed = closes_at.timestamp()
    begins: list[tuple[float, int, str]] = []
    over = threading.Event()
    prober = threading.Thread(target=_keep_knocking, args=(stage.webs, closed, begins, over))
    prober.start()
    seen, all_gone_after = [], None
    try:
        for after, words, happen in sorted(mishaps, key=lambda mishap: mishap[0]):
            time.sleep(max(0.0, closed + after - time.time()))
            happen()
            seen.append(f"T{time.time() - closed:+5.1f} s  {words}")
        while time.time() < closed + WITHIN_SECONDS:
            after = time.time() - closed
            if after > 0 and all(call["state"] == "ended" for call in stage.house.calls()):
                all_gone_after = all_gone_after or after
                books = _books(stage)
                if not books.living and all(books.outcomes.values()):
                    break
            time.sleep(0.5)
    finally:
        over.set()
        prober.join()
    refused = [fact for browser in browsers for fact in browser.facts("asked for more")]
    return Scene(
        closed_at=closes_at,
        visitors=visitors,
        calls=stage.house.calls(),
        secrets=stage.house.secrets(),
        books=_books(stage),
        begins_after=[(status, code) for at, status, code in begins if at >= closed],
        refused_more=[fact["status"] for fact in refused if fact["at"] >= closed],
        all_gone_after=all_gone_after,
        told_too_early=[closed - fact["at"] for fact in refused if fact["at"] < closed],
        mishaps=seen,
    )


def next_minute(at_least_seconds: float) -> datetime:
    """The next full minute that is so far away: where beat ticks and hours end."""
    soonest = datetime.now(SEOUL) + timedelta(seconds=at_least_seconds)
    return soonest.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _books(stage: Stage) -> Books:
    [(living, seated)] = stage.ask(_LIVING)
    outcomes: dict[str, str] = dict(stage.ask(_OUTCOMES))
    return Books(living, seated, outcomes)


def _keep_knocking(
    webs: list[str], closed: float, begins: list[tuple[float, int, str]], over: threading.Event
) -> None:
    """Try to come in from just before closing on, four times a second, at every door."""
    over.wait(max(0.0, closed - 2 - time.time()))
    number = 0
    while not over.wait(0.25):
        at = time.time()
        number += 1
        try:
            fetch(f"{webs[number % len(webs)]}/api/conversations", {})
            begins.append((at, 201, "admitted"))
        except urllib.error.HTTPError as refused:
            begins.append((at, refused.code, json.load(refused).get("code", "?")))
        except OSError as away:
            begins.append((at, 599, type(away).__name__))
