"""What must never be tried again: nothing is asked of anyone in the ten seconds after it."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.browser.house import House
from tests.endurance.figures import table
from tests.endurance.guest import Guest
from tests.endurance.lane import Lane, in_lanes
from tests.endurance.verdict import Verdict

_QUIET_SECONDS = 10.0
_OVER_SECONDS = 60.0
_CLOSES_IN_SECONDS = 25
_OVER = frozenset({"closed", "ended", "failed"})
_REFUSED = {"insufficient_quota": 429, "invalid_api_key": 401}

_HOURS = """
from datetime import timedelta, time
from django.utils import timezone
from conversations.models import OpeningHours
closes = timezone.localtime() + timedelta(seconds={seconds})
OpeningHours.objects.all().delete()
OpeningHours.objects.create(
    weekday=closes.weekday(), opens=time(0), closes=closes.time().replace(microsecond=0)
)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """`before` prepares the house before the visit, `strike` ends the visit that is live."""

    name: str
    strike: Callable[[House, Guest], None]
    before: Callable[[House], None] | None = None


@dataclass(frozen=True, slots=True)
class Aftermath:
    name: str
    phase: str
    is_over: bool
    asked_after: int  # begins, renewals and calls of the page after the end
    minted_after: int  # secrets of the provider after the end
    alive_after: int  # calls of the provider that are live ten seconds later


def fatal(n: int, lanes: int, seed: int) -> Verdict:
    """Every cause, `n` times."""
    found = in_lanes(_cases() * n, lanes, seed, _strike_all)
    rows = [
        (one.name, one.phase, one.asked_after, one.minted_after, one.alive_after)
        for one in sorted(found, key=lambda one: one.name)
    ]
    holds = all(
        one.is_over and not (one.asked_after or one.minted_after or one.alive_after)
        for one in found
    )
    header = ("after", "the page", "asked in 10 s", "minted in 10 s", "calls alive after 10 s")
    return Verdict(holds, table(header, rows))


def _cases() -> list[Case]:
    cases = [
        Case("house closed by hand", _close_house),
        Case("house closed while the call breaks", _close_house_and_call),
        Case("visitor's stop", _stop),
        Case("visitor's stop while it breaks", _stop_while_mending),
        Case("closing time", lambda _house, _guest: None, _closing_soon),
    ]
    for code, status in _REFUSED.items():
        cases += [
            Case(f"{code} when minting", _refused_minting(code, status)),
            Case(f"{code} when calling", _refused_calling(code, status)),
            Case(f"{code} of a response", _failed_response(code)),
        ]
    return cases


def _strike_all(lane: Lane, cases: Sequence[Case]) -> list[Aftermath]:
    found = []
    for case in cases:
        found.append(_strike(lane, case))
        print(".", end="", file=sys.stderr, flush=True)
    return found


def _strike(lane: Lane, case: Case) -> Aftermath:
    house = lane.house
    house.clear_faults()
    if case.before is None:
        house.manage("house", "open", "--reason", "measurement")
    else:
        case.before(house)
    guest = lane.visit(2.0)
    guest.await_floor("character-speaking", 20.0)
    case.strike(house, guest)
    is_over = _await_over(guest)
    asked, minted = len(guest.requests), len(house.secrets())
    guest.wait(_QUIET_SECONDS)
    moment = guest.look()
    aftermath = Aftermath(
        case.name,
        moment.phase,
        is_over and moment.phase in _OVER,
        len(guest.requests) - asked,
        len(house.secrets()) - minted,
        sum(call["state"] == "live" for call in house.calls()),
    )
    guest.leave()
    return aftermath


def _await_over(guest: Guest) -> bool:
    """Look until the visit is over; the requests of that instant are told by then."""
    deadline = time.monotonic() + _OVER_SECONDS
    while time.monotonic() < deadline:
        moment = guest.look()
        if moment.phase in _OVER:
            return True
        guest.wait(0.05)
    return False


def _refused_minting(code: str, status: int) -> Callable[[House, Guest], None]:
    def strike(house: House, _guest: Guest) -> None:
        house.fault("mint_error", status=status, code=code, times="every")
        house.fault("close_call")

    return strike


def _refused_calling(code: str, status: int) -> Callable[[House, Guest], None]:
    def strike(house: House, _guest: Guest) -> None:
        house.fault("calls_error", status=status, code=code, times="every")
        house.fault("close_call")

    return strike


def _failed_response(code: str) -> Callable[[House, Guest], None]:
    def strike(house: House, guest: Guest) -> None:
        house.fault("failed_response", code=code, times="every")
        guest.type("한마디 더 들려주세요.")

    return strike


def _close_house(house: House, _guest: Guest) -> None:
    house.manage("house", "close", "--reason", "measurement")


def _close_house_and_call(house: House, guest: Guest) -> None:
    _close_house(house, guest)
    house.fault("close_call")


def _stop(_house: House, guest: Guest) -> None:
    guest.button("stop").click()


def _stop_while_mending(house: House, guest: Guest) -> None:
    house.fault("calls_error", status=500, times="every")
    house.fault("close_call")
    guest.expect_phase("reconnecting")
    guest.button("stop").click()


def _closing_soon(house: House) -> None:
    """Hours that end in seconds. Raises where midnight in Seoul is closer than that."""
    house.manage("shell", "--no-imports", "-c", _HOURS.format(seconds=_CLOSES_IN_SECONDS))
    house.manage("house", "auto")
