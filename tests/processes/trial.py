"""One fault under a light load: what visitors and the operator saw, and what must hold."""

import time
from collections import Counter
from dataclasses import dataclass

from tests.processes.asking import Answer
from tests.processes.faults import Fault
from tests.processes.stage import SEATS, Stage
from tests.processes.visitors import Comers, conversations
from tests.processes.watching import Operator

LONGEST_SECONDS = 10.0

# The clock is set ahead instead of waiting: who begins and dies with his process is swept after a
# minute, whose page is silent after a minute and a half.
_SWEEP = """
from datetime import timedelta
from django.utils import timezone
from conversations.models import Conversation
from conversations.sweeps import sweep
sweep(now=timezone.now() + timedelta(minutes=2), ask=lambda call_pk: None)
print(Conversation.objects.live().count())
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The row of one fault in the table."""

    fault: str
    answers: tuple[Answer, ...]
    cut: int
    alarms: dict[str, str]
    missing_alarms: frozenset[str]
    seconds_to_well: float
    leaked_seats: int

    @property
    def longest(self) -> float:
        return max(answer.seconds for answer in self.answers)

    @property
    def bare_failures(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_bare_failure]

    @property
    def refusals(self) -> Counter[str]:
        """What visitors were told, by what they asked and the problem's code."""
        return Counter(
            f"{answer.what} {answer.code or answer.status}"
            for answer in self.answers
            if answer.status not in (200, 201, 204)
        )


def undergo(stage: Stage, fault: Fault, *, talking: int, lasting: float | None = None) -> Seen:
    """Break, wait, mend, wait until well; with `talking` conversations and new ones coming.

    Raises TimeoutError when an alarm that went on stays on.
    """
    answers: list[Answer] = []
    operator = Operator(stage.webs)
    comers = Comers(stage.url, answers)
    operator.start()
    with conversations(stage.url, talking, answers) as living:
        operator.sees_all_well_within(60)
        comers.start()
        time.sleep(1)
        fault.break_(stage)
        time.sleep(fault.seconds if lasting is None else lasting)
        fault.mend(stage)
        mended = time.monotonic()
        operator_well = operator.sees_all_well_within(fault.well_within)
        well = max(operator_well, _last_refusal(answers, mended))
        comers.enough()
    operator.enough()
    return Seen(
        fault.name,
        tuple(answers),
        sum(one.was_cut for one in living),
        operator.seen,
        fault.alarms - frozenset(operator.seen),
        well,
        int(stage.manage("shell", "--no-imports", "-c", _SWEEP).split()[-1]),
    )


def _last_refusal(answers: list[Answer], mended: float) -> float:
    """Let three seconds pass without a failure; return how long after mending the last one was."""
    while True:
        failed = [one.at + one.seconds for one in answers if one.status not in (200, 201, 204)]
        last = max([mended, *failed])
        if time.monotonic() - last > 3:
            return last - mended
        time.sleep(0.2)


def violations(seen: Seen) -> list[str]:
    """What should not have happened, in words; [] when all held."""
    found = []
    if seen.longest > LONGEST_SECONDS:
        found.append(f"a request took {seen.longest:.1f} s")
    if seen.bare_failures:
        kinds = Counter(f"{one.what} {one.status}" for one in seen.bare_failures)
        found.append(f"failures without a problem document: {dict(kinds)}")
    if seen.cut:
        found.append(f"{seen.cut} conversations were cut")
    if seen.missing_alarms:
        found.append(f"no alarm: {', '.join(sorted(seen.missing_alarms))}")
    if seen.leaked_seats:
        found.append(f"{seen.leaked_seats} of {SEATS} seats leaked")
    return found


def row(seen: Seen) -> str:
    """The fault's line in the table: what the visitor saw, what the operator saw, time to well."""
    total = len(seen.answers)
    told = ", ".join(f"{what} × {count}" for what, count in sorted(seen.refusals.items()))
    alarms = ", ".join(sorted(seen.alarms)) or "nothing"
    return (
        f"| {seen.fault} | {told or 'nothing'} (of {total}, longest {seen.longest:.1f} s) "
        f"| {alarms} | {seen.seconds_to_well:.1f} s |"
    )
