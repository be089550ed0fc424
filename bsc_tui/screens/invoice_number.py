"""Filling in the next number of an invoice on the form of a registration."""

from __future__ import annotations

from bsc_tui.i18n import N_, _
from bsc_tui.operations.numbering import next_invoice_number
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.record_sheet import RecordSheet

NUMBER = Command(
    "registration.number",
    (),
    N_("Next invoice number"),
    "",
    "invoice_number",
    N_("Fills in the next number of the company's pattern, and today as the date where there is none."),
    letter="n",
)


async def fill_invoice_number(place: Place, sheet: RecordSheet) -> None:
    """The number goes into the form; it is kept when the form is saved."""
    office = office_of(place)
    if sheet.raw["invoice_number"]:
        place.say(_("It has a number already."), "warn")
        return
    day = sheet.raw["invoice_date"] or office.clock.today()
    number = await office.run(next_invoice_number, office.records, day)
    sheet.set_raw("invoice_number", number)
    sheet.set_raw("invoice_date", day)
    place.say(_("Invoice %(number)s; F2 saves.") % {"number": number}, "warn")
