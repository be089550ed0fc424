"""How the tabs should switch: a stack of screens a tab (Textual's modes), or one with a ContentSwitcher.

    python benchmarks/tabs.py    both ways on a pseudo-terminal: ms to the last byte, bytes, ratio to a floor

The floor is one step of a list's cursor in the same run. Goals: revisit 80 ms, first visit 250 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

HEADS = (("name", 20, True), ("position", 16, False), ("telephone", 14, False), ("paid", 8, False))


def modes() -> None:
    """The program as it is: nine places in nine modes."""
    from bsc_tui.app import BscApp
    from bsc_tui.screens.desk import Desk
    from bsc_tui.screens.tabs import TABS

    app = BscApp(Desk(None, "Lusine A."), {tab.code: _place(tab.code) for tab in TABS})
    app.run(mouse=False)
    app.desk.close()


def switcher() -> None:
    """The same lists as panes of one screen."""
    from textual.widgets import ContentSwitcher

    from bsc_tui.app import BscApp
    from bsc_tui.screens.base import Place
    from bsc_tui.screens.desk import Desk

    class OneScreen(Place):
        def __init__(self) -> None:
            super().__init__()
            self.code = "home"

        def crumbs(self) -> tuple[str, ...]:
            return (self.code,)

        def compose_body(self) -> list[ContentSwitcher]:
            pane = _list("home")
            return [ContentSwitcher(pane, initial="home")]

        async def show(self, number: int) -> None:
            from bsc_tui.screens.tabs import TABS

            self.code = TABS[number - 1].code
            panes = self.query_one(ContentSwitcher)
            if not panes.query(f"#{self.code}"):
                await panes.add_content(_list(self.code), id=self.code)
            panes.current = self.code
            panes.query_one(f"#{self.code}").focus()
            self.refresh_path()

    class SwitcherApp(BscApp):
        def go_to_tab(self, number: int) -> None:
            assert isinstance(self.screen, OneScreen)
            self.run_worker(self.screen.show(number))

    app = SwitcherApp(Desk(None, "Lusine A."), {"home": OneScreen})
    app.run(mouse=False)
    app.desk.close()


def _list(code: str):  # type: ignore[no-untyped-def]
    from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

    headings = [Heading(name, name.title(), width, flexible=flexible) for name, width, flexible in HEADS]
    rows = [ListRow(n, (f"{code} {n}", "Manager", "+374 91 033759", "paid")) for n in range(40)]
    return RowList(headings, rows, id=code)


def _place(code: str):  # type: ignore[no-untyped-def]
    from bsc_tui.screens.base import Place

    class Tab(Place):
        def crumbs(self) -> tuple[str, ...]:
            return (code,)

        def compose_body(self):  # type: ignore[no-untyped-def]
            return [_list(code)]

        def on_mount(self) -> None:
            self.query_one(f"#{code}").focus()

    return Tab


def measure(way: str) -> None:
    """Visit every tab twice; print the medians."""
    from terminal_driver import OnTerminal

    def press(key: str) -> tuple[float, int]:
        terminal.settle(0.25)
        before, begin = terminal.painted, time.perf_counter()
        terminal.key(key)
        last = begin
        while terminal._read(0.25):
            last = time.perf_counter()
        return (last - begin) * 1000, terminal.painted - before

    with OnTerminal([sys.executable, __file__, way]) as terminal:
        terminal.wait_for("home 3")
        terminal.key("1")
        floors = [press("down") for _ in range(5)]
        firsts = [press(key) for key in "23456789"]
        agains = [press(key) for key in "12345678"]
        terminal.key("ctrl+q")
        terminal.wait_for("?")
        terminal.key("y")
        terminal.end()
    floor = statistics.median(ms for ms, _ in floors)
    print(f"{way:9} cursor step {floor:6.1f} ms {statistics.median(n for _, n in floors):7.0f} bytes (floor)")
    for name, visits in (("first visit", firsts), ("revisit", agains)):
        ms, sent = statistics.median(one for one, _ in visits), statistics.median(n for _, n in visits)
        worst = max(one for one, _ in visits)
        ratio = f"{ms / floor:5.1f} x floor, worst {worst:.1f} ms"
        print(f"{way:9} {name:11} {ms:6.1f} ms {sent:7.0f} bytes, {ratio}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"modes": modes, "switcher": switcher}[sys.argv[1]]()
    else:
        for way in ("modes", "switcher"):
            measure(way)
