"""What goes over the line: bytes of each kind of key and the driver's time, all cells against changed cells.

    python benchmarks/bytes.py [rounds]    a table at 80x24 and at 120x40, in 256 colours

Both columns of bytes come from the same run of the program: what Textual writes, and what is sent of it.
`CPU` is the time of the comparison for one key, beside it its part of what the key costs the program in all.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

GOALS = {"letter": 120, "Tab": 1300, "list cursor": 250, "list page": 2500, "open a form": 6000, "idle": 0}
Numbers = dict[str, float]


def program(file: str, ledger: str) -> None:
    """The program, its driver writing a line of numbers for each frame."""
    from bsc_tui import app
    from bsc_tui.terminal.driver import CellDriver

    out = open(ledger, "w", encoding="utf-8", buffering=1)  # noqa: SIM115 - as long as the program

    class Counting(CellDriver):
        def write(self, data: str) -> None:
            begin = time.thread_time()
            super().write(data)
            cpu = time.thread_time() - begin
            row = {"whole": len(data.encode()), "cpu": cpu, "process": time.process_time()}
            out.write(json.dumps(row) + "\n")

    app.cell_driver = lambda: Counting
    sys.argv = ["bsc-tui", "--database", f"sqlite:///{file}"]
    from bsc_tui.__main__ import main as start

    start()


def measured(folder: Path, file: Path, size: tuple[int, int], rounds: int) -> dict[str, list[Numbers]]:
    """Each kind of key, `rounds` times."""
    from terminal_driver import OnTerminal

    ledger = folder / "ledger"
    found: dict[str, list[Numbers]] = {}
    command = [sys.executable, __file__, "program", str(file), str(ledger)]
    with OnTerminal(command, columns=size[0], rows=size[1]) as terminal:

        def press(what: str, *keys: str) -> None:
            terminal.settle(0.25)
            seen = ledger.stat().st_size
            before = terminal.painted
            process = frames(ledger, 0)[-1]["process"]
            terminal.key(*keys)
            terminal.settle(0.25)
            rows = frames(ledger, seen)
            found.setdefault(what, []).append(
                {
                    "whole": sum(row["whole"] for row in rows),
                    "sent": terminal.painted - before,
                    "cpu": sum(row["cpu"] for row in rows) * 1000,
                    "all": (rows[-1]["process"] - process) * 1000 if rows else 0.0,
                }
            )

        terminal.wait_for("Sign in")
        terminal.settle(1.0)
        rows = frames(ledger, 0)
        found["first picture"] = [
            {
                "whole": sum(row["whole"] for row in rows),
                "sent": terminal.painted,
                "cpu": sum(row["cpu"] for row in rows) * 1000,
                "all": rows[-1]["process"] * 1000,
            }
        ]
        terminal.key(*"lusine", "tab", *"bsc-example", "f2")
        terminal.wait_for("Last opened")
        for digit in "242":
            terminal.key("f10", digit)
            terminal.settle(0.6)
        for _round in range(rounds):
            press("list cursor", "down")
        for number in range(rounds):
            press("tab revisit (F10 + digit)", "f10", "42"[number % 2])
        for _round in range(rounds):
            press("list page", "pagedown")
        for _round in range(rounds):
            press("open a form", "enter")
            press("close it", "escape")
        terminal.key("enter")
        for _round in range(rounds):
            press("Tab", "tab")
        terminal.key("escape")
        terminal.settle(0.6)
        terminal.key("enter")
        for _round in range(rounds):
            press("letter", "x")
        terminal.settle(3.0)
        press("idle")
    return found


def frames(ledger: Path, offset: int) -> list[Numbers]:
    """The frames written since."""
    with ledger.open(encoding="utf-8") as lines:
        lines.seek(offset)
        return [json.loads(line) for line in lines if line.endswith("\n")]


def main() -> None:
    """Run both sizes and print the tables."""
    import desk

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BSC_STATE"] = folder
        file = desk.example(Path(folder))
        for size in ((80, 24), (120, 40)):
            print(f"\n{size[0]}x{size[1]}")
            heads = f"{'what':26} {'all cells':>10} {'changed':>8} {'÷':>6} {'worst':>7} {'goal':>6}"
            print(f"{heads} {'CPU ms':>8} {'of key':>7}")
            for what, rows in measured(Path(folder), file, size, rounds).items():
                print(line(what, rows, GOALS.get(what) if size == (80, 24) else None))


def line(what: str, rows: list[Numbers], goal: int | None) -> str:
    """One line of the table, medians."""
    middle: dict[str, Any] = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    worst = max(row["sent"] for row in rows)
    less = middle["whole"] / middle["sent"] if middle["sent"] else 1.0
    part = f"{middle['cpu'] / middle['all']:.0%}" if middle["all"] else ""
    return (
        f"{what:26} {middle['whole']:10.0f} {middle['sent']:8.0f} {less:6.1f} {worst:7.0f}"
        f" {'' if goal is None else goal:>6} {middle['cpu']:8.2f} {part:>7}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["program"]:
        program(*sys.argv[2:])
    else:
        main()
