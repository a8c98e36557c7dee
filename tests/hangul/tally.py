"""What became of each send, and the table of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tests.hangul.sends import Send


class Verdict(StrEnum):
    WHOLE = "whole, once"
    EARLY = "early"
    LOST = "lost"
    DOUBLED = "doubled"
    ALTERED = "altered"


@dataclass(slots=True)
class Outcome:
    """What the peer received for one send: texts with the peer's time, in the order they came."""

    send: Send
    entered_at: float
    arrived: list[tuple[float, str]] = field(default_factory=list)
    left_in_the_box: str = ""

    @property
    def verdict(self) -> Verdict:
        texts = [text for _, text in self.arrived]
        if any(at < self.entered_at for at, _ in self.arrived):
            return Verdict.EARLY
        if not texts:
            return Verdict.LOST
        if texts == [self.send.text] and not self.left_in_the_box:
            return Verdict.WHOLE
        if len(texts) == 1:
            return Verdict.ALTERED
        # The classic: sent without the last syllable, which then goes out by itself.
        return Verdict.DOUBLED if self.send.text in texts else Verdict.EARLY


def table(outcomes: Sequence[Outcome]) -> str:
    """Return how many of each kind, and of each point of a syllable, ended in each way."""
    rows = [
        _rows("How Enter came", ((str(outcome.send.kind), outcome) for outcome in outcomes)),
        _rows("Enter at", ((outcome.send.point, outcome) for outcome in outcomes)),
        _rows("", (("all", outcome) for outcome in outcomes)),
    ]
    return "\n\n".join(rows)


def wrong(outcomes: Iterable[Outcome]) -> list[str]:
    """Return a line for each send that did not arrive whole and once."""
    return [
        f"{outcome.verdict}: {outcome.send.kind}: {outcome.send.text!r} arrived as "
        f"{[text for _, text in outcome.arrived]!r}, left {outcome.left_in_the_box!r}"
        for outcome in outcomes
        if outcome.verdict is not Verdict.WHOLE
    ]


def _rows(title: str, named: Iterable[tuple[str, Outcome]]) -> str:
    counted: dict[str, Counter[Verdict]] = {}
    for name, outcome in named:
        counted.setdefault(name, Counter())[outcome.verdict] += 1
    head = f"| {title} | {' | '.join(Verdict)} |\n|---|{'---:|' * len(Verdict)}"
    lines = (
        f"| {name} | {' | '.join(str(counts[verdict]) for verdict in Verdict)} |"
        for name, counts in sorted(counted.items())
    )
    return "\n".join([head, *lines])
