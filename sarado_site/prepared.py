"""Queries of the hot path, compiled once.

Django's ORM compiles a query anew each time it runs, which costs a web process three to five times
what sending it and reading the answer does. The queries that every begin makes are therefore
written with the ORM as ever, compiled on first use, and run again with new parameters.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

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
    """Insert one row of a model, as `objects.create` does; raises the same errors."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._sql = self._insertion()
        self._constants: dict[str, Any] = {}

    def create(self, **facts: object) -> Row:
        row = self._model(**facts)
        constants = self._constants or self._prepare_constants()
        values = [
            constants[field.name]
            if field.name in constants and field.name not in facts
            else field.get_db_prep_save(getattr(row, field.attname), connection)
            for field in self._fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            (row.pk,) = cursor.fetchone()
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS
        return row

    def _prepare_constants(self) -> dict[str, Any]:
        """What columns hold that are not given: their defaults, where these are always the same."""
        self._constants = {
            field.name: field.get_db_prep_save(field.get_default(), connection)
            for field in self._fields
            if not callable(field.default)
        }
        return self._constants

    def _insertion(self) -> str:
        meta = self._model._meta
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        blanks = ", ".join(["%s"] * len(self._fields))
        return (
            f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({blanks}) '  # noqa: S608
            f'RETURNING "{meta.pk.column}"'
        )


def _convert(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)
