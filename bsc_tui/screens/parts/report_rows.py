"""A report's table as rows of a list: how each kind of cell shows on the terminal."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from rich.cells import cell_len

from bsc_tui.entities.table import Cell, Column, Line, LineStyle, Table, Value
from bsc_tui.i18n import Translator, _, active
from bsc_tui.screens.parts.row_list import Heading, ListRow

RIGHT = frozenset({Cell.NUMBER, Cell.AMOUNT, Cell.RATE})

Show = Callable[[Value, str, Translator], str]


def _text(value: Value, _currency: str, _words: Translator) -> str:
    return str(value)


def _number(value: Value, _currency: str, words: Translator) -> str:
    return words.number(value) if isinstance(value, int | Decimal) else str(value)


def _amount(value: Value, currency: str, words: Translator) -> str:
    return words.amount(value, currency, symbol=False) if isinstance(value, int) else str(value)


def _rate(value: Value, _currency: str, words: Translator) -> str:
    return words.rate(value) if isinstance(value, int) else str(value)


def _day(value: Value, _currency: str, words: Translator) -> str:
    return words.date(value) if isinstance(value, datetime.date) else str(value)


def _partial(value: Value, _currency: str, words: Translator) -> str:
    return words.partial(str(value)) if value else ""


def _moment(value: Value, _currency: str, words: Translator) -> str:
    return words.moment(value) if isinstance(value, datetime.datetime) else str(value)


def _flag(value: Value, _currency: str, _words: Translator) -> str:
    return _("yes") if value else _("no")


SHOWN: dict[Cell, Show] = {
    Cell.TEXT: _text,
    Cell.NUMBER: _number,
    Cell.AMOUNT: _amount,
    Cell.RATE: _rate,
    Cell.DAY: _day,
    Cell.PARTIAL_DATE: _partial,
    Cell.MOMENT: _moment,
    Cell.FLAG: _flag,
}


def headings_of(table: Table) -> list[Heading]:
    """The columns; a flexible one takes spare room."""
    return [
        Heading(
            column.code,
            column.heading,
            16 if column.flexible else max(column.width, 8, cell_len(column.heading)),
            right=column.kind in RIGHT,
            flexible=column.flexible,
            priority=column.priority,
        )
        for column in table.columns
    ]


def rows_of(table: Table, *, sums: bool = True) -> Iterator[ListRow]:
    """The lines from top to bottom, group headings included; sums too unless these are some rows only."""
    words = active()
    for number, line in enumerate(table.lines()):
        if not sums and line.style in (LineStyle.SUBTOTAL, LineStyle.TOTAL):
            continue
        yield _row(table, line, number, words)


def _row(table: Table, line: Line, number: int, words: Translator) -> ListRow:
    id = f"{table.title} {number}"
    if line.style is LineStyle.HEADING:
        indent = 2 * (len(line.path) - 1)
        return ListRow(id, (" " * indent + line.path[-1],), ("accent",), wide=True)
    cells = [
        _shown(table, column, value, line, words)
        for column, value in zip(table.columns, line.values, strict=True)
    ]
    place = next((at for at, column in enumerate(table.columns) if column.flexible), 0)
    if line.style is LineStyle.ROW:
        cells[place] = "  " * line.level + cells[place]
        return ListRow(id, tuple(cells), tuple("" if index else "dim" for index in range(len(cells))))
    name = _("Total") if line.style is LineStyle.TOTAL else _("Total %(group)s") % {"group": line.path[-1]}
    cells[place] = name
    return ListRow(id, tuple(cells), tuple("key" for _cell in cells))


def _shown(table: Table, column: Column, value: Value, line: Line, words: Translator) -> str:
    if value is None:
        return ""
    return SHOWN[column.kind](value, table.currency_of(column, line.values), words)
