"""A report as lines of text: groups as headings, sub-totals under them, amounts in the reader's language."""

from __future__ import annotations

import datetime
from decimal import Decimal

from bsc_tui.cli.output import print_aligned, say
from bsc_tui.entities.table import Cell, Column, Line, LineStyle, Report, Table, Value
from bsc_tui.i18n import _, active

_ON_THE_RIGHT = frozenset({Cell.NUMBER, Cell.AMOUNT, Cell.RATE})


def print_report(report: Report) -> None:
    """All tables of the report, one under the other."""
    for number, table in enumerate(report.tables):
        if number:
            say()
        say(table.title)
        for line in table.subtitle:
            say(line)
        say()
        _print_table(table)


def _print_table(table: Table) -> None:
    headings = [
        f"{column.heading}, {table.currency}" if column.kind is Cell.AMOUNT else column.heading
        for column in table.columns
    ]
    label_place = next((n for n, column in enumerate(table.columns) if column.kind is Cell.TEXT), 0)
    rows = [headings]
    rows += [
        _cells(table, line, label_place) for line in table.lines() if line.style is not LineStyle.HEADING
    ]
    right = [n for n, column in enumerate(table.columns) if column.kind in _ON_THE_RIGHT]
    print_aligned(rows, right, before=_group_lines(table))
    if not table.rows:
        say(_("There is nothing of the kind."))


def _group_lines(table: Table) -> dict[int, list[str]]:
    """The headings of groups by the number of the row that they stand above; row 0 heads the columns."""
    found: dict[int, list[str]] = {}
    number = 1
    for line in table.lines():
        if line.style is LineStyle.HEADING:
            found.setdefault(number, []).append("  " * (len(line.path) - 1) + line.path[-1])
        else:
            number += 1
    return found


def _cells(table: Table, line: Line, label_place: int) -> list[str]:
    texts = [
        _text(column, value, table.currency_of(column, line.values))
        for column, value in zip(table.columns, line.values, strict=True)
    ]
    if line.level:
        texts[label_place] = "  " * line.level + texts[label_place]
    if line.style is LineStyle.SUBTOTAL:
        texts[label_place] = _("%(group)s: total") % {"group": line.path[-1]}
    elif line.style is LineStyle.TOTAL:
        texts[label_place] = _("Total")
    return texts


def _text(column: Column, value: Value, currency: str) -> str:
    """A value as it is read."""
    words = active()
    if value is None or isinstance(value, str):
        return words.partial(value) if value and column.kind is Cell.PARTIAL_DATE else value or ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return words.moment(value)
    if isinstance(value, datetime.date):
        return words.date(value)
    if column.kind is Cell.AMOUNT:
        return words.amount(int(value), currency, symbol=False)
    if column.kind is Cell.RATE:
        return words.rate(int(value))
    return words.number(value if isinstance(value, Decimal) else int(value))
