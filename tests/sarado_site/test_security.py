"""HTTPS everywhere but on this machine itself; headers on everything; no cookie for visitors."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_a_stranger_over_http_is_sent_to_https(client: Client) -> None:
    answer = client.get("/kiosk/", REMOTE_ADDR="203.0.113.7")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/kiosk/")


def test_this_machine_itself_is_not(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_a_visitor_behind_our_proxy_over_http_is(client: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    forwarded = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "http"}
    assert client.get("/", headers=forwarded).status_code == 301
    forwarded["X-Forwarded-Proto"] = "https"
    assert client.get("/", headers=forwarded).status_code == 200


def test_a_stranger_cannot_claim_https(client: Client) -> None:
    answer = client.get("/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_machines_ask_each_process_by_its_own_address(
    client: Client, settings: Settings, path: str
) -> None:
    settings.ALLOWED_HOSTS = ["voice.example.org"]
    settings.METRICS_TOKEN = "for monitors"

    answer = client.get(
        path,
        headers={"Host": "10.1.2.3:8000", "Authorization": "Bearer for monitors"},
        REMOTE_ADDR="10.1.2.4",
    )

    assert answer.status_code == (503 if path == "/readyz" else 200)  # no tick was ever made
    assert client.get("/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/kiosk/?key=kiosk-key-for-tests", "/kiosk/", "/nowhere"])
def test_pages_carry_the_headers_and_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)

    assert (
        "'nonce-" in answer["Content-Security-Policy"]
        or "script-src 'self'" in (answer["Content-Security-Policy"])
    )
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["Permissions-Policy"].startswith("microphone=(self)")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert not client.cookies
