"""Several houses side by side, each with a browser of its own: the faults of one never befall
another's visitor, and waiting for real-time sound costs hardly more for four than for one.

A lane is cut by stopping the provider's process, or, for a browser in a network namespace of its
own, by losing every packet of its line: then our own server is out of reach as well.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import ClassVar, TypeVar

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.house import House, open_house
from tests.browser.microphone import write_microphone
from tests.endurance.guest import Guest
from tests.endurance.peer_process import PeerProcess
from tests.far_browser import Line, far_side

Result = TypeVar("Result")
Case = TypeVar("Case")
# One after another: free ports are found by asking, and two that ask at once could get the same.
_opening = threading.Lock()
_open: list[House] = []


@dataclass(frozen=True, slots=True)
class LostLine:
    """The browser's line as what is cut. Same calls as a `PeerProcess`."""

    _line: Line
    cause: ClassVar = "line lost"

    def stop(self) -> float:
        """Lose every packet from now on; return when (unix seconds)."""
        self._line.is_down = True
        return time.time()

    def resume(self) -> float:
        """Carry packets again; return when. Harmless when the line is whole."""
        now = time.time()
        self._line.is_down = False
        return now


@dataclass(frozen=True, slots=True)
class Lane:
    house: House
    peer: PeerProcess
    cut: PeerProcess | LostLine
    random: Random
    _browser: Browser
    _microphone: Path

    def visit(self, *microphone: str | float, ear: bool = False) -> Guest:
        """Begin a visit whose microphone hears this, over and over; it is live on return."""
        write_microphone(self._microphone, *microphone)
        # Still pictures: painting in software would eat the time that several pages share.
        context = self._browser.new_context(
            viewport={"width": 390, "height": 844},
            locale="ko-KR",
            permissions=["microphone"],
            reduced_motion="reduce",
        )
        guest = Guest(context.new_page(), self.house.web, ear=ear)
        guest.begin()
        return guest


def in_lanes(
    cases: Sequence[Case],
    lanes: int,
    seed: int,
    work: Callable[[Lane, Sequence[Case]], list[Result]],
    *,
    one_house: bool = False,
    far: bool = False,
) -> list[Result]:
    """Deal the cases out to lanes, let each do its share, and return all results.

    `one_house` is for work that breaks nothing: its lanes differ in the browser alone. `far` puts
    the browser at the end of a line that can be cut; there is one such line, so one lane.
    """
    lanes = 1 if far else lanes
    lanes = max(1, min(lanes, len(cases)))
    with ExitStack() as shared, ThreadPoolExecutor(lanes) as pool:
        house = shared.enter_context(_house()) if one_house else None

        def run(number: int) -> list[Result]:
            with ExitStack() as own:
                at = house or own.enter_context(_house())
                lane = own.enter_context(_lane(at, seed * 1000 + number, far=far))
                return work(lane, cases[number::lanes])

        return [result for results in pool.map(run, range(lanes)) for result in results]


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="sarado-endurance-") as folder:
        with _opening:
            house = open_house(Path(folder))
        _open.append(house)
        try:
            yield house
        finally:
            _open.remove(house)
            _close(house)


def close_houses() -> None:
    """Stop every process of every house, for a measurement that is told to end early."""
    for house in list(_open):
        _close(house)


def _close(house: House) -> None:
    PeerProcess(house).resume()
    house.stop()


@contextmanager
def _lane(house: House, seed: int, *, far: bool) -> Iterator[Lane]:
    with (
        tempfile.TemporaryDirectory(prefix="sarado-microphone-") as folder,
        ExitStack() as stack,
    ):
        microphone = Path(folder) / "microphone.wav"
        write_microphone(microphone, 2.0)
        peer = PeerProcess(house)
        cut: PeerProcess | LostLine = peer
        program = CHROMIUM
        if far:
            side = stack.enter_context(far_side(Path(folder)))
            for url in (house.web, house.peer):
                side.reach(int(url.rpartition(":")[2]))
            cut, program = LostLine(side.line), str(side.chromium)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program,
                args=[
                    "--use-fake-ui-for-media-stream",
                    "--use-fake-device-for-media-stream",
                    f"--use-file-for-fake-audio-capture={microphone}",
                ],
            )
            yield Lane(house, peer, cut, Random(seed), browser, microphone)
            browser.close()
