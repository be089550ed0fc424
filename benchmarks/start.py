"""The cold start, measured: the application on its first screen against the smallest Textual program.

    python benchmarks/start.py [--size 80x24] [--rounds 15]

Each start is a process of its own on a pseudo-terminal, the two programs in turn, with compiled bytecode: pip
and pipx compile what they install. Milliseconds from the start of the process, median and least:

* bare Textual: until the words of its one label are there;
* the first usable screen: Home's frame with tabs, regions, the line to find in and the key bar is painted,
  and keys are taken: letters go into the line, commands are kept and done as soon as the database is open;
* a letter typed at that moment is on the screen (the time from the key to its echo);
* the figures: Home shows what waits, and nothing more comes.

The application opens on the example company, made first if it isn't in the cache.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
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
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

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


LETTER = "ж".encode()
"""One that stands nowhere on the screen."""


class Start(NamedTuple):
    """One start in milliseconds: its sign was there, the letter's echo came after the key, the last byte.

    `worked`: what the processor had worked for it when the sign was there; a busy machine changes that least.
    """

    stands: float
    worked: float
    echo: float
    complete: float


def started(command: list[str], size: tuple[int, int], sign: bytes, *, letter: bytes = b"") -> Start:
    """Start it, and type the letter when the sign is there. SystemExit: the sign never came."""
    begun = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        columns, rows = size
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        settings = {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
        os.execve(command[0], command, {**os.environ, **settings})
    painted, last, stands, worked, echo = b"", begun, 0.0, 0.0, 0.0
    while time.perf_counter() - begun < PATIENCE:
        if not select.select([fd], [], [], QUIET if stands else 1.0)[0]:
            if stands:
                break
            continue
        try:
            part = os.read(fd, 65_536)
        except OSError:
            break
        last = time.perf_counter()
        if stands and letter and not echo and letter in part:
            echo = last - begun - stands
        painted += part
        if not stands and sign in painted:
            stands, worked = last - begun, processor_time(pid)
            if letter:
                os.write(fd, letter)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    if not stands:
        raise SystemExit(f"{command}: no first screen, but: {painted[-500:].decode(errors='replace')}")
    return Start(stands * 1000, worked * 1000, echo * 1000, (last - begun) * 1000)


def processor_time(pid: int) -> float:
    """Seconds that the processor has worked for the process; 0 where the system doesn't tell."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9


def compile_all() -> None:
    """Compile what both programs import, wherever bytecode is kept; starts shall not."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for package in ("bsc_tui", "textual", "rich", "click", "peewee", "playhouse"):
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        with contextlib.suppress(OSError):
            if spec.submodule_search_locations:
                compileall.compile_dir(Path(spec.origin).parent, quiet=2)
            else:
                compileall.compile_file(spec.origin, quiet=2)


def told(kind: str, times: list[float]) -> str:
    """A line of the table."""
    return f"{kind:34} {statistics.median(times):7.0f} ms  (least {min(times):.0f}, most {max(times):.0f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    columns, rows = map(int, given.size.split("x"))
    compile_all()
    bare, whole, typed = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        hello = [sys.executable, "-c", HELLO]
        program = [sys.executable, "-m", "bsc_tui", "demo", "--keep", str(Path(folder) / "example.db")]
        for number in range(given.rounds + 1):
            starts = (
                started(hello, (columns, rows), b"Hello"),
                started(program, (columns, rows), b"F10"),
                started(program, (columns, rows), b"F10", letter=LETTER),
            )
            if number:  # the first round warms the disk's cache and may make the example
                for kept, start in zip((bare, whole, typed), starts, strict=True):
                    kept.append(start)
    floor = [one.stands for one in bare]
    usable, figures = [one.stands for one in whole], [one.complete for one in whole]
    print(told("bare Textual", floor))
    print(told("the first usable screen", usable))
    print(told("a letter typed then: key to echo", [one.echo for one in typed]))
    print(told("all figures of Home", figures))
    if least_work := min(one.worked for one in bare):
        work = [statistics.median(one.worked for one in starts) for starts in (bare, whole)]
        ratios = work[1] / work[0], min(one.worked for one in whole) / least_work
        print(f"processor time until then: {work[1]:.0f} ms; of bare Textual {work[0]:.0f} ms;", end=" ")
        print(f"ratio {ratios[0]:.2f} by the medians, {ratios[1]:.2f} by the least")
    for name, times in (("first usable screen", usable), ("all figures", figures)):
        ratio = statistics.median(times) / statistics.median(floor)
        print(
            f"{name} / bare Textual: {ratio:.2f} by the medians, {min(times) / min(floor):.2f} by the least"
        )


if __name__ == "__main__":
    main()
