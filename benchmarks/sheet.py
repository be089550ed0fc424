"""The form of 35 fields, measured: plain Label + Input widgets against the sheet. Prints both and the ratio.

    python benchmarks/sheet.py [--size 80x24] [--rounds 5]

Each kind runs as a program of its own on a pseudo-terminal: milliseconds from a key to the last byte painted
(the median of the rounds) and the bytes. The child is this file with the kind as its word.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

FIELDS = 35
KINDS = ("plain", "sheet")
KEYS = {"open": b"\x0f", "Tab": b"\t", "letter": b"a", "close": b"\x1b"}
QUIET = 0.25
"""Seconds without a byte after which a paint is over."""


class Terminal:
    """A program on a pseudo-terminal; counts what it paints."""

    def __init__(self, command: list[str], columns: int, rows: int) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "TEXTUAL_ANIMATIONS": "none",
                "ESCDELAY": "10",
            }
            environment.pop("COLORTERM", None)
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> int:
        """Bytes painted in one go within the seconds; 0 = nothing came."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        return len(os.read(self.fd, 1 << 16)) if ready else 0

    def settle(self, seconds: float = QUIET) -> int:
        """Wait until nothing is painted any more; the bytes until then."""
        total = 0
        while got := self.read(seconds):
            total += got
        return total

    def cost(self, key: bytes) -> tuple[float, int]:
        """Milliseconds from the key to the last byte painted, and the bytes."""
        begin = last = time.perf_counter()
        os.write(self.fd, key)
        painted, wait = 0, 5.0
        while got := self.read(wait):
            last, painted, wait = time.perf_counter(), painted + got, QUIET
        return (last - begin) * 1000, painted

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(kind: str, columns: int, rows: int, rounds: int) -> dict[str, tuple[float, float]]:
    """What is done → median milliseconds and bytes."""
    terminal = Terminal([sys.executable, __file__, kind], columns, rows)
    try:
        terminal.settle(3.0)
        found: dict[str, list[tuple[float, int]]] = {"open": [], "Tab": [], "letter": []}
        for number in range(rounds + 1):
            round_ = {"open": [terminal.cost(KEYS["open"])]}
            round_["Tab"] = [terminal.cost(KEYS["Tab"]) for _ in range(5)]
            round_["letter"] = [terminal.cost(KEYS["letter"]) for _ in range(3)]
            terminal.cost(KEYS["close"])
            if number:  # the first one also imports
                for name, costs in round_.items():
                    found[name] += costs
        terminal.cost(KEYS["open"])
        started = time.perf_counter()
        idle = 0
        while time.perf_counter() - started < 3:
            idle += terminal.read(3)
    finally:
        terminal.close()
    medians = {
        name: (statistics.median(ms for ms, _ in costs), statistics.median(painted for _, painted in costs))
        for name, costs in found.items()
    }
    return {**medians, "idle 3 s": (0.0, idle)}


# -- the two programs -------------------------------------------------------------------
def program(make_form: Callable[[], Screen[None]]) -> App[None]:
    """An empty screen from which Ctrl+O opens the form."""
    from textual.app import App

    from bsc_tui.screens.themes import DARK, THEMES

    class Trial(App[None]):
        BINDINGS = [("ctrl+o", "open", ""), ("escape", "close", "")]

        def __init__(self) -> None:
            super().__init__()
            for theme in THEMES:
                self.register_theme(theme)
            self.theme = DARK

        def action_open(self) -> None:
            self.push_screen(make_form())

        def action_close(self) -> None:
            self.pop_screen()

    return Trial()


def plain_form() -> Screen[None]:
    """35 labels and 35 compact inputs in two columns."""
    from textual.app import ComposeResult
    from textual.containers import Grid
    from textual.reactive import Reactive
    from textual.screen import Screen
    from textual.widget import Widget
    from textual.widgets import Input, Label

    class Plain(Screen[None]):
        focused: Reactive[Widget | None] = Reactive(None, repaint=False)
        CSS = """
        Grid { grid-size: 4; grid-columns: 13 1fr 13 1fr; grid-rows: 1; grid-gutter: 0 1; }
        Input { background: $bsc-field; }
        Input:focus { background: $bsc-hand; }
        Label { color: $bsc-dim; }
        """

        def compose(self) -> ComposeResult:
            with Grid():
                for number in range(FIELDS):
                    yield Label(f"Field {number}", markup=False)
                    line = Input(f"value {number}", compact=True)
                    line.cursor_blink = False
                    yield line

    return Plain()


def sheet_form() -> Screen[None]:
    """The same fields on a sheet."""
    from textual.app import ComposeResult
    from textual.reactive import Reactive
    from textual.screen import Screen
    from textual.widget import Widget

    from bsc_tui.screens.parts.sheet import Field, Section, Sheet

    class Painted(Screen[None]):
        focused: Reactive[Widget | None] = Reactive(None, repaint=False)

        def compose(self) -> ComposeResult:
            fields = tuple(Field(f"f{number}", f"Field {number}") for number in range(FIELDS))
            half = FIELDS // 2 + 1
            sheet = Sheet()
            sheet.load(
                (Section("Left", fields[:half], 0), Section("Right", fields[half:], 1)),
                {each.code: f"value {number}" for number, each in enumerate(fields)},
            )
            yield sheet

    return Painted()


def main() -> None:
    """Measure both kinds, or be one of them."""
    if len(sys.argv) == 2 and sys.argv[1] in KINDS:
        program(plain_form if sys.argv[1] == "plain" else sheet_form).run(mouse=False)
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    columns, rows = (int(number) for number in options.size.split("x"))
    plain, sheet = (measure(kind, columns, rows, options.rounds) for kind in KINDS)
    print(f"{FIELDS} fields at {options.size}   {'plain widgets':>20} {'sheet':>20} {'ratio':>14}")
    for name, (plain_ms, plain_bytes) in plain.items():
        sheet_ms, sheet_bytes = sheet[name]
        times = f"{plain_ms / sheet_ms:.1f}" if sheet_ms else "-"
        less = f"{plain_bytes / sheet_bytes:.1f}" if sheet_bytes else "-"
        print(
            f"{name:<20} {plain_ms:9.1f} ms {plain_bytes:7.0f} B {sheet_ms:8.1f} ms {sheet_bytes:6.0f} B"
            f" {times:>7} {less:>6}"
        )


if __name__ == "__main__":
    main()
