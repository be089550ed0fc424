"""What a line may be like: redrawn again and again, lost, slow; and rights that change meanwhile."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from databases import make_company
from served import Person, Served

from bsc_tui.db.models import Account, Draft, OpenSession
from bsc_tui.db.models import Person as Someone
from bsc_tui.operations import accounts

F2, F7, CTRL_L = "\x1bOQ", "\x1b[18~", "\x0c"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose clerks are `lusine` and `light`, who wants light colours."""
    folder = tmp_path_factory.mktemp("hasty")
    url = f"sqlite:///{folder / 'company.db'}"
    make_company(url)
    served = Served(url, folder)
    served.add("lusine")
    served.add("light")
    records = served.records()
    Account.update(theme="bsc-light").where(Account.name == "light").execute()
    records.database.close()
    yield served
    served.stop()


@pytest.fixture
async def lusine(hasty: Served) -> AsyncIterator[Person]:
    """At a new form of a person."""
    async with await hasty.connect("lusine") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        person.types("2", F7)
        await person.reads("Last name*", "F10 Menu")
        yield person
        ended = hasty.log.count("session ended")
        records = hasty.records()
        OpenSession.update(end_asked=True).execute()
        await hasty.sees("session ended", ended + 1)
        Draft.delete().execute()
        records.database.close()


def cells(person: Person) -> list[list[tuple[Any, ...]]]:
    """Every cell as it is seen: glyph, colours, attributes; the ink of a blank is not seen."""
    screen = person._screen
    return [
        [seen(screen.buffer[row][column]) for column in range(screen.columns)] for row in range(screen.lines)
    ]


def seen(cell: Any) -> tuple[Any, ...]:
    """What of a cell meets the eye."""
    if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough):
        return (" ", cell.bg)
    return tuple(cell)


async def shows_what_was_painted(person: Person) -> None:
    """Painted anew from nothing, the terminal shows cell for cell what it showed by changes alone."""
    await person.rest(0.1, first=0.2)
    before = cells(person)
    person.forget()
    person.types(CTRL_L)
    await person.reads("F10 Menu")
    await person.rest(0.1)
    after = cells(person)
    assert [
        (row, column, before[row][column], after[row][column])
        for row in range(len(before))
        for column in range(len(before[row]))
        if before[row][column] != after[row][column]
    ] == []


async def test_after_every_size_and_a_lost_line_the_screen_is_the_one_painted(
    hasty: Served, lusine: Person
) -> None:
    await shows_what_was_painted(lusine)
    lusine.types("Սարգսյան", "\t", "日本 e\u0301")
    await lusine.reads("Սարգսյան")
    await shows_what_was_painted(lusine)
    for size in ((120, 40), (61, 19), (100, 30), (80, 24)):
        lusine.resize(*size)
        await lusine.reads("F10 Menu")
        await asyncio.sleep(0.2)
        await shows_what_was_painted(lusine)
    lost = hasty.log.count("line lost")
    lusine.pull_the_plug()
    await hasty.sees("line lost", lost + 1)
    async with await hasty.connect("lusine") as connection:
        again = await Person(connection, (100, 30)).open()
        await again.reads("its line was lost just now")
        again.types("\r")
        await again.reads("Սարգսյան", "F10 Menu")
        await shows_what_was_painted(again)
        again.types("\t\t", "\x1b[B")
        await shows_what_was_painted(again)


async def test_rights_that_are_lowered_hold_from_the_next_action(hasty: Served, lusine: Person) -> None:
    lusine.types("Markosyan")
    await lusine.reads("Markosyan")
    account = hasty.account_id("lusine")
    before = accounts.rights_of(account)
    records = hasty.records()
    accounts.set_rights(records, account, [])
    lusine.types(F2)
    await lusine.reads("Markosyan", "right")
    assert not Someone.select().where(Someone.last_name == "Markosyan").count()
    accounts.set_rights(records, account, before)
    records.database.close()
    lusine.types(F2)
    await lusine.reads("Saved")


async def test_light_colours_are_there_from_the_first_cell(hasty: Served) -> None:
    async with await hasty.connect("light") as connection:
        person = await Person(connection).open()
        await person.reads("Waiting for me")
        painted = set(re.findall(rb"48;5;(\d+)", person.seen))
        person.types("\x11")
        await person.reads("Leave the program?")
        person.types("y")
        await person.farewell()
    dark = {b"233", b"234", b"235", b"236", b"237"}
    assert painted
    assert not painted & dark


def memory_of(pid: int) -> int:
    """Kilobytes that the process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])


async def test_a_line_that_takes_nothing_costs_no_memory_and_nobody_else_waits(
    hasty: Served, lusine: Person
) -> None:
    zygote = hasty.logged(r"prepared pid=(\d+)")
    (session,) = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
    pids = (hasty.process.pid, int(session))
    before = [memory_of(pid) for pid in pids]
    stuck = lusine._process
    stuck.channel.pause_reading()
    for _ in range(400):  # 400 whole screens, about 2 MB
        lusine.types(CTRL_L)
    async with await hasty.connect("admin") as connection:
        neighbour = await Person(connection).open()
        await neighbour.reads("Waiting for me")
        begin = time.monotonic()
        neighbour.types("2")
        await neighbour.reads("People")
        assert time.monotonic() - begin < 2  # seconds; a tenth of one where nothing else runs
        neighbour.types("\x11")
        await neighbour.reads("Leave the program?")
        neighbour.types("y")
        await neighbour.farewell()
    assert all(memory_of(pid) - held < 10_000 for pid, held in zip(pids, before, strict=True))
    stuck.channel.resume_reading()
    lusine.types("x")
    await lusine.reads("F10 Menu", "›x")
