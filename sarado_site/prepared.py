"""Queries of the hot path, compiled once.

Django's ORM compiles a query anew each time it runs, which costs a web process three to five times
what sending it and reading the answer does. The queries that every begin makes are therefore
written with the ORM as ever, compiled on first use, and run again with new parameters.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model, QuerySet

from sarado_site.database import is_postgresql
from sarado_site.postgresql import statement
from sarado_site.postgresql.base import DatabaseWrapper as PostgresqlWrapper

Row = TypeVar("Row", bound=Model)


class PreparedSelect:
    """A `values_list` query. `example` makes it with any values: only its shape is kept."""

    def __init__(self, example: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._example = example
        self._lock = threading.Lock()
        self._compiled: tuple[str, dict[int, Any]] | None = None

    def rows(self, *parameters: str | int | None) -> Sequence[tuple[Any, ...]]:
        """Run it with the values of its placeholders, in the order they stand in the SQL."""
        sql, converters = self._compiled or self._compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not converters:
            return rows
        return [_convert(row, converters) for row in rows]

    def _compile(self) -> tuple[str, dict[int, Any]]:
        with self._lock:
            if self._compiled is None:
                compiler = self._example().query.get_compiler(DEFAULT_DB_ALIAS)
                sql, _ = compiler.as_sql()
                columns = [column for column, _, _ in compiler.select]
                self._compiled = sql, compiler.get_converters(columns)
            return self._compiled


class PreparedInsert(Generic[Row]):
    """The INSERT of a model's rows that are all made alike.

    `given` are the columns whose values each row brings, `fixed` the values that all rows share,
    `elsewhere` what comes from columns of `source`, the FROM clause. Every other column holds its
    default. What all rows share stands in the SQL itself: that spares most of the parameters.
    """

    def __init__(
        self,
        model: type[Row],
        *,
        given: Sequence[str],
        source: str,
        fixed: Mapping[str, Any] | None = None,
        elsewhere: Mapping[str, str] | None = None,
    ) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._given = {field.attname: field for field in self._fields if field.attname in given}
        self._names = frozenset([model._meta.pk.attname, *self._given])
        self._fixed, self._elsewhere = fixed or {}, elsewhere or {}
        self._source = source
        self._sql = ""

    def sql(self) -> str:
        """Return the statement, for the database that is connected."""
        if not self._sql:
            columns = ", ".join(f'"{field.column}"' for field in self._fields)
            values = ", ".join(map(self._value, self._fields))
            table = self._model._meta.db_table
            self._sql = f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM {self._source}'  # noqa: S608
        return self._sql

    def row(self, **facts: Any) -> dict[str, Any]:
        """Return what one row brings, in the table's order: its facts, defaults for the rest."""
        if not facts.keys() <= self._given.keys():
            raise TypeError(f"not given by a row: {sorted(facts.keys() - self._given.keys())}")
        return {
            name: facts[name] if name in facts else field.get_default()
            for name, field in self._given.items()
        }

    def parameters(self, row: Mapping[str, Any]) -> list[Any]:
        """Return the given values as the database takes them; psycopg takes Python's own."""
        if is_postgresql():
            return list(row.values())
        return [
            field.get_db_prep_save(row[name], connection) for name, field in self._given.items()
        ]

    def saved(self, pk: int, row: Mapping[str, Any]) -> Row:
        """Return the row that was written; what was not given is read when it is asked for."""
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, [pk, *row.values()])

    def _value(self, field: "Field[Any, Any]") -> str:
        if field.attname in self._given:
            return "%s"
        if field.attname in self._elsewhere:
            return self._elsewhere[field.attname]
        value = self._fixed.get(field.attname, field.get_default())
        prepared = field.get_db_prep_save(value, connection)
        return str(connection.SchemaEditorClass(connection).quote_value(prepared))


def first_row(sql: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """Run a statement that is run often; PostgreSQL plans it once for each connection.

    Django's own cursors put the values into the text, which makes it a new statement each time:
    planning the one that seats a visitor takes longer than running it.
    """
    here = connections[DEFAULT_DB_ALIAS]  # the proxy `connection` looks it up at every attribute
    if not isinstance(here, PostgresqlWrapper):
        with here.cursor() as cursor:
            cursor.execute(sql, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row
    with here.wrap_database_errors:
        return here.for_one_statement(
            lambda connection: statement.first_row(connection, sql, parameters)
        )


def _convert(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)
