"""A hostile year: windows that touch and overlap, days that differ, people who change their minds.

Everything is drawn from one seed. An act is a plain tuple, which each side reads in its own way.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.doors.oracle import DAY, Windows


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does at the start of a minute.

    `kind`: "hold" (is_open, since, until), "lift" (), "hours" (weekday, windows),
    "special" (day, windows or None for taking it away).
    """

    kind: str
    what: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick that runs `after` seconds into its minute, `times` times."""

    after: float
    times: int


class HostileYear:
    def __init__(self, seed: int, first_day: date, days: int) -> None:
        self._random = random.Random(seed)
        self._first_day = first_day
        self._days = days
        self.weekly: dict[int, Windows] = {day: self.windows(4) for day in range(7)}
        self.special: dict[date, Windows] = {
            self.some_day(): self.windows(3) for _ in range(max(2, days // 5))
        }

    def windows(self, most: int) -> Windows:
        """Up to `most` windows with different openings.

        Some overlap, touch or are very short; some last to midnight, where the next day may go on.
        """
        edges: dict[int, int] = {}
        clock = 0
        for _ in range(self._random.randint(0, most)):
            opens = self._random.choice([clock, self._random.randrange(DAY - 1)])
            closes = self._random.randint(opens + 1, min(DAY, opens + 600))
            if self._random.random() < 0.25:
                closes = DAY
            edges[opens] = closes
            clock = closes if closes < DAY else 0
        return sorted(edges.items())

    def some_day(self) -> date:
        return self._first_day + timedelta(days=self._random.randrange(self._days))

    def acts(self, minute: int) -> Iterator[Act]:
        """A few acts a day, at any minute."""
        if self._random.random() > 4 / DAY:
            return
        kind = self._random.choice(["hold", "hold", "hold", "lift", "hours", "special", "special"])
        if kind == "hold":
            since = minute + self._random.choice([0, 0, 2, 90])
            length = self._random.choice([None, 1, 3, 45, 600, 3 * DAY])
            until = None if length is None else since + length
            yield Act(kind, (self._random.random() < 0.5, since, until))
        elif kind == "lift":
            yield Act(kind)
        elif kind == "hours":
            yield Act(kind, (self._random.randrange(7), self.windows(4)))
        else:
            taken_away = self._random.random() < 0.3
            yield Act(kind, (self.some_day(), None if taken_away else self.windows(3)))

    def ticks(self) -> Iterator[Tick | None]:
        """One for each minute, for ever: on time, late, doubled, missing, or missing for hours."""
        while True:
            if self._random.random() < 0.001:
                for _ in range(self._random.choice([4, 30, 300, 2_000])):
                    yield None
            chance = self._random.random()
            if chance < 0.05:
                yield None
                continue
            after = self._random.uniform(1, 59) if chance < 0.15 else self._random.uniform(0, 0.5)
            yield Tick(after, 2 if chance > 0.95 else 1)

    def second(self) -> float:
        """When in a minute a visitor asks."""
        return self._random.choice([0.0, self._random.uniform(0, 59.999)])
