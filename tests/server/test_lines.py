"""What a line may be like: redrawn again and again, asleep, slow, idle; and rights that change meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import asyncssh
import pytest
from databases import PASSWORD, make_company
from served import Person, Served

from bsc_tui.config import Config
from bsc_tui.db.models import Account, Draft, OpenSession
from bsc_tui.db.models import Person as Someone
from bsc_tui.operations import accounts
from bsc_tui.records.records import Clock
from bsc_tui.server.listener import KEEPALIVES, Listener

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

    async def comes(self, password: str = PASSWORD, port: int = 0) -> Person:
        """The administrator opens the program."""
        connection = await asyncssh.connect(
            "127.0.0.1",
            port or self.listener.port,
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


HASTE = 0.5
"""Seconds between two keepalives of the listener in this process."""


@pytest.fixture
async def inner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Inner]:
    """A listener in this very process, so that its clocks can be moved."""
    monkeypatch.setattr("bsc_tui.server.listener.KEEPALIVE_SECONDS", HASTE)
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


class Cable(asyncio.Protocol):
    """What lies between: it can be pulled out, and neither end hears of it."""

    def __init__(self, port: int, other: asyncio.Transport | None = None) -> None:
        self._port, self._other = port, other
        self.is_whole = True
        self.far: Cable | None = None
        self._early: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Go on to the server."""
        if self._other is None:
            self._joining = asyncio.get_running_loop().create_task(
                self._join(cast(asyncio.Transport, transport))
            )

    async def _join(self, near: asyncio.Transport) -> None:
        loop = asyncio.get_running_loop()
        far = lambda: Cable(self._port, near)  # noqa: E731 - a factory
        self._other, self.far = await loop.create_connection(far, "127.0.0.1", self._port)
        for data in self._early:
            self._other.write(data)

    def data_received(self, data: bytes) -> None:
        """Hand on."""
        if self._other is None:
            self._early.append(data)
        elif self.is_whole:
            self._other.write(data)

    def pull_out(self) -> None:
        """Nothing comes through, neither way."""
        assert self.far is not None
        self.is_whole = self.far.is_whole = False


def lines_and_terminals() -> list[str]:
    """What this process has open of them, by their kinds."""
    kinds = []
    for file in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            kinds.append(os.readlink(file).partition(":")[0])
    return sorted(kind for kind in kinds if kind in ("socket", "/dev/ptmx", "anon_inode"))


async def test_a_cable_pulled_out_is_noticed_and_leaves_nothing_open(inner: Inner) -> None:
    cables: list[Cable] = []

    def cable() -> Cable:
        cables.append(Cable(inner.listener.port))
        return cables[-1]

    between = await asyncio.get_running_loop().create_server(cable, "127.0.0.1", 0)
    port = between.sockets[0].getsockname()[1]
    before = lines_and_terminals()
    person = await inner.comes(port=port)
    await person.reads("Waiting for me")
    person.types("2", F7)
    await person.reads("Last name*")
    person.types("Tumanyan")
    await person.reads("Tumanyan")
    (session,) = inner.listener.sessions
    cables[0].pull_out()
    begin = time.monotonic()
    while session.screen is not None:
        await asyncio.sleep(0.02)
    assert time.monotonic() - begin < (KEEPALIVES + 2) * HASTE
    assert session.lost_since is not None
    session.lost_since -= inner.listener.config.keep_minutes * 60
    await inner.listener.look()
    await session.pump
    assert "Tumanyan" in Draft.get().content
    person.pull_the_plug()
    between.close()
    await between.wait_closed()
    await asyncio.sleep(0.2)
    before.remove("socket")  # at which `between` listened
    assert lines_and_terminals() == before


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
