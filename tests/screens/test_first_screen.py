"""The first screen stands before the database is open: letters are taken, commands wait for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from threading import Event

import pytest
from databases import FixedClock
from rooms import SIZE, sees, types, until
from terminal_driver import words_on

from bsc_tui.app import BscApp
from bsc_tui.config import Config
from bsc_tui.errors import Unusable
from bsc_tui.records.records import Records
from bsc_tui.screens import registry
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.office import make_office, outside
from bsc_tui.screens.own_commands import register_program_commands
from bsc_tui.screens.themes import Colours


def opening_app(opening: Callable[[], Desk]) -> BscApp:
    """The program that opens the database while its first screen stands."""
    app = BscApp(outside(None), registry.places(), opening=opening, colours=Colours.MANY)
    register_program_commands(app, Config())
    return app


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_letters_are_taken_at_once_and_a_tab_waits_until_the_database_is_open(admin: Records) -> None:
    may_open = Event()

    def opening() -> Desk:
        assert may_open.wait(30)
        admin.database.connect(reuse_if_open=True)
        try:
            return make_office(admin.database, admin.actor, Config(), FixedClock())
        finally:
            admin.database.close()

    app = opening_app(opening)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "F10 Menu")
        await types(pilot, "hako")
        await sees(pilot, "hako")
        assert not app.is_open
        await pilot.press("escape", "tab", "2")
        await types(pilot, "simon")
        assert "simon" not in words_on(app)

        may_open.set()

        await until(pilot, lambda: isinstance(app.screen, EntityList))
        await sees(pilot, "simon")
        assert app.is_open
        await pilot.press("f10", "1")
        await sees(pilot, "No seminar runs or comes.")
    app.desk.close()


async def test_a_database_that_cannot_be_opened_ends_the_program_with_its_reason() -> None:
    def opening() -> Desk:
        raise Unusable("The database is newer than this program.")

    app = opening_app(opening)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.problem is not None)
    assert str(app.problem) == "The database is newer than this program."
    app.desk.close()


def test_the_first_screen_needs_neither_the_gate_nor_peewee() -> None:
    """Whoever imports them on its way makes every start a third slower."""
    script = (
        "import sys, bsc_tui.app, bsc_tui.cli.application, bsc_tui.screens.registry\n"
        "import bsc_tui.screens.home, bsc_tui.screens.own_commands\n"
        "heavy = ('peewee', 'bsc_tui.db', 'bsc_tui.entities', 'bsc_tui.records', 'bsc_tui.operations')\n"
        "print(*[name for name in heavy if name in sys.modules])\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
