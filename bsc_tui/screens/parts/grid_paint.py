"""The painted half of a grid: header, pinned rows, rows scrolled to a height, columns to a width.

It shows where the hand is without moving it. Keys, editor and messages are the grid's.
"""

from __future__ import annotations

from collections.abc import Hashable

from rich.cells import cell_len
from textual.strip import Strip

from bsc_tui.screens.parts.frame import Painted, Span, filled, strip_of
from bsc_tui.screens.parts.grid_rows import LEAD, GridColumn, GridRow, Place, arranged
from bsc_tui.screens.parts.safe import safe


class GridSurface(Painted):
    """Rows of cells, painted."""

    _edits = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: tuple[GridColumn, ...] = ()
        self.marks: set[Hashable] = set()
        self._rows: list[GridRow] = []
        self._pinned = 0
        self._index = 0
        self._code = ""
        self._wanted = ""
        self._top = 0
        self._first = 0
        self._places: list[Place] = []
        self._more = False

    # -- what is where -----------------------------------------------------------------
    @property
    def rows(self) -> tuple[GridRow, ...]:
        """All rows, the pinned ones first."""
        return tuple(self._rows)

    @property
    def row(self) -> GridRow | None:
        """The row under the hand."""
        return self._rows[self._index] if 0 <= self._index < len(self._rows) else None

    @property
    def column(self) -> GridColumn | None:
        """The column under the hand."""
        return next((column for column in self.columns if column.code == self._code), None)

    @property
    def place(self) -> Place | None:
        """Where the cell under the hand stands."""
        return next((place for place in self._places if place.column.code == self._code), None)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the columns in sight stand, for a line below the grid that goes with them."""
        return tuple(self._places)

    @property
    def page(self) -> int:
        """How many of the rows that scroll can be seen at once."""
        return max(self.size.height - 1 - self._pinned, 1)

    def index_of(self, row_id: Hashable) -> int:
        """At which place a row stands, -1 = nowhere."""
        return next((at for at, row in enumerate(self._rows) if row.id == row_id), -1)

    def line_of(self, index: int) -> int:
        """The line of the widget in which a row stands."""
        return 1 + index if index < self._pinned else 1 + index - self._top

    def fit(self) -> None:
        """Find the columns their places in the width of now."""
        if self.size.width:
            self._places, self._more = arranged(self.columns, self.size.width - 1, self._first)

    def bring_into_view(self) -> bool:
        """Scroll to the cell under the hand. True: things moved."""
        before = (self._top, self._first)
        body, page = self._index - self._pinned, self.page
        if body >= 0:
            if body < self._top:
                self._top = max(min(body, self._top - page // 2), 0)
            elif body >= self._top + page:
                self._top = max(body - page + 1, self._top + page // 2)
        self._top = max(min(self._top, len(self._rows) - self._pinned - page), 0)
        moving = [column.code for column in self.columns if not column.fixed]
        if self._code in moving:
            at = moving.index(self._code)
            self._first = min(self._first, at)
            self.fit()
            while self.place is None and self._first < at:
                self._first += 1
                self.fit()
        elif self._first:
            self._first = 0
            self.fit()
        return before != (self._top, self._first)

    # -- painting ----------------------------------------------------------------------
    def render_line(self, y: int) -> Strip:
        """The header, a row, or ground."""
        width = self.size.width
        if y == 0:
            return strip_of(self._header(width), self.tone_style, width)
        index = y - 1 if y - 1 < self._pinned else y - 1 + self._top
        if index >= len(self._rows):
            return strip_of([], self.tone_style, width)
        return strip_of(self._row_spans(index, width), self.tone_style, width)

    def _header(self, width: int) -> list[Span]:
        line = " " * LEAD
        for place in self._places:
            line = filled(line, place.x) + filled(place.column.title, place.width, right=place.column.right)
        line = filled(line, width - 1) + ("►" if self._more else " ")
        if self._first:
            line = line[: LEAD - 2] + "◄" + line[LEAD - 1 :]
        return [(line, "header")]

    def _row_spans(self, index: int, width: int) -> list[Span]:
        row = self._rows[index]
        here = index == self._index
        sign, sign_tone = (row.sign, row.sign_tone) if row.sign else (" ", "")
        if row.id in self.marks:
            sign, sign_tone = "•", "key"
        spans: list[Span] = [
            ("›" if here else " ", "key" if here else ""),
            (sign, sign_tone),
            (filled(row.number, LEAD - 3, right=True) + " ", "dim"),
        ]
        for at, place in enumerate(self._places):
            code = place.column.code
            text = safe(row.cells.get(code, ""))
            tone = "trouble" if code in row.wrong else row.tones.get(code, "")
            if at == 0 and row.note:
                spans += self._with_note(row, text, tone, place)
            else:
                spans.append((filled(text, place.width, right=place.column.right), tone))
            spans.append((" ", ""))
        if here and not (self._edits and self._code):
            return [("".join(text for text, _tone in spans) + " " * width, "hand")]
        return spans

    @staticmethod
    def _with_note(row: GridRow, text: str, tone: str, place: Place) -> list[Span]:
        note = " " + safe(row.note)
        room = place.width - cell_len(note)
        if room < cell_len(text):
            return [(filled(text, place.width), tone)]
        return [(filled(text, room), tone), (note, row.note_tone)]
