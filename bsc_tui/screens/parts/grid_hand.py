"""The hand of a grid: in a cell, which is edited, or on a row; the editor and the list of the cell go along.

Which key moves it where is the grid's.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Region
from textual.widgets._input import Selection

from bsc_tui.screens.parts import grid_messages as messages
from bsc_tui.screens.parts.drop_list import DropList
from bsc_tui.screens.parts.grid_paint import GridSurface
from bsc_tui.screens.parts.grid_rows import CHOOSE, SEARCH, GridColumn, GridRow
from bsc_tui.screens.parts.sheet_editors import READ_FROM_PASTE, FieldEditor
from bsc_tui.screens.parts.sheet_layout import Field

_NOBODY = Field("", "")
LEAST_DROP = 4
"""Rows that a list under a cell needs; where fewer are left it stands above."""


class CellEditor(FieldEditor):
    """The moving editor: a text of several lines or cells is the grid's to take."""

    def _insert_pasted(self, text: str) -> None:
        if is_table(text):
            surface = self._surface
            assert isinstance(surface, GridHand)
            surface.post_message(surface.Pasted(surface, text))
            return
        super()._insert_pasted(text)

    def on_paste(self, event: events.Paste) -> None:
        """Whole tables may come; how much of one is read is the owner's to say."""
        event.stop()
        event.prevent_default()
        self._insert_pasted(event.text if is_table(event.text) else event.text[:READ_FROM_PASTE])


def is_table(text: str) -> bool:
    """Whether a pasted text has several cells or lines."""
    return "\t" in text or "\n" in text.strip() or "\r" in text.strip()


class GridHand(GridSurface):
    """Rows of cells with one moving editor. `pinned` rows stay on top, above those that scroll."""

    Edited: TypeAlias = messages.Edited
    CellLeft: TypeAlias = messages.CellLeft
    Moved: TypeAlias = messages.Moved
    Finished: TypeAlias = messages.Finished
    ChooseWanted: TypeAlias = messages.ChooseWanted
    Pasted: TypeAlias = messages.Pasted
    Refused: TypeAlias = messages.Refused
    Marked: TypeAlias = messages.Marked

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._editor = CellEditor(self)
        self.drop = DropList(id="drop")
        self.drop.display = False
        self._edits = True
        self._text_at_entry = ""

    def compose(self) -> ComposeResult:
        """The editor, and the list that drops down."""
        yield self._editor
        yield self.drop

    def on_mount(self) -> None:
        """What was put in before is shown now."""
        self._seat_editor()

    def on_resize(self) -> None:
        """Cells find other places; the editor goes along with what is typed in it, the list under it too."""
        self.fit()
        self.bring_into_view()
        self._lay_editor()
        self.drop_grown()
        self.refresh()

    # -- what the grid says of keys ----------------------------------------------------
    def take_key(self, event: events.Key) -> bool:
        """The editor's keys that lead elsewhere. True: done with."""
        return False

    # -- what the owner puts in and takes out ------------------------------------------
    def show(
        self, columns: Sequence[GridColumn], rows: Sequence[GridRow], *, pinned: int = 0, go: bool = True
    ) -> None:
        """Show these; the hand stays on its row while it is there."""
        kept = self.row.id if self.row else None
        self.columns, self._rows, self._pinned = tuple(columns), list(rows), pinned
        index = self.index_of(kept) if kept is not None else -1
        self._index = index if index >= 0 else min(pinned, max(len(rows) - 1, 0))
        self._code = self._open_code(self._wanted)
        self.fit()
        self.bring_into_view()
        self._seat_editor()
        self.refresh()

    def put(self, row: GridRow) -> None:
        """Show this row in place of the one with its id."""
        index = self.index_of(row.id)
        if index < 0 or self._rows[index] == row:
            return
        before, self._rows[index] = self._rows[index], row
        self.repaint_row(index)
        if index == self._index:
            code = self._open_code(self._code)
            # What is being typed stays while the cell under it is as it was.
            other = row.cells.get(code, "") != before.cells.get(code, "") and (
                self._editor.value != row.cells.get(code, "")
            )
            if code != self._code or not self.has_editor or other:
                self._code = code
                self._seat_editor()

    def go(self, row_id: Hashable, code: str = "") -> bool:
        """Lay the hand on a row, in this column or the nearest open one; False: it is not here."""
        index = self.index_of(row_id)
        if index < 0:
            return False
        self._wanted = code or self._wanted
        self._move(index, self._wanted)
        return True

    @property
    def code(self) -> str:
        """The column under the hand, "" on a row of which nothing can be edited."""
        return self._code

    @property
    def text(self) -> str:
        """What stands in the cell under the hand, half-typed too."""
        row = self.row
        return (
            "" if row is None else (self._editor.value if self.has_editor else row.cells.get(self._code, ""))
        )

    @property
    def edits(self) -> bool:
        """Whether the hand is in a cell; else it is on the row."""
        return self._edits

    @property
    def has_editor(self) -> bool:
        """Whether a cell is being edited."""
        return self._edits and bool(self._code)

    def focus(self, scroll_visible: bool = True) -> GridHand:
        """Take the keys: to the cell, or to the row."""
        if self.has_editor and self.is_mounted:
            self.screen.set_focus(self._editor, scroll_visible=False)
        else:
            super().focus(scroll_visible)
        return self

    def edit(self, edits: bool) -> None:
        """Into the cell, or onto the row."""
        if self._edits == edits:
            return
        if not edits:
            self.leave_cell()
        self._edits = edits
        self._code = self._open_code(self._wanted)
        self._seat_editor()
        self.focus()
        self.repaint_row(self._index)
        self.post_message(self.Moved(self))

    def undo_text(self) -> bool:
        """Back to the text the cell was entered with; False: it is that."""
        if not self.has_editor or self._editor.value == self._text_at_entry:
            return False
        self.set_text(self._text_at_entry)
        return True

    def set_text(self, text: str) -> None:
        """Put a text into the cell under the hand, as if typed."""
        self._editor.show(text)
        self.edited(text)

    # -- moving ------------------------------------------------------------------------
    def _open_code(self, wanted: str) -> str:
        """The wanted column, or the next open one of the row, or the one before."""
        row = self.row
        if row is None:
            return ""
        codes = [column.code for column in self.columns]
        start = codes.index(wanted) if wanted in codes else 0
        order = [*codes[start:], *reversed(codes[:start])]
        return next((code for code in order if code not in row.locked), "")

    def _move(self, index: int, wanted: str) -> None:
        if not 0 <= index < len(self._rows):
            return
        before = self._index
        self.leave_cell()
        self._index = min(index, len(self._rows) - 1)
        self._code = self._open_code(wanted)
        if self.bring_into_view():
            self.refresh()
        else:
            self.repaint_row(before)
            self.repaint_row(self._index)
        self._seat_editor()
        self._follow_focus()
        self.post_message(self.Moved(self))

    def _follow_focus(self) -> None:
        if self.is_attached and self.screen.focused in (self, self._editor):
            self.focus()

    def leave_cell(self) -> None:
        """Tell what was typed into the cell under the hand, though the hand stays."""
        self.drop.close()
        row = self.row
        if row is not None and self.has_editor:
            text = self._editor.value
            if self.field.code and text != row.cells.get(self._code, ""):
                self.post_message(self.CellLeft(self, row.id, self._code, text))

    def step(self, by: int = 1) -> None:
        """To the next open cell; from the last one it is as if the row was done."""
        row = self.row
        if row is None:
            return
        codes = [column.code for column in self.columns if column.code not in row.locked]
        at = codes.index(self._code) + by if self._code in codes else 0
        if at >= len(codes):
            self.finish()
        elif at < 0:
            self.move_row(-1, codes[-1])
        else:
            self._wanted = codes[at]
            self._move(self._index, codes[at])

    def finish(self) -> None:
        """The row is done."""
        row = self.row
        if row is not None:
            self.leave_cell()
            self.post_message(self.Finished(self, row.id))

    def move_row(self, by: int, code: str = "") -> None:
        """So many rows on, in this column or the one wanted last."""
        self._wanted = code or self._wanted
        index = max(0, min(self._index + by, len(self._rows) - 1))
        if index != self._index:
            self._move(index, self._wanted)

    # -- the editor --------------------------------------------------------------------
    @property
    def field(self) -> Field:
        """The cell under the hand, as the editor asks for it."""
        column = self.column
        if column is None or not self.has_editor:
            return _NOBODY
        return Field(
            column.code, column.title, limit=column.limit, choose=column.kind == CHOOSE, right=column.right
        )

    def _seat_editor(self) -> None:
        if not self.is_mounted:
            return
        place, row = self.place, self.row
        if place is None or row is None or not self.has_editor:
            self._editor.display = False
            return
        self._lay_editor()
        text = row.cells.get(self._code, "")
        self._editor.show(text)
        if place.column.kind != CHOOSE and text:
            self._editor.selection = Selection(0, len(text))
        self._text_at_entry = text
        self._editor.display = True

    def _lay_editor(self) -> None:
        """Where its cell is."""
        place = self.place
        if place is not None:
            self._editor.styles.offset = (place.x, self.line_of(self._index))
            self._editor.styles.width = place.width

    def edited(self, text: str) -> None:
        """The person changed the text."""
        row = self.row
        if row is None:
            return
        self.post_message(self.Edited(self, row.id, self._code, text))
        if self.column is not None and self.column.kind == SEARCH:
            self.drop.look_for(text)

    def refuse(self, sentence: str) -> None:
        """Something was not taken."""
        self.post_message(self.Refused(self, sentence))

    def ask_for_list(self, text: str, *, by_letter: bool) -> None:
        """The list of the cell is wanted."""
        row = self.row
        if row is not None:
            self.post_message(self.ChooseWanted(self, row.id, self._code, text if by_letter else ""))

    def hand_came(self) -> None:
        """The editor has the keys."""

    def hand_went(self) -> None:
        """The editor lost the keys: to a dialog, to the row."""

    # -- the list under the cell -------------------------------------------------------
    @on(DropList.Grown)
    def drop_grown(self) -> None:
        """Lay the list under its cell, or above where there is no room."""
        place = self.place
        if place is None or not self.drop.is_open:
            return
        line = self.line_of(self._index)
        below, above = self.size.height - line - 1, line
        wanted = max(len(self.drop.rows), 1)
        stands_above = below < min(wanted, LEAST_DROP) and above > below
        height = min(wanted, above if stands_above else below)
        self.drop.styles.height = max(height, 1)
        self.drop.styles.width = max(min(self.size.width - place.x, 74), 20)
        self.drop.styles.offset = (place.x, line - height if stands_above else line + 1)
        self.drop.display = True

    def repaint_row(self, index: int) -> None:
        """Paint one row again."""
        if self.is_mounted and 0 <= index < len(self._rows):
            self.refresh(Region(0, self.line_of(index), self.size.width, 1))
