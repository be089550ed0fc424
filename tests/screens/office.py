"""A small office for the tests of the frame: two places, a desk, and the app they stand in."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")

from textual.events import Key
from textual.widget import Widget

from bsc_tui.app import BscApp
from bsc_tui.errors import Conflict
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.desk import Desk, Preferences
from bsc_tui.screens.parts.dialogs import PlainInput
from bsc_tui.screens.parts.pick_list import Picked, PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.themes import Colours

HEADINGS = (
    Heading("name", "Name", 20, flexible=True),
    Heading("firm", "Firm", 20),
    Heading("last", "Last", 8),
)
NAMES = ("Avanesyan Ara", "Grigoryan Karen", "Hakobyan Anna", "Sargsyan Ani", "Vardanyan Tigran")


def people(count: int = 5, start: int = 0) -> list[ListRow]:
    """So many people."""
    return [
        ListRow(number, (f"{NAMES[number % 5]} {number}", "Armenia Wine LLC", "03.2026"))
        for number in range(start, start + count)
    ]


class Seminar(Place):
    """A seminar, opened from Services."""

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return ("Services", "BDS", "Effective marketing")


class Services(Place):
    """Opens a seminar, registers, exports only for some, and can break."""

    OFFERS = (
        Command("services.open", ("f7",), "Open a seminar", "Seminar", "open_seminar", bar=20, letter="s"),
        Command("services.export", ("f8",), "Export", "Export", "export", bar=30, letter="x"),
        Command(
            "services.full", ("f6",), "Register", "Register", "register", "Takes a seat.", 40, letter="r"
        ),
        Command("services.crash", ("f9",), "Break", "Break", "crash"),
        Command("services.pick", ("f4",), "Pick", "List", "pick", bar=15),
        Command("services.letter", ("e",), "Sheets", "Sheets", "sheets", bar=50, letter="q"),
    )

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return ("Services",)

    def explanation(self) -> str:
        """For F1."""
        return "Choose a line, then a seminar."

    def hint(self) -> str:
        """For F1."""
        return "The list of lines."

    def compose_body(self) -> Iterable[Widget]:
        """A list and a field."""
        yield RowList(HEADINGS, people(40), id="lines")
        yield PlainInput(id="find")
        yield PlainInput(id="second")

    def on_mount(self) -> None:
        """The list first."""
        self.query_one("#lines").focus()

    def why_not(self, command_id: str) -> str:
        """Not everybody may export."""
        if command_id == "services.export":
            return "Only the responsible of the line may export."
        return super().why_not(command_id)

    def action_open_seminar(self) -> None:
        """Opens it."""
        self.open(Seminar())

    async def action_register(self) -> None:
        """The gate says no."""
        await self.ask(self._full)

    def _full(self) -> None:
        raise Conflict(
            "Seminar is full.", "50 of 50 places are taken.", "Enlarge the limit or use the waiting list."
        )

    async def action_pick(self) -> None:
        """Brings the list, then the focus goes to the field."""
        found = await self.answer(PickList("Who?", _find, HEADINGS))
        if isinstance(found, Picked):
            self.say(f"taken: {found.row.cells[0]}")
            self.query_one("#find").focus()

    def action_crash(self) -> None:
        """What nobody foresaw."""
        raise RuntimeError("secret detail")

    def on_key(self, event: Key) -> None:
        """Nor this."""
        if event.key == "f11":
            raise RuntimeError("other detail")
        super().on_key(event)

    def action_sheets(self) -> None:
        """A letter command."""
        self.say("sheets opened")


def _find(text: str) -> list[ListRow]:
    time.sleep(0.05)
    return [row for row in people() if text.casefold() in row.cells[0].casefold()]


def office(preferences: Preferences | None = None, **options: object) -> BscApp:
    """The app."""
    desk = Desk(actor=None, name="Lusine A.", preferences=preferences)
    return BscApp(desk, {"services": Services}, colours=Colours.MANY, **options)  # type: ignore[arg-type]


if __name__ == "__main__":
    app = office(state_folder=Path(sys.argv[1]))
    app.run(mouse=False)
    app.desk.close()
    sys.exit(app.return_code)
