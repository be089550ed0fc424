"""How each kind of value stands in a cell of Excel: content, number format, width. Layout is the sheet's."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from bsc_tui.entities.table import Cell, Value
from bsc_tui.exports import cells
from bsc_tui.i18n import CURRENCIES, Translator

LONGEST_TEXT = 32_767
"""What Excel takes in a cell, in UTF-16 units."""

Content: TypeAlias = str | int | Decimal | datetime.date | datetime.datetime
Shown: TypeAlias = tuple[Content, str]
"""What goes into a cell and Excel's number format for it, "" for text."""


def within(text: str, units: int) -> str:
    """The text up to a length in UTF-16 units, as Excel counts."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore").rstrip()


@dataclass
class Writing:
    """What the cells need to know, and how many lost text on the way."""

    translator: Translator
    zone: str
    cut: int = 0
    replaced: int = 0

    def text(self, text: str) -> str:
        """The text as Excel can hold it, its losses counted."""
        fit = cells.writable(text)
        self.replaced += "\ufffd" in fit and "\ufffd" not in text
        if 2 * len(fit) > LONGEST_TEXT and len(fit.encode("utf-16-le")) > 2 * LONGEST_TEXT:
            self.cut += 1
            fit = within(fit, LONGEST_TEXT - 1) + "…"
        return fit


def length_of(shown: Content, pattern: str = "") -> float:
    """How wide a cell is in characters; other letters than Latin take more room, numbers keep a distance."""
    if isinstance(shown, str):
        return len(shown) if shown.isascii() else len(shown) + 0.2 * sum(char > "\u0370" for char in shown)
    return len(pattern) if isinstance(shown, datetime.date) else len(f"{shown:,}") + 2


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of some characters, about."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(1 + len(line) // width for line in text.split("\n"))


def _text(value: Value, _currency: str, _writing: Writing) -> Shown:
    return cells.expect(str, value), ""


def _number(value: Value, _currency: str, _writing: Writing) -> Shown:
    if isinstance(value, Decimal):
        return value, "#,##0.00"
    return cells.expect(int, value), "#,##0"


def _amount(value: Value, currency: str, _writing: Writing) -> Shown:
    places = CURRENCIES[currency]
    return cells.major(cells.expect(int, value), currency), f"#,##0.{'0' * places}".rstrip(".")


def _rate(value: Value, _currency: str, _writing: Writing) -> Shown:
    points = cells.expect(int, value)
    return Decimal(points).scaleb(-4), "0.0#%" if points % 100 else "0%"


def _day(value: Value, _currency: str, writing: Writing) -> Shown:
    day = cells.expect(datetime.date, value)
    return (day, "dd.mm.yyyy") if day.year >= 1900 else (writing.translator.date(day), "")


def _partial_date(value: Value, currency: str, writing: Writing) -> Shown:
    iso = cells.expect(str, value)
    day = cells.known_day(iso)
    return _day(day, currency, writing) if day else (cells.shown_partial(iso, writing.translator), "")


def _moment(value: Value, _currency: str, writing: Writing) -> Shown:
    return cells.local(cells.expect(datetime.datetime, value), writing.zone), "dd.mm.yyyy hh:mm"


def _flag(value: Value, _currency: str, writing: Writing) -> Shown:
    return cells.flag_word(cells.expect(bool, value), writing.translator), ""


FORMATS: dict[Cell, Callable[[Value, str, Writing], Shown]] = {
    Cell.TEXT: _text,
    Cell.NUMBER: _number,
    Cell.AMOUNT: _amount,
    Cell.RATE: _rate,
    Cell.DAY: _day,
    Cell.PARTIAL_DATE: _partial_date,
    Cell.MOMENT: _moment,
    Cell.FLAG: _flag,
}
"""How the values of each kind of column are written."""
