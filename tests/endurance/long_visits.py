"""Houses in which a visit lasts as long as the measurement, up to the very closing time."""

import os

_NO_CEILING = {
    f"{span}_{unit}_CEILING": "1000000000"
    for span in ("DAILY", "MONTHLY")
    for unit in ("MINUTES", "USD")
}


def allow_long_visits() -> None:
    """Change the environment that every house from here on is stood up with."""
    os.environ.update(
        CONVERSATION_MAX_SECONDS="14400",
        CALLS_PER_HOUR="1000",
        LAST_ADMISSION_SECONDS="0",
        **_NO_CEILING,
    )
