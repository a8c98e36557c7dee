"""Django's PostgreSQL, whose pool is asked for a connection that still stands.

Django's own check (`CONN_HEALTH_CHECKS`) asks the server `SELECT 1` each time, which costs as much
as what a begin really asks. A connection whose server went away can be told from here.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection

# psycopg's own: how often a cursor that may prepare sees a statement before it does so unasked.
_SEEN_TO_PREPARE = 5


class DatabaseWrapper(base.DatabaseWrapper):
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
