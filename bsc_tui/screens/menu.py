"""The F10 menu: tabs by digit, then what can be done here and in the whole program, each by a letter.

It returns what was chosen; doing it is the place's and the program's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.events import Key
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.screens.base import BACK, Dialog
from bsc_tui.screens.commands import HELP, MENU, MENU_LETTERS, REPAINT, Command, key_name, working_keys
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.quiet import Quiet, house_of

NOT_IN_MENU = frozenset({MENU, HELP, REPAINT, BACK})
"""Keys of the hand, of no use in a menu."""


@dataclass(frozen=True)
class MenuLine:
    """One line of the menu: a command, its letter and key, and why it can't be used ('' = it can)."""

    command: Command
    letter: str
    key: str
    refusal: str


def menu_lines(
    own: Sequence[Command],
    program: Sequence[Command],
    keys: dict[str, tuple[str, ...]],
    refusals: dict[str, str],
) -> list[MenuLine]:
    """The place's commands, then the program's. A place's letter that is one of the program's is not used."""
    lines: list[MenuLine] = []
    taken = set(MENU_LETTERS)
    for command in [*own, *program]:
        if command in NOT_IN_MENU:
            continue
        letter = command.letter
        if command in own:
            letter = "" if letter in taken else letter
            taken.add(letter)
        reached = keys.get(command.id, ())
        lines.append(
            MenuLine(command, letter, key_name(reached[0]) if reached else "", refusals.get(command.id, ""))
        )
    return lines


class Menu(Dialog[str]):
    """Returns a command's id, or `tab:N`."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("menu.take", ("f2",), N_("Take"), NP_("bar", "Take"), "take", bar=10),
        Command("menu.close", ("f10", "ctrl+t"), N_("Close"), "", "back"),
    )

    def __init__(self, lines: Sequence[MenuLine], *, place_lines: int) -> None:
        super().__init__()
        self._menu_lines = list(lines)
        self._place_lines = place_lines
        self._refused = ""

    def bar(self) -> list[tuple[str, str]]:
        """Digits, letters and Enter."""
        return [
            ("1-9", pgettext("bar", "Tab")),
            (key_name("enter"), pgettext("bar", "Take")),
            (key_name("escape"), pgettext("bar", "Back")),
        ]

    def compose_box(self) -> Iterable[Widget]:
        """The lines, a thin one between the place's and the program's, and room for a reason."""
        words = max([cell_len(_(line.command.title)) for line in self._menu_lines] + [24])
        keys = max(cell_len(line.key) for line in self._menu_lines)
        headings = [
            Heading("letter", "", 3),
            Heading("title", "", words),
            Heading("key", "", keys, right=True),
        ]
        width = words + keys + 10
        rows = [ListRow("tabs", ("1-9", _("go to tab")), ("key", "dim"), still=True)]
        for place, line in enumerate(self._menu_lines):
            if place == self._place_lines:
                rows.append(ListRow("line", ("─" * (width - 2),), ("line",), wide=True, still=True))
            tones = ("dim", "dim", "dim") if line.refusal else ("key", "", "dim")
            rows.append(
                ListRow(line.command.id, (line.letter.upper(), _(line.command.title), line.key), tones)
            )
        row_list = RowList(headings, rows, header=False, id="menu-rows")
        row_list.styles.width = width
        row_list.styles.height = min(len(rows), 17)
        row_list.start = 0
        yield row_list
        reason = Words([("", "")], id="reason")
        reason.styles.width = width
        yield reason

    def on_mount(self) -> None:
        """Arrows and letters work at once."""
        self.query_one("#menu-rows", RowList).focus()
        self.call_after_refresh(self._tell_what_is_below)

    def _tell_what_is_below(self) -> None:
        """How many lines are out of sight, where a reason would stand."""
        rows = self.query_one("#menu-rows", RowList)
        below = len(rows.rows) - rows.in_sight[1] if rows.in_sight else 0
        self.query_one("#reason", Words).show([(f" ▼ {below}", "dim")] if below > 0 else [("", "")])

    def on_key(self, event: Key) -> None:
        """A digit is a tab, a letter a command."""
        character = (event.character or "").casefold()
        if character and character in "123456789":
            event.stop()
            self.give(f"tab:{character}")
            return
        for line in self._menu_lines:
            if character and line.letter == character:
                event.stop()
                self.query_one("#menu-rows", RowList).go_to(line.command.id)
                self._take(line)
                return

    @on(RowList.Highlighted)
    def nothing_refused(self, event: RowList.Highlighted) -> None:
        """A reason belongs to its line."""
        if event.row.id != self._refused:
            self._tell_what_is_below()

    @on(RowList.Chosen)
    def action_take(self) -> None:
        """Take the line under the hand."""
        row = self.query_one("#menu-rows", RowList).row
        for line in self._menu_lines:
            if row is not None and line.command.id == row.id:
                self._take(line)

    def _take(self, line: MenuLine) -> None:
        if line.refusal:
            self._refused = line.command.id
            reason = self.query_one("#reason", Words)
            reason.show(
                [(f" {part}", "trouble") for part in wrapped(f"! {line.refusal}", reason.size.width - 2)]
            )
        else:
            self.give(line.command.id)


async def open_menu(place: Quiet[Any]) -> None:
    """Open the menu over the place and do what is chosen."""
    house = house_of(place)
    own, program = place.commands(), place.program_commands()
    keys = working_keys((own, program), house.keymap)
    refusals = {command.id: place.why_not(command.id) for command in own}
    lines = menu_lines(own, program, keys, refusals)
    place_lines = sum(1 for line in lines if line.command in own)
    chosen = await place.answer(Menu(lines, place_lines=place_lines))
    if chosen and chosen.startswith("tab:"):
        house.go_to_tab(int(chosen.removeprefix("tab:")))
    elif chosen:
        place.action_do(chosen)
