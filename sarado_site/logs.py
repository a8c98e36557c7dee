"""What the settings say of logs: where lines go, what is cut out of them, who is too talkative."""

from typing import Any


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """Return `LOGGING`. The form is `line` for people or `json` for machines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "conversation": {"()": "sarado_site.log_context.ConversationFilter"},
            "keys": {"()": "sarado_site.log_secrets.KeysFilter"},
        },
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": "sarado_site.json_log.JsonLineFormatter", "json_ensure_ascii": False},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["conversation", "keys"],
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "psycopg.pool": {"level": "ERROR"},  # each try to reconnect; `outages` says it once
            "django.request": {"level": "ERROR"},  # 4xx are counted, not logged
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can send any Host
            "celery": {"level": "WARNING"},  # it tells of each tick in three lines
            "axes": {"level": "WARNING"},  # it tells of each good sign-in in four lines
        },
    }
