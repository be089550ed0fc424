"""The editor of a sheet's fields of several lines. Imported only when a sheet has such a field."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets._text_area import TextArea

from bsc_tui.screens.parts.safe import same_length, typed
from bsc_tui.screens.parts.sheet_editors import (
    READ_FROM_PASTE,
    Surface,
    actions_of,
    admitted,
    overtaken,
    run_editing_key,
)

_THE_SHEETS = ("pageup", "pagedown", "f6", "f7", "ctrl+z", "super+z", "ctrl+y", "super+y")
"""Keys of a text area that mean something else in this program."""


class LinesEditor(TextArea, inherit_bindings=False):
    """Several lines of text; arrows leave it at its first and last line, Tab anywhere."""

    ACTIONS = actions_of(TextArea.BINDINGS, without=_THE_SHEETS)

    def __init__(self, surface: Surface) -> None:
        super().__init__(compact=True, highlight_cursor_line=False, max_checkpoints=1)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._surface = surface

    def holds(self, text: str) -> bool:
        """Whether it shows this text."""
        return self.text == text.replace("\r\n", "\n")

    def show(self, text: str) -> None:
        """Lie over another text, the cursor behind it. Tells nobody."""
        self.load_text(text.replace("\r\n", "\n"))
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """A line as it may be painted."""
        return Text(same_length(self.document.get_line(line_index)), end="", no_wrap=True)

    # -- keys --------------------------------------------------------------------------
    async def on_key(self, event: events.Key) -> None:
        """As in the single line: done here and now, in the order typed."""
        if overtaken(self, event):
            return
        done = not self._moves_inside(event.key) and self._surface.take_key(event)
        if not done and event.key == "enter":
            self._insert("\n")
            done = True
        elif not done and event.is_printable and event.character is not None:
            self._insert(event.character)
            done = True
        if done or await run_editing_key(self, self.ACTIONS, event.key):
            event.stop()
        event.prevent_default()

    def _moves_inside(self, key: str) -> bool:
        """True: the key is a line's own business, not a way out."""
        if key == "enter":
            return True
        if key not in ("up", "down"):
            return False
        line = self.wrapped_document.location_to_offset(self.cursor_location).y
        return line > 0 if key == "up" else line < self.wrapped_document.height - 1

    async def on_paste(self, event: events.Paste) -> None:
        """Line ends stay, what can't be seen goes."""
        event.stop()
        event.prevent_default()
        self._insert(event.text[:READ_FROM_PASTE])

    def action_paste(self) -> None:
        """Paste what was cut or copied in the program."""
        self._insert(self.app.clipboard)

    def _insert(self, text: str) -> None:
        kept = len(self.text) - len(self.selected_text)
        insert, refusal = admitted(self._surface.field, typed(text, lines=True), kept)
        if insert:
            self.replace(insert, *self.selection, maintain_selection_offset=False)
        if refusal:
            self._surface.refuse(refusal)

    def edit(self, edit: Edit) -> EditResult:
        """The one way every edit by the person goes; the sheet is told."""
        result = super().edit(edit)
        self._surface.edited(self.text)
        return result

    # -- focus -------------------------------------------------------------------------
    def on_focus(self) -> None:
        self._surface.hand_came()

    def on_blur(self) -> None:
        self._surface.hand_went()
