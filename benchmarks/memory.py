"""What a long day costs in memory: the program on a pseudo-terminal, its resident size before and after.

    python benchmarks/memory.py [--share 1.0]    of 10,000 Tabs, 500 forms opened and closed, 2,000 searches

Each kind begins with a tenth of its work that is not counted: what is loaded once, the allocator's room. Then
its size is noted ten times; the table shows the growth after that, in MB. Goal: 20 MB for all together.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

TABS, FORMS, SEARCHES = 10_000, 500, 2_000
LETTERS = "aeinorstkhmgvl"


def program(file: str) -> None:
    """The program as it is, but a list does not wait 150 ms for the next letter."""
    from bsc_tui.screens import entity_list

    entity_list.PAUSE = 0.01
    sys.argv = ["bsc-tui", "demo", "--keep", file]
    from bsc_tui.__main__ import main as start

    start()


def resident(pid: int) -> float:
    """The resident size in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found is not None
    return int(found[1]) / 1024


def grown(pid: int, times: int, work: Callable[[int], None]) -> list[float]:
    """The size after the warm-up, and after each tenth of the work."""
    tenth = max(times // 10, 1)
    for number in range(tenth):
        work(number)
    sizes = [resident(pid)]
    for part in range(10):
        for number in range(tenth):
            work(part * tenth + number)
        sizes.append(resident(pid))
    return sizes


def main() -> None:
    """Work and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    from terminal_driver import OnTerminal

    with tempfile.TemporaryDirectory() as folder:
        os.environ["BSC_STATE"] = folder
        command = [sys.executable, __file__, "program", str(Path(folder) / "example.db")]
        with OnTerminal(command) as terminal:
            terminal.wait_for("Last opened", 120)
            terminal.settle(1.5)

            def done(*keys: str, quiet: float = 0.03) -> None:
                """Press, wait until something came, then until nothing comes."""
                before, end = terminal.painted, time.monotonic() + 2
                terminal.key(*keys)
                while terminal.painted == before and time.monotonic() < end:
                    terminal._read(0.05)
                while terminal._read(quiet):
                    pass

            def tab(number: int) -> None:
                back = number // 3 % 2  # the last field is the end of the way
                done(*["shift+tab" if back else "tab"] * 10)

            def form(_number: int) -> None:
                done("enter", quiet=0.1)
                done("escape", quiet=0.1)

            def search(number: int) -> None:
                done(LETTERS[number % len(LETTERS)], quiet=0.06)
                if number % 4 == 3:
                    done("\x7f" * 4, quiet=0.06)

            done("f10", quiet=0.3)
            done("2", quiet=0.5)
            total = 0.0
            print(f"{'what':24} {'times':>6} {'MB at first':>11}  growth in MB after each tenth")
            done("enter", quiet=0.5)
            for what, times, group, work in (
                ("Tabs in a form", TABS, 10, tab),
                ("forms opened and closed", FORMS, 1, form),
                ("searches", SEARCHES, 1, search),
            ):
                sizes = grown(terminal._pid, int(times * given.share / group), work)
                if group > 1:
                    done("escape", quiet=0.5)
                shown = " ".join(f"{size - sizes[0]:5.1f}" for size in sizes[1:])
                print(f"{what:24} {int(times * given.share):6} {sizes[0]:11.1f}  {shown}", flush=True)
                total += sizes[-1] - sizes[0]
            print(f"all together: {total:+.1f} MB (goal: at most +20)")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "program":
        program(sys.argv[2])
    else:
        main()
