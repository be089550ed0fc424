"""Native charts of a table in its spreadsheet, below its rows; they follow the cells."""

from __future__ import annotations

from typing import Any

from bsc_tui.entities.table import Chart, Table

WIDTH, ROW_HEIGHT, LEAST_HEIGHT = 760, 26, 220
"""In pixels."""
HEIGHT_OF_A_ROW = 20


def draw(book: Any, worksheet: Any, table: Table, rows: tuple[int, int]) -> None:
    """Put the table's charts below its rows, one under the other."""
    first, last = rows
    at = last + 3
    for chart in table.charts:
        height = max(LEAST_HEIGHT, 90 + ROW_HEIGHT * (last - first + 1) * (1 if chart.stacked else 2))
        drawn = _drawn(book, worksheet.get_name(), table, chart, rows)
        drawn.set_size({"width": WIDTH, "height": min(height, 1_600)})
        worksheet.insert_chart(at, 0, drawn, {"object_position": 2})
        at += min(height, 1_600) // HEIGHT_OF_A_ROW + 2


def _drawn(book: Any, sheet: str, table: Table, chart: Chart, rows: tuple[int, int]) -> Any:
    first, last = rows
    made = book.add_chart({"type": "bar", **({"subtype": "percent_stacked"} if chart.stacked else {})})
    categories = table.place_of(chart.categories)
    for code in chart.series:
        place = table.place_of(code)
        made.add_series(
            {
                "name": [sheet, first - 1, place],  # the heading's cell: a text would be read as a formula
                "categories": [sheet, first, categories, last, categories],
                "values": [sheet, first, place, last, place],
                "gap": 60,
            }
        )
    made.set_title({"name": chart.title.lstrip("="), "name_font": {"size": 12}})
    made.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    made.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    made.set_legend({"position": "bottom"})
    return made
