"""Which database there is, and its connection of a thread that waits for somebody else."""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections


@cache
def is_postgresql() -> bool:
    """Is it PostgreSQL that the settings name? To ask each thread's own connection takes longer."""
    return connection.vendor == "postgresql"


def lend_connection() -> None:
    """Give this thread's connection back to the pool; the next query takes one again.

    A begin waits some hundred milliseconds for the provider. Were it to keep its connection, a
    pool of eight would admit two dozen visitors a second and the rest of a crowd would queue for
    it until they are refused. Without a pool, or inside a transaction, nothing happens.
    """
    here = connections[DEFAULT_DB_ALIAS]  # the proxy `connection` looks it up at every attribute
    if here.connection is None or here.in_atomic_block:
        return
    if "pool" in here.settings_dict["OPTIONS"]:
        here.close()
