"""F1: what one does here, what the field with the focus wants, and every key that works now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import PROPOSE, Command, key_name
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

COMMON_KEYS = (
    ("Tab, Enter, Down", N_("the next field; Shift+Tab and Up: the field before")),
    ("PgDn, PgUp", N_("the next page, the page before")),
    ("Esc", N_("back; what was changed is asked about once")),
    ("1-9", N_("the tab, where nothing can be typed; everywhere with F10 before")),
)

NOTES = (
    N_("Keypad: if digits come out as odd letters, press NumLock."),
    N_("Terminals that keep F1 or F10 for themselves: Ctrl+Y is help, Ctrl+T is the menu."),
)

WIDTH = 70


class Help(Dialog[str]):
    """To be read with the arrows; Enter, Esc or F1 closes it. It returns the command wanted, '' = none."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("help.close", ("f1", "ctrl+y", "enter"), N_("Close"), NP_("bar", "Close"), "close", bar=10),
        Command(
            "help.propose",
            ("f7",),
            PROPOSE.title,
            NP_("bar", "Propose a correction"),
            "propose",
            bar=20,
        ),
    )

    whole = True

    def __init__(
        self,
        title: str,
        explanation: str,
        hint: str,
        commands: Sequence[tuple[Command, tuple[str, ...]]],
        *,
        may_propose: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._explanation = explanation
        self._hint = hint
        self._keys = list(commands)
        self._may_propose = may_propose

    def compose_box(self) -> Iterable[Widget]:
        """The title, and the rest as a list that scrolls."""
        yield Words([(self._title, "title"), ("", "")])
        rows = RowList(
            [Heading("key", "", 17), Heading("what", "", 30, flexible=True)],
            self._rows(),
            header=False,
            id="help",
        )
        yield rows

    def _rows(self) -> list[ListRow]:
        rows: list[ListRow] = []

        def line(tone: str, *cells: str, wide: bool = False) -> None:
            tones = (tone,) if wide else ("key", tone)
            rows.append(ListRow(len(rows), cells, tones, wide=wide, still=True))

        for text, tone in ((self._hint, "accent"), (self._explanation, "")):
            if text:
                for part in wrapped(text, WIDTH - 2):
                    line(tone, part, wide=True)
                line("", "", wide=True)
        line("title", _("Keys that work now"), wide=True)
        for command, keys in self._keys:
            if keys:
                what = _(command.title) + (f": {_(command.help)}" if command.help else "")
                for number, part in enumerate(wrapped(what, WIDTH - 22)):
                    line("", "" if number else ", ".join(key_name(key) for key in keys), part)
        line("", "", wide=True)
        line("title", _("Everywhere"), wide=True)
        for key, what in COMMON_KEYS:
            for number, part in enumerate(wrapped(_(what), WIDTH - 22)):
                line("", "" if number else key, part)
        line("", "", wide=True)
        for note in NOTES:
            for part in wrapped(_(note), WIDTH - 2):
                line("dim", part, wide=True)
        return rows

    def on_mount(self) -> None:
        """It scrolls with the arrows."""
        self.query_one("#help", RowList).focus()

    def action_close(self) -> None:
        """It was read."""
        self.give("")

    def why_not(self, command_id: str) -> str:
        """Only of a place that somebody works in."""
        if command_id == "help.propose" and not self._may_propose:
            return _("Nothing can be proposed here.")
        return super().why_not(command_id)

    def action_propose(self) -> None:
        """Something is wrong here."""
        self.give(PROPOSE.id)
