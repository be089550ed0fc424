"""Lists of records as .xlsx: one sheet with headings that stay in sight and filters, ready to be imported.

Written a column of some rows at a time: what is the same for all its cells is found out once. How one value
stands in a cell is `xlsx_cells`'.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, BinaryIO, TypeAlias

from bsc_tui.entities.table import Cell, Column
from bsc_tui.exports import cells
from bsc_tui.exports.files import Written
from bsc_tui.exports.lists import List
from bsc_tui.exports.workbooks import workbook
from bsc_tui.exports.xlsx import (
    A4,
    MANY_ROWS,
    NARROWEST,
    WIDEST,
    Look,
    refuse_more_rows,
    sheet_name,
)
from bsc_tui.exports.xlsx_cells import FORMATS, Content, Writing, length_of
from bsc_tui.i18n import ZONE, Translator

MEASURED = 200
"""Rows whose texts decide how wide a column is."""
MOST_KNOWN = 20_000
"""Values of a column whose cells are remembered."""
LONGEST_CERTAIN = 16_000
"""Letters that fit a cell whatever they are."""

Progress: TypeAlias = Callable[[int, int, str], None]
_HEADING = {"bold": True, "bg_color": "#D9E2EC", "bottom": 1, "valign": "vcenter"}


def write_list_xlsx_to(
    file: BinaryIO, source: List, translator: Translator, progress: Progress, *, zone: str = ZONE
) -> Written:
    """Write into an open file. Memory stays flat above MANY_ROWS. Raises Unusable for too many rows."""
    refuse_more_rows(source.size + 1 + _top(source))
    writing = Writing(translator, zone)
    with closing(source.chunks), workbook(file, constant_memory=source.size > MANY_ROWS) as book:
        title = writing.text(source.title)
        book.set_properties({"title": title})
        sheet = book.add_worksheet(sheet_name(title, (), translator.gettext("Sheet")))
        rows = _Sheet(book, sheet, source, writing).fill(progress)
    return Written(None, rows, writing.cut, writing.replaced)


Write: TypeAlias = Callable[[int, int, Any, Any], Any]
Prepared: TypeAlias = tuple[Sequence[Any], Sequence[Any], Write | None]
"""The contents of a column's cells, their formats, and what writes them; None: each by its own type."""


class _Sheet:
    """The one sheet, from top to bottom."""

    def __init__(self, book: Any, sheet: Any, source: List, writing: Writing) -> None:
        self._book = book
        self._sheet = sheet
        self._source = source
        self._writing = writing
        self._look = Look(book, {})
        self._heading = Look(book, _HEADING).format()
        self._quoted = self._look.format(quoted=True)
        self._known: list[dict[tuple[Any, str], tuple[Content, Any]]] = [{} for _ in source.columns]
        self._currency_place = {
            column.code: number
            for number, column in enumerate(source.columns)
            if column.code in {one.currency_in for one in source.columns}
        }

    def fill(self, progress: Progress) -> int:
        """Write everything; how many rows. The workbook saves it."""
        headings = [self._writing.text(column.heading) for column in self._source.columns]
        top = self._write_top()
        self._sheet.freeze_panes(top + 1, 0)
        for place, heading in enumerate(headings):
            self._sheet.write_string(top, place, heading, self._heading)
        widths = [length_of(heading) + 3 for heading in headings]  # 3: the filter's arrow
        row = first = top + 1
        for chunk in self._source.chunks:
            prepared = [self._prepared(number, chunk) for number in range(len(chunk))]
            if row == first:
                widths = [max(pair) for pair in zip(widths, map(_width, prepared), strict=True)]
            row = self._write(row, prepared)
            progress(row - first, self._source.size, "")
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, min(max(math.ceil(width + 1), NARROWEST), WIDEST))
        self._set_up(top, row - 1)
        return row - first

    def _write_top(self) -> int:
        """Title and what was asked, above the headings; the row of these."""
        if not self._source.subtitle:
            return 0
        title = Look(self._book, {"bold": True, "font_size": 14}).format()
        asked = Look(self._book, {"font_color": "#595959"})
        self._sheet.write_string(0, 0, self._writing.text(self._source.title), title)
        for row, line in enumerate(self._source.subtitle, 1):
            quoted = cells.looks_like_formula(line)
            self._sheet.write_string(row, 0, self._writing.text(line), asked.format(quoted=quoted))
        return _top(self._source)

    def _write(self, row: int, prepared: Sequence[Prepared]) -> int:
        """The cells of some rows, one row after the other: constant memory keeps one only."""
        sheet = self._sheet
        string, number, day = sheet.write_string, sheet.write_number, sheet.write_datetime
        columns = [(place, *one) for place, one in enumerate(prepared)]
        for offset in range(len(prepared[0][0])):
            for place, contents, forms, write in columns:
                content = contents[offset]
                if content is None or content == "":
                    continue
                if write is not None:
                    write(row, place, content, forms[offset])
                elif isinstance(content, str):
                    string(row, place, content, forms[offset])
                elif isinstance(content, datetime.date):
                    day(row, place, content, forms[offset])
                else:
                    number(row, place, content, forms[offset])
            row += 1
        return row

    def _prepared(self, number: int, chunk: Sequence[Sequence[Any]]) -> Prepared:
        column, values = self._source.columns[number], chunk[number]
        if column.kind is Cell.TEXT:
            return self._texts(values)
        if column.kind is Cell.NUMBER:
            return values, [None] * len(values), None
        return self._others(number, column, values, chunk)

    def _texts(self, values: Sequence[Any]) -> Prepared:
        writable, harmless = cells.plain(values)
        if not writable or max(map(len, filter(None, values)), default=0) > LONGEST_CERTAIN:
            values = [self._writing.text(value) if value else value for value in values]
        forms: Sequence[Any] = [None] * len(values)
        if not harmless:
            quoted, looks = self._quoted, cells.looks_like_formula
            forms = [quoted if value and looks(value) else None for value in values]
        return values, forms, self._sheet.write_string

    def _others(
        self, number: int, column: Column, values: Sequence[Any], chunk: Sequence[Sequence[Any]]
    ) -> Prepared:
        """Days, amounts, rates, flags come again and again: each is looked at once."""
        currencies = (
            chunk[self._currency_place[column.currency_in]] if column.currency_in else [""] * len(values)
        )
        known = self._known[number]
        if len(known) > MOST_KNOWN:
            known.clear()
        found = []
        for key in zip(values, currencies, strict=True):
            if key not in known:
                known[key] = self._cell(column, *key)
            found.append(known[key])
        return [one[0] for one in found], [one[1] for one in found], None

    def _cell(self, column: Column, value: Any, currency: str) -> tuple[Any, Any]:
        if value is None or value == "":
            return None, None
        if isinstance(value, str) and column.kind is not Cell.PARTIAL_DATE:  # a masked amount
            return self._writing.text(value), self._quoted
        content, pattern = FORMATS[column.kind](value, currency, self._writing)
        return content, self._look.format(pattern) if pattern else None

    def _set_up(self, top: int, last: int) -> None:
        sheet = self._sheet
        sheet.autofilter(top, 0, last, len(self._source.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)


def _top(source: List) -> int:
    """How many rows stand above the headings."""
    return len(source.subtitle) + 2 if source.subtitle else 0


def _width(prepared: Prepared) -> float:
    contents, forms, _write = prepared
    shown = zip(contents[:MEASURED], forms[:MEASURED], strict=True)
    return max(
        (
            length_of(content, form.num_format if form is not None else "")
            if not isinstance(content, str)
            else max(map(length_of, content.split("\n")))
            for content, form in shown
            if content is not None and content != ""
        ),
        default=0,
    )
