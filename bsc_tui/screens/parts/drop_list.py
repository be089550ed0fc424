"""The list that drops down under a cell while one types: the best found, led from the editor above it.

What is searched is the owner's; the search runs in the desk's search thread, and stale answers are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.message import Message
from textual.timer import Timer

from bsc_tui.errors import Problem
from bsc_tui.i18n import _
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.quiet import house_of

PAUSE = 0.15
"""Seconds without a key after which what is typed is looked for."""

NEW = "drop-list: the row that adds something new"


class DropList(RowList):
    """Rows for what is typed. `search` gets the text and gives the rows, best first.

    `taken` and `new_wanted` are called while the key that took is still under way: the next key waits for
    what they hold.
    """

    class Grown(Message):
        """Other rows are shown: the room may be too small or too large."""

    class Said(Message):
        """Something is to be told to the person: a search that failed, an Enter that can't be."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, headings: Sequence[Heading] = (), *, id: str | None = None) -> None:
        super().__init__(headings, header=False, always=True, id=id)
        self.can_focus = False
        self.search: Callable[[str], Sequence[ListRow]] | None = None
        self.taken: Callable[[ListRow], None] | None = None
        self.new_wanted: Callable[[str], None] | None = None
        self.new_label = ""
        self.text = ""
        self._asked = 0
        self._answered = 0
        self._asked_text: str | None = None
        self._take_first = False
        self._pause: Timer | None = None
        self.is_open = False

    def set_headings(self, headings: Sequence[Heading]) -> None:
        """The columns; no header stands above them."""
        super().set_headings(headings)
        self._header = False

    # -- asking ----------------------------------------------------------------------------
    @property
    def is_looking(self) -> bool:
        """Whether an answer is still to come."""
        return self.is_open and (self._pause is not None or self._answered != self._asked)

    def look_for(self, text: str) -> None:
        """Look for this text after a short pause; an empty one closes the list."""
        self.text = text.strip()
        self._wait_no_longer()
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if not self.text:
            self.close()
            return
        self.is_open = True
        self._pause = self.set_timer(PAUSE, self._look)

    def look_now(self, text: str) -> None:
        """Look for this text without a pause."""
        self.look_for(text)
        if self.is_open:
            self._look()

    def close(self) -> None:
        """Nothing is chosen here any more; an answer under way is dropped."""
        self._wait_no_longer()
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self._asked += 1
        self._answered = self._asked
        self._asked_text = None
        self.is_open = False
        self.display = False

    def _look(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self._asked += 1
        self._asked_text = self.text
        self.run_worker(self._find(self._asked, self.text), group="find")

    async def _find(self, number: int, text: str) -> None:
        search = self.search
        assert search is not None

        def unless_stale() -> Sequence[ListRow]:
            return search(text) if number == self._asked else ()

        try:
            found = list(await house_of(self).desk.run_search(unless_stale))
        except Problem as problem:
            if number == self._asked:
                self._answered, self._asked_text = number, None
                self._wait_no_longer()
                self.post_message(self.Said(str(problem)))
            return
        if number == self._asked and self.is_open:
            self._answered = number
            self._show(found)

    def _show(self, found: list[ListRow]) -> None:
        rows = list(found)
        if self.new_label:
            label = f"+ {self.new_label % {'text': self.text}}   F7"
            rows.append(ListRow(NEW, (label,), ("key",), wide=True))
        self.set_empty(_("Nothing for “%(text)s”.") % {"text": self.text})
        self.show(rows, cursor=rows[0].id if rows else None)
        self.post_message(self.Grown())
        if self._take_first:
            self._take_row()
            self._wait_no_longer()

    # -- taking ----------------------------------------------------------------------------
    def take(self) -> None:
        """Take the row under the hand; before the answer has come, its first row then."""
        if self._answered != self._asked or self.text != self._asked_text:
            if self.text != self._asked_text:
                self._look()
            if not self._take_first:
                self._take_first = True
                house_of(self).type_ahead.hold(self.screen)
            return
        self._take_row()

    def _take_row(self) -> None:
        row = self.row
        if row is None or (row.id == NEW and len(self.rows) == 1):
            # Enter after a slip of the finger must not make a person out of it.
            self.post_message(self.Said(_("Nothing found; F7 adds it as new.")))
        elif row.id == NEW and self.new_wanted is not None:
            self.new_wanted(self.text)
        elif self.taken is not None:
            self.taken(row)

    def _wait_no_longer(self) -> None:
        if self._take_first:
            self._take_first = False
            house_of(self).type_ahead.release(self.screen)
