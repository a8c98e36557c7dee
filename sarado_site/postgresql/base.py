"""Django's PostgreSQL, whose pool is asked for a connection that still stands.

Django's own check (`CONN_HEALTH_CHECKS`) asks the server `SELECT 1` each time, which costs as much
as what a begin really asks. A connection whose server went away can be told from here.
"""

import select
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.backends.postgresql import base
from psycopg import Connection

Answer = TypeVar("Answer")

# psycopg's own: how often a cursor that may prepare sees a statement before it does so unasked.
_SEEN_TO_PREPARE = 5


class DatabaseWrapper(base.DatabaseWrapper):
    def for_one_statement(self, ask: Callable[[Connection], Answer]) -> Answer:
        """Ask on a connection from the pool, which goes back at once.

        To make one this thread's own and give it back costs as much as the statement of a begin. A
        thread that has one, or stands in a transaction, asks on its own; so do all without a pool.
        """
        pool = self.pool
        if self.in_atomic_block or self.connection is not None or not pool:
            self.ensure_connection()
            return ask(self.connection)
        connection = self.get_new_connection({})  # how to connect, the pool knows
        try:
            if not connection.autocommit:
                connection.autocommit = True
            return ask(connection)
        finally:
            pool.putconn(connection)

    def get_connection_params(self) -> dict[str, Any]:
        """Allow statements to be prepared, which Django forbids; its own cursors never do."""
        return {**super().get_connection_params(), "prepare_threshold": _SEEN_TO_PREPARE}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Lend a connection; one that died with a restarted database is replaced instead."""
        while True:
            connection: Connection = super().get_new_connection(conn_params)
            if not was_hung_up(connection):
                return connection
            connection.close()
            if self.pool:
                self.pool.putconn(connection)


def was_hung_up(connection: Connection) -> bool:
    """An idle connection is owed no word: what can be read is the end of it."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
