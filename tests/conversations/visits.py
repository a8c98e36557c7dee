"""A visit by the clock of Seoul: it begins, its page reports, the visitor leaves."""

from collections.abc import Callable
from datetime import date, datetime, time

from conversations import actions
from conversations.models import Conversation
from conversations.payloads import Report
from conversations.schedule import SEOUL

# Comes in at a clock: the fixture `visit`.
Visit = Callable[..., Conversation]


def seoul(clock: str, day: int = 23) -> datetime:
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), SEOUL)


def beat(conversation: Conversation, clock: str, **usage: int) -> None:
    actions.heartbeat(conversation, report=Report(counts=usage), now=seoul(clock))


def leave(conversation: Conversation, clock: str, **usage: int) -> None:
    actions.end(
        conversation,
        reason=Conversation.EndReason.VISITOR,
        now=seoul(clock),
        report=Report(counts=usage),
    )
