"""What a grid tells its owner."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from bsc_tui.screens.parts.grid_hand import GridHand


class OfGrid(Message):
    """Something about a grid."""

    def __init__(self, grid: GridHand) -> None:
        super().__init__()
        self.grid = grid

    @property
    def control(self) -> GridHand:
        """The grid it happened in."""
        return self.grid


class OfRow(OfGrid):
    """Something about one row."""

    def __init__(self, grid: GridHand, row_id: Hashable) -> None:
        super().__init__(grid)
        self.row_id = row_id


class OfCell(OfRow):
    """Something about one cell, with its text."""

    def __init__(self, grid: GridHand, row_id: Hashable, code: str, text: str) -> None:
        super().__init__(grid, row_id)
        self.code = code
        self.text = text


class Edited(OfCell):
    """The person changed the text."""


class CellLeft(OfCell):
    """The hand left the cell, whose text is another than was shown."""


class ChooseWanted(OfCell):
    """The cell's list is wanted; `text`: the letter that asked for it."""


class Finished(OfRow):
    """Enter, or Tab behind the last cell: the row is done."""


class Moved(OfGrid):
    """The hand is on another cell or row."""


class Marked(OfGrid):
    """A row was marked, or its mark taken away."""


class Pasted(OfGrid):
    """A text of several lines or cells was pasted."""

    def __init__(self, grid: GridHand, text: str) -> None:
        super().__init__(grid)
        self.text = text


class Refused(OfGrid):
    """Something typed was not taken, for this reason."""

    def __init__(self, grid: GridHand, sentence: str) -> None:
        super().__init__(grid)
        self.sentence = sentence
