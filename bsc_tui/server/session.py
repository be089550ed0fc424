"""A process of the server's: a session on a pseudo-terminal, one command on three pipes, or a backup.

Whoever acts came through the server's door; their number is in the request, which only the listener can make.
What the listener says later comes through `control`: another terminal is attached, or it is time to end.
"""

from __future__ import annotations

import asyncio
import dataclasses
import fcntl
import os
import signal
import socket
import sys
import termios
from functools import partial
from typing import TYPE_CHECKING, Any

from bsc_tui.config import Config
from bsc_tui.errors import Problem

if TYPE_CHECKING:
    from bsc_tui.app import BscApp

ATTACHED = b"a"
END = b"e"
"""What the listener says, one byte a word."""
PATIENCE = 12
"""Seconds after which a session that was told to end, and does not, is ended by the system."""
DRAFT_SECONDS = 5.0
"""What keeping drafts may take of them."""


def live(request: dict[str, Any], files: list[int], config: Config) -> int:
    """Be the session that was asked for; the exit status."""
    os.environ.update(request["environment"])
    if request["kind"] == "command":
        return command(request, files, config)
    if request["kind"] == "backup":
        return backup(request["server"], config)
    terminal, control = files
    _take_terminal(terminal)
    return screen(request, socket.socket(fileno=control), config)


def screen(request: dict[str, Any], control: socket.socket, config: Config) -> int:
    """The app on the terminal of this process."""
    from bsc_tui.db.database import open_database  # late in this file only: the zygote has imported it
    from bsc_tui.i18n import Translator, activate
    from bsc_tui.operations.accounts import actor_with_id
    from bsc_tui.running import run_app

    activate(Translator(request["language"]))
    try:
        return run_app(
            partial(open_database, config.database_url, create=False),
            dataclasses.replace(config, **request["settings"]),
            insider=partial(actor_with_id, request["account"], request["origin"]),
            theme=request["theme"],
            prepare=lambda app: Line(app, control).watch(),
        )
    except Problem as problem:  # the terminal is in order again
        sys.stderr.write(f"{problem}\n")
        return 1


class Line:
    """What connects the app with the listener, besides the terminal."""

    def __init__(self, app: BscApp, control: socket.socket) -> None:
        self._app = app
        self._control = control
        control.setblocking(False)

    def watch(self) -> None:
        """Listen from the moment the app runs."""
        self._app.when_mounted.append(self._begin)

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_reader(self._control.fileno(), self._heard)

    def _heard(self) -> None:
        try:
            words = self._control.recv(64)
        except BlockingIOError:
            return
        except OSError:
            words = b""
        if END in words or not words:  # nothing more: the listener is gone
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._end()
        elif ATTACHED in words:
            self._app.repaint()

    def _end(self) -> None:
        """Keep what was typed, then leave; a session that hangs is ended by the alarm."""
        signal.alarm(PATIENCE)
        self._app.leave(0, DRAFT_SECONDS)


def command(request: dict[str, Any], files: list[int], config: Config) -> int:
    """One command of the command line, as the account; what may be run the listener has decided."""
    for target, file in enumerate(files[:3]):
        os.dup2(file, target)
    _close_others(())
    _new_streams()
    from bsc_tui.cli.program import program  # late in this file only: imported long ago

    os.environ.update(environment_of(dataclasses.replace(config, fetch=config.fetch or "%s")))  # from afar
    signal.alarm(request["seconds"])
    try:
        program.main(["--as", request["name"], *request["words"]], prog_name="bsc-tui")
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    else:
        status = 0
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = status or 1
    return status


def backup(server: str, config: Config) -> int:
    """A backup of the company, while others work."""
    from bsc_tui.db.database import open_database  # late in this file only: imported long ago
    from bsc_tui.operations import scheduled_backups
    from bsc_tui.server.log import escaped

    os.nice(10)
    os.umask(0o077)
    try:
        database = open_database(config.database_url, create=False)
        scheduled_backups.make(database, config.backups, config.backup_days, server)
    except Problem as problem:
        sys.stderr.write(f"ERROR no backup: {escaped(str(problem))}\n")
        sys.stderr.flush()
        return 1
    return 0


def environment_of(config: Config) -> dict[str, str]:
    """The settings as the command line reads them."""
    return {f"BSC_{name.upper()}": str(value) for name, value in dataclasses.asdict(config).items()}


def _take_terminal(terminal: int) -> None:
    """The pseudo-terminal is standard input, output and error, and controls this process."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    _leave_keys_alone(terminal)
    for target in range(3):
        os.dup2(terminal, target)
    if terminal > 2:
        os.close(terminal)
    _new_streams()


def _leave_keys_alone(terminal: int) -> None:
    """What is typed before the app listens, or after it has left, is neither echoed nor heeded by the system:
    Ctrl+S would hold up the last words for ever, and an early Enter would be another key.
    """
    modes = termios.tcgetattr(terminal)
    modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL)
    modes[3] &= ~(termios.ISIG | termios.ICANON | termios.IEXTEN | termios.ECHO)
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _new_streams() -> None:
    """Python's streams upon the new files; Textual asks for the ones that the process began with."""
    for file, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = os.fdopen(file, mode, encoding="utf-8", errors="backslashreplace", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _close_others(kept: tuple[int, ...]) -> None:
    """No file of the parent stays open but these and the first three."""
    begin = 3
    for file in sorted(kept):
        os.closerange(begin, file)
        begin = file + 1
    os.closerange(begin, 4096)
