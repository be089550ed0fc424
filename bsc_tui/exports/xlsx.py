"""Tables as .xlsx, laid out for a bookkeeper: real numbers and dates, filters, totals that follow the filter.

A sheet for every table: title and criteria, headings that stay in sight and on every printed page, rows,
total. Groups stand in columns of their own on every row, so that filters work; a sub-total closes each group
and folds it away, as Excel's own Data → Subtotal does. Sub-totals and totals are SUBTOTAL formulas, which
count what the filter shows and never each other; their values are cached for programs that don't calculate.

A partial date is a real date if it is known to the day, otherwise text. Nothing that people typed becomes a
formula, a link or a number.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from bsc_tui.entities.table import Cell, Column, Line, LineStyle, Report, Table, Value
from bsc_tui.errors import Unusable
from bsc_tui.exports import cells
from bsc_tui.exports.charts import draw
from bsc_tui.exports.files import Written, new_file
from bsc_tui.exports.workbooks import workbook
from bsc_tui.exports.xlsx_cells import FORMATS, Shown, Writing, length_of, lines_of, within
from bsc_tui.exports.xlsx_charts import Summed, draw_groups, drawn
from bsc_tui.i18n import ZONE, Translator, _, active

MANY_ROWS = 20_000
"""Above this many rows the file is written with constant memory: a server has many sessions, and little."""

TOLD_EVERY = 500
"""So many lines are written between two looks at whether anybody still wants them."""
ROWS_OF_A_SHEET = 1_048_576
LONGEST_SHEET_NAME = 31
WIDEST, NARROWEST = 60, 8
"""Of a column, in characters; longer text is wrapped."""
HEIGHT_OF_A_LINE, MOST_LINES = 15, 20
"""Points; a longer text is read in the cell itself."""
DEEPEST_OUTLINE = 7
A4 = 9

_FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " ") | {"'": "’"})

Properties: TypeAlias = dict[str, Any]
Progress: TypeAlias = Callable[[int, int, str], None]

_TITLE: Properties = {"bold": True, "font_size": 14}
_SECOND_TITLE: Properties = {"bold": True, "font_size": 12}
_CRITERIA: Properties = {"font_color": "#595959"}
_HEADING: Properties = {
    "bold": True,
    "bg_color": "#D9E2EC",
    "bottom": 1,
    "text_wrap": True,
    "valign": "vcenter",
}
_ROW: Properties = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
_SUBTOTAL: Properties = {"bold": True, "bg_color": "#F2F5F8", "bottom": 1, "bottom_color": "#BFBFBF"}
_TOTAL: Properties = {"bold": True, "bg_color": "#D9E2EC", "top": 1, "bottom": 6}
_ON_THE_RIGHT = frozenset({Cell.NUMBER, Cell.AMOUNT, Cell.RATE})


def write_xlsx(
    source: Table | Report, path: Path, translator: Translator, *, overwrite: bool = False, zone: str = ZONE
) -> Written:
    """Write the workbook at `path`; moments as the clock stands in `zone`.

    Raises what `new_file` raises, and Unusable for more rows than a sheet has.
    """
    with new_file(path, overwrite=overwrite) as file:
        written = write_xlsx_to(file, source, translator, zone=zone)
    return replace(written, path=path)


def write_xlsx_to(
    file: BinaryIO,
    source: Table | Report,
    translator: Translator,
    *,
    zone: str = ZONE,
    progress: Progress | None = None,
) -> Written:
    """Write into an open file, as for one that goes into the database; the caller closes it.

    `progress` is told how many rows are written; what it raises stops the writing. OSError where the disk
    fails; Unusable for more rows than a sheet has.
    """
    tables = cells.tables_of(source)
    _refuse_too_long(tables)
    rows = sum(table.size for table in tables)
    writing = Writing(translator, zone)
    names: list[str] = []
    with workbook(file, constant_memory=rows > MANY_ROWS) as book:
        title = writing.text(source.title)
        book.set_properties({"title": title})
        looks = _Looks(book)
        for table in tables:
            names.append(sheet_name(table.title, names, translator.gettext("Sheet")))
            sheet = _Sheet(book.add_worksheet(names[-1]), table, title, writing, looks)
            for done in sheet.fill():
                if progress is not None:
                    progress(done, rows, "")
            if isinstance(source, Report) and drawn(table):
                names.append(sheet_name(translator.gettext("Chart"), names, translator.gettext("Sheet")))
                draw_groups(book, (names[-2], names[-1]), table, sheet.groups, writing)
            if table.charts and table.size and not table.depth:
                draw(book, sheet.worksheet, table, sheet.rows)
    return Written(None, rows, writing.cut, writing.replaced)


def sheet_name(title: str, taken: Collection[str], fallback: str) -> str:
    """A name that Excel accepts for a sheet, unlike those taken in more than case."""
    spaced = cells.writable(title).translate(_FORBIDDEN_IN_SHEET_NAMES)
    stem = " ".join(spaced.split()).strip("’ ") or fallback
    used = {name.casefold() for name in taken} | {"history"}  # the name that Excel keeps for itself
    name, number = within(stem, LONGEST_SHEET_NAME), 1
    while name.casefold() in used:
        number += 1
        mark = f" ({number})"
        name = within(stem, LONGEST_SHEET_NAME - len(mark)) + mark
    return name


def _refuse_too_long(tables: tuple[Table, ...]) -> None:
    for table in tables:
        refuse_more_rows(len(table.subtitle) + sum(1 for line in table.lines()) + 4)


def refuse_more_rows(rows: int) -> None:
    """Raises Unusable for more rows than a sheet has."""
    if rows > ROWS_OF_A_SHEET:
        raise Unusable(
            _("This is too long for a spreadsheet."),
            _("Excel takes %(rows)s rows in a sheet.") % {"rows": active().number(ROWS_OF_A_SHEET)},
            _("Ask for less, or save it as .csv."),
        )


class Look:
    """How lines of one sort look; each of its Excel formats is made once."""

    def __init__(self, workbook: Any, properties: Properties) -> None:
        self._workbook = workbook
        self._properties = properties
        self._formats: dict[tuple[str, str, int, bool, bool], Any] = {}

    def format(
        self,
        pattern: str = "",
        align: str = "left",
        indent: int = 0,
        wrapped: bool = False,
        quoted: bool = False,
    ) -> Any:
        """`quoted` keeps Excel from calculating the text when somebody edits it."""
        key = (pattern, align, indent, wrapped, quoted)
        if key not in self._formats:
            # what stands on the right keeps a distance from the text in the next column
            properties = {**self._properties, "align": align, "indent": indent + (align == "right")}
            properties |= {"num_format": pattern} if pattern else {}
            properties |= {"text_wrap": True} if wrapped else {}
            properties |= {"quote_prefix": True} if quoted else {}
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]


class _Looks:
    """The looks of all lines of a workbook."""

    def __init__(self, workbook: Any) -> None:
        self.title = Look(workbook, _TITLE)
        self.second_title = Look(workbook, _SECOND_TITLE)
        self.criteria = Look(workbook, _CRITERIA)
        self.heading = Look(workbook, _HEADING)
        self.row = Look(workbook, _ROW)
        self.subtotal = Look(workbook, _SUBTOTAL)
        self.total = Look(workbook, _TOTAL)


class _Sheet:
    """One table on its way onto one sheet, from top to bottom."""

    def __init__(self, worksheet: Any, table: Table, title: str, writing: Writing, looks: _Looks) -> None:
        self._worksheet = worksheet
        self._table = table
        self._title = title
        self._writing = writing
        self._looks = looks
        self._depth = table.depth
        self._aligns = ["right" if column.kind in _ON_THE_RIGHT else "left" for column in table.columns]
        kinds = [column.kind for column in table.columns]
        self._indented = kinds.index(Cell.TEXT) if Cell.TEXT in kinds else None
        self._widths = [float(NARROWEST)] * (self._depth + len(table.columns))
        self._row = 0
        self._first_row = 0
        self._lines = 1
        self._folds = table.has_totals
        self._group_starts: list[int] = []
        self.groups: list[Summed] = []
        """The outermost groups, once it is filled."""

    def fill(self) -> Iterator[int]:
        """Write everything, telling now and then how far it is; the workbook saves it."""
        self._write_top()
        self._write_headings()
        write = {
            LineStyle.HEADING: self._open_group,
            LineStyle.ROW: self._write_row,
            LineStyle.SUBTOTAL: self._write_subtotal,
            LineStyle.TOTAL: self._write_total,
        }
        for number, line in enumerate(self._table.lines()):
            write[line.style](line)
            if number % TOLD_EVERY == 0:
                yield number
        self._set_up_view()
        self._set_up_print()

    @property
    def worksheet(self) -> Any:
        """The sheet that is written."""
        return self._worksheet

    @property
    def rows(self) -> tuple[int, int]:
        """The first and the last row of the table's rows."""
        return self._first_row, self._row - 1 - self._table.has_totals

    def _write_top(self) -> None:
        own = self._writing.text(self._table.title)
        lines = [(self._title, self._looks.title)]
        lines += [(own, self._looks.second_title)] if own != self._title else []
        lines += [(self._writing.text(line), self._looks.criteria) for line in self._table.subtitle]
        for text, look in lines:
            self._write_text(0, text, look)
            self._row += 1
        self._row += 1

    def _write_headings(self) -> None:
        headings = cells.group_headings(self._table, self._writing.translator)
        headings += [cells.heading_of(column, self._table) for column in self._table.columns]
        aligns = ["left"] * self._depth + self._aligns
        for place, (heading, align) in enumerate(zip(headings, aligns, strict=True)):
            text = self._writing.text(heading)
            self._write_text(place, text, self._looks.heading, align)
            longest_word = max(map(length_of, text.split()), default=0)
            self._widen(place, 3 + max(longest_word, min(length_of(text), 16)))  # 3: the filter's arrow
        self._row += 1
        self._first_row = self._row

    def _open_group(self, line: Line) -> None:
        del self._group_starts[len(line.path) - 1 :]
        self._group_starts.append(self._row)

    def _write_row(self, line: Line) -> None:
        self._lines = 1
        for place, group in enumerate(cells.padded(line.path, self._depth)):
            self._write_measured(place, group, self._looks.row)
        for number, value in enumerate(line.values):
            if value is None:
                self._write_nothing(self._depth + number, self._looks.row)
            else:
                self._write_value(number, value, line)
        self._set_up_row(len(line.path))
        self._row += 1

    def _write_value(self, number: int, value: Value, line: Line) -> None:
        place = self._depth + number
        shown, pattern = self._shown(self._table.columns[number], value, line.values)
        if isinstance(shown, str):
            indent = line.level if number == self._indented else 0
            self._write_measured(place, shown, self._looks.row, indent)
            return
        form = self._looks.row.format(pattern, self._aligns[number])
        if isinstance(shown, datetime.date):
            self._worksheet.write_datetime(self._row, place, shown, form)
        else:
            self._worksheet.write_number(self._row, place, shown, form)
        self._widen(place, length_of(shown, pattern))

    def _write_subtotal(self, line: Line) -> None:
        depth = len(line.path)
        label = self._writing.translator.gettext("%(group)s: total") % {"group": line.path[-1]}
        self._lines = 1
        self._set_up_row(depth - 1)
        if depth == 1:
            self.groups.append(Summed(line.path[-1], self._row, line.values))
        self._write_sums(line, depth - 1, label, self._group_starts[depth - 1], self._looks.subtotal)

    def _write_total(self, line: Line) -> None:
        unsummed = [number for number, column in enumerate(self._table.columns) if not column.total]
        place = 0 if self._depth else next(iter(unsummed), None)
        label = self._writing.translator.gettext("Total")
        self._write_sums(line, place, label, self._first_row, self._looks.total)

    def _write_sums(self, line: Line, label_place: int | None, label: str, start: int, look: Look) -> None:
        for place in range(len(self._widths)):
            number = place - self._depth
            if place == label_place:
                self._write_measured(place, label, look)
            elif number >= 0 and self._table.columns[number].total:
                self._write_sum(place, line, start, look)
            else:
                self._write_nothing(place, look)
        self._row += 1

    def _write_sum(self, place: int, line: Line, start: int, look: Look) -> None:
        from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]  # late: see above

        number = place - self._depth
        shown, pattern = self._shown(self._table.columns[number], line.values[number], ())
        form = look.format(pattern, self._aligns[number])
        if start == self._row:  # an empty group: there is nothing that a formula could count
            self._worksheet.write_number(self._row, place, 0, form)
        else:
            formula = f"=SUBTOTAL(9,{xl_range(start, place, self._row - 1, place)})"
            self._worksheet.write_formula(self._row, place, formula, form, shown)
        self._widen(place, 1.1 * length_of(shown, pattern))

    def _shown(self, column: Column, value: Value, values: tuple[Value, ...]) -> Shown:
        if isinstance(value, str) and column.kind is not Cell.PARTIAL_DATE:
            return value, ""
        return FORMATS[column.kind](value, self._table.currency_of(column, values), self._writing)

    def _write_nothing(self, place: int, look: Look) -> None:
        self._worksheet.write_blank(self._row, place, None, look.format())

    def _write_measured(self, place: int, text: str, look: Look, indent: int = 0) -> None:
        fit = self._writing.text(text)
        self._write_text(place, fit, look, indent=indent)
        self._widen(place, 2 * indent + max(map(length_of, fit.split("\n"))))

    def _write_text(self, place: int, fit: str, look: Look, align: str = "left", indent: int = 0) -> None:
        lines = lines_of(fit, WIDEST) if look is self._looks.row else 1
        self._lines = max(self._lines, lines)
        form = look.format("", align, indent, lines > 1, cells.looks_like_formula(fit))
        self._worksheet.write_string(self._row, place, fit, form)

    def _set_up_row(self, depth: int) -> None:
        """The height is set where text is wrapped: not every program finds it by itself."""
        level = min(depth, DEEPEST_OUTLINE) if self._folds else 0
        height = HEIGHT_OF_A_LINE * min(self._lines, MOST_LINES) if self._lines > 1 else None
        if level or height:
            self._worksheet.set_row(self._row, height, None, {"level": level})

    def _widen(self, place: int, length: float) -> None:
        self._widths[place] = max(self._widths[place], length)

    def _set_up_view(self) -> None:
        sheet = self._worksheet
        last = self._row - 1 - self._table.has_totals
        sheet.freeze_panes(self._first_row, 0)
        sheet.autofilter(self._first_row - 1, 0, last, len(self._widths) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_OF_A_SHEET}"})
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, min(math.ceil(width + 1), WIDEST))

    def _set_up_print(self) -> None:
        sheet = self._worksheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(self._first_row - 1)
        page = self._writing.translator.gettext("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
        title = " ".join(self._title.split())[:80].replace("&", "&&")
        sheet.set_footer(f"&L&8 {title}&R&8 {page}")  # the blanks part the size from digits that may follow
