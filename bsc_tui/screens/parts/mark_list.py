"""A list to mark in: which of these? Space marks, a letter marks all, Enter takes what is marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, ngettext
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


class MarkList(Dialog[list[Any]]):
    """Returns the ids of the rows marked; of the one under the hand when none is."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("mark.take", ("enter", "f2"), N_("Take the marked"), NP_("bar", "Take"), "take", bar=10),
        Command("mark.one", ("space",), N_("Mark"), NP_("bar", "Mark"), "one", bar=20),
        Command("mark.all", ("a", "asterisk"), N_("Mark all or none"), NP_("bar", "All"), "all", bar=30),
    )
    whole = True

    def __init__(
        self, title: str, headings: Sequence[Heading], rows: Sequence[ListRow], *, empty: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._headings = tuple(headings)
        self._rows = list(rows)
        self._empty = empty

    def compose_box(self) -> Iterable[Widget]:
        """Title, how many, rows."""
        yield Words([(self._title, "title"), ("", "dim")], id="head")
        yield RowList(self._headings, self._rows, empty=self._empty, markable=True, id="rows")

    def on_mount(self) -> None:
        """The arrows work at once."""
        self.row_list.focus()
        self._count()

    @property
    def row_list(self) -> RowList:
        """The rows."""
        return self.query_one("#rows", RowList)

    @on(RowList.Marked)
    def _count(self) -> None:
        count = len(self.row_list.marks)
        words = ngettext("%(count)s marked", "%(count)s marked", count) % {"count": count}
        hint = _("Space marks, A all of them; Enter takes the marked, or the one under the hand.")
        self.query_one("#head", Words).show([(self._title, "title"), (f"{words}.  {hint}", "dim")])

    def action_one(self) -> None:
        """Space."""
        self.row_list.action_mark()

    def action_all(self) -> None:
        """All, or none when all are."""
        free = {row.id for row in self._rows if not row.still}
        rows = self.row_list
        rows.marks = set() if rows.marks >= free else free
        rows.refresh()
        self._count()

    @on(RowList.Chosen)
    def action_take(self) -> None:
        """These."""
        rows = self.row_list
        marked = [row.id for row in self._rows if row.id in rows.marks]
        if not marked and rows.row is not None and not rows.row.still:
            marked = [rows.row.id]
        self.give(marked)
