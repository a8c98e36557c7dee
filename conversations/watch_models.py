"""Ask the provider when its models end, and say in the log what is new."""

import logging
from datetime import datetime

from conversations.realtime import RealtimeClient
from persona.model_watch import EndWarning, record_ends

logger = logging.getLogger(__name__)


def watch_models(*, now: datetime, realtime: RealtimeClient) -> list[str]:
    """Return, and log, one sentence for each warning that was not given before.

    Raises RealtimeUnavailable or RealtimeRejected; then nothing was written.
    """
    sentences = [
        _sentence(warning) for warning in record_ends(announced=realtime.shutdown_dates(), now=now)
    ]
    for sentence in sentences:
        logger.warning("%s", sentence)
    return sentences


def _sentence(warning: EndWarning) -> str:
    when = f"ends in {warning.days_left} days" if warning.days_left > 0 else "has ended"
    use = "in use" if warning.is_in_use else "not in use"
    if not warning.successor:
        after = "no successor is known"
    elif warning.is_confirmed:
        after = f"its successor is {warning.successor}"
    else:
        after = f"proposed successor, not yet confirmed: {warning.successor}"
    on = warning.ends_on.isoformat()
    return f"{warning.kind} model {warning.provider_id} ({use}) {when}, on {on}; {after}"
