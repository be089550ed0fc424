"""Open sessions: their terminals belong to the listener, so that they outlive the line they came through.

A session is attached to one line or waits for its owner. Ending one goes in steps: a word, then signals.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
import struct
import termios
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from bsc_tui.records.access import Actor
from bsc_tui.server.log import event
from bsc_tui.server.nursery import Child
from bsc_tui.server.session import ATTACHED, END
from bsc_tui.server.terminals import size_within

STEPS: tuple[tuple[int, float], ...] = ((signal.SIGHUP, 3.0), (signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0))
"""What follows when a word does not help, and how long each step is waited for."""
WORD_SECONDS = 3.0
CHUNK = 65536
MOST_TYPED = 1 << 20
"""Bytes typed that wait for a session that does not read; more is not taken from the line."""
RESIZE_PAUSE = 0.1
"""Seconds for which a window must keep its size before the session hears of it."""


class Screen(Protocol):
    """What a line offers a session: somewhere to write, and a word when it is over."""

    async def write(self, data: bytes) -> None:
        """Write; returns when there is room for more. Raises OSError when the line is gone."""

    def leave(self, status: int, sentence: str) -> None:
        """The session is over, or somebody else has it now."""


@dataclass(eq=False)
class Session:
    """One open session."""

    row: int
    actor: Actor
    origin: str
    master: int
    control: socket.socket
    child: Child
    began: float = field(default_factory=time.monotonic)
    last_key: float = field(default_factory=time.monotonic)
    lost_since: float | None = None
    screen: Screen | None = None
    farewell: str = ""
    is_ending: bool = False
    _size: tuple[int, int] = (0, 0)
    _resizing: asyncio.TimerHandle | None = None
    _pump: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Carry what it paints, for as long as it lives."""
        self._pump = asyncio.get_running_loop().create_task(self._carry())

    # -- lines -----------------------------------------------------------------------------
    def attach(self, screen: Screen, origin: str, *, again: bool) -> None:
        """From now on the session is on this line; whoever had it is told."""
        if self.screen is not None:
            self.screen.leave(0, "taken")
        self.screen, self.origin, self.lost_since = screen, origin, None
        self.last_key = time.monotonic()
        if again:
            self._say(ATTACHED)

    def detach(self, screen: Screen) -> None:
        """The line is gone; the session waits."""
        if self.screen is screen:
            self.screen = None
            self.lost_since = time.monotonic()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last key."""
        return time.monotonic() - self.last_key

    @property
    def open_seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    @property
    def lost_seconds(self) -> float:
        """Seconds for which it waits for its owner; 0 while it has a line."""
        return time.monotonic() - self.lost_since if self.lost_since is not None else 0.0

    @property
    def is_open(self) -> bool:
        """Whether one can go on with it."""
        return self.master >= 0 and self.child.is_alive and not self.is_ending

    # -- size and keys ---------------------------------------------------------------------
    def resize(self, columns: int, rows: int, *, at_once: bool = False) -> None:
        """The window has another size; it is told when it has stopped changing."""
        if self._resizing is not None:
            self._resizing.cancel()
            self._resizing = None
        size = size_within(columns, rows)
        if at_once:
            self._set_size(size)
        else:
            loop = asyncio.get_running_loop()
            self._resizing = loop.call_later(RESIZE_PAUSE, self._set_size, size)

    def _set_size(self, size: tuple[int, int]) -> None:
        if self.master >= 0 and size != self._size:
            self._size = size
            set_size(self.master, size)
        elif self.master >= 0:  # it was another one meanwhile, and cells were lost with it
            self._say(ATTACHED)

    async def type(self, data: bytes) -> None:
        """Hand on what was typed; returns when the session has taken it. Raises OSError at its end."""
        self.last_key = time.monotonic()
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self.master, left) :]
            except BlockingIOError:
                await self._writable()

    async def _writable(self) -> None:
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        master = self.master

        def look() -> None:
            if not ready.done():
                ready.set_result(None)

        loop.add_writer(master, look)
        try:
            await ready
        finally:
            loop.remove_writer(master)

    # -- what it paints --------------------------------------------------------------------
    async def _carry(self) -> None:
        """Read the terminal as fast as the line takes it; without a line all is dropped."""
        while (data := await self._painted()) is not None:
            screen = self.screen
            if screen is not None:
                try:
                    await screen.write(data)
                except OSError:
                    self.detach(screen)
        await self._over()

    async def _painted(self) -> bytes | None:
        """What comes next; None when the session has ended and everything is read."""
        while True:
            try:
                return os.read(self.master, CHUNK) or None
            except BlockingIOError:
                if not self.child.is_alive:
                    return None
                await self._readable()
            except OSError:  # the last process that had the terminal is gone
                return None

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()

        def look() -> None:
            if not ready.done():
                ready.set_result(None)

        loop.add_reader(self.master, look)
        try:
            waited: set[asyncio.Future[Any]] = {ready, self.child.ended}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        finally:
            loop.remove_reader(self.master)
            ready.cancel()

    async def _over(self) -> None:
        """The terminal is closed; so is the session, at the latest after the steps."""
        if not self.child.ended.done():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self.child.ended), 2.0)
        if self.child.is_alive:
            await self._step_by_step()
        status = await self.child.ended
        if self._resizing is not None:
            self._resizing.cancel()
        os.close(self.master)
        self.master = -1
        self.control.close()
        if self.screen is not None:
            self.screen.leave(128 - status if status and status < 0 else status or 0, self.farewell)
            self.screen = None
        event("session ended", account=self.actor.name, session=self.row, status=status)

    # -- the end ---------------------------------------------------------------------------
    async def end(self, why: str) -> None:
        """End it: what was typed is kept as drafts. Returns when it is over."""
        if not self.is_ending:
            self.is_ending = True
            self.farewell = self.farewell or why
            event("ending session", account=self.actor.name, session=self.row, why=why)
            self._say(END)
            done, _waiting = await asyncio.wait({self.child.ended}, timeout=WORD_SECONDS)
            if not done:
                await self._step_by_step()
        _done, stuck = await asyncio.wait({self.pump}, timeout=2)
        if stuck and self.screen is not None:  # a line that takes nothing holds up nobody
            self.screen.leave(1, self.farewell)
            await asyncio.wait({self.pump}, timeout=5)

    async def _step_by_step(self) -> None:
        for number, seconds in STEPS:
            self.child.signal(number)
            done, _waiting = await asyncio.wait({self.child.ended}, timeout=seconds)
            if done:
                return

    def _say(self, word: bytes) -> None:
        with contextlib.suppress(OSError):
            self.control.send(word)

    @property
    def pump(self) -> asyncio.Task[None]:
        """Ends with the session."""
        assert self._pump is not None
        return self._pump


def set_size(terminal: int, size: tuple[int, int]) -> None:
    """The kernel tells the session."""
    columns, rows = size
    with contextlib.suppress(OSError):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
