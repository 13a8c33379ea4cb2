"""Writing many rows at once, without an instance for each: for imports of a hundred thousand.

As with `bulk_create`, no signals are sent. Unlike it, the keys are known before, so that rows of several tables that
point to each other are made in one go, and a statement is built once however many rows it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Return `count` keys (`id`) that no row has or will be given. Call it within the transaction that writes.

    On SQLite that transaction keeps other writers out; on PostgreSQL the sequence gives each number once.
    """
    table, column = model._meta.db_table, "id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + 1 + count)


def insert_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows by the names of their columns in Python (`release_id`); what a row does not name has its default.

    Text and whole numbers are taken as they are: in a JSON column give lists and objects only.
    """
    fields = model._meta.concrete_fields
    defaults = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [[_prepared(field, row, defaults) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608 - names of models
            values,
        )


def _prepared(field: models.Field[Any, Any], row: Mapping[str, Any], defaults: Mapping[str, Any]) -> Any:
    """A row's value as the database takes it; nearly all are text and keys, which need nothing."""
    name = field.attname
    if name not in row:
        return defaults[name]
    value = row[name]
    return value if value.__class__ in (int, str) else field.get_db_prep_save(value, connection)
