"""How fast people are found, against the floor: one bare look into the same index in the same run.

    python benchmarks/search.py [--people 20000] [--samples 400] [--url postgresql://…]

Without a URL an SQLite file is made in a temporary folder. The people are made up, the same in every run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from peewee import Database

from bsc_tui.db.database import is_postgresql, make_database
from bsc_tui.records.folding import digits, strict_words
from bsc_tui.records.search import Searcher
from bsc_tui.records.search_keys import Searchable, keys_of, store_many

ENTITY = "person"
LETTERS = {
    "Latin": ("a e i o u ya", "h g k p t s r n m l v b d sh ch gh kh ts", "yan", "A G S N M L R T V"),
    "Armenian": ("ա է ի օ ու յա", "հ գ կ պ տ ս ր ն մ լ վ բ դ շ ճ ղ խ ծ", "յան", "Ա Գ Ս Ն Մ Լ Ռ Տ Վ"),
    "Cyrillic": ("а е и о у я", "г г к п т с р н м л в б д ш ч г х ц", "ян", "А Г С Н М Л Р Т В"),
}


@dataclass(frozen=True)
class Person:
    """One made-up person and the words they may be sought by."""

    last: str
    first: str
    company: str
    phone: str
    email: str
    passport: str

    def searchable(self) -> Searchable:
        return Searchable(
            (self.last, self.first), (self.company,), (self.phone,), (self.email,), (self.passport,)
        )


def made_up(number: int) -> list[Person]:
    """So many people; surnames are unevenly common, as they are."""
    chance = random.Random(1994)
    surnames = [syllables(chance, chance.randint(2, 4)) for _ in range(max(number // 5, 10))]
    first_names = [syllables(chance, chance.randint(1, 3)) for _ in range(300)]
    companies = [
        f"{spelt(syllables(chance, 3), 'Latin')} {chance.choice(['LLC', 'CJSC', 'Bank', 'Group'])}"
        for _ in range(max(number // 10, 5))
    ]
    people = []
    for place in range(number):
        script = chance.choices(list(LETTERS), (30, 50, 20))[0]
        last = spelt(surnames[int(len(surnames) * chance.random() ** 2)], script) + LETTERS[script][2]
        first = spelt(first_names[int(300 * chance.random() ** 2)], script)
        phone = f"+374{chance.choice((91, 93, 77, 55))}{chance.randrange(10**6):06}"
        email = f"{'.'.join(strict_words(first + ' ' + last))}{place}@example.am"
        people.append(Person(last, first, chance.choice(companies), phone, email, f"AN{place:07}"))
    return people


def syllables(chance: random.Random, count: int) -> list[tuple[int, int]]:
    return [(chance.randrange(18), chance.randrange(6)) for _ in range(count)]


def spelt(sounds: list[tuple[int, int]], script: str) -> str:
    vowels, consonants = (letters.split() for letters in LETTERS[script][:2])
    return "".join(consonants[consonant] + vowels[vowel] for consonant, vowel in sounds).capitalize()


def make_table(database: Database) -> None:
    collation, ending = ('COLLATE "C"', "") if is_postgresql(database) else ("", "WITHOUT ROWID")
    execute(database, "DROP TABLE IF EXISTS search_key")
    execute(
        database,
        "CREATE TABLE search_key (entity varchar(20) NOT NULL, kind smallint NOT NULL,"
        f" key varchar(160) {collation} NOT NULL, record_id integer NOT NULL,"
        f" PRIMARY KEY (entity, kind, key, record_id)) {ending}",
    )


def slipped(chance: random.Random, word: str) -> str:
    """The word with one letter more, less, other, or two swapped."""
    place, other = chance.randrange(len(word) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:place] + other + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + other + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


def classes(chance: random.Random) -> dict[str, Callable[[Person], str]]:
    """What is typed to find a person, for each class of queries."""
    return {
        "1 letter": lambda person: person.last[:1],
        "2 letters": lambda person: person.last[:2],
        "3 letters": lambda person: person.last[:3],
        "4 letters": lambda person: person.last[:4],
        "6 letters": lambda person: person.last[:6],
        "1 + 1 letters": lambda person: f"{person.first[:1]} {person.last[:1]}",
        "3 + 2 letters": lambda person: f"{person.first[:3]} {person.last[:2]}",
        "3 + 3 letters": lambda person: f"{person.first[:3]} {person.last[:3]}",
        "4 + 4 letters": lambda person: f"{person.first[:4]} {person.last[:4]}",
        "first and last name": lambda person: f"{person.first} {person.last}",
        "last 3 + company 4": lambda person: f"{person.last[:3]} {person.company[:4]}",
        "phone, last 6 digits": lambda person: digits(person.phone)[-6:],
        "e-mail": lambda person: person.email,
        "passport": lambda person: person.passport,
        "one slip in the last name": lambda person: (
            f"{person.first} {slipped(chance, strict_words(person.last)[0])}"
        ),
        "nobody's name": lambda person: slipped(chance, slipped(chance, slipped(chance, "qwfpgjluy"))),
    }


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what came of it."""
    start = time.perf_counter()
    outcome = action()
    return (time.perf_counter() - start) * 1000, outcome


def keystrokes(query: str) -> Iterator[str]:
    return (query[:end] for end in range(1, len(query) + 1))


def line(name: str, times: list[float], floor: float, found: str = "") -> None:
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:28} {p50:8.3f} {p95:8.3f} {p50 / floor:8.1f} {p95 / floor:8.1f}   {found}")


def measure(database: Database, people: list[Person], samples: int) -> None:
    searcher = Searcher(database)
    chance = random.Random(2007)
    targets = [(place + 1, people[place]) for place in chance.sample(range(len(people)), samples)]
    words = [strict_words(person.last)[0] for _, person in targets]
    lookups = [timed(partial(bare_lookup, database, word))[0] for word in words]
    floor = statistics.median(lookups)
    print(f"{'query':28} {'p50 ms':>8} {'p95 ms':>8} {'p50/floor':>9} {'p95/floor':>9}  in the 20")
    line("floor: one bare lookup", lookups, floor)
    reading, vocabulary = timed(partial(searcher.vocabulary, ENTITY))
    for name, query_for in classes(chance).items():
        asked = [
            (record_id, timed(partial(searcher.find, ENTITY, query_for(person))))
            for record_id, person in targets
        ]
        found = sum(record_id in answers for record_id, (_, answers) in asked)
        line(name, [spent for _, (spent, _) in asked], floor, f"{found / len(targets):.1%}")
    typed = [part for _, person in targets[:200] for part in keystrokes(f"{person.first} {person.last}")]
    spent = [timed(partial(searcher.find, ENTITY, part))[0] for part in typed]
    line("every keystroke of a name", spent, floor)
    print(f"{len(vocabulary.words)} distinct words of names read in {reading:.0f} ms")


def bare_lookup(database: Database, word: str) -> Any:
    mark = database.param
    sql = (
        f"SELECT record_id FROM search_key WHERE entity = {mark} AND kind = 0"
        f" AND key >= {mark} AND key < {mark} ORDER BY key, record_id LIMIT 20"
    )
    return execute(database, sql, (ENTITY, word, word + "{")).fetchall()


def execute(database: Database, sql: str, parameters: tuple[object, ...] = ()) -> Any:
    run: Callable[..., Any] = database.execute_sql  # untyped in Peewee's stubs
    return run(sql, parameters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--url")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = make_database(options.url or f"sqlite:///{folder}/search.db")
        database.connect()
        make_table(database)
        people = made_up(options.people)
        start = time.perf_counter()
        keys = [(number, keys_of(person.searchable())) for number, person in enumerate(people, 1)]
        made = time.perf_counter()
        with database.atomic():
            store_many(database, ENTITY, keys)
        stored = time.perf_counter()
        count = sum(len(some) for _, some in keys)
        print(
            f"{len(people)} people, {count} keys ({count / len(people):.1f} each):"
            f" made in {made - start:.1f} s, stored in {stored - made:.1f} s"
        )
        if is_postgresql(database):
            execute(database, "VACUUM ANALYZE search_key")
        measure(database, people, min(options.samples, len(people)))
        database.close()


if __name__ == "__main__":
    main()
