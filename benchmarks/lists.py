"""How fast long lists are read, at their top, in their middle and at their end, each beside its floor.

    python benchmarks/lists.py [--people 100000] [--rounds 60] [--url postgresql://…]

The floor is one bare SELECT of as many rows by the same index, at the same place, in the same run. Without a
URL an SQLite file is made in a temporary folder; a database that has so many already is taken as it is.
People, enterprises and engagements are made by SQL, the same in every run, past the gate.
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

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from databases import gate, make_company  # noqa: E402 - after the path was set
from peewee import Database  # noqa: E402
from search import LETTERS, spelt, syllables  # noqa: E402

from bsc_tui.db.database import execute, is_postgresql, open_database  # noqa: E402
from bsc_tui.db.models import Engagement, Enterprise, Person, ServiceLine  # noqa: E402
from bsc_tui.entities.registry import ENTITIES  # noqa: E402
from bsc_tui.records import windows  # noqa: E402
from bsc_tui.records.folding import sort_key  # noqa: E402
from bsc_tui.records.records import Records  # noqa: E402
from bsc_tui.records.windows import Listing  # noqa: E402

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
            {
                "name": "last_made.name || ' ' || i",
                "sort_key": "last_made.key || ' ' || i",
                "phone": "'+374' || i",
            },
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
    what = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM"
    names = (
        f" JOIN last_made ON last_made.n = (i * 7919) % {NAMES}"
        f" JOIN first_made ON first_made.n = (i / 7) % {FIRST_NAMES}"
    )
    if is_postgresql(database):
        statement = f"{what} generate_series(1, {count}::bigint) AS numbers(i) {names} ORDER BY i"
        execute(database, statement.replace("%", "%%"))
    else:
        until = f"SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {count}"
        execute(database, f"WITH RECURSIVE numbers(i) AS ({until}) {what} numbers {names}")


def empty(data_type: str) -> str:
    """The emptiest value of a type, as SQL."""
    kind = data_type.lower()
    if "bool" in kind:
        return "false"
    return "0" if "int" in kind else "''"


def timed(rounds: int, action: Callable[[int], Any]) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - start) * 1000)
    return times


def line(what: str, times: Sequence[float], floor: float | None, goal: str = "") -> None:
    """One line of the table."""
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    ratio = f"{p50 / floor:8.1f}" if floor else " " * 8
    print(f"{what:52} {p50:8.2f} {p95:8.2f} {ratio}   {goal}")


def measure_list(records: Records, title: str, wanted: Listing, rounds: int) -> None:
    """A list at its top, at many places between, and at its end."""
    count, is_more = windows.count(records, wanted)
    print(f"\n{title}: {count}{'+' if is_more else ''}")
    people = wanted.entity.model
    chance = random.Random(rounds)
    last = int(people.select(people.id).order_by(people.id.desc()).limit(1).scalar())
    ids = [chance.randint(1, last) for _round in range(rounds)]
    places = []
    for id in ids:
        around = windows.around(records, wanted, range(id, id + 40), 1, 2)
        places.append(around.lines[0])
    floors = [bare(records.database, wanted, place) for place in places]
    timed(rounds, lambda number: floors[number]())  # the pages of the file are in memory for both
    least = timed(rounds, lambda number: floors[number]())
    floor = statistics.median(least)
    line("floor: 61 rows by the index, whole, at any place", least, floor)
    top = timed(rounds, lambda _number: windows.end(records, wanted, 60))
    line("open the list: its top", top, floor, "80")
    line("count it, as far as it is counted", timed(rounds, lambda _n: windows.count(records, wanted)), floor)
    end = timed(rounds, lambda _number: windows.end(records, wanted, 60, last=True))
    line("End", end, floor, "80")
    for what, backwards in (("a page further, at any place", False), ("a page back, at any place", True)):
        spent = timed(
            rounds,
            lambda number, b=backwards: windows.beyond(records, wanted, places[number], 60, 60, backwards=b),
        )
        line(what, spent, floor, "80")
    back = timed(rounds, lambda number: windows.around(records, wanted, [ids[number]], 30, 90))
    line("back to a row after editing, at any place", back, floor, "80")
    ranks = timed(rounds, lambda number: windows.rank(records, wanted, places[number]))
    line("the number of a row, as far as it is counted", ranks, floor)


def bare(database: Database, wanted: Listing, place: Any) -> Callable[[], Any]:
    """The least that a page takes: its rows, whole, by the index, through the driver alone."""
    from bsc_tui.records import keyset
    from bsc_tui.records.listing import filtered

    order = keyset.order_of(wanted.entity, wanted.order)
    *_others, part = keyset._parts(order, order.position(place.values), order.falling)
    ends = [one.desc() if order.falling else one.asc() for one in order.fields]
    sql, values = filtered(wanted.entity, wanted.where).where(*part).order_by(*ends).limit(61).sql()
    return lambda: execute(database, sql, values).fetchall()


def main() -> None:
    """Fill a database where there is none, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--url")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{folder}/lists.db"
        if not open_database(url).table_exists("person"):
            make_company(url)
        database = open_database(url)
        if Person.select().count() < options.people:
            fill(database, options.people)
        records = gate(database, "admin")
        head = f"{'ms':52} {'p50':>8} {'p95':>8} {'÷ floor':>8}   goal (p95)"
        print(f"{Person.select().count()} people, {Enterprise.select().count()} enterprises\n{head}")
        for title, code, order, where in lists():
            paths = tuple(column.path for column in ENTITIES[code].columns)
            measure_list(records, title, Listing(ENTITIES[code], paths, where, order=order), options.rounds)
        database.close()


def lists() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Which lists are measured: title, entity, order, filter."""
    seminar = Engagement.select().where(Engagement.kind == "open_seminar").first()
    kind = {"line": seminar.line_id, "kind": "open_seminar"}
    return [
        ("people by name", "person", "", {}),
        ("people by birth date, falling", "person", "-birth_date", {}),
        ("people by e-mail", "person", "email", {}),
        ("people, last entered first", "person", "-id", {}),
        ("people of one enterprise by name", "person", "", {"employer": 77}),
        ("enterprises by name", "enterprise", "", {}),
        ("seminars of a line, newest first", "engagement", "", kind),
    ]


if __name__ == "__main__":
    main()
