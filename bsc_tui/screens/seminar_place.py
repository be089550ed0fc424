"""What the places about a seminar's course share: a list, read anew when one comes back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import _, pgettext
from bsc_tui.records.access import why
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import RowList


class SeminarPlace(Place):
    """A list about one seminar. Subclasses say `read`, `show` and what is done with a row."""

    ENTER: ClassVar[str] = ""
    """The command that Enter does."""
    WRITES: ClassVar[frozenset[str]] = frozenset()
    """The commands that change something: they need the right to the line."""
    OF_ROW: ClassVar[frozenset[str]] = frozenset()
    """The commands that need something under the hand."""

    def __init__(self, engagement_id: int, seminar: str = "") -> None:
        super().__init__()
        self.engagement_id = engagement_id
        self.seminar = seminar
        self.line = ""
        self.found: Any = None

    # -- for subclasses --------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        raise NotImplementedError

    def read(self) -> Any:
        """What is shown; runs in the thread of searches. It has `title` and `line`."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """Fill the list."""
        raise NotImplementedError

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab, seminar, what of it."""
        return (pgettext("tab", "Services"), *((self.seminar,) if self.seminar else ()), self.what())

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def under_hand(self) -> Hashable | None:
        """The id of the row under the hand."""
        row = self.rows.row if self.is_mounted else None
        return row.id if row is not None else None

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="rows")

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self.work(self.load, group="commands", holds=True)

    def on_screen_resume(self) -> None:
        """Something may have changed in a place on top."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.reload()

    def reload(self) -> None:
        """Ask anew, beside the keys."""
        self.work(self.load, group="load", exclusive=True)

    async def load(self) -> None:
        """Read and show."""
        with self.patience():
            found = await self.office.run_search(self.read)
        if self.has_been_left:
            return
        self.found = found
        self.seminar, self.line = found.title, found.line
        self.refresh_path()
        self.show(found)
        self.refresh_keys()

    # -- commands --------------------------------------------------------------------------
    def bar(self) -> list[tuple[str, str]]:
        """Enter works where there is something to take."""
        shown = super().bar()
        if self.ENTER and self.may(self.ENTER):
            shown = [(key_name("enter"), self.enter_word()), *shown]
        return shown

    def enter_word(self) -> str:
        """What Enter does, for the key bar."""
        return pgettext("bar", "Open")

    def why_not(self, command_id: str) -> str:
        """Writing needs the right to the line, other things a row under the hand."""
        if command_id in self.WRITES | self.OF_ROW and self.found is None:
            return _("One moment.")
        if command_id in self.WRITES and not self.office.actor.has(f"line:{self.line}"):
            return why(f"line:{self.line}")
        if command_id in self.OF_ROW and self.under_hand is None:
            return _("Nothing is under the hand.")
        return super().why_not(command_id)

    @on(RowList.Highlighted, "#rows")
    def highlighted(self) -> None:
        """Which keys work depends on the row."""
        self.refresh_keys()

    @on(RowList.Chosen, "#rows")
    def row_chosen(self) -> None:
        """Enter."""
        if self.ENTER:
            self.action_do(self.ENTER)
