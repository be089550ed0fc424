"""The cold start, measured: the application on its first screen against the smallest Textual program.

    python benchmarks/start.py [--size 80x24] [--rounds 7]

Each start is a process of its own on a pseudo-terminal, the two kinds in turn: milliseconds from the start
of the process to the last byte of its first screen, the median of the rounds; then the ratio. The application
opens on the example company, made first if it isn't in the cache: its first screen is Home with all figures.
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
import tempfile
import termios
import time
from pathlib import Path

QUIET = 0.4
"""Seconds without a byte after which a screen is complete."""
PATIENCE = 60.0
HELLO = """
from textual.app import App
from textual.widgets import Label
class Hello(App):
    def compose(self):
        yield Label("Hello, world")
Hello().run(mouse=False)
"""


def started(command: list[str], size: tuple[int, int], sign: bytes) -> float:
    """Milliseconds until the first screen stands. SystemExit: the sign of it never came."""
    begun = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        columns, rows = size
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        settings = {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
        os.execve(command[0], command, {**os.environ, **settings})
    painted, last = b"", begun
    while time.perf_counter() - begun < PATIENCE:
        seen = sign in painted
        if not select.select([fd], [], [], QUIET if seen else 1.0)[0]:
            if seen:
                break
            continue
        try:
            painted += os.read(fd, 65_536)
        except OSError:
            break
        last = time.perf_counter()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    if sign not in painted:
        raise SystemExit(f"{command}: no first screen, but: {painted[-500:].decode(errors='replace')}")
    return (last - begun) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    columns, rows = map(int, given.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        hello = [sys.executable, "-c", HELLO]
        program = [sys.executable, "-m", "bsc_tui", "demo", "--keep", str(Path(folder) / "example.db")]
        kinds = {"Textual's hello world": (hello, b"Hello"), "bsc-tui": (program, b"F10")}
        taken: dict[str, list[float]] = {kind: [] for kind in kinds}
        for number in range(given.rounds + 1):
            for kind, (command, sign) in kinds.items():
                milliseconds = started(command, (columns, rows), sign)
                if number:  # the first round warms the disk's cache and may make the example
                    taken[kind].append(milliseconds)
    medians = {kind: statistics.median(times) for kind, times in taken.items()}
    for kind, median in medians.items():
        print(f"{kind:24} {median:7.0f} ms  (from {min(taken[kind]):.0f} to {max(taken[kind]):.0f})")
    first, program_median = medians.values()
    print(f"ratio {program_median / first:.2f}")


if __name__ == "__main__":
    main()
