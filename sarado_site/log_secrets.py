"""What a log line must not keep: whatever Django has signed, for who holds it may use it.

The page of a hearing has its key in the addresses it asks, and Django logs the address of what
failed.
"""

import logging
import re

# `value:signature`, or `value:time:signature`; the signature is a SHA-256 in base64.
_SIGNED = re.compile(r"[\w.-]+(?::[\w-]+)?:[\w-]{43}(?![\w-])", re.ASCII)

_tracebacks = logging.Formatter()


def without_keys(text: str) -> str:
    return _SIGNED.sub("-", text)


class KeysFilter(logging.Filter):
    """Cuts keys out of the message and of the error that comes with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001  of a line that was miscounted, whatever its parts raise
            # Its handler would print the parts as they are, and from here it would break whoever
            # wrote it: only the place is told.
            message = f"a log line that cannot be written: {record.pathname}:{record.lineno}"
            record.msg, record.args = message, ()
        if (kept := without_keys(message)) != message:
            record.msg, record.args = kept, ()
        if record.exc_info:
            record.exc_text = without_keys(_tracebacks.formatException(record.exc_info))
        return True
