"""How rows of a list look: columns that fit, the header with the sign of the order, the row under the hand.

Which rows there are and where the cursor goes is `row_list`'s.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rich.cells import cell_len, set_cell_size
from textual.geometry import Region
from textual.strip import Strip

from bsc_tui.screens.parts.frame import Painted, Span, filled, strip_of
from bsc_tui.screens.parts.safe import fitted, safe
from bsc_tui.values import dataclass

GAP = 2
"""Cells between two columns."""
RISES, FALLS = "^", "v"
"""Behind the title of the column that the rows are ordered by; every font has them."""


@dataclass(frozen=True)
class Heading:
    """One column. `width` is in cells, a flexible column's the least it takes.

    Where not all fit, those of the highest `priority` number go first; priority 0 stays.
    """

    code: str
    title: str
    width: int
    right: bool = False
    flexible: bool = False
    priority: int = 0


@dataclass(frozen=True)
class ListRow:
    """One row: `cells` and `tones` go by the headings. `id` is the same as long as it is the same thing.

    A `wide` row shows its first cell over the whole width. `indent` moves the first cell in: nested terms.
    A `still` row is shown only: the cursor passes over it. A list of still rows only scrolls.
    """

    id: Hashable
    cells: tuple[str, ...]
    tones: tuple[str, ...] = ()
    indent: int = 0
    wide: bool = False
    still: bool = False


class PaintedRows(Painted):
    """Rows, a cursor and what of them is in sight, as they look."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._headings: tuple[Heading, ...] = ()
        self._rows: list[ListRow] = []
        self._header = False
        self._always = False
        self._empty = ""
        self._cursor = -1
        self._top = 0
        self._waiting = False
        self._order = ""
        self.marks: set[Hashable] = set()

    def shown_headings(self) -> list[tuple[Heading, int]]:
        """The columns that fit, each with the cells it has."""
        room = max(self.size.width - 2, 1)
        shown = list(self._headings)

        def needed() -> int:
            return sum(heading.width for heading in shown) + GAP * (len(shown) - 1)

        while needed() > room and any(heading.priority for heading in shown):
            shown.remove(max(reversed(shown), key=lambda heading: heading.priority))
        spare = room - needed()
        flexible = [heading for heading in shown if heading.flexible]
        widths = []
        for heading in shown:
            width = heading.width
            if heading.flexible:
                share = spare // len(flexible) if spare > 0 else spare
                width = max(width + share, 1)
                spare -= share
                flexible.pop()
            widths.append((heading, width))
        return widths

    # -- painting --------------------------------------------------------------------------

    def _repaint(self, index: int) -> None:
        self.refresh(Region(0, index - self._top + self._header, self.size.width, 1))

    def on_focus(self) -> None:
        """The hand appears."""
        self._repaint(self._cursor)

    def on_blur(self) -> None:
        """The hand leaves; a sign stays."""
        self._repaint(self._cursor)

    def render_line(self, y: int) -> Strip:
        """The header, a row, or ground."""
        width = self.size.width
        if y == 0 and self._header:
            return strip_of(self._header_spans(width), self.tone_style, width)
        index = self._top + y - self._header
        if not self._rows and index == 0:
            return strip_of([("  " + filled(safe(self._empty), width - 2), "dim")], self.tone_style, width)
        if not 0 <= index < len(self._rows):
            return strip_of([], self.tone_style, width)
        return strip_of(self._row_spans(index, width), self.tone_style, width)

    def _header_spans(self, width: int) -> list[Span]:
        cells = [
            filled(self._title_of(heading, room), room, right=heading.right)
            for heading, room in self.shown_headings()
        ]
        line = filled(" " + (" " * GAP).join(cells), width - 1)
        return [(line + ("~" if self._waiting else " "), "header")]

    def _title_of(self, heading: Heading, room: int) -> str:
        """The title; that of the column the rows are ordered by ends with the sign of it."""
        if heading.code != self._order.lstrip("-"):
            return heading.title
        sign = FALLS if self._order.startswith("-") else RISES
        return f"{fitted(heading.title, max(room - 2, 1))} {sign}" if room > 2 else sign

    def _row_spans(self, index: int, width: int) -> list[Span]:
        row = self._rows[index]
        here = index == self._cursor and not row.still
        hand = here and (self._always or self.has_focus)
        sign = "›" if here else ("•" if row.id in self.marks else " ")
        if row.wide or not self._headings:
            text = "  " * row.indent + safe(row.cells[0] if row.cells else "")
            cells = [(filled(text, width - 2), row.tones[0] if row.tones else "")]
        else:
            cells = self._cell_spans(row)
        sign_tone = "key" if sign == "•" else (cells[0][1] if cells else "")
        spans: list[Span] = [(sign, sign_tone), *cells]
        if hand:
            if row.wide or not self._headings:
                return [(filled("".join(text for text, _ in spans), width), "hand")]
            return self._under_hand(spans, width)
        if here:
            return [(text, tone or "rest") for text, tone in spans]
        return spans

    def _under_hand(self, spans: Sequence[Span], width: int) -> list[Span]:
        """The row under the hand: bold as far as its first column of words, where the eye looks."""
        shown = self.shown_headings()
        words = next((place for place, (heading, _) in enumerate(shown) if not heading.right), 0)
        text = "".join(text for text, _ in spans)
        bold = 1 + sum(room for _, room in shown[: words + 1]) + GAP * words
        end = len(set_cell_size(text, bold)) if cell_len(text) > bold else len(text)
        return [(text[:end], "hand"), (filled(text[end:], width - cell_len(text[:end])), "hand-rest")]

    def _cell_spans(self, row: ListRow) -> list[Span]:
        place = {heading.code: number for number, heading in enumerate(self._headings)}
        spans: list[Span] = []
        for heading, room in self.shown_headings():
            number = place[heading.code]
            text = safe(row.cells[number]) if number < len(row.cells) else ""
            if number == 0:
                text = "  " * row.indent + text
            tone = row.tones[number] if number < len(row.tones) else ""
            # The gap goes with the cell: fewer changes of style, fewer bytes.
            spans.append((" " * GAP * bool(spans) + filled(text, room, right=heading.right), tone))
        return spans
