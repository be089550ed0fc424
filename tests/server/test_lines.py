"""What a line may be like: redrawn again and again, asleep, slow, idle; and rights that change meanwhile."""

from __future__ import annotations

import asyncio
import datetime
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from databases import PASSWORD, make_company
from served import Person, Served

from bsc_tui.config import Config
from bsc_tui.db.models import Account, Draft, OpenSession
from bsc_tui.db.models import Person as Someone
from bsc_tui.operations import accounts
from bsc_tui.records.records import Clock
from bsc_tui.server.listener import Listener

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


class Inner:
    """Who comes to a listener of this process."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    async def comes(self, password: str = PASSWORD) -> Person:
        """The administrator opens the program."""
        connection = await asyncssh.connect(
            "127.0.0.1",
            self.listener.port,
            username="admin",
            password=password,
            client_keys=None,
            known_hosts=None,
            config=None,
            agent_path=None,
        )
        return await Person(connection).open()


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
    await person.rest()
    before = cells(person)
    person.forget()
    person.types(CTRL_L)
    await person.reads("F10 Menu")
    await person.rest()
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
    before = memory_of(hasty.process.pid)
    stuck = lusine._process
    stuck.channel.pause_reading()
    for _ in range(400):  # 400 whole screens, about 2 MB
        lusine.types(CTRL_L)
    async with await hasty.connect("admin") as connection:
        neighbour = await Person(connection).open()
        await neighbour.reads("Waiting for me")
        neighbour.types("2")
        await neighbour.reads("People")
        neighbour.types("\x11")
        await neighbour.reads("Leave the program?")
        neighbour.types("y")
        await neighbour.farewell()
    assert memory_of(hasty.process.pid) - before < 10_000
    stuck.channel.resume_reading()
    lusine.types("x")
    await lusine.reads("F10 Menu", "›x")


@pytest.fixture
async def inner(tmp_path: Path) -> AsyncIterator[Inner]:
    """A listener in this very process, so that its clocks can be moved."""
    url = f"sqlite:///{tmp_path / 'company.db'}"
    make_company(url)
    config = Config(
        database=url,
        data=str(tmp_path / "data"),
        state=str(tmp_path / "state"),
        server_host="127.0.0.1",
        server_port=0,
        backup_hours=0,
    )
    listener = Listener(config)
    await listener.start()
    yield Inner(listener)
    await listener.stop()


async def test_who_presses_no_key_for_long_is_shown_out_and_drafts_are_kept(inner: Inner) -> None:
    person = await inner.comes()
    await person.reads("Waiting for me")
    person.types("2", F7)
    await person.reads("Last name*")
    person.types("Tumanyan")
    await person.reads("Tumanyan")
    (session,) = inner.listener.sessions
    await inner.listener.look()
    assert not session.is_ending
    session.last_key -= inner.listener.config.idle_end_minutes * 60
    await inner.listener.look()
    status, text = await person.farewell()
    assert status == 0
    assert "there was no key for a long time" in text
    assert "Tumanyan" in Draft.get().content


async def test_a_line_that_sleeps_too_long_leaves_drafts_and_nobody_behind(inner: Inner) -> None:
    person = await inner.comes()
    await person.reads("Waiting for me")
    person.types("2", F7)
    await person.reads("Last name*")
    person.types("Tumanyan")
    await person.reads("Tumanyan")
    (session,) = inner.listener.sessions
    person.pull_the_plug()
    while session.screen is not None:
        await asyncio.sleep(0.02)
    await inner.listener.look()
    assert not session.is_ending
    assert session.lost_since is not None
    session.lost_since -= inner.listener.config.keep_minutes * 60
    await inner.listener.look()
    await session.pump
    assert inner.listener.sessions == []
    assert not session.child.is_alive
    assert "Tumanyan" in Draft.get().content


@pytest.mark.parametrize("jump", [86_400, -86_400, 365 * 12 * 86_400], ids=["a day on", "a day back", "2038"])
async def test_a_clock_that_jumps_ends_nobody_and_locks_nobody_out(
    inner: Inner, jump: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await inner.comes()
    await person.reads("Waiting for me")
    lost = await inner.comes()
    await lost.reads("You have a session open")
    lost.types("n")
    await lost.reads("Waiting for me")
    lost.pull_the_plug()
    with pytest.raises(asyncssh.PermissionDenied):
        await inner.comes(password="wrong")
    real, moment = time.time, Clock.now
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    monkeypatch.setattr(Clock, "now", lambda clock: moment(clock) + datetime.timedelta(seconds=jump))
    await inner.listener.look()
    await asyncio.sleep(0.1)
    await inner.listener.look()
    assert len([one for one in inner.listener.sessions if one.is_open]) == 2
    begin = time.monotonic()
    again = await inner.comes()
    await again.reads("its line was lost just now")
    assert time.monotonic() - begin < 8
    person.types("2")
    await person.reads("People")
