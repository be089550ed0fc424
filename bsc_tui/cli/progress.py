"""How far a long command has come: a bar on a terminal, nothing elsewhere. On standard error."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType

from rich.cells import cell_len

from bsc_tui.screens.parts.safe import fitted, safe

CELLS = 24


class Progress:
    """Called with what is done, what there is to do, and what is being done."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Progress:
        self(0, 1, "")
        return self

    def __call__(self, done: int, whole: int, doing: str) -> None:
        """Show how far it has come."""
        if not self._shown:
            return
        full = CELLS * min(done, whole) // max(whole, 1)
        percent = 100 * done // max(whole, 1)
        line = f"{self._title}  [{'#' * full}{'.' * (CELLS - full)}] {percent:3} %  {safe(doing)}"
        self._paint(fitted(line, shutil.get_terminal_size().columns - 1))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._paint("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _paint(self, line: str) -> None:
        width = cell_len(line)
        sys.stderr.write("\r" + line + " " * (self._width - width))
        sys.stderr.flush()
        self._width = width
