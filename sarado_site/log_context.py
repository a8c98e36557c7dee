"""Which conversation a log line is about, for lines written anywhere on the way."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_conversation: ContextVar[str] = ContextVar("conversation", default="")


@contextmanager
def about_conversation(public_id: object = "") -> Iterator[None]:
    """Mark the log lines of this block; `name_conversation` may name it later."""
    token = _conversation.set(str(public_id))
    try:
        yield
    finally:
        _conversation.reset(token)


def name_conversation(public_id: object) -> None:
    """Name the conversation of the block we are in, once it is known."""
    _conversation.set(str(public_id))


class ConversationFilter(logging.Filter):
    """Puts `conversation` on each record, unless its writer did."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "conversation"):
            record.conversation = _conversation.get()
        return True
