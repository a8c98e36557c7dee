"""One JSON object per log line: time, level, logger, message, conversation, and any error."""

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter


class JsonLineFormatter(JsonFormatter):
    """Fields that a person never put there (thread, line, process) are left out."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, tz=UTC).isoformat(
            timespec="milliseconds"
        )
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = record.getMessage()
        conversation = getattr(record, "conversation", "")
        if conversation:
            log_data["conversation"] = conversation
        if record.exc_info:
            log_data["error"] = record.exc_text or self.formatException(record.exc_info)
