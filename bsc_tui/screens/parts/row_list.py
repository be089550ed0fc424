"""A list of rows painted by itself: one page or a thousand, a step of the cursor paints two lines.

Where rows come from, their order and what is done with one is the owner's; so are words typed to find one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding
from textual.events import Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from bsc_tui.screens.parts.frame import Painted, Span, filled, strip_of
from bsc_tui.screens.parts.safe import safe
from bsc_tui.values import dataclass

GAP = 2
"""Cells between two columns."""


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


class RowList(Painted, can_focus=True):
    """The list. `always`: the hand is shown without focus too, for lists led from an input line."""

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
        Binding("space", "mark", show=False),
    ]

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

    class MoreWanted(Message):
        """The cursor nears the end and there are more rows: append a page."""

        def __init__(self, row_list: RowList) -> None:
            super().__init__()
            self.row_list = row_list

        @property
        def control(self) -> RowList:
            """The list that wants rows."""
            return self.row_list

    class Passed(Message):
        """Up was pressed on the first row: the owner may take the focus back to its filter."""

        def __init__(self, row_list: RowList) -> None:
            super().__init__()
            self.row_list = row_list

        @property
        def control(self) -> RowList:
            """The list whose top was reached."""
            return self.row_list

    def __init__(
        self,
        headings: Sequence[Heading] = (),
        rows: Iterable[ListRow] = (),
        *,
        empty: str = "",
        header: bool = True,
        markable: bool = False,
        always: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._headings = tuple(headings)
        self._rows = list(rows)
        self._header = header and bool(self._headings)
        self._markable = markable
        self._always = always
        self._empty = empty
        self._cursor = self._free(0, 1)
        self._top = 0
        self._more = False
        self._asked_for_more = False
        self._waiting = False
        self.marks: set[Hashable] = set()

    # -- what the owner sets ---------------------------------------------------------------

    def show(self, rows: Iterable[ListRow], *, more: bool = False, cursor: Hashable | None = None) -> None:
        """Show these rows in place of the old ones.

        The cursor goes to the row with id `cursor`; without one it stays on the row it is on, wherever that
        is now; where that is gone, on the first. Ends waiting.
        """
        wanted = cursor if cursor is not None else (self.row.id if self.row else None)
        self._rows = list(rows)
        self._more, self._asked_for_more, self._waiting = more, False, False
        self._cursor = next((index for index, row in enumerate(self._rows) if row.id == wanted), -1)
        if self._cursor < 0:
            self._cursor, self._top = self._free(0, 1), 0
        self._keep_in_sight()
        self.refresh()
        self._tell_highlighted()

    def append(self, rows: Iterable[ListRow], *, more: bool = False) -> None:
        """Show a further page of rows after the others."""
        self._rows += rows
        self._more, self._asked_for_more, self._waiting = more, False, False
        self._cursor = self._free(max(self._cursor, 0), 1)
        self.refresh()

    def change(self, row: ListRow) -> None:
        """Show this row in place of the one with its id; nothing happens when there is none."""
        for index, old in enumerate(self._rows):
            if old.id == row.id:
                self._rows[index] = row
                self._repaint(index)

    def go_to(self, row_id: Hashable) -> bool:
        """Put the cursor on the row with this id; False when it is not here."""
        for index, row in enumerate(self._rows):
            if row.id == row_id and not row.still:
                self._move_to(index)
                return True
        return False

    def set_headings(self, headings: Sequence[Heading]) -> None:
        """Other columns, or the same in another language."""
        self._headings = tuple(headings)
        self._header = self._header or bool(self._headings)
        self.refresh()

    def set_empty(self, text: str) -> None:
        """What is said when there are no rows."""
        self._empty = text
        if not self._rows:
            self.refresh()

    @property
    def waiting(self) -> bool:
        """Whether the rows shown are old ones, new ones being looked for: '~' at the right of the header."""
        return self._waiting

    @waiting.setter
    def waiting(self, waiting: bool) -> None:
        if waiting != self._waiting:
            self._waiting = waiting
            self.refresh(Region(0, 0, self.size.width, 1))

    # -- what the owner asks ---------------------------------------------------------------

    @property
    def row(self) -> ListRow | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """All rows held."""
        return tuple(self._rows)

    @property
    def page(self) -> int:
        """How many rows can be seen at once."""
        return max(self.size.height - self._header, 1)

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

    # -- keys ------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """One row up or down."""
        if self.row is None:
            self._scroll(by)
            return
        index = self._free(self._cursor + by, by)
        if index < 0 or index == self._cursor:
            if by < 0:
                self.post_message(self.Passed(self))
            return
        self._move_to(index)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        if self.row is None:
            self._scroll(by * max(self.page - 1, 1))
            return
        last = len(self._rows) - 1
        index = min(max(self._cursor + by * max(self.page - 1, 1), 0), last)
        self._move_to(self._free(index, by))

    def action_first(self) -> None:
        """To the first row."""
        self._move_to(self._free(0, 1))

    def action_last(self) -> None:
        """To the last row held."""
        self._move_to(self._free(len(self._rows) - 1, -1))

    def action_choose(self) -> None:
        """Take the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        if self.row is not None:
            self.marks ^= {self.row.id}
            self._repaint(self._cursor)
            self.post_message(self.Marked(self, self.row))
            self.action_step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space bubbles where rows can't be marked, Enter where there is none to take."""
        if action == "mark":
            return self._markable
        return self.row is not None if action == "choose" else True

    # -- the cursor ------------------------------------------------------------------------

    def _free(self, index: int, direction: int) -> int:
        """The nearest row from `index` on, else backwards, that the cursor may stand on."""
        for towards in (direction, -direction):
            place = index
            while 0 <= place < len(self._rows):
                if not self._rows[place].still:
                    return place
                place += towards
        return -1

    def _move_to(self, index: int) -> None:
        if not 0 <= index < len(self._rows) or index == self._cursor:
            self._want_more()
            return
        before, self._cursor = self._cursor, index
        if self._keep_in_sight():
            self.refresh()
        else:
            self._repaint(before)
            self._repaint(index)
        self._tell_highlighted()
        self._want_more()

    def _keep_in_sight(self) -> bool:
        """Scroll half a page when the cursor has left the part shown: few bytes on a slow line."""
        before, page = self._top, self.page
        if self._cursor < self._top:
            self._top = max(min(self._cursor, self._top - page // 2), 0)
        elif self._cursor >= self._top + page:
            self._top = max(self._cursor - page + 1, self._top + page // 2)
        self._top = max(min(self._top, len(self._rows) - page), 0)
        return self._top != before

    def _scroll(self, by: int) -> None:
        top = max(min(self._top + by, len(self._rows) - self.page), 0)
        if top != self._top:
            self._top = top
            self.refresh()

    def _want_more(self) -> None:
        if self._more and not self._asked_for_more and self._cursor >= len(self._rows) - self.page // 2:
            self._asked_for_more = True
            self.post_message(self.MoreWanted(self))

    def _tell_highlighted(self) -> None:
        if self.row is not None:
            self.post_message(self.Highlighted(self, self.row))

    def on_resize(self, event: Resize) -> None:
        """The cursor stays in sight."""
        if self._keep_in_sight():
            self.refresh()

    def on_focus(self) -> None:
        """The hand appears."""
        self._repaint(self._cursor)

    def on_blur(self) -> None:
        """The hand leaves; a sign stays."""
        self._repaint(self._cursor)

    # -- painting --------------------------------------------------------------------------

    def _repaint(self, index: int) -> None:
        self.refresh(Region(0, index - self._top + self._header, self.size.width, 1))

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
        cells = [filled(heading.title, room, right=heading.right) for heading, room in self.shown_headings()]
        line = filled(" " + (" " * GAP).join(cells), width - 1)
        return [(line + ("~" if self._waiting else " "), "header")]

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
