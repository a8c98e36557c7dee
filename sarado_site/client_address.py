"""Who is asking: the client address that limits are counted by.

Headers that a proxy sets are believed only when the connection itself comes from a proxy named in
`TRUSTED_PROXIES`; from anybody else they are removed before any other code can read them.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What a provider gives one line at least: behind it a visitor has 2⁶⁴ addresses to choose from.
_IPV6_LINE_BITS = 64

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class ClientAddressMiddleware:
    """Put the client's own address into REMOTE_ADDR; drop forwarded headers from strangers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if _is_trusted(peer):
            request.META["REMOTE_ADDR"] = client_address(
                peer, request.META.get("HTTP_X_FORWARDED_FOR", "")
            )
            request.META["sarado.via_proxy"] = "HTTP_X_FORWARDED_PROTO" in request.META
        else:
            for header in _FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)


def client_address(peer: str, forwarded_for: str) -> str:
    """Return the nearest address that is not one of our proxies.

    `X-Forwarded-For` grows to the right, and only what our own proxies appended is true: reading
    from the left would believe whatever the client wrote there itself.
    """
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not _is_trusted(address):
            break
        parsed = _parsed(hop)
        if parsed is None:
            break
        address = str(parsed)
    return address


def address_of(request: HttpRequest) -> str:
    """Return whom limits count: the middleware's address, of IPv6 the network of one line."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        rest = 128 - _IPV6_LINE_BITS
        parsed = IPv6Address(int(parsed) >> rest << rest)
    return address if parsed is None else str(parsed)


def is_loopback(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


@lru_cache(maxsize=1024)
def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Read an address; None when it is none. What IPv6 wraps (`::ffff:a.b.c.d`) is IPv4."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_trusted(address: str) -> bool:
    if not settings.TRUSTED_PROXIES:
        return False
    parsed = _parsed(address)
    return parsed is not None and any(
        parsed in network for network in _networks(tuple(settings.TRUSTED_PROXIES))
    )


@lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name, strict=False) for name in names)
