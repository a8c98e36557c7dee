"""The database away is a clear 503, for pages and for /api/, and passes by itself."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from psycopg_pool import PoolTimeout

from sarado_site import outages
from tests.conversations.api import assert_problem

pytestmark = pytest.mark.django_db


class Away:
    """A query that fails as long as the database is away."""

    def __init__(self) -> None:
        self.is_away = True
        self.asked = 0

    def __call__(self, *_args: object, **_kwargs: object) -> list[tuple[object, ...]]:
        self.asked += 1
        if self.is_away:
            raise OperationalError("couldn't get a connection") from PoolTimeout("too late")
        return []


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[Away]:
    database = Away()
    monkeypatch.setattr("sarado_site.prepared.PreparedSelect.rows", database)
    monkeypatch.setattr(outages.door, "_is_away", False)
    yield database
    outages.door._is_away = False


def test_the_api_says_so_and_when_to_come_back(client: Client, away: Away) -> None:
    assert away.is_away
    problem = assert_problem(client.get("/api/status"), "storage_unavailable", 503)

    assert problem["retry_after"] == outages.RETRY_SECONDS


def test_a_page_says_so_too(client: Client, away: Away) -> None:
    assert away.is_away
    answer = client.get("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, str(outages.RETRY_SECONDS))
    assert "장부" in answer.content.decode()


def test_a_page_at_which_nobody_stands_asks_again_by_itself_and_a_form_does_not(
    rf: RequestFactory,
) -> None:
    read, posted = (
        outages.outage_response(request, OperationalError("away"))
        for request in (rf.get("/"), rf.post("/admin/persona/persona/1/change/"))
    )

    assert read["Refresh"] == str(outages.RELOAD_SECONDS)
    assert "Refresh" not in posted
    outages.door._is_away = False


def test_one_request_at_a_time_tries_and_the_first_success_ends_it(
    client: Client, away: Away
) -> None:
    client.get("/api/status")
    assert away.asked == 1

    def while_somebody_tries() -> HttpResponse:
        assert_problem(client.get("/api/status"), "storage_unavailable", 503)
        return HttpResponse()

    outages.door.let(while_somebody_tries)
    assert away.asked == 1

    away.is_away = False
    assert client.get("/api/status").status_code == 200


def test_a_try_that_fails_leaves_it_away(client: Client, away: Away) -> None:
    client.get("/api/status")
    client.get("/api/status")

    assert away.asked == 2
    assert outages.door._is_away
