"""A statement that is run often: PostgreSQL plans it once for each connection.

psycopg's cursors prepare statements as well, by way of some thirty functions of Python. Where many
threads take turns each of those is cold, and of all that a begin costs they are a twentieth. So
this goes by what psycopg offers below its cursors.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import Connection, Cursor
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

# Where a connection keeps the names of what it prepared.
_NAMES = "names_of_statements"


def first_row(
    connection: Connection, sql: str, parameters: Sequence[Any]
) -> tuple[Any, ...] | None:
    """Run it and return its first row, None without one. Raises psycopg's errors.

    For statements that the code writes: what was prepared is kept as long as the connection.
    """
    if not connection.autocommit:  # a transaction may have to begin first: a cursor sees to that
        with Cursor(connection) as cursor:
            return cursor.execute(sql, parameters, prepare=True).fetchone()
    transformer = Transformer(connection)
    values = transformer.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
    name = _prepared(connection, sql, transformer.types or ())
    connection.pgconn.send_query_prepared(name, values, transformer.formats)
    result = _answer(connection, ExecStatus.TUPLES_OK)
    if not result.ntuples:
        return None
    transformer.set_pgresult(result)
    row: tuple[Any, ...] = transformer.load_row(0, tuple)
    return row


def _prepared(connection: Connection, sql: str, types: Sequence[int]) -> bytes:
    """Return its name; prepared anew for other types: a small number's is not a large one's."""
    names: dict[tuple[str, Sequence[int]], bytes] = vars(connection).setdefault(_NAMES, {})
    name = names.get((sql, types))
    if name is None:
        name = b"often_%d" % len(names)
        connection.pgconn.send_prepare(name, _numbered(sql), types)
        _answer(connection, ExecStatus.COMMAND_OK)
        names[sql, types] = name
    return name


def _answer(connection: Connection, expected: ExecStatus) -> PGresult:
    result: PGresult = connection.wait(execute(connection.pgconn))[-1]
    if result.status != expected:
        raise error_from_result(result, encoding=connection.info.encoding)
    return result


@lru_cache
def _numbered(sql: str) -> bytes:
    """Name the parameters as PostgreSQL does, $1 and on; "%%" is one per cent sign."""
    numbers = count(1)
    marks = re.compile("%[s%]")
    return marks.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(numbers)}", sql).encode()
