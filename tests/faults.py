"""A program that is killed while it works, run by tests.

    python tests/faults.py saves URL ROUNDS SEED       clerks save and say so; each round ends by kill -9
    python tests/faults.py migrations URL FOLDER SEED  a migration is begun anew until it is through

Children are forked from this process, so that a round takes a moment. Prints one JSON document.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bsc_tui.db import schema
from bsc_tui.db.database import execute, make_database, open_database
from bsc_tui.db.models import Account, Engagement
from bsc_tui.errors import Unavailable
from bsc_tui.records import access
from bsc_tui.records.records import Records

CLERKS = 2
MOST_SAVES = 12


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """A child that does the work, given where to write; its process id and where it is read."""
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, reads
    os.close(reads)
    try:
        work(writes)
    finally:
        os._exit(0)


def clerk(url: str, first: int, say: int) -> None:
    """Registers one person after the other, each with a payment, and says so once it is saved."""
    database = open_database(url)
    account = Account.get(Account.name == "admin")
    records = Records(database, access.actor_of(account, "faults"))
    seminar = Engagement.get().id
    number = first
    while True:
        try:
            with records.operation("register"):
                person = records.save("person", {"last_name": f"Clerk{number}"}).id
                seat = records.save(
                    "registration", {"engagement": seminar, "person": person, "price": 1_000}
                ).id
                records.save("payment", {"registration": seat, "day": "2026-11-20", "amount": 1_000})
        except Unavailable:
            continue
        os.write(say, f"{number}\n".encode())
        number += 1


def saves(url: str, rounds: int, seed: int) -> dict[str, object]:
    """What was acknowledged before the kills."""
    chance = random.Random(seed)
    acknowledged: list[int] = []
    for round_number in range(rounds):
        first = round_number * 100_000
        children = [
            forked(lambda say, first=first + place * 10_000: clerk(url, first, say))  # type: ignore[misc]
            for place in range(CLERKS)
        ]
        heard = {reads: b"" for _child, reads in children}
        wanted = chance.randrange(MOST_SAVES)
        until = time.monotonic() + 20
        while sum(text.count(b"\n") for text in heard.values()) < wanted and time.monotonic() < until:
            for reads in select.select(list(heard), [], [], 0.5)[0]:
                heard[reads] += os.read(reads, 65_536)
        time.sleep(chance.random() * 0.02)  # anywhere within the next save
        for child, _reads in children:
            os.kill(child, signal.SIGKILL)
        for child, reads in children:
            os.waitpid(child, 0)
            while some := os.read(reads, 65_536):  # what it said before it died counts
                heard[reads] += some
            os.close(reads)
            acknowledged += [int(line) for line in heard[reads].split()]
    return {"rounds": rounds, "acknowledged": acknowledged}


def migrations(url: str, folder: str, seed: int) -> dict[str, object]:
    """How often it took a new beginning, and whether the schema was ever between two steps."""
    chance = random.Random(seed)
    schema.FOLDER = Path(folder)
    kills = 0
    between: list[str] = []

    def migrate(_say: int) -> None:
        schema.migrate(make_database(url))

    for _try in range(200):
        child, reads = forked(migrate)
        os.close(reads)
        time.sleep(chance.random() * 0.12)
        ended, _status = os.waitpid(child, os.WNOHANG)
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kills += 1
        waiting = unfinished(url, between)
        if not waiting and kills >= 20:
            break
    schema.migrate(make_database(url))
    return {"kills": kills, "between": between, "left": unfinished(url, between)}


def unfinished(url: str, between: list[str]) -> int:
    """How many steps are left; a step whose table change is there without its entry, or the other way."""
    database = make_database(url)
    with database.connection_context():
        waiting = set(schema.pending(database))
        columns = {column.name for column in database.get_columns("person")}
        for step in schema.FOLDER.glob("9*.py"):
            if (step.stem in waiting) == (f"hat_{step.stem[:4]}" in columns):
                between.append(step.stem)
        execute(database, "SELECT count(*) FROM person")
    return len(waiting)


if __name__ == "__main__":
    what, where, how, seed_given = sys.argv[1:]
    if what == "saves":
        told = saves(where, int(how), int(seed_given))
    else:
        told = migrations(where, how, int(seed_given))
    sys.stdout.write(json.dumps(told) + "\n")
