"""The grid: rows of cells with one moving editor, for what is typed line by line all day.

It says what each key does. What a row is, what a text means and where it is kept is its owner's.
"""

from __future__ import annotations

from textual import events

from bsc_tui.screens.parts.grid_digits import filled_by
from bsc_tui.screens.parts.grid_hand import GridHand
from bsc_tui.screens.parts.grid_rows import CHOOSE, DIGIT, GridColumn
from bsc_tui.screens.parts.sheet_editors import FieldEditor

_CLEARING = frozenset({"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+x"})


class Grid(GridHand, can_focus=True):
    """Keys: in a cell they edit and move; on a row letters are commands of the owner's."""

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

    def take_key(self, event: events.Key) -> bool:
        """The editor's keys that lead elsewhere. True: done with."""
        key = event.key
        if self.drop.is_open and self._take_drop_key(key):
            return True
        if key in ("up", "down"):
            self.move_row(-1 if key == "up" else 1)
        elif key in ("tab", "shift+tab"):
            self.step(1 if key == "tab" else -1)
        elif key in ("pageup", "pagedown"):
            self.move_row((self.page - 1) * (-1 if key == "pageup" else 1))
        elif key in ("ctrl+home", "ctrl+end"):
            self.move_row(-len(self._rows) if key == "ctrl+home" else len(self._rows))
        elif key == "enter":
            self.finish()
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
            self.move_row(steps[event.key])
        elif event.key == "enter":
            self.finish() if self._edits else self.edit(True)
        elif event.key == "space" and self.row is not None and self._index >= self._pinned:
            self.marks ^= {self.row.id}
            self.repaint_row(self._index)
            self.post_message(self.Marked(self))
            self.move_row(1)
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
