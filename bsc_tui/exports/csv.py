"""Tables as .csv: for Excel by double click, for other programs, and to be imported again.

UTF-8 with a byte order mark, quoted as RFC 4180 says, lines end in CRLF. Separator and decimal mark are those
of Excel in the reader's language: comma and point in English, semicolon and comma in French and Armenian.
Digits are not grouped, rates are in percent; dates are ISO 8601 (2026-03-14, 2026-03), which every Excel and
the import read alike. No titles and no totals: the first line holds the headings, groups stand in columns of
their own. Several tables follow each other, each under its title, an empty line between them.

Text that a spreadsheet might take for a formula gets an apostrophe in front; `restored` takes it away again.
Excel guesses: it drops leading zeros and turns 2006-03 into a day. Where that hurts, .xlsx is the answer.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from bsc_tui.entities.table import Cell, Column, LineStyle, Report, Table, Value
from bsc_tui.exports import cells
from bsc_tui.exports.files import Written, new_file
from bsc_tui.i18n import ZONE, Translator

SEPARATORS = {"en": ",", "fr": ";", "hy": ";"}


@dataclass
class CsvWriting:
    """What the cells need to know, and how many of them lost characters."""

    translator: Translator
    zone: str
    replaced: int = 0

    def text(self, text: str) -> str:
        harmless = cells.writable(text)
        self.replaced += "\ufffd" in harmless and "\ufffd" not in text
        return guarded(harmless)

    def number(self, value: int | Decimal) -> str:
        return self.translator.number(value).replace(" ", "")


def write_csv(
    source: Table | Report, path: Path, translator: Translator, *, overwrite: bool = False, zone: str = ZONE
) -> Written:
    """Write the file at `path`; moments as the clock stands in `zone`. Raises what `new_file` raises."""
    with new_file(path, overwrite=overwrite) as file:
        written = write_csv_to(file, source, translator, zone=zone)
    return replace(written, path=path)


def write_csv_to(
    file: BinaryIO, source: Table | Report, translator: Translator, *, zone: str = ZONE
) -> Written:
    """Write into an open file, as for one that goes into the database; the caller closes it."""
    writing = CsvWriting(translator, zone)
    tables = cells.tables_of(source)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, delimiter=SEPARATORS[translator.language], lineterminator="\r\n")
    for number, table in enumerate(tables):
        if len(tables) > 1:
            lines.writerows([[], [writing.text(table.title)]] if number else [[writing.text(table.title)]])
        lines.writerows(_lines_of(table, writing))
    text.detach()
    return Written(None, sum(table.size for table in tables), replaced=writing.replaced)


def guarded(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet might calculate it."""
    return f"'{text}" if cells.looks_like_formula(text) else text


def restored(text: str) -> str:
    """What `guarded` was given; for the import."""
    return text[1:] if text.startswith("'") and cells.looks_like_formula(text[1:]) else text


def _lines_of(table: Table, writing: CsvWriting) -> Iterator[list[str]]:
    depth = table.depth
    headings = cells.group_headings(table, writing.translator)
    headings += [cells.heading_of(column, table) for column in table.columns]
    yield [writing.text(heading) for heading in headings]
    for line in table.lines():
        if line.style is LineStyle.ROW:
            groups = [writing.text(group) for group in cells.padded(line.path, depth)]
            yield groups + [
                _shown(value, column, table.currency_of(column, line.values), writing)
                for column, value in zip(table.columns, line.values, strict=True)
            ]


def _shown(value: Value, column: Column, currency: str, writing: CsvWriting) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and column.kind is not Cell.PARTIAL_DATE:
        return writing.text(value)
    return FORMATS[column.kind](value, currency, writing)


def _text(value: Value, _currency: str, writing: CsvWriting) -> str:
    return writing.text(cells.expect(str, value))


def _number(value: Value, _currency: str, writing: CsvWriting) -> str:
    return writing.number(value if isinstance(value, Decimal) else cells.expect(int, value))


def _amount(value: Value, currency: str, writing: CsvWriting) -> str:
    return writing.number(cells.major(cells.expect(int, value), currency))


def _rate(value: Value, _currency: str, writing: CsvWriting) -> str:
    return writing.number(Decimal(cells.expect(int, value)).scaleb(-2).normalize())


def _day(value: Value, _currency: str, _writing: CsvWriting) -> str:
    return cells.expect(datetime.date, value).isoformat()


def _moment(value: Value, _currency: str, writing: CsvWriting) -> str:
    moment = cells.local(cells.expect(datetime.datetime, value), writing.zone)
    return moment.isoformat(sep=" ", timespec="minutes")


def _flag(value: Value, _currency: str, writing: CsvWriting) -> str:
    return cells.flag_word(cells.expect(bool, value), writing.translator)


FORMATS: dict[Cell, Callable[[Value, str, CsvWriting], str]] = {
    Cell.TEXT: _text,
    Cell.NUMBER: _number,
    Cell.AMOUNT: _amount,
    Cell.RATE: _rate,
    Cell.DAY: _day,
    Cell.PARTIAL_DATE: _text,
    Cell.MOMENT: _moment,
    Cell.FLAG: _flag,
}
"""How the values of each kind of column are written."""
