"""Where each field of a sheet stands: sections in columns, labels before fields, neighbours in one row.

Pure arithmetic over `Section`s and a size in cells. Painting and editing are the sheet's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from bsc_tui.screens.parts.safe import safe

LONGEST_LABEL = 16
WIDEST_ALONE = 48
"""Room of an unlimited field where a sheet has only one column, in cells."""
NARROWEST = 4
TWO_COLUMNS_FROM = 56
THREE_COLUMNS_FROM = 110
SPANS_ALL = -1


@dataclass(frozen=True)
class Field:
    """One labelled text on a sheet. `width` counts cells of text; None takes the rest of the column."""

    code: str
    label: str
    width: int | None = None
    required: bool = False
    choose: bool = False
    """Its text comes from a list: F4 or a letter asks for it, and nothing is typed freely."""
    lines: int = 1
    right: bool = False
    anew: bool = False
    """Its text is selected when the hand comes: typing replaces it, an arrow keeps it."""
    locked: bool = False
    secret: bool = False
    beside: bool = False
    """Stands in the row of the field before it, if there is room."""
    limit: int = 0
    """Most characters; 0 = no limit of its own."""
    hint: str = ""

    @property
    def ground(self) -> int | None:
        """Cells of ground for the wanted text and its cursor, or its `▼` and the space before."""
        if self.width is None:
            return None
        return self.width + (2 if self.choose else 1)


@dataclass(frozen=True)
class Section:
    """Fields under one title. `column` counts from 0 at the left; -1 spans the sheet."""

    title: str
    fields: tuple[Field, ...]
    column: int = 0


@dataclass(frozen=True)
class Place:
    """Where one field stands, in cells of the whole sheet; `x`…`width` is the field's ground."""

    code: str
    x: int
    y: int
    width: int
    height: int
    label: str
    label_x: int
    label_width: int
    """Room of the label's text; its sign (`*`, `!`) comes right after the text, within one more cell."""
    column: int

    @property
    def sign_x(self) -> int:
        """The cell of the `›`."""
        return self.x - 1


@dataclass(frozen=True)
class Heading:
    """A section's title and its line to the column's edge."""

    text: str
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Layout:
    """A sheet arranged. `places` is in the order of travel: down each column, then the next."""

    places: dict[str, Place] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    height: int = 0

    def rows(self) -> dict[int, tuple[list[Heading], list[Place]]]:
        """What stands in each row, in no order of columns."""
        found: dict[int, tuple[list[Heading], list[Place]]] = {}
        for heading in self.headings:
            found.setdefault(heading.y, ([], []))[0].append(heading)
        for place in self.places.values():
            for y in range(place.y, place.y + place.height):
                found.setdefault(y, ([], []))[1].append(place)
        return found


@dataclass(frozen=True)
class _Column:
    """One column of a block: its index, its cells, what stands in it."""

    index: int
    x: int
    width: int
    sections: tuple[Section, ...]
    widest: int
    opens_block: bool


def arrange(sections: Sequence[Section], width: int, height: int = 0) -> Layout:
    """`sections` on `width` cells; the air between sections is left out where it would exceed `height`."""
    columns = list(_columns(sections, width))
    labels = _label_widths(columns)
    airy = _placed(columns, labels, air=1)
    if not height or airy.height <= height:
        return airy
    return _placed(columns, labels, air=0)


def travel(sections: Iterable[Section]) -> tuple[Field, ...]:
    """All fields in the order of travel, whatever the width: down the left of a block, then the right."""
    return tuple(
        each for block in _blocks(sections) for section in _in_order(block) for each in section.fields
    )


def _blocks(sections: Iterable[Section]) -> list[list[Section]]:
    """Runs of sections that share columns; a spanning section is a block of its own."""
    blocks: list[list[Section]] = []
    for section in sections:
        if section.column == SPANS_ALL or not blocks or blocks[-1][0].column == SPANS_ALL:
            blocks.append([section])
        else:
            blocks[-1].append(section)
    return blocks


def _in_order(block: Sequence[Section]) -> list[Section]:
    return sorted(block, key=lambda section: section.column)


def _columns(sections: Iterable[Section], width: int) -> Iterable[_Column]:
    """The columns of all blocks, a margin of one cell at both edges and two cells between columns."""
    room = max(1, width - 2)
    for block in _blocks(sections):
        groups = _groups(_in_order(block), width)
        each = (room - 2 * (len(groups) - 1)) // len(groups)
        spans = block[0].column == SPANS_ALL
        for index, group in enumerate(groups):
            widest = WIDEST_ALONE if len(groups) == 1 and not spans else each
            yield _Column(index, 1 + index * (each + 2), each, tuple(group), widest, index == 0)


def _groups(ordered: list[Section], width: int) -> list[list[Section]]:
    if width < TWO_COLUMNS_FROM:
        return [ordered]
    if width < THREE_COLUMNS_FROM:
        by_column: dict[int, list[Section]] = {}
        for section in ordered:
            by_column.setdefault(min(section.column, 1), []).append(section)
        return list(by_column.values())
    return _balanced(ordered, 3)


def _balanced(ordered: list[Section], most: int) -> list[list[Section]]:
    """`ordered` in at most `most` runs, the highest of them as low as can be."""
    heights = [_height(section) + 1 for section in ordered]
    for limit in range(max(heights, default=0), sum(heights) + 1):
        groups: list[list[Section]] = []
        filled = limit + 1
        for section, height in zip(ordered, heights, strict=True):
            if filled + height > limit:
                groups.append([])
                filled = 0
            groups[-1].append(section)
            filled += height
        if len(groups) <= most:
            return groups
    return [ordered]


def _height(section: Section) -> int:
    rows = sum(max(each.lines for each in group) for group in _row_groups(section.fields))
    return rows + bool(section.title)


def _row_groups(fields: Iterable[Field]) -> list[list[Field]]:
    groups: list[list[Field]] = []
    for each in fields:
        if each.beside and groups:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _label_widths(columns: Iterable[_Column]) -> dict[int, int]:
    """Room of the labels in each column, spanning sections counted with the first: one line of fields."""
    widths: dict[int, int] = {}
    for column in columns:
        most = _longest_label(column)
        for section in column.sections:
            for group in _row_groups(section.fields):
                wanted = min(most, cell_len(safe(group[0].label)))
                widths[column.index] = max(widths.get(column.index, 0), wanted)
    return widths


def _longest_label(column: _Column) -> int:
    """Cells that a label may take: more than usual where all fields are short and stand alone."""
    fields = [each for section in column.sections for each in section.fields]
    grounds = [each.ground for each in fields if each.ground is not None and not each.beside]
    usual = min(LONGEST_LABEL, max(NARROWEST, column.width // 2))
    return max(usual, column.width - 2 - max(grounds)) if len(grounds) == len(fields) > 0 else usual


def _placed(columns: Iterable[_Column], labels: dict[int, int], *, air: int) -> Layout:
    places: dict[str, Place] = {}
    headings: list[Heading] = []
    top = bottom = 0
    for column in columns:
        if column.opens_block:
            top = bottom + air if bottom else 0
        y = top
        for number, section in enumerate(column.sections):
            if number:
                y += air
            if section.title:
                headings.append(Heading(safe(section.title), column.x, y, column.width))
                y += 1
            for group in _row_groups(section.fields):
                y = _place_row(places, group, column, labels[column.index], y)
        bottom = max(bottom, y)
    return Layout(places, tuple(headings), bottom)


def _place_row(places: dict[str, Place], group: list[Field], column: _Column, label: int, y: int) -> int:
    """Put `group` from row `y` on, in more rows where one is too narrow; the first free row after it."""
    while group:
        widths = _shared(group, label, column)
        taken, group = group[: len(widths)], group[len(widths) :]
        x = column.x
        for position, (each, width) in enumerate(zip(taken, widths, strict=True)):
            text = safe(each.label)
            room = label if position == 0 else min(LONGEST_LABEL, cell_len(text))
            label_x = x if position == 0 else x + (1 if text else 0)
            ground_x = label_x + room + (2 if text or position == 0 else 1)
            places[each.code] = Place(
                each.code, ground_x, y, width, max(1, each.lines), text, label_x, room, column.index
            )
            x = ground_x + width
        y += max(max(1, each.lines) for each in taken)
    return y


def _shared(group: list[Field], label: int, column: _Column) -> list[int]:
    """Widths of the grounds for as many fields of `group`, from its first, as the column has room for."""
    room = column.width - label - 2
    for count in range(len(group), 1, -1):
        widths = _widths(group[:count], room - sum(_before(each) for each in group[1:count]), column.widest)
        if widths is not None:
            return widths
    return [max(NARROWEST, min(group[0].ground or column.widest, room))]


def _before(each: Field) -> int:
    """Cells that a neighbour needs before its ground: a gap, its label, the label's sign, the `›`."""
    label = min(LONGEST_LABEL, cell_len(safe(each.label)))
    return label + 3 if label else 1


def _widths(group: list[Field], room: int, widest: int) -> list[int] | None:
    """`room` shared out to `group`; None where it is too little. Fields without a width share the rest."""
    fixed = sum(each.ground for each in group if each.ground is not None)
    elastic = sum(each.ground is None for each in group)
    if room < fixed + elastic * (NARROWEST + 2):
        return None
    share, spare = divmod(min(room - fixed, widest), elastic) if elastic else (0, 0)
    widths: list[int] = []
    for each in group:
        if each.ground is not None:
            widths.append(each.ground)
        else:
            elastic -= 1
            widths.append(share if elastic else share + spare)
    return widths
