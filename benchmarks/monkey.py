"""Keys without sense, over SSH, on the example company: the program lives, nothing is saved unasked.

    .venv/bin/python benchmarks/monkey.py [--minutes 5] [--seed 1] [--postgresql URL]

First a megabyte of noise: bytes of any value, sequences cut off or out of range, keys before the screen is
there, everything but the keys that answer and save; afterwards every row of the company is what it was. Then
a monkey that knows all keys, for some minutes: whoever it throws out signs in again. The status is 1 where a
session fell, an error was written down, or a row is not what it was.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "server"))

from databases import PASSWORD, gate, open_database
from served import Person, Served
from server import ROOM

from bsc_tui.cli import examples
from bsc_tui.config import EXAMPLE_ACCOUNT
from bsc_tui.operations.accounts import add_account
from bsc_tui.records.access import SYSTEM
from bsc_tui.records.records import Records

NOISE = 1 << 20
"""Bytes."""
FUNCTIONS = [f"\x1b[{number}~" for number in (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)]
MOVES = [*(f"\x1b[{end}" for end in ("A", "B", "C", "D", "5~", "6~", "H", "F", "Z")), "\t", "\x1b", " "]
PASTES = ["\x1b[200~Petrosyan\tAnna\nHakobyan\tAram\n\x1b[201~", "\x1b[200~\x1b[31mred\x1b[201~"]
BROKEN = ["\x1b[", "\x1bO", "\x1b[<99999;99999;99999M", "\x1b[<0;-1;-1m", "\x1b]0;x", "\x1bP", "\x1b[9999~"]
WORDS = ["Hakob", "an", "12", "01.03.2025", "-5", "100", "1e9", "Պետ", "é", "[/]", *"'%٣?+-/*=yn123456789"]
MENU = [f"\x1b[21~{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
PALETTE = [
    f"\x10{word}\r"
    for word in (
        "list",
        "invo",
        "quest",
        "acc",
        "trash",
        "trail",
        "keys",
        "temp",
        "sess",
        "new",
        "kinds",
        "own f",
    )
]
REACHING = ((MENU, 2), (PALETTE, 1), (PASTES, 1))
CONTROLS = [chr(number) for number in range(1, 27)]
SAVING = (
    *(b"\r", b"\n", b"\x1bOM", b"\x13", b"y", b"Y"),
    *(b"\x1b[12~", b"\x1bOQ", b"\x1b[[B", b"\x1b[17~", b"\x1b[Q"),
)
"""What saves, runs, opens or says yes: Enter, Ctrl+S and the letter of an answer; F2, F6 of any terminal."""
PRESETS = ("administrator", "responsible", "clerk", "viewer")
OWN = {"account", "draft", "open_session", "visit", "setting"}
"""Tables of what a person's own work leaves without saving."""
OTHERS = {
    "operation": "WHERE verb <> 'settings'",
    "change": "WHERE operation_id NOT IN (SELECT id FROM operation WHERE verb = 'settings')",
}
"""Colours and language are one's own, and chosen by one key."""


def noise(seed: int) -> bytes:
    """A megabyte that asks for nothing to be saved."""
    chance = random.Random(seed)
    whole = bytearray()
    while len(whole) < NOISE:
        whole += chance.randbytes(chance.randrange(1, 200))
        whole += chance.choice(FUNCTIONS + MOVES + BROKEN).encode()
    for saving in SAVING:
        while saving in whole:
            whole = whole.replace(saving, b"")
    return bytes(whole)


def keys(chance: random.Random) -> str:
    """What a hand that falls on the keyboard presses next."""
    kinds = ((FUNCTIONS, 5), (MOVES, 6), (["\r"], 4), (WORDS, 5), (CONTROLS, 2), (BROKEN, 1), *REACHING)
    chosen = chance.choices([kind for kind, _weight in kinds], [weight for _kind, weight in kinds])[0]
    key: str = chance.choice(chosen)
    return key * (chance.randrange(1, 5) if chosen is MOVES else 1)


def rows(server: Served) -> dict[str, str]:
    """What the company knows: a number for each table."""
    records = server.records()
    found = {}
    for table in sorted(set(records.database.get_tables()) - OWN):
        every = records.database.execute_sql(f'SELECT * FROM "{table}" {OTHERS.get(table, "")}').fetchall()
        found[table] = hashlib.sha256("\n".join(sorted(map(str, every))).encode()).hexdigest()
    records.database.close()
    return found


def add_anyhow(server: Served, name: str, preset: str) -> None:
    """A new account, whatever the monkey has made of the administrator's."""
    database = open_database(server.url)
    add_account(Records(database, SYSTEM), name, name.title(), preset, PASSWORD, quick_hash=True)
    database.close()


class Monkey:
    """Signs in again, as somebody new, whenever it is thrown out."""

    def __init__(self, server: Served, preset: str, seed: int) -> None:
        self.server, self.preset, self.chance = server, preset, random.Random(seed)
        self.pressed = self.sessions = 0
        self.falls: list[str] = []
        self._last: list[str] = []
        self._person: Person | None = None

    async def presses_until(self, end: float) -> None:
        """Go on until the moment."""
        while time.perf_counter() < end:
            await self._presses(keys(self.chance))

    async def _presses(self, text: str) -> None:
        """Press, and read what is painted; the last keys are kept for who looks for the cause."""
        person = self._person or await self._enter()
        self.pressed += 1
        self._last = [*self._last[-40:], text]
        try:
            person.types(text)
            await person.rest(0.02)
        except (AssertionError, OSError):
            status, screen = await person.farewell()
            if status or "unexpectedly" in screen:
                self.falls.append(f"status {status} after {self._last}")
            self._person = None

    async def _enter(self) -> Person:
        self.sessions += 1
        name = f"{self.preset}{self.sessions}"
        add_anyhow(self.server, name, self.preset)  # one at a time: the models are bound to one database
        self._person = await Person(
            await self.server.connect(name), self.chance.choice(((80, 24), (120, 40)))
        ).open()
        return self._person


async def measure(server: Served, seconds: float, seed: int) -> bool:
    """Noise, then the monkey; whether all went well."""
    server.add("noisy")
    line = await server.connect("noisy")
    before = rows(server)  # who has signed in is written down
    person = await Person(line).open()
    start = time.perf_counter()
    signs = noise(seed)
    for begin in range(0, len(signs), 4096):
        person.types(signs[begin : begin + 4096])
        await person.rest(0.02)
    await person.rest(3.0)
    took, after = time.perf_counter() - start, rows(server)
    changed = [table for table in before if after[table] != before[table]]
    print(
        f"{len(signs)} bytes of noise in {took:.0f} s; tables with other rows: {changed or 'none'}",
        flush=True,
    )
    person.pull_the_plug()
    end = time.perf_counter() + seconds
    troop = [Monkey(server, preset, seed * 100 + number) for number, preset in enumerate(PRESETS)]
    await asyncio.gather(*(monkey.presses_until(end) for monkey in troop))
    falls = [fall for monkey in troop for fall in monkey.falls]
    for monkey in troop:
        print(f"{monkey.preset}: {monkey.pressed} times keys in {monkey.sessions} sessions")
    print(f"{len(falls)} falls", *falls, sep="\n")
    errors = server.folder / "state" / "errors.log"
    told = errors.read_text() if errors.exists() else ""
    print(told or "no error was written down")
    return not changed and not falls and not told


def main() -> int:
    """A server of its own for the time."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--minutes", type=float, default=5)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--postgresql", metavar="URL", help="an empty database; else a file of SQLite's")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = asked.postgresql or f"sqlite:///{folder / 'company.db'}"
        database = examples.example_in(url)
        administrator = gate(database, EXAMPLE_ACCOUNT)
        add_account(administrator, "admin", "Admin", "administrator", PASSWORD, quick_hash=True)
        database.close()
        server = Served(url, folder, **ROOM)
        try:
            return 0 if asyncio.run(measure(server, asked.minutes * 60, asked.seed)) else 1
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
