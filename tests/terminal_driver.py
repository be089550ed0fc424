"""What a person sees and types: the screen of a Pilot app as text, and a program on a pseudo-terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from itertools import pairwise
from types import TracebackType
from typing import Any

import pyte
from wcwidth import wcwidth

KEYS = {
    "enter": b"\r",
    "tab": b"\t",
    "escape": b"\x1b",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "pagedown": b"\x1b[6~",
    "f1": b"\x1b[11~",
    "f2": b"\x1b[12~",
    "f4": b"\x1b[14~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f10": b"\x1b[21~",
    "shift+tab": b"\x1b[Z",
    "ctrl+c": b"\x03",
    "ctrl+l": b"\x0c",
    "ctrl+p": b"\x10",
    "ctrl+q": b"\x11",
}


def words_on(app: Any) -> str:
    """The screen of an app run by `run_test`, line by line."""
    screen = app.screen
    return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips())


def line_on(app: Any, row: int) -> str:
    """One line of it, the first is 1."""
    return words_on(app).split("\n")[row - 1]


class _Screen(pyte.Screen):
    def set_margins(self, *args: Any, **options: Any) -> None:
        options.pop("private", None)
        super().set_margins(*args, **options)

    def select_graphic_rendition(self, *attributes: int, **options: Any) -> None:
        if not options.get("private"):
            super().select_graphic_rendition(*attributes)

    def report_device_status(self, mode: int = 0, **options: Any) -> None:
        """Nobody answers."""

    @property
    def display(self) -> list[str]:
        """The lines; of a wide glyph half of which was painted over a blank is left."""
        lines = []
        for y in range(self.lines):
            cells = [self.buffer[y][x].data for x in range(self.columns)]
            for x, (before, cell) in enumerate(pairwise([" ", *cells])):
                if not cell and (not before or wcwidth(before[0]) != 2):
                    cells[x] = " "
            lines.append("".join(cells))
        return lines


class OnTerminal:
    """A command on a pseudo-terminal; `painted` counts the bytes it has sent, `last` are the last of them."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, rows: int = 24, **environment: str
    ) -> None:
        self.painted = 0
        self.last = b""
        self.status: int | None = None
        self._is_settled = False
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        surroundings = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        for name in ("COLORTERM", "COLUMNS", "LINES", "NO_COLOR"):
            if name not in environment:
                surroundings.pop(name, None)
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(command[0], list(command), surroundings)
            finally:
                os._exit(127)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> OnTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """The screen now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def key(self, *names: str) -> None:
        """Press keys, one after the other without waiting."""
        self._is_settled = False
        for name in names:
            os.write(self._fd, KEYS.get(name, name.encode()))

    def disturb(self, text: str) -> None:
        """Something else writes on the terminal."""
        self._stream.feed(text.encode())

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._is_settled = False
        os.kill(self._pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Draw the window larger or smaller."""
        self._is_settled = False
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, patience: float) -> int:
        ready, _, _ = select.select([self._fd], [], [], patience)
        if not ready:
            return 0
        try:
            sent = os.read(self._fd, 65536)
        except OSError:
            sent = b""
        if not sent and self.status is None:
            _, self.status = os.waitpid(self._pid, 0)
        self._is_settled = False
        self.painted += len(sent)
        self.last = (self.last + sent)[-1000:]
        self._stream.feed(sent)
        return len(sent)

    def wait_for(self, words: str, patience: float = 20.0) -> None:
        """Until the words are on the screen."""
        end = time.monotonic() + patience
        while words not in self.text:
            if time.monotonic() > end or self.status is not None:
                raise AssertionError(f"never saw {words!r}:\n{self.text}")
            self._read(0.05)

    def settle(self, quiet: float = 0.3) -> int:
        """Until nothing was painted for so many seconds; the bytes painted meanwhile."""
        before = self.painted
        while self._read(quiet):
            pass
        self._is_settled = True
        return self.painted - before

    def cost(self, *names: str) -> int:
        """The bytes that these keys make the program paint."""
        if not self._is_settled:
            self.settle()
        before = self.painted
        self.key(*names)
        self._read(1.0)  # the answer begins: a busy machine takes its time
        self.settle()
        return self.painted - before

    def end(self, patience: float = 20.0) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + patience
        while self.status is None:
            if time.monotonic() > end:
                raise AssertionError(f"it goes on:\n{self.text}")
            self._read(0.05)
        return os.waitstatus_to_exitcode(self.status)
