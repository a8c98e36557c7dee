"""A statement that is run often, on a real PostgreSQL whose connections die."""

import os
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from sarado_site.postgresql.statement import first_row

URL = os.environ["DATABASE_URL"]


@pytest.fixture
def connection() -> Iterator[Connection]:
    with psycopg.connect(URL, autocommit=True) as made:
        yield made


@pytest.fixture
def other() -> Iterator[Connection]:
    """Somebody else's, who sees what is committed and may end a connection."""
    with psycopg.connect(URL, autocommit=True) as made:
        made.execute("DROP TABLE IF EXISTS chair, later")
        made.execute("CREATE TABLE chair (seat integer UNIQUE)")
        yield made
        made.execute("DROP TABLE IF EXISTS chair, later")


def prepared(connection: Connection) -> list[str]:
    return [text for (text,) in connection.execute("SELECT statement FROM pg_prepared_statements")]


@pytest.mark.parametrize(
    "value",
    [
        7,
        -1,
        2**40,
        "제주",
        None,
        True,
        uuid.UUID("f47ac10b-58cc-4372-a567-0e02b2c3d479"),
        datetime(2026, 11, 23, 3, 0, 0, 12, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_value_comes_back_as_it_went(connection: Connection, value: Any) -> None:
    kind = {str: "text", bool: "boolean", type(None): "text"}.get(type(value))
    sql = f"SELECT %s::{kind}, 1" if kind else "SELECT %s, 1"

    assert first_row(connection, sql, [value]) == (value, 1)


def test_only_the_first_row_is_given(connection: Connection) -> None:
    sql = "SELECT n FROM generate_series(%s::integer, 9) AS n ORDER BY n"

    assert first_row(connection, sql, [4]) == (4,)
    assert first_row(connection, sql, [10]) is None


def test_a_per_cent_sign_is_written_twice(connection: Connection) -> None:
    assert first_row(connection, "SELECT 8 %% %s, '%%s'", [5]) == (3, "%s")


def test_it_is_planned_once_for_a_connection_and_a_kind_of_parameters(
    connection: Connection,
) -> None:
    for number in (1, 2, 3, 40_000, 50_000):  # two bytes, and four
        first_row(connection, "SELECT %s + 0", [number])

    assert [text for text in prepared(connection) if "+ 0" in text] == ["SELECT $1 + 0"] * 2


def test_what_is_wrong_is_told_and_the_connection_goes_on(
    connection: Connection, other: Connection
) -> None:
    sit = "INSERT INTO chair VALUES (%s) RETURNING seat"
    assert first_row(connection, sit, [1]) == (1,)

    with pytest.raises(psycopg.errors.UniqueViolation):
        first_row(connection, sit, [1])
    with pytest.raises(psycopg.errors.UndefinedTable):
        first_row(connection, "SELECT %s FROM nowhere", [1])

    assert first_row(connection, sit, [2]) == (2,)
    assert other.execute("SELECT seat FROM chair ORDER BY seat").fetchall() == [(1,), (2,)]


def test_what_could_not_be_prepared_is_tried_again(
    connection: Connection, other: Connection
) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        first_row(connection, "SELECT %s + made FROM later", [1])
    other.execute("CREATE TABLE later AS SELECT 1 AS made")

    assert first_row(connection, "SELECT %s + made FROM later", [1]) == (2,)


def test_within_a_transaction_it_is_taken_back_with_it(other: Connection) -> None:
    with psycopg.connect(URL) as connection:
        assert first_row(connection, "INSERT INTO chair VALUES (%s) RETURNING seat", [1]) == (1,)
        connection.rollback()

    assert other.execute("SELECT seat FROM chair").fetchall() == []


def test_a_connection_that_is_closed_is_named(connection: Connection) -> None:
    connection.close()

    with pytest.raises(psycopg.OperationalError):
        first_row(connection, "SELECT %s + 1", [1])


def test_a_connection_lost_while_idle_is_named(connection: Connection, other: Connection) -> None:
    first_row(connection, "SELECT %s + 2", [1])
    other.execute("SELECT pg_terminate_backend(%s, 60000)", [connection.info.backend_pid])

    for _ in range(2):  # when it is found out, and when it is known
        with pytest.raises(psycopg.OperationalError):
            first_row(connection, "SELECT %s + 2", [1])


def test_a_connection_lost_meanwhile_is_named(connection: Connection, other: Connection) -> None:
    pid = connection.info.backend_pid

    def cut() -> None:
        asked = "SELECT state = 'active' FROM pg_stat_activity WHERE pid = %s"
        deadline = time.monotonic() + 20
        while other.execute(asked, [pid]).fetchone() != (True,) and time.monotonic() < deadline:
            time.sleep(0.001)
        other.execute("SELECT pg_terminate_backend(%s)", [pid])

    cutter = threading.Thread(target=cut)
    cutter.start()
    with pytest.raises(psycopg.OperationalError):
        first_row(connection, "SELECT pg_sleep(%s::integer)", [60])
    cutter.join()
