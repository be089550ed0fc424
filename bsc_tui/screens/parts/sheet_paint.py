"""One row of a sheet as segments: titles, labels, grounds and signs. Knows nothing of keys or editors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bsc_tui.screens.parts.safe import fitted, safe, wrapped
from bsc_tui.screens.parts.sheet_editors import DOT
from bsc_tui.screens.parts.sheet_layout import Field, Heading, Place

HAND, REQUIRED, TROUBLE, LIST, LINE = "›", "*", "!", "▼", "─"

StyleOf = Callable[[str], Style]
"""Component class → style."""
Piece = tuple[int, str, Style]
"""Cell, text and style; the text is exactly as wide as the piece."""


@dataclass(frozen=True)
class FieldView:
    """All that shows of one field at one moment."""

    field: Field
    text: str
    locked: bool = False
    in_hand: bool = False
    problem: bool = False
    note: str = ""

    @property
    def ground(self) -> str:
        """The component class of what the text stands on."""
        if self.locked:
            return "sheet--field-locked"
        return "sheet--hand" if self.in_hand else "sheet--field"

    def note_room(self, width: int) -> int:
        """Cells of the note, with a space before it where no cursor cell is; 0 if the text needs them."""
        if not self.note or self.field.lines > 1:
            return 0
        taken = cell_len(self.note) + (0 if self.field.right else 1)
        needed = max(4, cell_len(safe(self.text[: 2 * width])) + 1)
        return taken if width - self.list_room - taken >= needed else 0

    @property
    def list_room(self) -> int:
        """Cells of the `▼` with the space before it."""
        return 2 if self.field.choose and not self.locked else 0

    def text_room(self, width: int) -> int:
        """Cells left for the text, or the editor over it, on a ground of `width` cells."""
        return max(1, width - self.list_room - self.note_room(width))

    def lines(self, width: int) -> tuple[str, ...]:
        """The painted lines of the text, not yet filled up with spaces."""
        room = self.text_room(width)
        if self.field.secret:
            return (DOT * min(len(self.text), room),)
        if self.field.lines > 1:
            return wrapped(self.text, room, self.field.lines)
        text = fitted(safe(self.text[: 8 * room]), room)
        if self.field.right:
            # The last cell is the cursor's, so that a number does not jump when the hand comes.
            text = " " * (room - cell_len(text) - 1) + text
        return (text,)


def row_strip(
    pieces: Iterable[Piece],
    width: int,
    blank: Style,
) -> Strip:
    """The pieces on an otherwise blank row of `width` cells."""
    segments: list[Segment] = []
    at = 0
    for x, text, style in sorted(pieces, key=lambda piece: piece[0]):
        if x > at:
            segments.append(Segment(" " * (x - at), blank))
        segments.append(Segment(text, style))
        at = x + cell_len(text)
    return Strip(segments, at).adjust_cell_length(width, blank)


def heading_pieces(heading: Heading, style: StyleOf) -> Iterable[Piece]:
    """The title and a thin line to the column's edge."""
    text = fitted(heading.text, heading.width)
    yield heading.x, text, style("sheet--title")
    line = heading.width - cell_len(text) - 1
    if line > 0:
        yield heading.x + heading.width - line, LINE * line, style("sheet--line")


def field_pieces(place: Place, view: FieldView, line: int, style: StyleOf) -> Iterable[Piece]:
    """Line `line` of a field: label and signs in its first, ground and text in all."""
    if line == 0:
        yield from _label_pieces(place, view, style)
        sign = _sign(place, view)
        if sign:
            yield place.sign_x, sign, style("sheet--trouble" if sign == TROUBLE else "sheet--title")
    lines = view.lines(place.width)
    text = lines[line] if line < len(lines) else ""
    room = view.text_room(place.width)
    ground = style(view.ground)
    yield place.x, set_cell_size(text, room), ground
    rest = place.width - room
    if not rest:
        return
    if line:
        yield place.x + room, " " * rest, ground
        return
    note = view.note_room(place.width)
    if note:
        yield (
            place.x + room,
            view.note.rjust(len(view.note) + note - cell_len(view.note)),
            _on_ground(view, ground, style("sheet--suffix")),
        )
    if view.list_room:
        yield place.x + place.width - 2, f" {LIST}", _on_ground(view, ground, style("sheet--choose-sign"))


def _label_pieces(place: Place, view: FieldView, style: StyleOf) -> Iterable[Piece]:
    if not place.label:
        return
    label = fitted(place.label, place.label_width)
    yield place.label_x, label, style("sheet--trouble" if view.problem else "sheet--label")
    after = place.label_x + cell_len(label)
    if view.problem:
        yield after, TROUBLE, style("sheet--trouble")
    elif view.field.required:
        yield after, REQUIRED, style("sheet--required")


def _on_ground(view: FieldView, ground: Style, sign: Style) -> Style:
    """The sign's colour on the field's ground; under the hand all is as bright as the text."""
    return ground if view.in_hand else ground + Style(color=sign.color)


def _sign(place: Place, view: FieldView) -> str:
    if view.problem and not place.label:
        return TROUBLE
    return HAND if view.in_hand else ""
