"""One line to type in: of filters, pick lists, questions and the lock."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

from bsc_tui.screens.parts.safe import typed


class PlainInput(Input):
    """An input one row high that does not blink and takes the first line of what is pasted, or all as one."""

    def __init__(
        self,
        value: str = "",
        *,
        password: bool = False,
        max_length: int = 0,
        joins_lines: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(
            value,
            password=password,
            max_length=max_length,
            compact=True,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False
        self._joins_lines = joins_lines

    def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        pasted = event.text[: max(self.max_length or 0, 2000)]
        text = typed(pasted, lines=self._joins_lines).replace("\n", " ")
        if self.max_length:
            text = text[: max(self.max_length - len(self.value), 0)]
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)
