"""A real server in a process of its own, and people who come to it over SSH."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import asyncssh
import pyte
from databases import PASSWORD, gate
from terminal_driver import _Screen

from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, ServiceLine
from bsc_tui.operations.accounts import add_account

PATIENCE = 20.0


class Served:
    """`bsc-tui serve` on a free port."""

    def __init__(
        self,
        url: str,
        folder: Path,
        surroundings: Mapping[str, str] | None = None,
        *,
        port: int = 0,
        **settings: object,
    ) -> None:
        """`surroundings`: what else its environment holds."""
        self.url = url
        self.folder = folder
        self.log_file = folder / "log"
        folder.mkdir(exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BSC_")}
        environment |= {
            "BSC_DATABASE": url,
            "BSC_DATA": str(folder / "data"),
            "BSC_STATE": str(folder / "state"),
            "BSC_SERVER_HOST": "127.0.0.1",
            "BSC_BACKUP_HOURS": "0",
            "LC_ALL": "C.UTF-8",
            **{f"BSC_{name.upper()}": str(value) for name, value in settings.items()},
            **(surroundings or {}),
        }
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bsc_tui", "serve", "--port", str(port)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.port = int(self.logged(r"listening port=(\d+)"))

    @property
    def log(self) -> str:
        """What it has written down."""
        return self.log_file.read_text()

    def logged(self, pattern: str, count: int = 1) -> str:
        """The last match, once there are so many."""
        end = time.monotonic() + PATIENCE
        while len(found := re.findall(pattern, self.log)) < count:
            assert time.monotonic() < end, f"{pattern!r} is not in the log:\n{self.log}"
            assert self.process.poll() is None or found, self.log
            time.sleep(0.02)
        return str(found[-1])

    async def sees(self, pattern: str, count: int = 1) -> str:
        """As `logged`, while other things go on."""
        return await asyncio.to_thread(self.logged, pattern, count)

    def records(self) -> Any:
        """The administrator's gate, in this process."""
        return gate(open_database(self.url), "admin")

    def add(self, name: str, preset: str = "clerk", password: str = PASSWORD) -> int:
        """A new account; its id."""
        records = self.records()
        try:
            return add_account(records, name, name.title(), preset, password, quick_hash=True)
        finally:
            records.database.close()

    def account_id(self, name: str) -> int:
        """Whose number it is."""
        records = self.records()
        try:
            return int(Account.get(Account.name == name).id)
        finally:
            records.database.close()

    def line_id(self, records: Any) -> int:
        """A service line of the company."""
        return int(ServiceLine.select().order_by(ServiceLine.id).first().id)

    async def connect(
        self, name: str = "admin", password: str | None = PASSWORD, source: str = "", **options: Any
    ) -> asyncssh.SSHClientConnection:
        """Sign in."""
        options.setdefault("client_keys", None)
        return await asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=name,
            password=password,
            known_hosts=None,
            config=None,
            agent_path=None,
            local_addr=(source, 0) if source else None,
            **options,
        )

    def stop(self) -> int:
        """As the system does it; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def at_start(folder: Path, code: str) -> dict[str, str]:
    """Surroundings in which every process of the server runs the code first, its sessions too."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": str(folder)}


class Person:
    """Somebody at a terminal of theirs."""

    def __init__(self, connection: asyncssh.SSHClientConnection, size: tuple[int, int] = (80, 24)) -> None:
        self.connection = connection
        self.size = size
        self.seen = b""
        self._screen = _Screen(min(size[0], 400), min(size[1], 200))
        self._stream = pyte.ByteStream(self._screen)
        self._process: Any = None

    async def open(self, terminal: str = "xterm") -> Person:
        """Open the program."""
        self._process = await self.connection.create_process(
            term_type=terminal, term_size=self.size, encoding=None, stderr=asyncssh.STDOUT
        )
        return self

    async def reads(self, *words: str) -> str:
        """The screen, once all these words stand on it."""
        return await self.until(lambda: all(word in self.text for word in words), ", ".join(words))

    async def until(self, true: Callable[[], bool], what: str) -> str:
        """Read on until it is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    data = await self._process.stdout.read(65536)
                    assert data, f"the line ended before {what}:\n{self.text}"
                    self._feed(data)
        except TimeoutError:
            raise AssertionError(f"{what} is not seen:\n{self.text}") from None
        return self.text

    async def rest(self, quiet: float = 0.25, first: float = 0.0) -> None:
        """Read on until nothing comes for so many seconds, or at the beginning for the `first` ones."""
        patience = first or quiet
        while True:
            try:
                async with asyncio.timeout(patience):
                    data = await self._process.stdout.read(65536)
            except TimeoutError:
                return
            assert data, f"the line ended:\n{self.text}"
            self._feed(data)
            patience = quiet

    def forget(self) -> None:
        """From now on the terminal knows nothing of what it was sent."""
        self._screen.reset()

    async def farewell(self) -> tuple[int | None, str]:
        """Exit status and last words, when the line ends."""
        async with asyncio.timeout(PATIENCE):
            while data := await self._process.stdout.read(65536):
                self._feed(data)
            await self._process.wait_closed()
        return self._process.exit_status, self.text

    def types(self, *keys: str | bytes) -> None:
        """Press keys."""
        for key in keys:
            self._process.stdin.write(key.encode() if isinstance(key, str) else key)

    def resize(self, columns: int, rows: int) -> None:
        """Pull at the window."""
        if columns <= 400 and rows <= 200:
            self._screen.resize(max(rows, 1), max(columns, 1))
        self._process.change_terminal_size(columns, rows)

    def pull_the_plug(self) -> None:
        """The line is gone, without a word."""
        self.connection.abort()

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _feed(self, data: bytes) -> None:
        self.seen += data
        self._stream.feed(data)
