"""Identifiers as the provider writes them: a prefix and random letters and digits."""

import secrets
import string

_ALPHANUMERIC = string.ascii_letters + string.digits


def random_text(length: int) -> str:
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(length))


def new_id(prefix: str) -> str:
    """Return `<prefix>_` and 21 characters: the form of event, item, response and call ids."""
    return f"{prefix}_{random_text(21)}"


def buffer_event_id() -> str:
    """Return the id of an `output_audio_buffer.*` event, which has another form than the rest."""
    return f"event_{secrets.token_hex(8)}"


def call_suffix() -> str:
    """Return what `rtc_…` and `sess_…` of one call share."""
    return f"u0_{random_text(22)}"


def secret_value() -> str:
    return f"ek_{random_text(40)}"
