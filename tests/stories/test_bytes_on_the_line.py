"""What goes over the line at 80x24 in 256 colours, and that a disturbed or woken terminal is right again."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import SMALL
from peewee import Database
from terminal_driver import OnTerminal

pytest_plugins = ("desk",)

pytestmark = [pytest.mark.pty, pytest.mark.parametrize("engine", ["sqlite"])]

DESK = str(Path(__file__).parent.parent / "desk.py")


@pytest.fixture
def terminal(company: Database, company_url: str) -> Iterator[OnTerminal]:
    """The program before the people, Lusine signed in."""
    assert not company.is_closed()
    with OnTerminal(
        [sys.executable, DESK, company_url, "lusine"], columns=SMALL[0], rows=SMALL[1]
    ) as terminal:
        terminal.wait_for("F10")
        terminal.key("f10", "2")
        terminal.wait_for("Hakobyan")
        terminal.key("down")
        terminal.settle()
        yield terminal


def test_each_key_sends_little_and_waiting_nothing(terminal: OnTerminal) -> None:
    costs = {"list": max(terminal.cost("down") for _step in range(6)), "page": terminal.cost("pagedown")}
    terminal.key(*"simonyan")
    terminal.settle(0.6)
    costs["form"] = terminal.cost("enter")
    terminal.wait_for("Employment")
    terminal.settle()
    costs["tab"] = max(terminal.cost("tab") for _step in range(34))
    terminal.key(*["shift+tab"] * 34)
    terminal.cost("a")  # the first letter says “changed” besides
    terminal.settle(2.6)  # the draft is kept meanwhile
    costs["letter"] = max(terminal.cost(letter) for letter in "bcdef")
    terminal.settle(2.6)
    costs["idle"] = terminal.settle(1.0)
    most = {"list": 250, "page": 2_500, "form": 6_000, "tab": 1_300, "letter": 120, "idle": 0}
    assert all(costs[what] <= limit for what, limit in most.items()), costs


def test_ctrl_l_paints_a_disturbed_terminal_again_also_over_a_dialog(terminal: OnTerminal) -> None:
    for keys in ((), ("f10",)):
        terminal.key(*keys)
        terminal.settle()
        seen = terminal.text
        terminal.disturb("\x1b[2J\x1b[31mYour disk is full")
        assert "disk is full" in terminal.text
        terminal.key("ctrl+l")
        terminal.settle()
        assert terminal.text == seen


def test_a_program_that_slept_paints_everything_when_it_is_woken(terminal: OnTerminal) -> None:
    seen = terminal.text
    terminal.signal(signal.SIGTSTP)
    terminal.settle(0.6)
    terminal.disturb("\x1b[2J\x1b[H$ ls\r\n")
    terminal.signal(signal.SIGCONT)
    terminal.wait_for("Hakobyan")
    terminal.settle()
    assert terminal.text == seen


def test_a_resized_window_is_painted_whole_and_further_keys_are_right(terminal: OnTerminal) -> None:
    seen = terminal.text
    terminal.resize(120, 40)
    terminal.wait_for("F10")
    terminal.settle()
    terminal.resize(*SMALL)
    terminal.settle()
    terminal.key("down", "up")
    terminal.settle()
    assert terminal.text == seen


def test_leaving_gives_the_terminal_back_in_its_own_colours(terminal: OnTerminal) -> None:
    terminal.key("ctrl+q")
    terminal.wait_for("Leave the program?")
    terminal.key("y")
    assert terminal.end() == 0
    before, _left, after = terminal.last.rpartition(b"\x1b[?1049l")
    assert b"\x1b[?25h" in after
    assert b"\x1b[?2004l" in before
    assert terminal._screen.cursor.attrs == terminal._screen.default_char
