"""What the provider answers when it is asked about a session; settings name one of these."""

from collections.abc import Mapping
from typing import Any

from persona.preflight.trial import Answer


def accept(_session: Mapping[str, Any]) -> Answer:
    return Answer("accepted")


def refuse(_session: Mapping[str, Any]) -> Answer:
    return Answer("refused", "invalid_value")


def be_away(_session: Mapping[str, Any]) -> Answer:
    return Answer("unavailable")
