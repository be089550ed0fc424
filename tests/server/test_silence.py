"""Lines on which nothing comes: who says nothing, presses nothing, is gone; and clocks that jump."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import asyncssh
import pytest
from databases import PASSWORD, make_company
from served import Person

from bsc_tui.config import Config
from bsc_tui.db.models import Draft
from bsc_tui.records.records import Clock
from bsc_tui.server.listener import KEEPALIVES, Listener

F2, F7 = "\x1bOQ", "\x1b[18~"


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


HASTE = 0.5
"""Seconds between two keepalives of the listener in this process."""


@contextlib.asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[Inner]:
    """A listener in this very process, so that its clocks can be moved."""
    url = f"sqlite:///{folder / 'company.db'}"
    make_company(url)
    config = Config(
        database=url,
        data=str(folder / "data"),
        state=str(folder / "state"),
        server_host="127.0.0.1",
        server_port=0,
        backup_hours=0,
    )
    listener = Listener(config)
    await listener.start()
    yield Inner(listener)
    await listener.stop()


@pytest.fixture
async def inner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Inner]:
    """It asks its lines often whether they are there."""
    monkeypatch.setattr("bsc_tui.server.listener.KEEPALIVE_SECONDS", HASTE)
    async with listening(tmp_path) as made:
        yield made


async def test_who_says_nothing_or_next_to_nothing_is_shown_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bsc_tui.server.listener.LOGIN_SECONDS", 1)
    async with listening(tmp_path) as inner:

        async def stays(*words: bytes) -> float:
            """Seconds for which the server hears somebody who says this, a word a fifth of a second."""
            begin = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", inner.listener.port)
            with contextlib.suppress(OSError):
                for word in words:
                    writer.write(word)
                    await asyncio.sleep(0.2)
                    if reader.at_eof():
                        break
                await reader.read()
            writer.close()
            return time.monotonic() - begin

        byte_by_byte = [bytes([one]) for one in b"SSH-2.0-x\r\n"]
        took = await asyncio.gather(stays(), stays(b"SSH-2."), stays(b"SSH-2.0-x\r\n"), stays(*byte_by_byte))
        assert max(took) < 5, took
        assert not inner.listener.hall.waiting


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
