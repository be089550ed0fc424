"""What a grid shows: its columns, its rows, and which columns find room side by side."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

TEXT, CHOOSE, SEARCH, DIGIT = "text", "choose", "search", "digit"
"""Kinds of cells: typed, chosen from a list, typed with a list of what is found dropping down, and those that
one key fills, whereupon the hand moves on."""

LEAD = 6
"""Cells before the first column: the hand, the row's sign, its number."""


@dataclass(frozen=True)
class GridColumn:
    """One column. `width` is in cells, a flexible one's the least it takes; `fixed` ones stay in sight."""

    code: str
    title: str
    width: int
    kind: str = TEXT
    right: bool = False
    flexible: bool = False
    fixed: bool = False
    limit: int = 0
    hint: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Of a DIGIT cell: what each key puts in."""
    several: bool = False
    """Of a DIGIT cell: keys add and take away, and the hand stays."""


@dataclass(frozen=True)
class GridRow:
    """One row: texts and tones by column. `id` is the same as long as it is the same thing.

    `number` stands before it, `sign` tells its state in one character. `note` is said dim at the right end of
    the first cell where it fits. `locked` cells can't be entered.
    """

    id: Hashable
    cells: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    sign: str = ""
    sign_tone: str = ""
    note: str = ""
    note_tone: str = "dim"
    locked: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Where a column stands: its first cell and how many it has."""

    column: GridColumn
    x: int
    width: int


def arranged(columns: Sequence[GridColumn], width: int, first: int) -> tuple[list[Place], bool]:
    """The columns side by side: the fixed ones, then those from number `first` of the others on.

    Also whether others follow at the right.
    """
    fixed = [column for column in columns if column.fixed]
    moving = [column for column in columns if not column.fixed][first:]
    shown = list(fixed)
    used = LEAD + sum(column.width + 1 for column in fixed)
    while moving and used + moving[0].width <= width:
        column = moving.pop(0)
        shown.append(column)
        used += column.width + 1
    spare = max(width - used + 1, 0)
    flexible = [column for column in shown if column.flexible]
    places, x = [], LEAD
    for column in shown:
        room = column.width
        if column.flexible:
            share = spare // len(flexible)
            spare -= share
            flexible.pop()
            room += share
        room = max(min(room, width - x), 1)
        places.append(Place(column, x, room))
        x += room + 1
    return places, bool(moving)
