"""Guesses at staff's passwords: what django-axes may remember of who tried, and for how long.

It remembers in the database, which is backed up. So no address is among it, no browser, and
nothing stays longer than the door is locked.
"""

from datetime import datetime
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sarado_site.client_address import address_of


def place_of(request: HttpRequest) -> str:
    """Return a keyed, one-way mark of the client's address.

    It has the shape of a private IPv6 address, because that is what axes has a column for.
    """
    mark = salted_hmac("sarado_site.guessing", address_of(request), algorithm="sha256").digest()
    return str(IPv6Address(b"\xfd" + mark[:15]))


class GuessHandler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts guesses by name and place alone, whatever browser says it makes them."""

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = ""  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **kwargs)


def forget_guesses(*, now: datetime) -> None:
    """Remove what no longer locks a door; axes itself does so only when somebody signs in."""
    AccessAttempt.objects.filter(attempt_time__lte=now - settings.AXES_COOLOFF_TIME).delete()
