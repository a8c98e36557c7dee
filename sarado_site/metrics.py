"""What this process counts for the monitor; `sarado_site.exposition` shows it."""

from functools import cache
from typing import TypeVar

from prometheus_client import Counter, Histogram

Metric = TypeVar("Metric", Counter, Histogram)

PROBLEMS = Counter("sarado_problems", "Problem documents answered, by code", ["code"])
BEGINS = Counter("sarado_begins", "Visitors who pressed the button, by outcome", ["outcome"])
PROVIDER_SECONDS = Histogram(
    "sarado_provider_seconds",
    "Time until the provider had answered, by what was asked and what came of it",
    ["asked", "outcome"],
    buckets=(0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 10),
)


@cache
def child(metric: Metric, *labels: str) -> Metric:
    """Return the metric's own figure for these labels: to look it up takes longer than to count."""
    return metric.labels(*labels)


# Where counters are files, those are opened by the first figure of a kind: now, and not by a
# visitor's request, which must not fail because somebody has removed their folder.
child(BEGINS, "done")
child(PROVIDER_SECONDS, "mint", "answered")
