"""What a clerk feels: keys and milliseconds of the main job on the example company, on a pseudo-terminal.

    python benchmarks/desk.py [rounds]    a table: keys, ms p50 and p95, bytes; goals beside; ratio to a floor

The floor is one letter echoed by a bare Textual Input in the same run. Nothing else should run meanwhile.
"""

from __future__ import annotations

import datetime
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from terminal_driver import OnTerminal  # noqa: E402 - after the path was set

PYTHON = sys.executable
BARE = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        field = Input(compact=True)
        field.cursor_blink = False
        yield field

Bare().run(mouse=False)
"""
NAMES = ("petr", "grig", "sarg", "hako", "avan", "khac", "mkrt", "hovh", "kara", "vard")


def example(folder: Path) -> Path:
    """The example company, made once for this run."""
    file = folder / "example.db"
    from bsc_tui.db.database import open_database
    from bsc_tui.db.schema import migrate
    from bsc_tui.operations.example.company import make_example

    database = open_database(f"sqlite:///{file}")
    migrate(database)
    make_example(database, datetime.date.today(), lambda *_words: None)
    database.close()
    return file


def main() -> None:
    """Run everything and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BSC_STATE"] = folder
        file = example(Path(folder))
        rows = [floor(rounds), *clerk(file, rounds)]
        base = statistics.median(rows[0][1])
        print(f"{'what':34} {'keys':>5} {'p50 ms':>8} {'p95 ms':>8} {'bytes':>7} {'÷ floor':>8}   goal")
        for what, times, size, keys, goal in rows:
            p50, p95 = statistics.median(times), sorted(times)[max(0, int(len(times) * 0.95) - 1)]
            shown = str(keys) if keys else ""
            print(f"{what:34} {shown:>5} {p50:8.1f} {p95:8.1f} {size:7.0f} {p50 / base:8.1f}   {goal}")


Row = tuple[str, list[float], float, int, str]


def timed(terminal: OnTerminal, *keys: str, ahead: bool = False) -> tuple[float, int]:
    """Milliseconds from the last key to the last byte painted, and the bytes of all."""
    terminal.settle(0.2)
    before = terminal.painted
    for key in keys[:-1]:
        terminal.key(key)
        if not ahead:
            terminal.settle(0.05)
    begin = time.monotonic()
    terminal.key(keys[-1])
    last, end = begin, begin + 2.0
    while time.monotonic() < end:
        seen = terminal.painted
        terminal._read(0.25)
        if terminal.painted == seen:
            break
        last = time.monotonic()
    return (last - begin) * 1000, terminal.painted - before


def floor(rounds: int) -> Row:
    """A letter in a bare Textual input."""
    with OnTerminal([PYTHON, "-c", BARE]) as terminal:
        terminal.settle(1.0)
        found = [timed(terminal, "a") for _round in range(rounds)]
    return "floor: letter in a bare Input", [ms for ms, _ in found], mean(found), 0, ""


def mean(found: list[tuple[float, int]]) -> float:
    """Mean of the bytes."""
    return statistics.fmean(size for _ms, size in found)


def clerk(file: Path, rounds: int) -> list[Row]:
    """The main job and what surrounds it."""
    rows: list[Row] = []

    def row(what: str, found: list[tuple[float, int]], goal: str, keys: int = 0) -> None:
        rows.append((what, [ms for ms, _ in found], mean(found), keys, goal))

    with OnTerminal([PYTHON, "-m", "bsc_tui", "--database", f"sqlite:///{file}"]) as terminal:
        terminal.wait_for("Sign in")
        terminal.key(*"lusine", "tab", *"bsc-example", "f2")
        terminal.wait_for("Last opened")
        terminal.settle(1.0)
        for digit in "248":
            timed(terminal, "f10", digit)
        row(
            "tab revisit (F10 + digit)",
            [timed(terminal, "f10", "248"[n % 3]) for n in range(rounds)],
            "≤ 80",
            2,
        )
        timed(terminal, "f10", "2")
        row("list answers a letter (150 ms pause)", [timed(terminal, letter) for letter in "avan"], "≤ 250")
        opened = []
        for _round in range(max(rounds // 2, 5)):
            opened.append(timed(terminal, "enter"))
            timed(terminal, "escape")
        row("open a person's form (35 fields)", opened, "≤ 150", 1)
        timed(terminal, "enter")
        row("next field (Tab)", [timed(terminal, "tab") for _round in range(rounds)], "≤ 50", 1)
        timed(terminal, "escape")
        timed(terminal, "enter")
        row("letter in a field", [timed(terminal, "x") for _round in range(rounds)], "≤ 30", 1)
        terminal.settle(3.0)
        timed(terminal, "escape")
        timed(terminal, "t")
        rows += registering(terminal, rounds)
    return rows


def registering(terminal: OnTerminal, rounds: int) -> list[Row]:
    """Registering one after the other in the first open seminar of the first line."""
    for keys in (("f10", "4"), ("enter",), ("down",), ("enter",), ("enter",)):
        timed(terminal, *keys)
    search, take, save = [], [], []
    pressed = 0
    for name in NAMES[: max(rounds // 2, 5)]:
        search.append(timed(terminal, *name))
        take.append(timed(terminal, "enter"))
        if "new, not yet saved" in terminal.text:
            save.append(timed(terminal, "f2"))
            pressed += len(name) + 2
        else:
            timed(terminal, "escape")
    keys = round(pressed / len(save)) if save else 0
    per = [(a[0], a[1]) for a in search]
    return [
        ("picker's answer after the last letter", [ms for ms, _ in per], mean(per), 4, "≤ 250"),
        ("take: the registration form opens", [ms for ms, _ in take], mean(take), 1, "≤ 150"),
        ("save: back in the seminar", [ms for ms, _ in save], mean(save), 1, ""),
        ("register an existing person, in all", [0.0], 0, keys, "≤ 6 keys"),
    ]


if __name__ == "__main__":
    main()
