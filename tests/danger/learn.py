"""From labelled sentences to weights: logistic regression over pieces of words. Pure, and the same
on every machine but for the last digits.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.danger.pieces import parts, pieces, sentences

SEEN_AT_LEAST = 2  # a piece met once says nothing about sentences nobody has met
KEPT = 22_000  # pieces; more find hardly more, and weigh: these are 207 kB, 62 kB on the wire
STEP = 0.3  # in which weights are written
# A weight shrinks by this much of itself with each sentence that holds it.
RIDGE = 0.003
# Added to every score: less is found, and less of it falsely (at most one in twenty of those
# sentences that are made to look like danger).
LEAN = -0.05
# A sentence of few pieces holds little evidence: this many that say nothing are added to each.
SILENT = 20
ROUNDS = 20
PACE = 0.1

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentence:
    is_danger: bool
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What is published. A part of a text sounds of danger when its score is above 0."""

    bias: float
    of: Mapping[str, float]

    def score(self, text: str) -> float:
        """Return the highest score of the text's parts."""
        return max(map(self._score, parts(text)))

    def _score(self, part: str) -> float:
        found = pieces(part)
        total = sum(self.of.get(piece, 0.0) for piece in found)
        return float(total / _length(found) + self.bias)

    def written(self) -> str:
        """Return the lines of the published list: a weight and all pieces that have it."""
        by_weight = defaultdict(list)
        for piece, weight in self.of.items():
            by_weight[weight].append(piece)
        lines = [
            f"{weight:g} {' '.join(sorted(by_weight[weight]))}" for weight in sorted(by_weight)
        ]
        return "\n".join([f"{self.bias:.2f}", *lines, ""])


def learn(labelled: Sequence[Sentence]) -> Weights:
    """Learn from sentences, as many of danger as of everything else."""
    # Whole, for nobody knows in which of its sentences the danger lies.
    found = [set().union(*map(pieces, sentences(said.text))) for said in labelled]
    labels = [said.is_danger for said in labelled]
    met = Counter(piece for some in found for piece in some)
    known = sorted(piece for piece, times in met.items() if times >= SEEN_AT_LEAST)
    weights, _ = _fitted(known, found, labels)
    telling = np.abs(weights) * np.sqrt([met[piece] for piece in known])
    kept = sorted(known[place] for place in np.argsort(-telling, kind="stable")[:KEPT])
    weights, bias = _fitted(kept, found, labels)
    steps = np.round(weights / STEP)
    of = {piece: float(step) * STEP for piece, step in zip(kept, steps, strict=True) if step}
    return Weights(bias + LEAN, of)


def _length(found: set[str]) -> float:
    return float((len(found) + SILENT) ** 0.5)


def _fitted(
    known: Sequence[str], found: Sequence[set[str]], labels: Sequence[bool]
) -> tuple[Floats, float]:
    """Return the weights and the bias that tell the sentences apart.

    Adagrad, one sentence after the other: what is met seldom learns as fast as what is met often.
    """
    place_of = {piece: place for place, piece in enumerate(known)}
    places = [
        np.array(sorted(place_of[piece] for piece in some if piece in place_of), np.int64)
        for some in found
    ]
    weights, slopes = np.zeros(len(known)), np.full(len(known), 1e-6)
    bias, slope = 0.0, 1e-6
    order = list(range(len(found)))
    chance = random.Random(1)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for row in order:
            here, length = places[row], _length(found[row])
            sure = 1 / (1 + math.exp(-(weights[here].sum() / length + bias)))
            miss = sure - labels[row]
            steps = miss / length + RIDGE * weights[here]
            slopes[here] += steps**2
            weights[here] -= PACE * steps / np.sqrt(slopes[here])
            slope += miss**2
            bias -= PACE * miss / slope**0.5
    return weights, bias
