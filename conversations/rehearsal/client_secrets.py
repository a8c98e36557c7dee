"""Ephemeral secrets: minted for a session, good for opening calls until they expire."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from conversations.rehearsal.ids import call_suffix, secret_value
from conversations.rehearsal.refusals import bad_key, invalid_value
from conversations.rehearsal.session import checked_session, effective_session
from conversations.rehearsal.shapes import refuse_bad_shape

SECONDS_DEFAULT, SECONDS_LEAST, SECONDS_MOST = 600, 10, 7200
_SHOWN = len("ek_") + 8  # enough to tell secrets apart, too little to use one
_REMEMBERED = 500


class _ExpiresAfter(BaseModel):
    anchor: str | None = None
    seconds: int | None = None

    model_config = {"extra": "allow"}


class _MintRequest(BaseModel):
    """The body of POST /client_secrets; the session inside is checked on its own."""

    expires_after: _ExpiresAfter | None = None
    session: Any = None

    model_config = {"extra": "allow"}


@dataclass(slots=True)
class ClientSecret:
    value: str
    expires_at: int
    request: dict[str, Any]
    session: dict[str, Any]
    safety_identifier: str | None
    auth: str
    minted_at: float = field(default_factory=time.time)
    call_ids: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return f"{self.value[:_SHOWN]}…"

    def summary(self) -> dict[str, Any]:
        return {
            "id": self.shown,
            "request": self.request,
            "session": self.session,
            "safety_identifier": self.safety_identifier,
            "auth": self.auth,
            "minted_at": self.minted_at,
            "expires_at": self.expires_at,
            "used": bool(self.call_ids),
            "call_ids": self.call_ids,
        }


class SecretBook:
    """Every secret of this run, newest last."""

    def __init__(self) -> None:
        self._secrets: dict[str, ClientSecret] = {}

    def __iter__(self) -> Iterator[ClientSecret]:
        return iter(self._secrets.values())

    def mint(
        self, request: Any, *, safety_identifier: str | None, auth: str
    ) -> tuple[ClientSecret, dict[str, Any]]:
        """Return the new secret and the answer that carries it, or raise `Refusal`."""
        seconds = _checked_seconds(request)
        session = request.get("session")
        session = {"type": "realtime"} if session is None else checked_session(session)
        secret = ClientSecret(
            value=secret_value(),
            expires_at=int(time.time()) + seconds,
            request=request,
            session=session,
            safety_identifier=safety_identifier,
            auth=auth,
        )
        self._secrets[secret.value] = secret
        if len(self._secrets) > _REMEMBERED:
            del self._secrets[next(iter(self._secrets))]
        # Recorded: the session in this answer has not begun, so it does not expire yet.
        echo = effective_session(session, session_id=f"sess_{call_suffix()}", expires_at=0)
        return secret, {"value": secret.value, "expires_at": secret.expires_at, "session": echo}

    def redeem(self, value: str) -> ClientSecret:
        """Return the secret that may still open a call. Several calls may use one."""
        secret = self._secrets.get(value)
        if secret is None or secret.expires_at <= time.time():
            raise bad_key()
        return secret


def _checked_seconds(request: Any) -> int:
    refuse_bad_shape(_MintRequest, request)
    expires = request.get("expires_after") or {}
    if expires.get("anchor", "created_at") != "created_at":
        raise invalid_value("expires_after.anchor", "'created_at'")
    seconds: int = expires.get("seconds", SECONDS_DEFAULT)
    if not SECONDS_LEAST <= seconds <= SECONDS_MOST:
        raise invalid_value("expires_after.seconds", f"{SECONDS_LEAST} to {SECONDS_MOST}")
    return seconds
