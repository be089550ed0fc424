"""Kinds of time: dates as far as they are known, whole dates, moments, times of day."""

from __future__ import annotations

import datetime
import re
from typing import Any

from bsc_tui.entities.kinds.base import Kind, Reading
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import Unreadable, _


class PartialDate(Kind):
    """A date known as far as it is known."""

    folds = False
    anew = True
    cell = Cell.PARTIAL_DATE

    def parse(self, text: str, reading: Reading) -> str:
        return reading.translator.parse_partial(text, reading.today) if text.strip() else ""

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.partial(value) if value else ""

    def check(self, value: Any) -> str:
        if not value:
            return ""
        try:
            if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII):
                raise ValueError(value)
            datetime.date.fromisoformat(value + "2000-01-01"[len(value) :])
        except ValueError:
            return _("“%(text)s” is no date.") % {"text": value}
        if not "1900" <= value[:4] <= "2100":
            return _("The year %(year)s is outside 1900 to 2100.") % {"year": value[:4]}
        return ""


class Day(Kind):
    """A whole date."""

    anew = True
    cell = Cell.DAY
    empty = None

    def clean(self, value: Any) -> datetime.date | None:
        if not value:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))

    def parse(self, text: str, reading: Reading) -> datetime.date | None:
        return reading.translator.parse_day(text, reading.today) if text.strip() else None

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.date(value) if value else ""

    def check(self, value: Any) -> str:
        if value and not 1900 <= value.year <= 2100:
            return _("The year %(year)s is outside 1900 to 2100.") % {"year": value.year}
        return ""

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def from_json(self, value: Any) -> Any:
        return datetime.date.fromisoformat(value) if value else None


class Moment(Kind):
    """A moment, kept in UTC."""

    anew = True
    cell = Cell.MOMENT
    empty = None

    def clean(self, value: Any) -> datetime.datetime | None:
        if not value:
            return None
        moment = (
            value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(str(value))
        )
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment

    def parse(self, text: str, reading: Reading) -> datetime.datetime | None:
        day = reading.translator.parse_day(text, reading.today) if text.strip() else None
        return datetime.datetime.combine(day, datetime.time()) if day else None

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.date(value.date()) if value else ""

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def from_json(self, value: Any) -> Any:
        return datetime.datetime.fromisoformat(value) if value else None


class Clock(Kind):
    """A time of day."""

    folds = False
    anew = True

    def parse(self, text: str, reading: Reading) -> str:
        text = text.strip()
        if not text:
            return ""
        match = re.fullmatch(r"(\d{1,2})[:.h]?(\d{2})?", text, re.ASCII)
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise Unreadable(_("“%(text)s” is no time of day; write 9:30 or 930.") % {"text": text[:20]})
        return f"{int(match[1]):02}:{int(match[2] or 0):02}"
