"""All rows of a company from one database into another, whatever the engines; counted and summed on the way.

Rows travel in one form, as SQLite keeps them. The tables must be there already, of the same schema. What a
backup is and who may copy is up to others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.database import driver_of, execute, is_postgresql, vacuum_analyze
from bsc_tui.db.schema import HISTORY
from bsc_tui.errors import Unusable
from bsc_tui.i18n import _

SEAL = "backup_seal"
"""The table of a backup that says what must be in it."""
APART = frozenset({HISTORY, SEAL})
"""Tables that say something about a database and do not belong to the company in it."""
TOGETHER, TOGETHER_OF_FILES = 5_000, 32
"""Rows that travel at once; those of pieces of files are a thousand times as long as others."""
_FILES = frozenset({"blob", "bytea"})

Row = Sequence[Any]
Progress = Callable[[int, int, str], None]
"""Told what is done, what there is to do, and which table it is about."""

_AS_SQLITE_KEEPS_IT = {
    "boolean": "{}::integer",
    "date": "to_char({}, 'YYYY-MM-DD')",
    "timestamp without time zone": "replace(to_char({}, 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')",
}
"""What PostgreSQL is asked for where its driver would give something else, by the type of the column."""

# The same text in every version of Python: letters are escaped whatever Unicode knows of them.
_as_text = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":"), default=lambda piece: blake2b(piece, digest_size=16).hexdigest()
).encode


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and a sum over all of them in which their order does not count."""

    rows: int = 0
    checksum: str = "0"


Sums = dict[str, Sum]


def nothing_told(done: int, whole: int, doing: str) -> None:
    """The progress that nobody watches."""


def tables_of(database: Database) -> list[str]:
    """The tables that hold the company."""
    ours = (table for table in database.get_tables() if not table.startswith("sqlite_"))
    return sorted(set(ours) - APART)


def sums_of(database: Database, progress: Progress = nothing_told, done: int = 0, whole: int = 0) -> Sums:
    """Count and sum all rows of a company; inside a transaction of the caller's, a server's at least."""
    sums: Sums = {}
    whole = whole or rows_in(database)
    for table in tables_of(database):
        adding = _Adding()
        for rows in _read(database, table, _columns(database, table)):
            adding.add(rows)
            done += len(rows)
            progress(done, whole, table)
        sums[table] = adding.sum
    return sums


def rows_in(database: Database) -> int:
    """How many rows a company has in all its tables."""
    counts = (execute(database, f'SELECT count(*) FROM "{table}"') for table in tables_of(database))
    return sum(int(count.fetchone()[0]) for count in counts)


@contextmanager
def one_moment(database: Database) -> Iterator[None]:
    """A transaction that sees the database as it is now, whatever others write meanwhile."""
    if is_postgresql(database):
        with database.atomic():
            execute(database, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with database.atomic("DEFERRED"):
        execute(database, "SELECT count(*) FROM sqlite_master")  # the first look fixes the moment
        yield


def copy_tables(
    source: Database, target: Database, progress: Progress = nothing_told, *, emptied: bool = False
) -> Sums:
    """Copy everything in one transaction of the target, read it back there and compare; what was copied.

    `emptied`: what is in the target goes first. The source stands in a transaction of the caller's. Raises
    Unusable, and leaves the target as it was, if its tables are others or if what arrived is not what left.
    """
    custom.make_alike(source, target, emptied=emptied)
    tables = tables_of(source)
    _refuse_other_tables(source, target, tables)
    whole = 2 * rows_in(source)
    done = 0
    sums: Sums = {}
    with _loading(target):
        if emptied:
            _empty(target, tables)
        for table in tables:
            columns = _columns(target, table)
            adding = _Adding()
            with _writing(target, table, columns) as write:
                for rows in _read(source, table, columns):
                    write(rows)
                    adding.add(rows)
                    done += len(rows)
                    progress(done, whole, table)
            sums[table] = adding.sum
        arrived = sums_of(target, progress, done, whole)
        if arrived != sums:
            raise not_the_same(sums, arrived)
    vacuum_analyze(target)
    return sums


def not_the_same(expected: Sums, found: Sums) -> Unusable:
    """The problem of a copy that differs, with the first table where it does."""
    table = next((name for name in sorted({*expected, *found}) if expected.get(name) != found.get(name)), "?")
    return Unusable(
        _("The copy is not the same as what was copied."),
        _("The table %(table)s differs; nothing was kept of the copy.") % {"table": table},
    )


class _Adding:
    """Sums rows as they pass."""

    def __init__(self) -> None:
        self._rows = 0
        self._total = 0

    def add(self, rows: Sequence[Row]) -> None:
        self._rows += len(rows)
        read = int.from_bytes
        for row in rows:
            self._total += read(blake2b(_as_text(row).encode(), digest_size=8).digest(), "big")

    @property
    def sum(self) -> Sum:
        return Sum(self._rows, f"{self._total % 2**64:016x}")


def _refuse_other_tables(source: Database, target: Database, tables: list[str]) -> None:
    there = tables_of(target)
    if tables == there and all(_columns(source, table) == _columns(target, table) for table in tables):
        return
    raise Unusable(
        _("The two databases have different tables."),
        _("Nothing was copied."),
        _("Run “bsc-tui migrate” on both."),
    )


def _columns(database: Database, table: str) -> list[str]:
    """By name: a column that a migration added stands elsewhere in a table made anew."""
    return sorted(column.name for column in database.get_columns(table))


# -- reading ---------------------------------------------------------------------------------------


def _read(database: Database, table: str, columns: Sequence[str]) -> Iterator[list[Row]]:
    """The rows in the order of the primary key, some at a time."""
    order = ", ".join(f'"{name}"' for name in database.get_primary_keys(table)) or "1"
    if is_postgresql(database):
        kinds = {column.name: column.data_type for column in database.get_columns(table)}
        asked = ", ".join(_AS_SQLITE_KEEPS_IT.get(kinds[name], "{}").format(f'"{name}"') for name in columns)
        cursor = driver_of(database).cursor(name="copying")  # the server keeps what was not read yet
    else:
        asked = ", ".join(f'"{name}"' for name in columns)
        cursor = driver_of(database).cursor()
    try:
        cursor.execute(f'SELECT {asked} FROM "{table}" ORDER BY {order}')
        files = any(column.data_type.lower() in _FILES for column in database.get_columns(table))
        while rows := cursor.fetchmany(TOGETHER_OF_FILES if files else TOGETHER):
            yield rows
    finally:
        cursor.close()


# -- writing ---------------------------------------------------------------------------------------


@contextmanager
def _writing(
    database: Database, table: str, columns: Sequence[str]
) -> Iterator[Callable[[Sequence[Row]], None]]:
    """What takes rows for a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = driver_of(database).cursor()
    if is_postgresql(database):
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:

            def write(rows: Sequence[Row]) -> None:
                for row in rows:
                    copy.write_row(row)

            yield write
        return
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    yield lambda rows: cursor.executemany(statement, rows)


def _empty(database: Database, tables: list[str]) -> None:
    if is_postgresql(database):
        names = ", ".join(f'"{table}"' for table in tables)
        execute(database, f"TRUNCATE {names}")
    else:
        for table in tables:
            execute(database, f'DELETE FROM "{table}"')


@contextmanager
def _loading(database: Database) -> Iterator[None]:
    """A transaction in which rows may come in any order of tables: indexes and links are made afterwards."""
    if is_postgresql(database):
        with database.atomic():
            build = _take_down_on_server(database)
            yield
            _set_sequences(database)
            for statement in build:
                execute(database, statement)
        return
    execute(database, "PRAGMA foreign_keys = 0")  # has no effect inside a transaction
    try:
        with database.atomic("IMMEDIATE"):
            wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            indexes = execute(database, wanted).fetchall()
            for name, _sql in indexes:
                execute(database, f'DROP INDEX "{name}"')
            yield
            for _name, sql in indexes:
                execute(database, sql)
            broken = execute(database, "PRAGMA foreign_key_check").fetchone()
            if broken:
                raise Unusable(_("The database is damaged."), f"foreign_key_check: {broken[0]}")
    finally:
        execute(database, "PRAGMA foreign_keys = 1")


def _take_down_on_server(database: Database) -> list[str]:
    """Drop links and the indexes that make no rule; the statements that make them again."""
    links = execute(
        database,
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2",
    ).fetchall()
    indexes = execute(
        database,
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE relnamespace = current_schema()::regnamespace"
        " AND indexrelid NOT IN (SELECT conindid FROM pg_constraint) ORDER BY 1",
    ).fetchall()
    for table, name, _definition in links:
        execute(database, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        execute(database, f"DROP INDEX {name}")
    build = [definition for _name, definition in indexes]
    return build + [f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}" for table, name, words in links]


def _set_sequences(database: Database) -> None:
    """The next record gets the number behind the last one."""
    for table in tables_of(database):
        if "id" not in _columns(database, table):
            continue
        (name,) = execute(database, "SELECT pg_get_serial_sequence(%s, 'id')", (f'"{table}"',)).fetchone()
        if name:
            execute(
                database,
                f'SELECT setval(%s, coalesce(max(id), 1), max(id) IS NOT NULL) FROM "{table}"',
                (name,),
            )
