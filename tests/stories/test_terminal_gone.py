"""The terminal is gone: the program ends, whatever it was doing and however it learns of it; drafts are kept.

The window is closed, the line is lost, who held the other end was killed; a signal may tell, or nothing does.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyte
import pytest
from peewee import Database

from bsc_tui.db.models import Draft

pytest_plugins = ("desk",)

pytestmark = pytest.mark.pty

DESK = str(Path(__file__).parent.parent / "desk.py")


class Detached:
    """A program on a terminal that is not its controlling one: nothing signals that it is gone."""

    def __init__(self, command: Sequence[str]) -> None:
        self._master, slave = pty.openpty()
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        os.set_blocking(self._master, False)

    @property
    def text(self) -> str:
        """The screen, as far as it was read."""
        with contextlib.suppress(BlockingIOError, OSError):
            while sent := os.read(self._master, 65_536):
                self._stream.feed(sent.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))
        return "\n".join(self._screen.display)

    def wait_for(self, words: str) -> None:
        """Until the words are on the screen."""
        end = time.monotonic() + 30
        while words not in self.text:
            assert time.monotonic() < end, f"never saw {words!r}:\n{self.text}"
            assert self.process.poll() is None, f"it has ended:\n{self.text}"
            select.select([self._master], [], [], 0.05)

    def key(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._master, keys)

    def is_stuffed(self) -> None:
        """Until no more fits into the terminal."""
        before = -1
        while (waiting := self._waiting()) != before or not waiting:
            before = waiting
            select.select([], [], [], 0.3)

    def _waiting(self) -> int:
        return int(struct.unpack("i", fcntl.ioctl(self._master, termios.FIONREAD, b"\0" * 4))[0])

    def vanish(self) -> None:
        """The other end is gone."""
        os.close(self._master)
        self._master = -1

    def ended(self) -> int:
        """How it ended."""
        return self.process.wait(10)

    def clear_away(self) -> None:
        """Nothing of it stays behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)


@pytest.fixture
def started() -> Iterator[list[Detached]]:
    programs: list[Detached] = []
    yield programs
    for program in programs:
        program.clear_away()


def url_of(database: Database) -> str:
    return f"sqlite:///{database.database}"


def at_home(started: list[Detached], url: str) -> Detached:
    program = Detached([sys.executable, DESK, url, "lusine"])
    started.append(program)
    program.wait_for("F10")
    return program


def in_a_form(started: list[Detached], url: str) -> Detached:
    program = at_home(started, url)
    program.key(b"2")
    program.wait_for("Last name")
    program.key(b"simonyan\r")
    program.wait_for("Employment")
    return program


def test_a_draft_is_kept_though_nothing_tells_that_the_terminal_is_gone(
    company: Database, company_url: str, started: list[Detached]
) -> None:
    program = in_a_form(started, company_url)
    program.key(b"Other")
    program.wait_for("Other")

    program.vanish()

    assert program.ended() == 129
    assert "SimonyanOther" in Draft.get().content


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_draft_is_kept_when_the_system_ends_the_program(
    company: Database, company_url: str, started: list[Detached], number: signal.Signals
) -> None:
    program = in_a_form(started, company_url)
    program.key(b"Other")
    program.wait_for("Other")

    program.process.send_signal(number)

    assert program.ended() == 128 + number
    assert "SimonyanOther" in Draft.get().content


@pytest.mark.parametrize(
    ("keys", "words"), [(b"\x11", "Leave"), (b"\x1b[21~", "Language"), (b"\x10", "Enter")]
)
def test_an_open_question_does_not_keep_it(
    small: Database, started: list[Detached], keys: bytes, words: str
) -> None:
    program = at_home(started, url_of(small))
    program.key(keys)
    program.wait_for(words)

    program.vanish()

    assert program.ended() == 129


def test_a_terminal_that_does_not_read_does_not_keep_it(small: Database, started: list[Detached]) -> None:
    program = at_home(started, url_of(small))
    program.key(b"\x0c" * 400)  # painted anew each time, and nobody looks
    program.is_stuffed()

    program.process.send_signal(signal.SIGTERM)

    assert program.ended() == 128 + signal.SIGTERM


@pytest.mark.parametrize("late", [0.0, 0.2, 0.5])
def test_a_terminal_that_goes_during_the_start_takes_the_program_along(
    small: Database, started: list[Detached], late: float
) -> None:
    command = [sys.executable, "-m", "bsc_tui", "--database", url_of(small)]
    started.append(program := Detached(command))
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.process.wait(late)

    program.vanish()

    assert program.ended() in (1, 129)


def test_the_first_start_ends_with_its_terminal(tmp_path: Path, started: list[Detached]) -> None:
    command = [sys.executable, "-m", "bsc_tui", "--database", f"sqlite:///{tmp_path / 'new.db'}"]
    started.append(program := Detached(command))
    program.wait_for("English")

    program.vanish()

    assert program.ended() == 129
