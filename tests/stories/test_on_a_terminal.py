"""The real program on a real pseudo-terminal: killed and back again, and what it costs on a slow line."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from desk import operations
from peewee import Database
from terminal_driver import OnTerminal

from bsc_tui.db.models import Draft, Person

pytest_plugins = ("desk",)

pytestmark = pytest.mark.pty


@pytest.fixture
def command(company_url: str) -> list[str]:
    """The program, Lusine signed in."""
    return [sys.executable, str(Path(__file__).parent.parent / "desk.py"), company_url, "lusine"]


def open_person(terminal: OnTerminal) -> None:
    """To Simonyan's form."""
    terminal.wait_for("F10")
    terminal.key("f10", "2")
    terminal.wait_for("Last name")
    terminal.key(*"simonyan", "enter")
    terminal.wait_for("Simonyan Nare")
    terminal.wait_for("Employment")
    terminal.settle()


def test_what_was_typed_survives_kill_9_and_comes_back_with_the_hand_in_place(
    company: Database, command: list[str]
) -> None:
    before = operations()
    with OnTerminal(command) as terminal:
        open_person(terminal)
        terminal.key(*["tab"] * 14)
        terminal.key(*"Komitas 12")
        terminal.wait_for("Komitas 12")
        where = terminal.text.split("\n")
        terminal.wait_for("draft ")
        os.kill(terminal._pid, signal.SIGKILL)
        assert terminal.end() == -signal.SIGKILL
    kept = json.loads(Draft.get().content)
    assert "Komitas 12" in kept["texts"].values()
    assert operations() == before
    with OnTerminal(command) as terminal:
        open_person(terminal)
        terminal.wait_for("is back")
        line = next(row for row in terminal.text.split("\n") if "Komitas 12" in row)
        assert "›Komitas 12" in line
        assert line.split("›Komitas 12")[0] in "\n".join(where)
        terminal.key(*", ap 4", "f2")
        terminal.wait_for("Saved")
        terminal.settle()
        company.close()
        company.connect()
        assert Person.get(Person.last_name == "Simonyan").address == "Komitas 12, ap 4"
        assert Draft.select().count() == 0


def test_a_closed_terminal_keeps_the_draft(company: Database, command: list[str]) -> None:
    with OnTerminal(command) as terminal:
        open_person(terminal)
        terminal.key(*"Other", "tab")
        terminal.wait_for("draft ")
        os.kill(terminal._pid, signal.SIGHUP)
        terminal.end()
    assert "SimonyanOther" in Draft.get().content
