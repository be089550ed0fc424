"""The grid: rows of cells with one moving editor, for what is typed line by line all day.

It moves the hand, edits texts, drops the list of found things under a cell and tells what the person does.
What a row is, what a text means and where it is kept is its owner's.
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
from bsc_tui.screens.parts.grid_digits import filled_by
from bsc_tui.screens.parts.grid_paint import GridSurface
from bsc_tui.screens.parts.grid_rows import CHOOSE, DIGIT, SEARCH, GridColumn, GridRow
from bsc_tui.screens.parts.sheet_editors import READ_FROM_PASTE, FieldEditor
from bsc_tui.screens.parts.sheet_layout import Field

_NOBODY = Field("", "")
_CLEARING = frozenset({"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+x"})
LEAST_DROP = 4
"""Rows that a list under a cell needs; where fewer are left it stands above."""


class CellEditor(FieldEditor):
    """The moving editor: a text of several lines or cells is the grid's to take."""

    def _insert_pasted(self, text: str) -> None:
        if is_table(text):
            surface = self._surface
            assert isinstance(surface, Grid)
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


class Grid(GridSurface, can_focus=True):
    """Rows of cells. `pinned` rows stay on top, above those that scroll.

    The hand is either in a cell, which is edited, or on a row: then letters are commands of the owner's.
    """

    DEFAULT_CSS = """
    Grid {
        width: 1fr; height: 1fr; overflow: hidden; background: $bsc-page; color: $bsc-text;
        & CellEditor, & CellEditor:ansi {
            position: absolute; offset: 0 -1; height: 1; width: 1; padding: 0; border: none;
            scrollbar-size: 0 0; background: $bsc-hand; color: $bsc-hand-text; text-style: bold;
            &:focus {
                border: none; background: $bsc-hand; background-tint: $bsc-hand 0%; color: $bsc-hand-text;
                text-style: bold;
            }
        }
        & DropList { position: absolute; offset: 0 0; height: 1; width: 60; }
    }
    """

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

    def focus(self, scroll_visible: bool = True) -> Grid:
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
            self._finish()
        elif at < 0:
            self._move_row(-1, codes[-1])
        else:
            self._wanted = codes[at]
            self._move(self._index, codes[at])

    def _finish(self) -> None:
        row = self.row
        if row is not None:
            self.leave_cell()
            self.post_message(self.Finished(self, row.id))

    def _move_row(self, by: int, code: str = "") -> None:
        self._wanted = code or self._wanted
        index = max(0, min(self._index + by, len(self._rows) - 1))
        if index != self._index:
            self._move(index, self._wanted)

    # -- keys --------------------------------------------------------------------------
    def take_key(self, event: events.Key) -> bool:
        """The editor's keys that lead elsewhere. True: done with."""
        key = event.key
        if self.drop.is_open and self._take_drop_key(key):
            return True
        if key in ("up", "down"):
            self._move_row(-1 if key == "up" else 1)
        elif key in ("tab", "shift+tab"):
            self.step(1 if key == "tab" else -1)
        elif key in ("pageup", "pagedown"):
            self._move_row((self.page - 1) * (-1 if key == "pageup" else 1))
        elif key in ("ctrl+home", "ctrl+end"):
            self._move_row(-len(self._rows) if key == "ctrl+home" else len(self._rows))
        elif key == "enter":
            self._finish()
        elif self.column is not None and self.column.kind == CHOOSE:
            return self._take_choose_key(event)
        elif self.column is not None and self.column.kind == DIGIT:
            return self._take_digit_key(self.column, event)
        else:
            return False
        return True

    def _take_digit_key(self, column: GridColumn, event: events.Key) -> bool:
        if event.key in ("left", "right", "backspace"):
            self.step(1 if event.key == "right" else -1) if self._can_step(event.key == "right") else None
        elif event.key in _CLEARING:
            self.set_text("")
        elif event.is_printable and event.character is not None:
            filled = filled_by(column, self.text, event.character)
            if filled is None:
                self.refuse(column.hint)
                return True
            self.set_text(filled[0])
            if filled[1]:
                self.step() if self._can_step(True) else self.leave_cell()
        else:
            return event.key in FieldEditor.ACTIONS and event.key not in ("ctrl+c", "super+c", "ctrl+v")
        return True

    def _can_step(self, forward: bool) -> bool:
        """Whether the row has another open cell on that side: only Enter ends a row of such cells."""
        locked = self.row.locked if self.row else frozenset()
        codes = [column.code for column in self.columns if column.code not in locked]
        return bool(codes) and self._code != (codes[-1] if forward else codes[0])

    def _take_drop_key(self, key: str) -> bool:
        if key == "enter":
            self.drop.take()
        elif key in ("up", "down"):
            self.drop.action_step(-1 if key == "up" else 1)
        elif key in ("pageup", "pagedown"):
            self.drop.action_page(-1 if key == "pageup" else 1)
        elif key == "escape":
            self.drop.close()
        else:
            return False
        return True

    def _take_choose_key(self, event: events.Key) -> bool:
        if event.key in ("left", "right"):
            self.step(-1 if event.key == "left" else 1)
        elif event.key == "f4" or (event.is_printable and event.character is not None):
            letter = (event.character or "").strip() if event.key != "f4" else ""
            self.ask_for_list(letter, by_letter=bool(letter))
        elif event.key in _CLEARING:
            if self._editor.value:
                self.set_text("")
        else:
            return event.key in FieldEditor.ACTIONS and event.key not in ("ctrl+c", "super+c", "ctrl+v")
        return True

    def on_key(self, event: events.Key) -> None:
        """On a row: arrows, Enter into the cell, Space marks."""
        if not self.has_focus:
            return
        steps = {
            "up": -1,
            "down": 1,
            "pageup": 1 - self.page,
            "pagedown": self.page - 1,
            "home": -len(self._rows),
            "end": len(self._rows),
        }
        if event.key in steps:
            self._move_row(steps[event.key])
        elif event.key == "enter":
            self._finish() if self._edits else self.edit(True)
        elif event.key == "space" and self.row is not None and self._index >= self._pinned:
            self.marks ^= {self.row.id}
            self.repaint_row(self._index)
            self.post_message(self.Marked(self))
            self._move_row(1)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """On a row a table may be pasted too."""
        event.stop()
        self.post_message(self.Pasted(self, event.text))

    def on_focus(self) -> None:
        """The hand shows on the row; a row without an open cell keeps the keys here."""
        if self.has_editor:
            self.screen.set_focus(self._editor, scroll_visible=False)
        self.repaint_row(self._index)

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
