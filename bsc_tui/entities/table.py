"""Table: the answer to a question, as rows under columns. Reports make it, screens show it, exports write it.

Values are raw (minor units, dates, flags); how a value looks is up to whoever shows it. A table has at most
one currency, so no sum crosses currencies: an answer in several currencies is a Report of several tables.
"""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import TypeAlias

Value: TypeAlias = str | int | bool | Decimal | datetime.date | datetime.datetime | None
"""What a cell holds; None is empty. Text may stand in any column, as a masked amount, and isn't summed."""

Sum: TypeAlias = int | Decimal


class Cell(Enum):
    """What the values of a column are."""

    TEXT = auto()
    NUMBER = auto()
    """int or Decimal: a count, a mark, an average. A year is a PARTIAL_DATE: its digits aren't grouped."""
    AMOUNT = auto()
    """int: minor units of the currency."""
    RATE = auto()
    """int: hundredths of a percent."""
    DAY = auto()
    """datetime.date"""
    PARTIAL_DATE = auto()
    """ISO text: 2006, 2006-03 or 2006-03-14."""
    MOMENT = auto()
    """datetime.datetime; UTC if it names no zone."""
    FLAG = auto()
    """bool"""


SUMMABLE = frozenset({Cell.NUMBER, Cell.AMOUNT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the heading is in the reader's language.

    `width` is in terminal cells, 0 = as wide as the content. `currency_in` names the column that holds each
    row's own currency, for lists that mix currencies: such amounts can't be summed. Where there is little
    room, columns of a higher `priority` give way first, and a `flexible` one takes what is left over.
    """

    code: str
    heading: str
    kind: Cell = Cell.TEXT
    total: bool = False
    width: int = 0
    currency_in: str = ""
    priority: int = 1
    flexible: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of facts. `level` only indents: a row of any level counts in the totals; leave its cell None
    where it repeats what a row above says."""

    values: tuple[Value, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading, with a sub-total where the table sums columns. Groups nest."""

    heading: str
    rows: tuple[Row | Group, ...]


class LineStyle(Enum):
    """What a line of the shown table is."""

    HEADING = auto()
    ROW = auto()
    SUBTOTAL = auto()
    TOTAL = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown. `path` holds the headings of the groups around, outermost first; a HEADING and a
    SUBTOTAL end it with their own group. `values` match the columns; empty for a HEADING, sums for totals."""

    style: LineStyle
    path: tuple[str, ...]
    values: tuple[Value, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars over the rows of a table; columns go by code. `stacked`: shares of a whole."""

    title: str
    categories: str
    series: tuple[str, ...]
    stacked: bool = False


@dataclass(frozen=True)
class Table:
    """Rows and groups under columns. `subtitle` are the lines that say what was asked and when; `grouped_by`
    names what each depth of groups stands for, outermost first.

    ValueError if the columns contradict each other or a row doesn't match them.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row | Group, ...]
    currency: str | None = None
    subtitle: tuple[str, ...] = ()
    grouped_by: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    """For who can draw: a spreadsheet. They need rows that stand in no groups."""

    def __post_init__(self) -> None:
        codes = {column.code for column in self.columns}
        if not codes or len(codes) < len(self.columns):
            raise ValueError(f"{self.title}: columns are missing or share a code")
        for column in self.columns:
            self._check_column(column, codes)
        if any(len(row.values) != len(self.columns) for row in _rows_in(self.rows)):
            raise ValueError(f"{self.title}: a row doesn't match the columns")
        if any(code not in codes for chart in self.charts for code in (chart.categories, *chart.series)):
            raise ValueError(f"{self.title}: a chart of columns that are not there")

    def _check_column(self, column: Column, codes: set[str]) -> None:
        if column.total and (column.kind not in SUMMABLE or column.currency_in):
            raise ValueError(f"{column.code}: this column can't be summed")
        if column.currency_in and column.currency_in not in codes:
            raise ValueError(f"{column.code}: no column {column.currency_in} for its currency")
        if column.kind is Cell.AMOUNT and not column.currency_in and not self.currency:
            raise ValueError(f"{column.code}: amounts need the currency of the table")

    @property
    def size(self) -> int:
        """How many rows there are, in groups or not."""
        return sum(1 for _ in _rows_in(self.rows))

    @property
    def depth(self) -> int:
        """How deep groups nest; 0 without groups."""
        return _depth(self.rows)

    @property
    def has_totals(self) -> bool:
        """Whether any column is summed and there is a row to sum."""
        return any(column.total for column in self.columns) and next(_rows_in(self.rows), None) is not None

    def place_of(self, code: str) -> int:
        """Where the column stands, from 0. KeyError: there is none of this code."""
        for place, column in enumerate(self.columns):
            if column.code == code:
                return place
        raise KeyError(code)

    def totals(self, code: str) -> Sum:
        """The sum of a column over all rows, in the unit of its values. KeyError: no such sum."""
        place = self.place_of(code)
        if not self.columns[place].total:
            raise KeyError(code)
        return sum((_summable(row.values[place]) for row in _rows_in(self.rows)), 0)

    def currency_of(self, column: Column, values: tuple[Value, ...]) -> str:
        """The currency of an amount in a row: the row's own or the table's; empty if neither is known."""
        own = values[self.place_of(column.currency_in)] if column.currency_in else self.currency
        return own if isinstance(own, str) else ""

    def lines(self) -> Iterator[Line]:
        """The table from top to bottom as it is shown; sub-totals and total only where columns are summed."""
        sums = yield from self._lines_of(self.rows, ())
        if self.has_totals:
            yield Line(LineStyle.TOTAL, (), sums)

    def _lines_of(
        self, rows: tuple[Row | Group, ...], path: tuple[str, ...]
    ) -> Generator[Line, None, tuple[Sum | None, ...]]:
        """The lines of rows and groups; returns their sums, None where a column isn't summed."""
        sums: list[Sum | None] = [0 if column.total else None for column in self.columns]
        summed = [place for place, column in enumerate(self.columns) if column.total]
        for row in rows:
            values: tuple[Value, ...]
            if isinstance(row, Group):
                here = (*path, row.heading)
                yield Line(LineStyle.HEADING, here, ())
                values = yield from self._lines_of(row.rows, here)
                if summed:
                    yield Line(LineStyle.SUBTOTAL, here, values)
            else:
                values = row.values
                yield Line(LineStyle.ROW, path, values, row.level)
            for place in summed:
                sums[place] = _summable(sums[place]) + _summable(values[place])
        return tuple(sums)


def _rows_in(rows: tuple[Row | Group, ...]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Group):
            yield from _rows_in(row.rows)
        else:
            yield row


def _depth(rows: tuple[Row | Group, ...]) -> int:
    return max((1 + _depth(row.rows) for row in rows if isinstance(row, Group)), default=0)


def _summable(value: Value) -> Sum:
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else 0


@dataclass(frozen=True)
class Report:
    """Tables under one title, several where money comes in several currencies. ValueError without any."""

    title: str
    tables: tuple[Table, ...]

    def __post_init__(self) -> None:
        if not self.tables:
            raise ValueError(f"{self.title}: a report without tables")
