"""A place with one list of rows: Enter does one command with the row under the hand.

Where rows come from says who builds on it: a list that is read whole is a `WholeList`, one of which a part is
held a `ListPlace`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import _, pgettext
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import key_name
from bsc_tui.screens.parts.row_list import Heading, RowList


class RowsPlace(Place):
    """The list has the id `rows` and is shown when one comes, comes back, and in another language."""

    ENTER: ClassVar[str] = ""
    """The command that Enter does; '' where the place sees to Enter itself."""
    OF_ROW: ClassVar[frozenset[str]] = frozenset()
    """The commands that need something under the hand."""
    RENEWED: ClassVar[bool] = True
    """Whether it is shown anew when what lay on top of it is closed."""

    # -- for subclasses --------------------------------------------------------------------
    def headings(self) -> Sequence[Heading]:
        """The columns, in the active language; none where they depend on what is shown."""
        return ()

    def nothing(self) -> str:
        """What is said where there are no rows."""
        return ""

    def reload(self) -> None:
        """Show anew what there is."""
        raise NotImplementedError

    def begin(self) -> None:
        """The first time: as `reload`."""
        self.reload()

    def enter_word(self) -> str:
        """What Enter does, for the key bar; '' is not printed."""
        return pgettext("bar", "Open") if self.ENTER else ""

    # -- what is shown ---------------------------------------------------------------------
    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="rows")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def under_hand(self) -> Hashable | None:
        """The id of the row under the hand."""
        row = self.rows.row if self.is_mounted else None
        return row.id if row is not None else None

    @property
    def following(self) -> Hashable | None:
        """The id of the row that the hand goes on to: the next; behind the last the first."""
        ids = [row.id for row in self.rows.rows]
        return ids[(ids.index(self.under_hand) + 1) % len(ids)] if self.under_hand is not None else None

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.say_headings()
        self.rows.focus()
        self.begin()

    def on_screen_resume(self) -> None:
        """Something may have been done in the place on top."""
        if self.is_ready and self.RENEWED:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.say_headings()
        self.reload()

    def say_headings(self) -> None:
        """The columns in the active language."""
        if headings := self.headings():
            self.rows.set_headings(headings)

    # -- the row under the hand ------------------------------------------------------------
    def bar(self) -> list[tuple[str, str]]:
        """Enter is the key to print, where it can be used."""
        word = self.enter_word() if self.may(self.ENTER) else ""
        return [*([(key_name("enter"), word)] if word else []), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """What is done with a row needs one."""
        if command_id in self.OF_ROW and self.under_hand is None:
            return _("Nothing is under the hand.")
        return super().why_not(command_id)

    @on(RowList.Highlighted, "#rows")
    def _other_row(self) -> None:
        """Which keys work depends on the row."""
        self.refresh_keys()

    @on(RowList.Chosen, "#rows")
    def _enter(self) -> None:
        if self.ENTER:
            self.action_do(self.ENTER)
