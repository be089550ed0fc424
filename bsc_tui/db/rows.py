"""Rows with plain statements: whole ones read, and new ones written inside the caller's transaction.

An ORM builds each statement anew, which takes longer than the database needs for it. Many rows go as one
prepared statement on SQLite and through COPY on PostgreSQL. What may be written is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import peewee
from peewee import Database

from bsc_tui.db.database import EmbeddedDatabase, execute, is_postgresql
from bsc_tui.db.models.base import Base, dicts

FEW = 16
"""So many rows still go in one plain statement; COPY begins to pay above."""
ROOM_KIB = 512 * 1024
"""What SQLite may keep in memory while a company is filled."""

_wrapped: Any = getattr(peewee, "__exception_wrapper__")  # noqa: B009 - the stubs don't know it


def insert_new(
    database: Database, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Sequence[int]:
    """Write new rows as their columns are given; the ids they got, in their order."""
    if len(rows) == 1 and not is_postgresql(database):
        cursor = execute(database, _statement(database, table, columns, 1), rows[0])
        return [int(cursor.lastrowid)]
    if len(rows) <= FEW and is_postgresql(database):
        statement = _statement(database, table, columns, len(rows)) + " RETURNING id"
        return [id for (id,) in execute(database, statement, _flat(rows)).fetchall()]
    ids = _new_ids(database, table, len(rows))
    insert(database, table, ("id", *columns), [(id, *row) for id, row in zip(ids, rows, strict=True)])
    return ids


def _new_ids(database: Database, table: str, count: int) -> Sequence[int]:
    """The ids that so many new rows of a table will have; nobody else gets them."""
    if is_postgresql(database):
        asked = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        return [id for (id,) in execute(database, asked, (table, count)).fetchall()]
    # Who writes holds the only write lock there is.
    ((last,),) = execute(database, f"SELECT coalesce(max(id), 0) FROM {quoted(table)}").fetchall()
    return range(last + 1, last + count + 1)


def insert(database: Database, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows as their columns are given."""
    if not rows:
        return
    if not is_postgresql(database):
        with _wrapped:
            _cursor(database).executemany(_statement(database, table, columns, 1), rows)
    elif len(rows) <= FEW:
        execute(database, _statement(database, table, columns, len(rows)), _flat(rows))
    else:
        with _wrapped, _cursor(database).copy(_copying(table, columns)) as copy:
            for row in rows:
                copy.write_row(row)


def _cursor(database: Database) -> Any:
    cursor: Callable[[], Any] = database.cursor  # untyped in Peewee's stubs
    return cursor()


def _statement(database: Database, table: str, columns: Sequence[str], rows: int) -> str:
    named = ", ".join(map(quoted, columns))
    line = f"({', '.join([database.param] * len(columns))})"
    return f"INSERT INTO {quoted(table)} ({named}) VALUES {', '.join([line] * rows)}"


def _copying(table: str, columns: Sequence[str]) -> str:
    return f"COPY {quoted(table)} ({', '.join(map(quoted, columns))}) FROM STDIN"


def _flat(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return [value for row in rows for value in row]


def copy_texts(database: Database, table: str, columns: Sequence[str], texts: Iterable[str]) -> None:
    """PostgreSQL only: write rows that are lines of COPY's text format already, some of them in each text."""
    with _wrapped, _cursor(database).copy(_copying(table, columns)) as copy:
        for text in texts:
            copy.write(text)


def present(database: Database, sql: str, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query whose `{ids}` stands for these ids; asked a few thousand at a time."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 5_000):
        yield from execute(database, sql.format(ids=_listed(wanted[start : start + 5_000]))).fetchall()


def whole(model: type[Base], ids: Iterable[int | None], *, held: bool = False) -> list[dict[str, Any]]:
    """The rows with these ids, by field name, links as ids; in no order.

    `held`: nobody else changes them until the transaction ends. Who only points to them need not wait: two
    registrations could wait for each other. SQLite's writer holds all rows already.
    """
    meta = model._meta
    columns = ", ".join(quoted(column.column_name) for column in meta.sorted_fields)
    sql = f"SELECT {columns} FROM {quoted(meta.table_name)} WHERE id IN ({{ids}})"
    if held and meta.database.for_update:
        sql += " FOR NO KEY UPDATE"
    wanted = sorted({id for id in ids if id is not None})
    return [
        row
        for start in range(0, len(wanted), 5_000)
        for row in dicts(model.raw(sql.format(ids=_listed(wanted[start : start + 5_000]))))
    ]


def numbers(ids: Iterable[int]) -> Any:
    """Ids for a condition `in_`, some thousands of them: as text, since each parameter takes its time."""
    return peewee.SQL(f"({_listed(ids) or 'NULL'})")


def _listed(ids: Iterable[int]) -> str:
    # They are numbers, so that they may stand in the text: no engine takes so many parameters.
    return ",".join(str(int(id)) for id in ids)


@contextmanager
def room_to_fill(database: Database) -> Iterator[None]:
    """While an empty database is filled in one transaction, SQLite gets memory and writes each page once.

    Its write-ahead log would hold all of it a second time; an empty file has next to nothing to roll back.
    Outside a transaction only. Others can't read meanwhile; where somebody does, all stays as it is.
    """
    if not isinstance(database, EmbeddedDatabase):
        yield
        return
    execute(database, f"PRAGMA cache_size = -{ROOM_KIB}")
    with suppress(peewee.OperationalError):  # somebody reads: it takes longer
        execute(database, "PRAGMA journal_mode = delete")
    try:
        yield
    finally:
        execute(database, "PRAGMA journal_mode = wal")
        execute(database, "PRAGMA cache_size = -2000")


@contextmanager
def indexed_afterwards(database: Database, kept: Collection[str] = ()) -> Iterator[None]:
    """While millions of rows are written in one transaction, most indexes wait until its end.

    Made in order and once, they take a part of what keeping each up to date at every row does, all over a
    file that does not fit into memory. Kept up to date are those of what must be unique, and the `kept`
    ones, for questions that are asked meanwhile. If the transaction fails, all are as they were.
    """
    every = execute(database, _INDEXES[is_postgresql(database)]).fetchall()
    indexes = [
        (name, made)
        for name, made in every
        if made and not made.startswith("CREATE UNIQUE") and name not in kept
    ]
    for name, _made in indexes:
        execute(database, f"DROP INDEX {quoted(name)}")
    yield
    for _name, made in indexes:
        execute(database, made)


_INDEXES = {
    False: "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
    True: "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}
"""By whether it is PostgreSQL; what SQLite makes for a table of itself has no statement."""


def quoted(name: str) -> str:
    """A name of a table or column as both engines take it."""
    return f'"{name}"'
