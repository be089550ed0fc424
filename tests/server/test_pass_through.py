"""What comes through SSH shows, cell for cell, what Textual's own stream shows that comes the same way.

Two servers on two copies of one company: one sends changed cells, the other all that is painted. Both get the
same keys and sizes. A sign typed stands for a sequence the program does not know, see `STRANGER`.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from served import PATIENCE, Person, Served, at_start
from two_terminals import seen

from bsc_tui.db.models import Account

pytest_plugins = ("desk",)

F1, F2, F7, F9, F10, CTRL_L = "\x1bOP", "\x1bOQ", "\x1b[18~", "\x1b[20~", "\x1b[21~", "\x0c"
STRANGERS = {
    "①": "\x1b[2;1H\x1b[1L",  # a line is put between
    "②": "\x1b[15;10H\x1b[3P\x1b[44m\x1b[2X",  # cells are taken out, others erased
    "③": "\x1b7\x1b[10;1Hfrom elsewhere\x1b8",  # the cursor is kept, words stand where they are not known
    "④": "\x1b[3;9r\x1b[3;1H\x1bM\x1b[r",  # rows move within margins
    "⑤": "\x1b[?1049l\x1b[?1049h\x1b[2J",  # the other screen and back
}
STRANGER = '''
"""Reads with Python's start: sequences nobody knows, where a sign for them is painted."""
import sys
if any("zygote" in word for word in sys.orig_argv):
    from bsc_tui.terminal.attached import AttachedDriver
    from bsc_tui.terminal.driver import CellDriver
    STRANGERS = {strangers!r}
    def patched(kind, write):
        def anew(driver, data):
            write(driver, data)
            if type(driver) is kind:
                for sign, sequence in STRANGERS.items():
                    if sign in data:
                        write(driver, sequence)
        kind.write = anew
    patched(AttachedDriver, AttachedDriver.write)
    patched(CellDriver, CellDriver.write)
'''


class Both:
    """The same keys on both; what one shows the other shows."""

    def __init__(self, cells: Person, plain: Person) -> None:
        self.cells, self.plain = cells, plain

    async def types(self, *keys: str, reads: str = "") -> None:
        """Press keys, see the word, and compare when both are at rest."""
        for person in (self.cells, self.plain):
            person.types(*keys)
        await self.agree(reads)

    async def resize(self, columns: int, rows: int) -> None:
        """Pull at both windows."""
        for person in (self.cells, self.plain):
            person.resize(columns, rows)
            await person.until(lambda: person.text.splitlines()[-1].strip(), "the key bar below")  # noqa: B023
        await self.agree("")

    async def agree(self, word: str) -> None:
        """Both show the word and the same cells."""
        end = time.monotonic() + PATIENCE
        while True:
            await asyncio.gather(*(person.rest(0.06, first=0.4) for person in (self.cells, self.plain)))
            there = word in self.cells.text and word in self.plain.text
            if there and not (wrong := self.differences()):
                return
            assert time.monotonic() < end, "\n".join(
                [word, *(wrong[:5] if there else []), self.cells.text, self.plain.text]
            )

    def differences(self) -> list[str]:
        """Cells that differ; the time of day does not count."""
        one, other = self.cells._screen, self.plain._screen
        times = [
            {x for row in (mine, theirs) for found in TIME.finditer(row) for x in range(*found.span())}
            for mine, theirs in zip(one.display, other.display, strict=True)
        ]
        return [
            f"({x}, {y}): {other.buffer[y][x]} is {one.buffer[y][x]}"
            for y in range(one.lines)
            for x in range(one.columns)
            if x not in times[y] and seen(one.buffer[y][x]) != seen(other.buffer[y][x])
        ]


TIME = re.compile(r"\d\d:\d\d")


@pytest.fixture
async def both(company_url: str, tmp_path: Path) -> AsyncIterator[Both]:
    """The clerk at both servers, in Armenian."""
    surroundings = at_start(tmp_path / "code", STRANGER.format(strangers=STRANGERS))
    servers = []
    for name in ("cells", "plain"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(company_url.removeprefix("sqlite:///"), folder / "company.db")
        url = f"sqlite:///{folder / 'company.db'}"
        servers.append(Served(url, folder, surroundings, plain_output=name == "plain"))
        records = servers[-1].records()
        Account.update(language="hy").where(Account.name == "lusine").execute()
        records.database.close()
    try:
        people = [await Person(await server.connect("lusine")).open() for server in servers]
        yield Both(*people)
    finally:
        for server in servers:
            server.stop()


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_walk_over_ssh_shows_the_same_as_all_that_is_painted(both: Both) -> None:
    await both.agree("Lusine")
    await both.types("2", reads="Hakobyan")
    await both.types("\x1b[B", "\x1b[B", "\x1b[6~")
    await both.types(F7)
    for text in ("Ավանեսյան", "\t", "日本 Tokyo", "e\u0301", "\t", "👩\u200d👩\u200d👧", "🇦🇲 x", "שלום"):
        await both.types(text)
    await both.types("\t", "x")  # the list of a field opens
    await both.resize(120, 40)
    await both.types("\x1b")
    await both.types("\x1b[Z", "\x1b[D", "\x7f", "x")
    for sign in STRANGERS:
        await both.types(sign)
        await both.types("\x7f", "a", "\x7f")  # where nothing is known of the terminal, changes come right
        await both.types(CTRL_L)
    await both.resize(61, 19)
    await both.types(F1)
    await both.types("\x1b[6~", "\x1b")
    await both.types(F9, reads="Անցնել")
    await both.resize(100, 30)
    await both.types("\x1b", F10)
    await both.types("\x1b", F2, reads="Ավանեսյան")
    assert len(both.cells.seen) < len(both.plain.seen) / 3
