"""What people wait for, on an example of any size, each figure beside its floor of the same run.

    python benchmarks/table.py [URL …] [--samples 300]    without a URL, the small example is made for it

Each URL is a database that holds an example (`bsc-tui --database URL demo --size medium`); it is brought up
to this version's schema. The floor of a figure is what the engine itself needs for it: a bare lookup by an
index, a transaction of one row that survives a loss of power, an aggregate over the same rows. People are
made up for some figures and taken out again. Prints Markdown with the versions and the machine's load.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import peewee
from peewee import Database

from bsc_tui.app import tidy_often
from bsc_tui.cli import examples
from bsc_tui.db.database import execute, is_postgresql, make_database
from bsc_tui.db.models import Account, Engagement, Payment, Person, Registration, dicts, proxy
from bsc_tui.db.schema import migrate
from bsc_tui.records import access
from bsc_tui.records.folding import strict_words
from bsc_tui.records.records import Records
from bsc_tui.reports import services
from bsc_tui.reports.criteria import Criteria
from bsc_tui.screens.person_picker import people_found

ADMINISTRATOR = "lusine"
LINES = ("last_name", "first_name", "employer", "phone", "email")
NOBODY = "zzzzzz"
PAGE = 50
ALL = 10_000


@dataclass(frozen=True)
class Times:
    """How long something took, in milliseconds, each time it was done."""

    all: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.all)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.all, n=20)[-1] if len(self.all) > 1 else self.all[0]


@dataclass(frozen=True)
class Figure:
    """A line of the table: what was measured, its floor, and what it should be."""

    what: str
    value: str
    floor: str
    ratio: str
    goal: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.value} | {self.floor} | {self.ratio} | {self.goal} |"


def taken(actions: Sequence[Callable[[], Any]]) -> Times:
    """How long each of these takes."""
    times = []
    for action in actions:
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return Times(times)


class Desk:
    """One database, and the gate as somebody who may do everything has it."""

    def __init__(self, url: str, samples: int) -> None:
        self.url, self.samples = url, samples
        self.database: Database = make_database(url)
        proxy.initialize(self.database)
        self.database.connect()
        migrate(self.database, keep_former=False)
        account = Account.get(Account.name == ADMINISTRATOR)
        self.records = Records(self.database, access.actor_of(account, "benchmark"))
        self.chance = random.Random(2007)
        self.people = self._some_people()

    def _some_people(self) -> list[dict[str, Any]]:
        """People with a first and a last name, chosen by chance."""
        last = Person.select(peewee.fn.MAX(Person.id)).scalar()
        ids = self.chance.sample(range(1, last + 1), min(4 * self.samples, last))
        rows: list[dict[str, Any]] = []
        for start in range(0, len(ids), 500):
            rows += dicts(
                Person.select(Person.id, Person.last_name, Person.first_name).where(
                    Person.id.in_(ids[start : start + 500]), Person.trashed_at.is_null()
                )
            )
        self.chance.shuffle(rows)
        named = [row for row in rows if len(row["last_name"]) > 3 and len(row["first_name"]) > 3]
        return named[: self.samples]

    # -- floors -------------------------------------------------------------------------------
    def lookup(self, word: str) -> None:
        """Twenty rows by a bare look into the index."""
        mark = self.database.param
        found = execute(
            self.database,
            f"SELECT record_id FROM search_key WHERE entity = {mark} AND kind = 0 AND key >= {mark}"
            f" AND key < {mark} ORDER BY key, record_id LIMIT 20",
            ("person", word, word + "{"),
        ).fetchall()
        ids = ",".join(str(id) for (id,) in found) or "0"
        execute(
            self.database,
            "SELECT id, last_name, first_name, birth_date, employer_id, phone, mobile FROM person"
            f" WHERE id IN ({ids})",
        ).fetchall()

    def bare_row(self) -> None:
        """One row in a transaction of its own, as durable as the program's."""
        with self.database.atomic():
            execute(
                self.database,
                "INSERT INTO bench_row (word, other) VALUES ('Hakobyan', 'Anna')",
            )

    # -- figures ------------------------------------------------------------------------------
    def searching(self) -> Iterator[Figure]:
        words = [strict_words(one["last_name"])[0] for one in self.people if strict_words(one["last_name"])]
        floor = taken([lambda word=word: self.lookup(word) for word in words])  # type: ignore[misc]
        whole = self._searched(keystrokes(self.people[:60]))
        yield ratio("picker, every keystroke of “first last”: ids, p95", whole.p95, floor, "≤ 10")
        worst = self._searched(f"{one['first_name'][:3]} {one['last_name'][:3]}" for one in self.people)
        yield ratio("picker, 3 + 3 letters: ids, p95", worst.p95, floor, "≤ 20 ms")
        seminar = Engagement.select(peewee.fn.MAX(Engagement.id)).scalar()
        typed = list(keystrokes(self.people[-30:]))
        shown = taken([lambda text=text: people_found(self.records, seminar, text) for text in typed])  # type: ignore[misc]
        yield ratio("picker, every keystroke: finished rows, p95", shown.p95, floor, "≤ 20 ms")
        yield from self._recall()
        found = self.records.page("person", LINES, query=NOBODY).lines
        nobody = self._searched([NOBODY] * 20)
        yield ratio(f"search {NOBODY}: {len(found)} found, p50", nobody.p50, floor, "none")

    def _searched(self, texts: Any) -> Times:
        find = self.records.searcher.find
        return taken([lambda text=text: find("person", text) for text in texts])  # type: ignore[misc]

    def _recall(self) -> Iterator[Figure]:
        ways: dict[str, tuple[str, int, Callable[[str], str]]] = {
            "first and last name": ("≥ 99 %", 100, str),
            "4 + 4 letters": ("≥ 97 %", 4, str),
            "one slip in the last name": ("≥ 90 %", 100, self._slipped),
        }
        for what, (goal, letters, typed) in ways.items():
            times, there, possible = [], 0, 0.0
            for one in self.people:
                first, last = one["first_name"][:letters], one["last_name"][:letters]
                text = f"{first} {typed(last)}"
                start = time.perf_counter()
                found = self.records.searcher.find("person", text)
                times.append((time.perf_counter() - start) * 1000)
                there += one["id"] in found
                possible += min(1.0, 20 / max(1, self._namesakes(first, last)))
            share, most = there / len(self.people), possible / len(self.people)
            yield Figure(
                f"wanted person among the 20: {what}; {Times(times).p95:.1f} ms p95",
                f"{share:.1%}",
                f"{most:.1%} can",
                f"{share / most:.2f}",
                goal,
            )

    def _namesakes(self, first: str, last: str) -> int:
        """How many people are called so, as far as it is typed: a list of twenty can't hold more of them."""
        found = self.records.searcher.find("person", f"{first} {last}", ALL)
        beginnings = [tuple(strict_words(name)) for name in (first, last)]
        count = 0
        for start in range(0, len(found), 500):
            query = Person.select(Person.first_name, Person.last_name)
            for row in dicts(query.where(Person.id.in_(found[start : start + 500]))):
                names = [strict_words(row["first_name"]), strict_words(row["last_name"])]
                count += all(
                    any(word.startswith(typed[0]) for word in words)
                    for typed, words in zip(beginnings, names, strict=True)
                )
        return count

    def _slipped(self, word: str) -> str:
        """The word with one letter more, less, other, or two swapped."""
        place, other = self.chance.randrange(len(word) - 1), self.chance.choice(word.lower())
        return self.chance.choice(
            [
                word[:place] + other + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + other + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )

    def saving(self) -> Iterator[Figure]:
        key = "serial" if is_postgresql(self.database) else "integer"
        execute(
            self.database,
            f"CREATE TABLE bench_row (id {key} PRIMARY KEY, word varchar(100), other varchar(100))",
        )
        employer = self.records.page("enterprise", ["name"], limit=1).lines[0].id
        new: list[int] = []

        def create() -> None:
            number = len(new)
            card = {
                "last_name": f"Բենչյան{number % 7}",
                "first_name": "Նարե",
                "phone": f"+374 10 {number:06}",
                "email": f"bench{number}@example.am",
                "city": "Yerevan",
                "position": None,
            }
            new.append(self.records.save("person", card).id)

        def change() -> None:
            place = len(changed)
            changed.append(new[place])
            self.records.save("person", {"last_name": f"Չափյան{place}", "employer": employer}, id=new[place])

        changed: list[int] = []
        try:
            rounds = [(taken([self.bare_row]), taken([create])) for _number in range(self.samples)]
            changes = taken([change] * min(self.samples, 100))
        finally:
            execute(self.database, "DROP TABLE bench_row")
            self._take_out(new)
        floor = Times([one.all[0] for one, _ in rounds])
        yield ratio(
            "a new person: row, keys, trail, p50", Times([one.all[0] for _, one in rounds]).p50, floor, "≤ 10"
        )
        yield ratio("a renamed person with a new employer, p50", changes.p50, floor, "")

    def _take_out(self, people: Sequence[int]) -> None:
        if not people:
            return
        first, last = people[0], people[-1]
        of_them = f"record_id BETWEEN {first} AND {last}"
        with self.database.atomic():
            ((least,),) = execute(
                self.database, f"SELECT min(operation_id) FROM change WHERE entity = 'person' AND {of_them}"
            ).fetchall()
            for sql in (
                f"DELETE FROM change WHERE operation_id >= {least}",
                f"DELETE FROM operation WHERE id >= {least}",
                f"DELETE FROM search_key WHERE entity = 'person' AND {of_them}",
                f"DELETE FROM employment WHERE person_id BETWEEN {first} AND {last}",
                f"DELETE FROM person WHERE id BETWEEN {first} AND {last}",
            ):
                execute(self.database, sql)

    def reporting(self) -> Iterator[Figure]:
        year = self._year()
        criteria = Criteria(from_=f"{year}-01-01", to=f"{year}-12-31")
        sql = (
            "SELECT count(*), sum(total) FROM registration WHERE trashed_at IS NULL AND engagement_id IN"
            f" (SELECT id FROM engagement WHERE starts >= '{year}' AND starts < '{year + 1}')"
        )
        ((registrations, _total),) = execute(self.database, sql).fetchall()
        floor = taken([lambda: execute(self.database, sql).fetchall()] * 3)
        times = taken([lambda: services.run(self.records, criteria)] * 5)
        what = f"report 1 over {year}: {registrations} registrations, p50"
        yield ratio(what, times.p50, floor, "≤ 500 ms")

    def _year(self) -> int:
        """The last whole year of the archive."""
        return datetime.date.today().year - 2

    def listing(self) -> Iterator[Figure]:
        sql = (
            "SELECT id, last_name, first_name, employer_id, phone, email FROM person WHERE trashed_at IS NULL"
            f" ORDER BY sort_key, id LIMIT {PAGE}"
        )
        floor = taken([lambda: execute(self.database, sql).fetchall()] * 20)
        first = taken([lambda: self.records.page("person", LINES, limit=PAGE)] * 20)
        yield ratio(f"the first {PAGE} people of the list, p95", first.p95, floor, "≤ 80 ms")


def keystrokes(people: Sequence[dict[str, Any]]) -> Iterator[str]:
    """All that is typed on the way to somebody's first and last name."""
    for one in people:
        name = f"{one['first_name']} {one['last_name']}"
        yield from (name[:end] for end in range(1, len(name) + 1))


def ratio(what: str, milliseconds: float, floor: Times, goal: str) -> Figure:
    """A figure beside the median of its floor."""
    return Figure(
        what, f"{milliseconds:.2f} ms", f"{floor.p50:.3f} ms", f"{milliseconds / floor.p50:.1f}", goal
    )


def versions(database: Database) -> str:
    """What it ran on."""
    asked = "SHOW server_version" if is_postgresql(database) else "SELECT sqlite_version()"
    ((engine,),) = execute(database, asked).fetchall()
    kind = "PostgreSQL" if is_postgresql(database) else "SQLite"
    return (
        f"{kind} {str(engine).split()[0]}, Python {platform.python_version()}, "
        f"Peewee {metadata.version('peewee')}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--samples", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        urls = given.urls
        if not urls:
            examples.keep_example(Path(folder) / "small.db", "small")
            urls = [f"sqlite:///{folder}/small.db"]
        tables(urls, given.samples)


def tables(urls: Sequence[str], samples: int) -> None:
    """Print the table of each database; memory is tidied as it is in the program at work."""
    tidy_often()
    for url in urls:
        desk = Desk(url, samples)
        counts = [model.select().count() for model in (Person, Registration, Payment)]
        people, registrations, payments = (f"{count:,}" for count in counts)
        print(f"\n### {people} people, {registrations} registrations, {payments} payments")
        print(f"\n{datetime.date.today()}; {versions(desk.database)}\n")
        print("| what | figure | floor | ÷ | goal |\n| --- | --- | --- | --- | --- |")
        for part in (desk.searching, desk.saving, desk.reporting, desk.listing):
            for figure in part():
                print(figure, flush=True)
        desk.database.close()


if __name__ == "__main__":
    main()
