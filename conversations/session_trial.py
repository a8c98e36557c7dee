"""Would the provider take a session? Mint a secret from it and throw the secret away."""

from collections.abc import Mapping
from typing import Any

from conversations.realtime import RealtimeRejected, RealtimeUnavailable, realtime_client
from persona.preflight.trial import Answer

# The provider takes no less; nobody ever sees this secret.
_SECONDS = 10
_SAFETY_IDENTIFIER = "staff-preflight"


def try_session(session: Mapping[str, Any]) -> Answer:
    """Ask the provider, or the rehearsal peer where that answers."""
    try:
        realtime_client().mint(session, seconds=_SECONDS, safety_identifier=_SAFETY_IDENTIFIER)
    except RealtimeUnavailable:
        return Answer("unavailable")
    except RealtimeRejected as refused:
        return Answer("refused", refused.code)
    return Answer("accepted")
