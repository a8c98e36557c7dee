"""A pool whose connections died with the database hands out new ones."""

from collections.abc import Iterator
from datetime import datetime

import dj_database_url
import psycopg
import pytest
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from sarado_site.postgresql.base import DatabaseWrapper
from tests.open_folder import open_folder
from tests.servers import start_postgresql


@pytest.fixture
def url() -> Iterator[str]:
    with open_folder("pool") as folder:
        server = start_postgresql(folder)
        yield server.url
        server.stop()


@pytest.fixture
def wrapper(url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    database = {
        **dj_database_url.parse(url),
        "ENGINE": "sarado_site.postgresql",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 1, "timeout": 4}},
    }
    # Pools are kept by alias for the whole process: by the name of another we would get its pool.
    made = ConnectionHandler({"default": {}, "pooled": database})["pooled"]
    assert isinstance(made, DatabaseWrapper)
    with django_db_blocker.unblock():
        yield made
        made.close()
        made.close_pool()


def backend(wrapper: DatabaseWrapper) -> tuple[int, datetime]:
    """The server's process that we talk to, and since when: a number may be given out again."""
    with wrapper.cursor() as cursor:
        cursor.execute(
            "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        pid, since = cursor.fetchone()
    wrapper.close()  # back to the pool
    return int(pid), since


def test_a_connection_that_died_is_replaced(url: str, wrapper: DatabaseWrapper) -> None:
    first = backend(wrapper)

    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [first[0]])
        left = other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [first[0]]).fetchone()
    assert left is None

    assert backend(wrapper) != first


class TestOneStatement:
    def test_is_committed_and_its_connection_given_back(
        self, url: str, wrapper: DatabaseWrapper
    ) -> None:
        wrapper.for_one_statement(
            lambda lent: lent.execute("CREATE TABLE left_behind (id integer)")
        )

        with psycopg.connect(url) as other:
            other.execute("SELECT id FROM left_behind")
        assert wrapper.connection is None
        backend(wrapper)  # the pool's only one: else this would wait for it in vain

    def test_is_asked_on_the_connection_that_the_thread_has(self, wrapper: DatabaseWrapper) -> None:
        wrapper.ensure_connection()

        assert wrapper.for_one_statement(lambda lent: lent) is wrapper.connection
        assert wrapper.connection is not None

    def test_gives_its_connection_back_when_it_fails(self, wrapper: DatabaseWrapper) -> None:
        with pytest.raises(psycopg.errors.UndefinedTable):
            wrapper.for_one_statement(lambda lent: lent.execute("SELECT id FROM nowhere"))

        backend(wrapper)
