"""Figures of many measurements, and the tables they are shown in. Pure."""

import math
import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile, which is a value that was measured; `share` is of 1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(values: Sequence[float], unit: str = "s") -> str:
    """Median, 95th percentile and worst."""
    if not values:
        return "–"
    digits = 2 if unit == "s" else 0
    shown = (statistics.median(values), percentile(values, 0.95), max(values))
    return " / ".join(f"{value:.{digits}f}" for value in shown) + f" {unit}"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def share(part: int, whole: int) -> str:
    return f"{part}/{whole}"
