"""How fast long lists are read, at their top, in their middle and at their end, each beside its floor.

    python benchmarks/lists.py [--people 100000] [--rounds 60] [--url postgresql://…] [--keep]

The floor is one bare SELECT of as many rows by the same index, at the same place, in the same run. Without a
URL an SQLite file is made in a temporary folder; a database that has so many people already is taken as it
is. People, enterprises and engagements are made by SQL, the same in every run, past the gate.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests"), str(Path(__file__).resolve().parent)]

from databases import gate, make_company
from peewee import Database
from search import LETTERS, spelt, syllables

from bsc_tui.db.database import execute, is_postgresql, open_database
from bsc_tui.db.models import Person, ServiceLine
from bsc_tui.records.folding import sort_key

NAMES = 20_000
FIRST_NAMES = 300


def made_up() -> tuple[list[tuple[int, str, str]], list[tuple[int, str, str]]]:
    """Last names and first names with their keys, in three scripts."""
    chance = random.Random(1994)
    lasts, firsts = [], []
    for number in range(NAMES):
        script = chance.choices(list(LETTERS), (30, 50, 20))[0]
        name = spelt(syllables(chance, chance.randint(2, 4)), script) + LETTERS[script][2]
        lasts.append((number, name, sort_key(name)))
    for number in range(FIRST_NAMES):
        name = spelt(syllables(chance, chance.randint(1, 3)), chance.choice(list(LETTERS)))
        firsts.append((number, name, sort_key(name)))
    return lasts, firsts


def fill(database: Database, people: int) -> None:
    """So many people, a tenth as many enterprises, a fiftieth as many engagements."""
    marks = ", ".join([database.param] * 3)
    with database.atomic():
        for table, rows in zip(("last_made", "first_made"), made_up(), strict=True):
            execute(database, f"CREATE TABLE {table} (n integer PRIMARY KEY, name text, key text)")
            for row in rows:
                execute(database, f"INSERT INTO {table} VALUES ({marks})", row)
        line = ServiceLine.select().where(ServiceLine.code == "SM").get().id
        insert(
            database,
            "enterprise",
            people // 10,
            {"name": "last_made.name || ' ' || i", "sort_key": "last_made.key || ' ' || i", "phone": "'+374' || i"},
        )
        insert(
            database,
            "person",
            people,
            {
                "last_name": "last_made.name",
                "first_name": "first_made.name",
                "sort_key": "last_made.key || ' ' || first_made.key",
                "email": "first_made.key || i || '@example.am'",
                "mobile": "'+374 91 ' || i",
                "birth_date": "(1940 + i % 70) || '-0' || (1 + i % 9)",
                "employer_id": f"1 + (i * 31) % {max(people // 10, 1)}",
            },
        )
        insert(
            database,
            "engagement",
            people // 50,
            {
                "line_id": str(line),
                "kind": "'open_seminar'",
                "title": "'Seminar ' || i",
                "starts": "(1994 + i % 33) || '-0' || (1 + i % 9) || '-1' || (i % 10)",
                "client_id": f"1 + i % {max(people // 10, 1)}",
            },
        )
    if is_postgresql(database):
        execute(database, "VACUUM ANALYZE")


def insert(database: Database, table: str, count: int, values: dict[str, str]) -> None:
    """Rows made of SQL expressions of their number `i`; what is not named is as empty as it may be."""
    columns = dict(values)
    for column in database.get_columns(table):
        if column.name not in columns and column.name != "id" and not column.null:
            columns[column.name] = empty(column.data_type)
    columns["version"] = "1"
    numbers = "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %d)"
    execute(
        database,
        numbers % count + f" INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        f" FROM numbers JOIN last_made ON last_made.n = (i * 7919) % {NAMES}"
        f" JOIN first_made ON first_made.n = (i / 7) % {FIRST_NAMES}"
        if not is_postgresql(database)
        else f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        f" FROM generate_series(1, {count}) AS numbers(i)"
        f" JOIN last_made ON last_made.n = (i::bigint * 7919) % {NAMES}"
        f" JOIN first_made ON first_made.n = (i / 7) % {FIRST_NAMES}",
    )


def empty(data_type: str) -> str:
    """The emptiest value of a type, as SQL."""
    kind = data_type.lower()
    if "bool" in kind:
        return "false"
    return "0" if "int" in kind else "''"
