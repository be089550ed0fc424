"""A list of rows painted by itself: one page or a part of a million, a step of the cursor paints two lines.

Where rows come from, their order and what is done with one is the owner's; so are words typed to find one.
A list may hold a part of its rows only: it asks for more before the hand gets to an end of what it holds, and
keys that went further are made up for when they come. How it looks is `row_paint`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeAlias

from textual.binding import Binding
from textual.events import Resize
from textual.geometry import Region

from bsc_tui.screens.parts import row_messages as messages
from bsc_tui.screens.parts.row_paint import GAP, Heading, ListRow, PaintedRows

__all__ = ["GAP", "Heading", "ListRow", "RowList"]


class RowList(PaintedRows, can_focus=True):
    """The list. `always`: the hand is shown without focus too, for lists led from an input line."""

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
        Binding("space", "mark", show=False),
    ]

    Chosen: TypeAlias = messages.Chosen
    Highlighted: TypeAlias = messages.Highlighted
    Marked: TypeAlias = messages.Marked
    MoreWanted: TypeAlias = messages.MoreWanted
    EndWanted: TypeAlias = messages.EndWanted
    Passed: TypeAlias = messages.Passed

    def __init__(
        self,
        headings: Sequence[Heading] = (),
        rows: Iterable[ListRow] = (),
        *,
        empty: str = "",
        header: bool = True,
        markable: bool = False,
        always: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._headings = tuple(headings)
        self._rows = list(rows)
        self._header = header and bool(self._headings)
        self._markable = markable
        self._always = always
        self._empty = empty
        self._cursor = self._free(0, 1)
        self._before = self._more = False
        self._asked_for: set[bool] = set()
        self._owed = 0
        self.start: int | None = 0
        self.followed: Callable[[], None] | None = None

    # -- what the owner sets ---------------------------------------------------------------

    def show(
        self,
        rows: Iterable[ListRow],
        *,
        before: bool = False,
        more: bool = False,
        cursor: Hashable | None = None,
        start: int | None = 0,
        line: int | None = None,
    ) -> None:
        """Show these rows in place of the old ones; `before` and `more`: whether others lie beyond them.

        The cursor goes to the row with id `cursor`; without one it stays on the row it is on, wherever that
        is now; where that is gone, on the first. It stays on its `line` of the screen as far as it can.
        `start`: how many rows lie before these, None where nobody knows. Ends waiting.
        """
        wanted = cursor if cursor is not None else (self.row.id if self.row else None)
        line = self._cursor - self._top if line is None else line
        self._rows = list(rows)
        self._before, self._more, self._waiting = before, more, False
        self._asked_for, self._owed, self.start = set(), 0, start
        self._cursor = next((index for index, row in enumerate(self._rows) if row.id == wanted), -1)
        if self._cursor < 0:
            self._cursor = line = self._free(0, 1)  # a still row above the first one is seen too
        self._top = max(self._cursor - line, 0)
        self._keep_in_sight()
        self.refresh()
        self._tell_highlighted()

    def extend(
        self, rows: Iterable[ListRow], *, more: bool = False, backwards: bool = False, most: int = 0
    ) -> None:
        """Show further rows behind those held, or before them; `more`: whether others lie beyond these.

        At the other end rows out of sight are let go of where more than `most` are held.
        """
        held = {row.id for row in self._rows}
        new = [row for row in rows if row.id not in held]
        self._asked_for.discard(backwards)
        self._waiting = False
        if backwards:
            self._rows[:0] = new
            self._before = more
            self._shift(len(new))
        else:
            self._rows += new
            self._more = more
        self._let_go(len(self._rows) - most if most else 0, at_end=backwards)
        self._cursor = self._free(max(self._cursor, 0), 1)
        self.refresh()
        owed, self._owed = self._owed, 0
        if owed:
            self._go(owed)
        else:
            self._tell_highlighted()

    def place_rows(self, row_id: Hashable, rank: int | None) -> None:
        """So many rows of the list lie before this one, if it is still held."""
        at = next((index for index, row in enumerate(self._rows) if row.id == row_id), None)
        if at is not None:
            self.start = None if rank is None else max(rank - at, 0)

    def _shift(self, by: int) -> None:
        """So many rows came before those held (or went): what is in sight stays."""
        self._cursor += by
        self._top += by
        if self.start is not None:
            self.start = max(self.start - by, 0)
        if not self._before:
            self.start = 0

    def _let_go(self, count: int, *, at_end: bool) -> None:
        if count > 0 and at_end:
            end = max(len(self._rows) - count, self._top + self.page, self._cursor + 1)
            self._more = self._more or end < len(self._rows)
            del self._rows[end:]
        elif count > 0:
            gone = min(count, self._top, max(self._cursor, 0))
            self._before = self._before or gone > 0
            del self._rows[:gone]
            self._shift(-gone)

    def change(self, row: ListRow) -> None:
        """Show this row in place of the one with its id; nothing happens when there is none."""
        for index, old in enumerate(self._rows):
            if old.id == row.id:
                self._rows[index] = row
                self._repaint(index)

    def go_to(self, row_id: Hashable) -> bool:
        """Put the cursor on the row with this id; False when it is not here."""
        for index, row in enumerate(self._rows):
            if row.id == row_id and not row.still:
                self._move_to(index)
                return True
        return False

    def set_headings(self, headings: Sequence[Heading]) -> None:
        """Other columns, or the same in another language."""
        if tuple(headings) == self._headings:
            return
        self._headings = tuple(headings)
        self._header = self._header or bool(self._headings)
        self.refresh()

    def set_order(self, order: str) -> None:
        """The code of the column that the rows are ordered by (`-code` falls), to be seen in the header."""
        if order != self._order:
            self._order = order
            self.refresh(Region(0, 0, self.size.width, 1))

    def set_empty(self, text: str) -> None:
        """What is said when there are no rows."""
        self._empty = text
        if not self._rows:
            self.refresh()

    @property
    def waiting(self) -> bool:
        """Whether the rows shown are old ones, new ones being looked for: '~' at the right of the header."""
        return self._waiting

    @waiting.setter
    def waiting(self, waiting: bool) -> None:
        if waiting != self._waiting:
            self._waiting = waiting
            self.refresh(Region(0, 0, self.size.width, 1))

    # -- what the owner asks ---------------------------------------------------------------

    @property
    def has_more(self) -> bool:
        """Whether others lie behind the rows held."""
        return self._more

    @property
    def row(self) -> ListRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """All rows held."""
        return tuple(self._rows)

    @property
    def in_sight(self) -> tuple[int, int] | None:
        """The first and last row in sight, counted from the list's top, 1 the first; None: nobody knows."""
        last = min(self._top + self.page, len(self._rows))
        return (self.start + self._top + 1, self.start + last) if self.start is not None and last else None

    @property
    def around(self) -> list[Hashable]:
        """The ids of rows by how near they are to the cursor: it, those behind it, those before it."""
        here = max(self._cursor, 0)
        return [row.id for row in (*self._rows[here:], *reversed(self._rows[:here])) if not row.still]

    @property
    def page(self) -> int:
        """How many rows can be seen at once."""
        return max(self.size.height - self._header, 1)

    # -- keys ------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """One row up or down."""
        if self.row is None:
            self._scroll(by)
            return
        index = self._free(self._cursor + by, by)
        if index >= 0 and index != self._cursor:
            self._owed = 0
            self._move_to(index)
        elif self._lies_beyond(by):
            self._go(by)
        elif by < 0:
            self.post_message(self.Passed(self))

    def action_page(self, by: int) -> None:
        """One page up or down."""
        step = by * max(self.page - 1, 1)
        (self._scroll if self.row is None else self._go)(step)

    def action_first(self) -> None:
        """To the first row."""
        self._owed = 0
        if self._before:
            self.post_message(self.EndWanted(self, last=False))
        else:
            self._move_to(self._free(0, 1))

    def action_last(self) -> None:
        """To the last row."""
        self._owed = 0
        if self._more:
            self.post_message(self.EndWanted(self, last=True))
        else:
            self._move_to(self._free(len(self._rows) - 1, -1))

    def action_choose(self) -> None:
        """Take the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        if self.row is not None:
            self.marks ^= {self.row.id}
            self._repaint(self._cursor)
            self.post_message(self.Marked(self, self.row))
            self.action_step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space bubbles where rows can't be marked, Enter where there is none to take."""
        if action == "mark":
            return self._markable
        return self.row is not None if action == "choose" else True

    # -- the cursor ------------------------------------------------------------------------

    def _free(self, index: int, direction: int) -> int:
        """The nearest row from `index` on, else backwards, that the cursor may stand on."""
        for towards in (direction, -direction):
            place = index
            while 0 <= place < len(self._rows):
                if not self._rows[place].still:
                    return place
                place += towards
        return -1

    def _lies_beyond(self, by: int) -> bool:
        """Whether the list has more rows in that direction than it holds."""
        return self._more if by > 0 else self._before

    def _go(self, by: int) -> None:
        """So many rows on; what the rows held do not reach is made up for when others come."""
        target = self._cursor + by
        place = min(max(target, 0), len(self._rows) - 1)
        owed_before = self._owed if self._owed * by > 0 else 0
        self._owed = owed_before + target - place if self._lies_beyond(by) else 0
        self._move_to(self._free(place, 1 if by > 0 else -1))

    def _move_to(self, index: int) -> None:
        if not 0 <= index < len(self._rows) or index == self._cursor:
            self._want_more()
            return
        before, self._cursor = self._cursor, index
        if self._keep_in_sight():
            self.refresh()
        else:
            self._repaint(before)
            self._repaint(index)
        self._tell_highlighted()
        self._want_more()

    def _keep_in_sight(self) -> bool:
        """Scroll half a page when the cursor has left the part shown: few bytes on a slow line."""
        before, page = self._top, self.page
        if self._cursor < self._top:
            self._top = max(min(self._cursor, self._top - page // 2), 0)
        elif self._cursor >= self._top + page:
            self._top = max(self._cursor - page + 1, self._top + page // 2)
        self._top = max(min(self._top, len(self._rows) - page), 0)
        return self._top != before

    def _scroll(self, by: int) -> None:
        top = max(min(self._top + by, len(self._rows) - self.page), 0)
        if top != self._top:
            self._top = top
            self.refresh()

    def _want_more(self) -> None:
        for backwards, near in (
            (False, self._more and self._cursor >= len(self._rows) - self.page),
            (True, self._before and self._cursor < self.page),
        ):
            if near and backwards not in self._asked_for:
                self._asked_for.add(backwards)
                self.post_message(self.MoreWanted(self, backwards))

    def _tell_highlighted(self) -> None:
        if self.row is not None:
            self.post_message(self.Highlighted(self, self.row))
        if self.followed is not None:  # at once: what it paints goes over the line with the row
            self.followed()

    def on_resize(self, event: Resize) -> None:
        """The cursor stays in sight."""
        if self._keep_in_sight():
            self.refresh()
        if self.followed is not None:
            self.followed()
