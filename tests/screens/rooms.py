"""The program with its real places over a test's database, for the tests of single places."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")

import asyncio
import time
from collections.abc import Callable
from typing import Any

from databases import FixedClock
from peewee import Database
from terminal_driver import words_on
from textual.pilot import Pilot

from bsc_tui.app import BscApp
from bsc_tui.config import Config
from bsc_tui.records.records import Records
from bsc_tui.screens import registry
from bsc_tui.screens.entrance import Entrance
from bsc_tui.screens.office import make_office, outside
from bsc_tui.screens.own_commands import register_program_commands
from bsc_tui.screens.themes import Colours

SIZE = (80, 24)
WIDE = (120, 40)


def program(records: Records) -> BscApp:
    """The program of somebody who has signed in."""
    office = make_office(records.database, records.actor, Config(), FixedClock())
    app = BscApp(office, registry.places(), colours=Colours.MANY)
    register_program_commands(app)
    return app


def door(database: Database) -> BscApp:
    """The program where nobody has signed in yet."""
    app: BscApp

    def entered(actor: Any) -> None:
        app.enter(make_office(database, actor, Config(), FixedClock()))

    app = BscApp(
        outside(database),
        registry.places(),
        entrance=lambda: Entrance(database, Config(), entered, clock=FixedClock()),
        colours=Colours.MANY,
    )
    register_program_commands(app, Config())
    return app


async def until(pilot: Pilot[Any], is_so: Callable[[], bool], what: str = "") -> None:
    """Wait until it is so; fails after a while, with the screen."""
    end = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"never: {what}\n{words_on(pilot.app)}")
        await pilot.pause()
        await asyncio.sleep(0)


async def sees(pilot: Pilot[Any], words: str) -> str:
    """Wait until the words are on the screen; the whole screen."""
    await until(pilot, lambda: words in words_on(pilot.app), words)
    return words_on(pilot.app)


async def types(pilot: Pilot[Any], text: str) -> None:
    """Type a text."""
    names = {" ": "space", ".": "full_stop", "-": "minus", "/": "slash", "[": "left_square_bracket"}
    names |= {"]": "right_square_bracket", "@": "at"}
    await pilot.press(*(names.get(letter, letter) for letter in text))
