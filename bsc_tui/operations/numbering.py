"""The next number of an invoice, after the pattern that the company has set: `F-{year}/{number:3}`."""

from __future__ import annotations

import datetime
import re

from bsc_tui.db.database import told
from bsc_tui.db.models import Registration, tuples
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.patterns import BLANK
from bsc_tui.records.looking import Looking

LOOKED_BACK = 200_000
"""So many of the latest registrations are looked at: numbers of this year are among them."""


def next_invoice_number(records: Looking, day: datetime.date) -> str:
    """The number after the highest one that follows the pattern in the year of that day."""
    pattern = company_of(records.database).invoice_numbers
    blank = next(found for found in BLANK.finditer(pattern) if found[1] == "number")
    head, tail = (_dated(part, day) for part in (pattern[: blank.start()], pattern[blank.end() :]))
    with told():
        newest = Registration.select(Registration.id).order_by(Registration.id.desc()).limit(1).scalar() or 0
        query = Registration.select(Registration.invoice_number).where(
            Registration.id > newest - LOOKED_BACK, Registration.invoice_number != ""
        )
        texts = {text for (text,) in tuples(query)}
    shape = re.compile(f"{re.escape(head)}([0-9]+){re.escape(tail)}")
    highest = max((int(found[1]) for text in texts if (found := shape.fullmatch(text))), default=0)
    return f"{head}{highest + 1:0{int(blank[2] or 1)}d}{tail}"


def _dated(part: str, day: datetime.date) -> str:
    return BLANK.sub(str(day.year), part)
