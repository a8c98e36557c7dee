"""Who is asking: the client address that limits are counted by.

Headers that a proxy sets are believed only when the connection itself comes from a proxy named in
`TRUSTED_PROXIES`; from anybody else they are removed before any other code can read them.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
        try:
            address = str(ip_address(hop))
        except ValueError:
            break
    return address


def address_of(request: HttpRequest) -> str:
    """Return the address that the middleware settled on."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_trusted(address: str) -> bool:
    if not settings.TRUSTED_PROXIES:
        return False
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name, strict=False) for name in names)
