"""Two terminals side by side: one gets what Textual writes, the other what the comparison of cells sends."""

from __future__ import annotations

from typing import Any

import pyte
from terminal_driver import _Screen

from bsc_tui.terminal.cells import Cells


class TwoTerminals:
    """Write, and both must show the same, cell for cell, with the cursor in the same cell.

    `beside`: another pair that is written to first, whose plain terminal serves here too.
    """

    def __init__(
        self, width: int = 80, height: int = 24, *, erases: bool = True, beside: TwoTerminals | None = None
    ) -> None:
        self.cells = Cells(width, height, erases=erases)
        self._owns_plain = beside is None
        self.plain = beside.plain if beside else _Screen(width, height)
        self.small = _Screen(width, height)
        self._to_plain, self._to_small = pyte.Stream(self.plain), pyte.Stream(self.small)
        self.written = self.sent = 0
        self.last = ""
        self.write("\x1b[?1049h\x1b[?25l\x1b[?7l")

    def write(self, data: str) -> str:
        """What Textual writes; what was sent."""
        self.last = self.cells.feed(data)
        self.written += len(data.encode())
        self.sent += len(self.last.encode())
        if self._owns_plain:
            self._to_plain.feed(data)
        self._to_small.feed(self.last)
        return self.last

    def resize(self, width: int, height: int) -> None:
        """Both windows are drawn to this size."""
        if self._owns_plain:
            self.plain.resize(height, width)
        self.small.resize(height, width)
        self.cells.resize(width, height)

    def disturb(self) -> None:
        """Something else writes on the second terminal."""
        self._to_small.feed("\x1b[31;1m" + "\x1b[H" + "junk" * 400)

    def differences(self) -> list[str]:
        """Cells that differ, and the cursor."""
        wrong = [
            f"({x}, {y}): {self.plain.buffer[y][x]} is {self.small.buffer[y][x]}"
            for y in range(self.plain.lines)
            for x in range(self.plain.columns)
            if seen(self.plain.buffer[y][x]) != seen(self.small.buffer[y][x])
        ]
        ends = [_at(screen) for screen in (self.plain, self.small)]
        if ends[0] != ends[1]:
            wrong.append(f"the cursor is at {ends[1]}, not {ends[0]}")
        if self.plain.cursor.attrs != self.small.cursor.attrs:
            wrong.append(f"the pen is {self.small.cursor.attrs}, not {self.plain.cursor.attrs}")
        return wrong


def seen(cell: Any) -> Any:
    """The cell; of a blank in which nothing stands only the background is seen."""
    lines = cell.underscore or cell.strikethrough or cell.reverse or cell.blink
    return cell.bg if cell.data == " " and not lines else cell


def _at(screen: Any) -> tuple[int, int]:
    return min(screen.cursor.x, screen.columns - 1), screen.cursor.y
