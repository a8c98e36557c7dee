"""Whose header is believed: our proxies' and nobody else's."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from sarado_site.client_address import address_of, client_address, is_loopback


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # a stranger's claim
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the client wrote 1.2.3.4 itself
        ("10.0.0.2", "198.51.100.1, 10.0.0.9", "198.51.100.1"),  # two proxies
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.2", "198.51.100.1", "198.51.100.1"),  # a proxy on a socket of both kinds
        ("10.0.0.2", "::ffff:198.51.100.1, ::ffff:10.0.0.9", "198.51.100.1"),
        ("not an address", "198.51.100.1", "not an address"),
    ],
)
def test_client_address(settings: Settings, peer: str, forwarded: str, address: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address(peer, forwarded) == address


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),  # the same line
        ("2001:db8:1:3::1", "2001:db8:1:3::"),  # the neighbour's
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_one_line_is_one_visitor(address: str, counted: str) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_loopback_is_known_in_every_spelling() -> None:
    spellings = ("127.0.0.1", "::1", "::ffff:127.0.0.1", "203.0.113.7", "nonsense")
    assert [is_loopback(address) for address in spellings] == [True, True, True, False, False]
