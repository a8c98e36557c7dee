"""Pages that any cache may keep: packed, tagged, and told apart by language."""

import brotli
import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sarado_site.for_anyone import for_anyone

pytestmark = pytest.mark.django_db


def ask(client: Client, path: str = "/", **headers: str) -> HttpResponse:
    return client.get(path, secure=True, headers=headers)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("taken", "is_packed"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br", True),
        ("br;q=0.4, gzip", True),
        ("gzip, br;q=0", False),
        ("br;q=0.0, gzip", False),
        ("gzip", False),
        ("vibrant", False),
        ("", False),
    ],
)
def test_packs_for_who_takes_brotli(taken: str, is_packed: bool) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": taken})

    page = for_anyone(request, HttpResponse("꽃" * 500))

    assert (page.headers.get("Content-Encoding") == "br") is is_packed
    body = brotli.decompress(page.content) if is_packed else page.content
    assert body.decode() == "꽃" * 500
    assert int(page.headers.get("Content-Length", len(page.content))) == len(page.content)


def test_the_page_is_for_any_cache_and_asked_for_again() -> None:
    first = ask(Client())
    again = ask(Client(), **{"If-None-Match": first["ETag"], "Accept-Encoding": "br"})

    assert first["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    for answer in (first, again):
        assert {"Accept-Language", "Accept-Encoding"} <= set(answer["Vary"].split(", "))
        assert not answer.cookies


def test_another_language_is_another_page() -> None:
    korean = ask(Client(), **{"Accept-Language": "ko"})
    english = ask(Client(), **{"Accept-Language": "en", "If-None-Match": korean["ETag"]})

    assert english.status_code == 200
    assert english["ETag"] != korean["ETag"]


def test_where_one_comes_from_does_not_change_a_page() -> None:
    """Caches tell pages apart by address and language, and by nothing else."""
    came = ask(Client(), Referer="https://testserver/?lang=en", **{"Accept-Language": "ko"})

    assert came["Content-Language"] == "ko"


def test_a_changed_house_is_a_changed_page() -> None:
    call_command("house", "open", "--reason", "test")
    opened = ask(Client())
    call_command("house", "close", "--reason", "test")
    closed = ask(Client(), **{"If-None-Match": opened["ETag"]})

    assert closed.status_code == 200
    assert b'data-phase="idle"' in opened.content
    assert b" data-closed" not in opened.content
    assert b'data-phase="closed"' in closed.content
    assert b" data-closed>" in closed.content


def test_what_no_cache_keeps_names_nothing_that_caches_go_by() -> None:
    asked, sent = (
        getattr(Client(), method)("/api/status", secure=True) for method in ("get", "post")
    )

    assert "Accept-Language" in asked["Vary"]
    assert (sent.status_code, sent["Cache-Control"]) == (405, "no-store")
    assert "Vary" not in sent
