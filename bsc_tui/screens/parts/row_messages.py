"""What a list of rows tells its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from bsc_tui.screens.parts.row_paint import ListRow

if TYPE_CHECKING:
    from bsc_tui.screens.parts.row_list import RowList


class OfRow(Message):
    """Something about one row."""

    def __init__(self, row_list: RowList, row: ListRow) -> None:
        super().__init__()
        self.row_list = row_list
        self.row = row

    @property
    def control(self) -> RowList:
        """The list it happened in."""
        return self.row_list


class Chosen(OfRow):
    """Enter was pressed on the row."""


class Highlighted(OfRow):
    """The cursor came to the row."""


class Marked(OfRow):
    """The row was marked, or its mark taken away; `RowList.marks` tells."""


class OfList(Message):
    """Something about the whole list."""

    def __init__(self, row_list: RowList) -> None:
        super().__init__()
        self.row_list = row_list

    @property
    def control(self) -> RowList:
        """The list it happened in."""
        return self.row_list


class MoreWanted(OfList):
    """The cursor nears an end of the rows held, and more lie beyond: `extend` by a page."""

    def __init__(self, row_list: RowList, backwards: bool = False) -> None:
        super().__init__(row_list)
        self.backwards = backwards


class EndWanted(OfList):
    """Home or End was pressed and that end is not among the rows held: `show` it."""

    def __init__(self, row_list: RowList, last: bool) -> None:
        super().__init__(row_list)
        self.last = last


class Passed(OfList):
    """Up was pressed on the first row: the owner may take the focus back to its filter."""
