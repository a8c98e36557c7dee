"""The bearer token of one conversation: signed, bound to its id, worthless for any other."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.core import signing

_SALT = "conversations.token"


class TokenRefused(Exception):
    """The token is missing, forged, or of another conversation."""


def issue_token(public_id: uuid.UUID) -> str:
    return _signer().sign(public_id.hex)


def check_token(authorization: str, public_id: uuid.UUID) -> None:
    """Check an `Authorization` header. Raises TokenRefused.

    The token has no clock of its own: it dies with its conversation, which the caller looks up.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused("no bearer token")
    try:
        signed = _signer().unsign(token.strip())
    except signing.BadSignature as error:
        raise TokenRefused("bad signature") from error
    if signed != public_id.hex:
        raise TokenRefused("another conversation's token")


def _signer() -> signing.Signer:
    return _signer_with(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=2)  # to make one costs as much as to sign
def _signer_with(key: str, *fallbacks: str) -> signing.Signer:
    return signing.Signer(key=key, fallback_keys=list(fallbacks), salt=_SALT)
