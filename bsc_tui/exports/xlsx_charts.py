"""A chart of a report's groups, on a sheet of its own: their sums beside each other.

The sums are formulas that point to the sub-totals of the report, so that the chart follows its filter; their
values are cached for programs that don't calculate. What is summed is the table's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.entities.table import Cell, Column, Group, Table, Value
from bsc_tui.exports import cells
from bsc_tui.exports.xlsx_cells import FORMATS, Writing, length_of

FEWEST, MOST = 2, 30
"""So many groups make a chart that says something."""
ROW_POINTS, LEAST_POINTS = 26, 260


@dataclass(frozen=True)
class Summed:
    """A group of the outermost depth: its heading, the row of its sub-total on the sheet, the sums there."""

    heading: str
    row: int
    values: tuple[Value, ...]


def drawn(table: Table) -> list[int]:
    """The places of the columns that a chart of this table would show; none where it would say nothing."""
    amounts = [
        place for place, column in enumerate(table.columns) if column.total and column.kind is Cell.AMOUNT
    ]
    grouped = all(isinstance(row, Group) for row in table.rows)
    return amounts if grouped and FEWEST <= len(table.rows) <= MOST else []


def draw_groups(
    book: Any, names: tuple[str, str], table: Table, groups: Sequence[Summed], writing: Writing
) -> None:
    """A further sheet with the sums of groups and their chart. `names`: of the table's sheet, and of this."""
    from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell  # type: ignore[import-untyped]  # late

    of, own = names
    sheet, places = book.add_worksheet(own), drawn(table)
    bold = book.add_format({"bold": True, "bg_color": "#D9E2EC", "bottom": 1})
    quoted = book.add_format({"quote_prefix": True})
    title = table.grouped_by[0] if table.grouped_by else ""
    headings = [title, *(cells.heading_of(table.columns[place], table) for place in places)]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, writing.text(heading), bold)
    source, widest = quote_sheetname(of), max(12, len(title))
    for row, group in enumerate(groups, 1):
        name = writing.text(group.heading)
        sheet.write_string(row, 0, name, quoted if cells.looks_like_formula(name) else None)
        widest = max(widest, int(length_of(name)))
        for column, place in enumerate(places, 1):
            shown, pattern = _shown(table, table.columns[place], group.values[place], writing)
            cell = xl_rowcol_to_cell(group.row, table.depth + place)
            form = book.add_format({"num_format": pattern})
            sheet.write_formula(row, column, f"={source}!{cell}", form, shown)
    sheet.set_column(0, 0, min(widest + 1, 60))
    sheet.set_column(1, len(places), 16)
    _insert(book, sheet, headings, len(groups))


def _insert(book: Any, sheet: Any, headings: Sequence[str], groups: int) -> None:
    chart = book.add_chart({"type": "bar"})
    name = sheet.get_name()
    for column in range(1, len(headings)):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, groups, 0],
                "values": [name, 1, column, groups, column],
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": max(LEAST_POINTS, groups * len(headings) * ROW_POINTS // 2)})
    sheet.insert_chart(groups + 2, 0, chart)


def _shown(table: Table, column: Column, value: Value, writing: Writing) -> tuple[Any, str]:
    shown, pattern = FORMATS[column.kind](value or 0, table.currency or "", writing)
    return shown, pattern
