"""A list that is not of one entity, as the trail and the trash: rows and nothing beside them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from bsc_tui.screens.list_place import ListPlace
from bsc_tui.screens.parts.row_list import RowList


class StretchPlace(ListPlace):
    """Read when it is opened, when the place on top of it is left, and in another language."""

    def head(self) -> None:
        """Say the headings."""
        raise NotImplementedError

    def compose_body(self) -> Iterable[Widget]:
        """The rows."""
        yield RowList(id="rows")

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.head()
        self.row_list.focus()
        self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.head()
        self.reload()

    def on_screen_resume(self) -> None:
        """Something may have been done in the place on top."""
        if self.is_ready:
            self.reload()
