"""What a page reports of its conversation, as an update of its row. Pure."""

from django.db.models import Case, F, JSONField, PositiveIntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from conversations.models import Conversation
from conversations.money import USAGE_KINDS
from conversations.payloads import LARGEST_COUNT, Report

# A median says something new with every turn, so it is no "largest so far".
_OF_THE_NEWEST = frozenset({"turn_gap_ms"})


def grown(report: Report) -> dict[str, Combinable]:
    """Cumulative counts only grow: a late or repeated report changes nothing.

    What can also shrink (a median, the causes) is taken from the report that has seen the most.
    """
    columns: dict[str, Combinable] = {
        name: Greatest(F(name), count)
        for name, count in report.counts.items()
        if name not in _OF_THE_NEWEST
    }
    if "turn_gap_ms" in report.counts:
        turns, gap = report.counts.get("turns", 0), report.counts["turn_gap_ms"]
        columns["turn_gap_ms"] = Case(
            When(turns__lte=turns, then=Value(gap, PositiveIntegerField())),
            default=F("turn_gap_ms"),
        )
    if report.drops_by_cause:
        drops = max(sum(report.drops_by_cause.values()), report.counts.get("drops", 0))
        columns["drops"] = Greatest(F("drops"), min(drops, LARGEST_COUNT))
        causes = Value(report.drops_by_cause, output_field=JSONField())
        columns["drops_by_cause"] = Case(
            When(drops__lte=drops, then=causes), default=F("drops_by_cause")
        )
    return columns


def fresh_usage(conversation: Conversation, report: Report) -> dict[str, int]:
    """Tokens that this report knows of and the row does not yet."""
    more = {
        kind: report.counts[kind] - getattr(conversation, kind)
        for kind in USAGE_KINDS
        if kind in report.counts
    }
    return {kind: count for kind, count in more.items() if count > 0}


def covers_usage(report: Report) -> bool:
    """Does the page say anything of its usage, so that its time need not be guessed?"""
    return any(kind in report.counts for kind in USAGE_KINDS)
