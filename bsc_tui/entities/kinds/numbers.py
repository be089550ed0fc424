"""Kinds of numbers: money, percentages, counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from bsc_tui.entities.kinds.base import Kind, Reading, whole_number
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import _


class Money(Kind):
    """An amount in the record's currency, kept in minor units."""

    cell = Cell.AMOUNT
    right = True
    anew = True
    empty = None
    MOST: ClassVar[int] = 10**13

    def clean(self, value: Any) -> int | None:
        return None if value is None or value == "" else whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        if not text.strip():
            return None
        return reading.translator.parse_amount(text, reading.currency, allow_negative=True)

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else reading.translator.amount(value, reading.currency, symbol=False)

    def check(self, value: Any) -> str:
        if value is not None and abs(value) > self.MOST:
            return _("The amount is too large.")
        return ""


class Rate(Kind):
    """A percentage, kept in basis points."""

    cell = Cell.RATE
    right = True
    anew = True
    empty = None

    def clean(self, value: Any) -> int | None:
        return None if value is None or value == "" else whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        return reading.translator.parse_rate(text) if text.strip() else None

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else reading.translator.rate(value)

    def check(self, value: Any) -> str:
        if value is not None and not 0 <= value <= 10_000:
            return _("A percentage lies between 0 and 100.")
        return ""


class Number(Kind):
    """A number with up to two decimals, kept in hundredths."""

    cell = Cell.NUMBER
    right = True
    anew = True
    empty = None
    PLACES: ClassVar[int] = 2
    MOST: ClassVar[int] = 10**15

    def clean(self, value: Any) -> int | None:
        return None if value is None or value == "" else whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        return reading.translator.parse_decimal(text, self.PLACES) if text.strip() else None

    def format(self, value: Any, reading: Reading) -> str:
        if value is None:
            return ""
        number = self.exact(value)
        places = 0 if number == number.to_integral_value() else len(str(number.normalize()).partition(".")[2])
        return reading.translator.number(number, places)

    @classmethod
    def exact(cls, value: int) -> Decimal:
        """The number itself."""
        return Decimal(value).scaleb(-cls.PLACES)

    def check(self, value: Any) -> str:
        if value is not None and abs(value) > self.MOST:
            return _("The number is too large.")
        return ""


class Count(Kind):
    """A whole number within the field's bounds."""

    cell = Cell.NUMBER
    right = True
    anew = True
    empty = None

    def clean(self, value: Any) -> int | None:
        if value is None or value == "":
            return None if self.field.null else 0
        return whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        return reading.translator.parse_number(text) if text.strip() else self.clean(None)

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else str(value)

    def check(self, value: Any) -> str:
        least, most = getattr(self.field, "least", 0), getattr(self.field, "most", 10**9)
        if value is not None and not least <= value <= most:
            return _("A number from %(least)s to %(most)s is needed here.") % {"least": least, "most": most}
        return ""
