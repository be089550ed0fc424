"""The listener's side of the zygote: starting it, asking it for sessions, knowing when each has ended.

Sessions do not depend on the zygote once they are born: it can be replaced while they go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from bsc_tui.config import Config
from bsc_tui.errors import Unavailable
from bsc_tui.i18n import _
from bsc_tui.server.log import event

BIRTH_SECONDS = 10.0
PREPARED_SECONDS = 60.0
ESCAPE_MILLISECONDS = "400"
"""How long the rest of a key's sequence may take: networks split them."""
PASSED_ON = ("PATH", "HOME", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONPATH", "LD_LIBRARY_PATH")


class Child:
    """A forked process. `ended` is its exit status; None when nobody was there to see it."""

    def __init__(self, pid: int, watch: int) -> None:
        self.pid = pid
        self._watch = watch
        loop = asyncio.get_running_loop()
        self._loop = loop
        self.ended: asyncio.Future[int | None] = loop.create_future()
        self.status: int | None = None
        loop.add_reader(watch, self._died)

    def signal(self, number: int) -> None:
        """Send a signal; to a dead one it is no error."""
        if self._watch >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._watch, number)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._watch >= 0

    def _died(self) -> None:
        self._loop.remove_reader(self._watch)
        os.close(self._watch)
        self._watch = -1
        # The zygote tells the status a moment later, if it still lives.
        self._loop.call_later(0.2, self.settle, None)
        if self.status is not None:
            self.settle(self.status)

    def settle(self, status: int | None) -> None:
        """The status is known, or never will be."""
        self.status = status if self.status is None else self.status
        if self._watch < 0 and not self.ended.done():
            self.ended.set_result(self.status)


class Nursery:
    """Asks the zygote for processes; a zygote that died is replaced at the next birth."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._births: dict[int, asyncio.Future[Child]] = {}
        self._children: dict[int, Child] = {}
        self._number = 0
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Have a zygote that is ready. Raises Unavailable."""
        async with self._starting:
            if self._door is not None and self._process is not None and self._process.poll() is None:
                return
            self._let_go()
            await self._spawn()

    async def replace(self) -> None:
        """Have a new zygote, of the program as it is installed now; open sessions go on as they are."""
        async with self._starting:
            self._let_go()
            await self._spawn()

    async def _spawn(self) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        here.setblocking(False)
        command = [sys.executable, "-m", "bsc_tui.server.zygote", str(there.fileno())]
        # Started with nothing but its end of the pair: neither keys nor lines are in it.
        self._process = await asyncio.to_thread(
            subprocess.Popen,
            command,
            pass_fds=[there.fileno()],
            env=bare_environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        there.close()
        self._door = here
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        loop.add_reader(here.fileno(), self._heard, here)
        here.send(json.dumps(dataclasses.asdict(self._config)).encode())
        try:
            await asyncio.wait_for(asyncio.shield(self._ready), PREPARED_SECONDS)
        except (TimeoutError, ConnectionError):
            self._let_go()
            raise Unavailable(_("No session can be opened."), _("The server is not prepared.")) from None
        event("prepared", pid=self._process.pid)

    def _let_go(self) -> None:
        """The zygote ends when its door is closed; it has nothing to lose."""
        if self._door is not None:
            asyncio.get_running_loop().remove_reader(self._door.fileno())
            self._door.close()
            self._door = None
        if self._process is not None:
            process, self._process = self._process, None
            if process.poll() is None:
                asyncio.get_running_loop().run_in_executor(None, _wait_for, process)
        for birth in self._births.values():
            if not birth.done():
                birth.set_exception(ConnectionError())

    def close(self) -> None:
        """No more births."""
        self._let_go()

    async def bear(self, request: dict[str, Any], files: list[int]) -> Child:
        """A new process for the request, which gets these files. Raises Unavailable."""
        for _try in range(2):
            try:
                await self.start()
                return await self._ask(request, files)
            except (ConnectionError, TimeoutError, BlockingIOError, OSError):
                event("zygote lost")
                self._let_go()
        raise Unavailable(_("No session can be opened."), _("Try again in a moment."))

    async def _ask(self, request: dict[str, Any], files: list[int]) -> Child:
        assert self._door is not None
        self._number += 1
        number = self._number
        birth: asyncio.Future[Child] = asyncio.get_running_loop().create_future()
        self._births[number] = birth
        try:
            socket.send_fds(self._door, [json.dumps({**request, "number": number}).encode()], files)
            return await asyncio.wait_for(birth, BIRTH_SECONDS)
        finally:
            del self._births[number]

    def _heard(self, door: socket.socket) -> None:
        try:
            data, files, _flags, _address = socket.recv_fds(door, 65536, 8)
        except BlockingIOError:
            return
        except OSError:
            data, files = b"", []
        if not data:
            self._lost(door)
            return
        told = json.loads(data)
        if "ready" in told and self._ready is not None and not self._ready.done():
            self._ready.set_result(None)
        elif "pid" in told:
            self._born(told, files)
        elif "ended" in told and (child := self._children.pop(told["ended"], None)):
            child.settle(told["status"])

    def _born(self, told: dict[str, Any], files: list[int]) -> None:
        child = Child(told["pid"], files[0])
        self._children[child.pid] = child
        birth = self._births.get(told["number"])
        if birth is None or birth.done():
            child.signal(signal.SIGKILL)  # nobody waits for it any more
        else:
            birth.set_result(child)

    def _lost(self, door: socket.socket) -> None:
        if door is self._door:
            if self._ready is not None and not self._ready.done():
                self._ready.set_exception(ConnectionError())
            self._let_go()
        self._children.clear()


def bare_environment() -> dict[str, str]:
    """The environment of all sessions, made from nothing: what the database's driver and Textual need."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    kept.update({name: value for name, value in os.environ.items() if name.startswith("PG")})
    return {
        **kept,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "ESCDELAY": ESCAPE_MILLISECONDS,
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_SMOOTH_SCROLL": "0",
    }


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
