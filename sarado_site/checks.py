"""System checks: what must be true of the settings, said at start-up with what to do."""

import re
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_RATE = re.compile(r"\d+/(?:[1-9]\d*|[smhd])")  # as django-ratelimit reads it


@register(Tags.security)
def check_client_secret_life(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a secret's life outside what the provider takes and the product promises."""
    if 10 <= settings.CLIENT_SECRET_SECONDS <= 60:
        return []
    return [
        Error(
            f"CLIENT_SECRET_SECONDS is {settings.CLIENT_SECRET_SECONDS}.",
            hint="The provider takes 10 or more; a secret older than 60 s is a gift to a thief.",
            id="sarado.E001",
        )
    ]


@register(Tags.security)
def check_trusted_proxies(**_kwargs: Any) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    for proxy in settings.TRUSTED_PROXIES:
        try:
            ip_network(proxy, strict=False)
        except ValueError:
            messages.append(
                Error(
                    f"TRUSTED_PROXIES names {proxy!r}, which is no address or network.",
                    hint="Write addresses such as 127.0.0.1 or networks such as 10.0.0.0/8.",
                    id="sarado.E002",
                )
            )
    return messages


@register(Tags.security)
def check_rates(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a rate that cannot be read: every request under /api/ is counted against one."""
    return [
        Error(
            f"{name} is {getattr(settings, name)!r}, which is no rate.",
            hint="Write how many in what: 100/m, 30/h; s, m, h and d are known.",
            id="sarado.E004",
        )
        for name in ("API_RATE", "BEGIN_RATE_MINUTE", "BEGIN_RATE_HOUR")
        if not _RATE.match(getattr(settings, name))
    ]


@register(Tags.security)
def check_provider_urls(**_kwargs: Any) -> list[CheckMessage]:
    """The browser posts to the calls URL and the CSP names its origin: both must be whole."""
    return [
        Error(
            f"{name} is {getattr(settings, name)!r}, which is not a whole http(s) URL.",
            id="sarado.E003",
        )
        for name in ("REALTIME_API_BASE", "REALTIME_CALLS_URL")
        if urlsplit(getattr(settings, name)).scheme not in ("http", "https")
        or not urlsplit(getattr(settings, name)).netloc
    ]
