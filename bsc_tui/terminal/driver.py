"""Textual's own driver for terminals, writing only the cells that have changed.

Keys, modes, start, stop and suspension stay Textual's. The program uses it unless `plain_output` is set; the
server's sessions use the same and call `forget` when another terminal is attached.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import RLock
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from bsc_tui.terminal.cells import Cells

ERASING = (
    "xterm",
    "putty",
    "rxvt",
    "konsole",
    "vte",
    "gnome",
    "alacritty",
    "kitty",
    "foot",
    "st-",
    "wezterm",
    "ghostty",
)
"""Beginnings of TERM of terminals that erase in the pen's background. Not among them: vt100, which can't
erase within a row, linux, and screen and tmux, where the background depends on their settings."""


def can_erase(environment: Mapping[str, str]) -> bool:
    """Whether parts of a row can be erased; not where a width was set by hand: the row may be longer."""
    return environment.get("TERM", "").startswith(ERASING) and not environment.get("COLUMNS")


class CellDriver(LinuxDriver):
    """Sends the cells that have changed. What has to be sent anew is noted, and done at the next write:
    sizes and suspension come in signals and in the thread of the keys."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._cells = Cells(erases=can_erase(os.environ))
        self._writing = RLock()
        self._is_at_work = False
        self._is_disturbed = False
        self._new_size: tuple[int, int] | None = None

    def forget(self) -> None:
        """What the terminal shows was disturbed, or another terminal is attached: all is sent anew.

        Then refresh the screen: of wide glyphs only the screen itself knows.
        """
        self._is_disturbed = True

    def write(self, data: str) -> None:
        """Write what differs from what the terminal shows."""
        with self._writing:
            if self._is_at_work:  # a signal came in the middle of a comparison
                self.forget()
                super().write(data)
                return
            self._is_at_work = True
            try:
                if self._new_size is not None:
                    self._cells.resize(*self._new_size)
                    self._new_size = None
                if self._is_disturbed:
                    self._is_disturbed = False
                    self._cells.forget()
                changes = self._cells.feed(data)
            finally:
                self._is_at_work = False
            if changes:
                super().write(changes)

    def _get_terminal_size(self) -> tuple[int, int]:
        self._new_size = super()._get_terminal_size()
        return self._new_size

    def process_message(self, message: Message) -> None:
        """A terminal that tells its size in the stream of keys has another one."""
        if isinstance(message, events.Resize):
            self._new_size = message.size.width, message.size.height
        super().process_message(message)
