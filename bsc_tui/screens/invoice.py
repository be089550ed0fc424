"""One invoice: its lines with net, VAT and total, how the sum was rounded, what came in for it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from bsc_tui.entities.kinds import Choice
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import N_, _, active, pgettext
from bsc_tui.operations import invoice_payments, invoice_view, invoices
from bsc_tui.operations.invoice_view import Seen
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_command import PRINT, Paper, print_papers
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.ask_values import Asked, AskValues
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.receiving import PAID, PART
from bsc_tui.screens.seminar_place import SeminarPlace

CANCEL = Command(
    "invoice.cancel",
    ("delete",),
    N_("Cancel the invoice"),
    "",
    "cancel_invoice",
    N_("Makes it void, with a reason; its number stays, and what it asked for can be billed anew."),
    letter="u",
)


class InvoiceView(SeminarPlace):
    """Lines, sums, payments; Enter on a line opens its registration."""

    ENTER = "invoice.open"
    WRITES = frozenset({PAID.id, PART.id, CANCEL.id})
    OF_ROW = frozenset({PRINT.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("invoice.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the registration.")),
        PAID,
        PART,
        CANCEL,
        PRINT,
    )

    found: Seen | None

    def __init__(self, invoice_id: int) -> None:
        super().__init__(0)
        self.invoice_id = invoice_id

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Invoice %(no)s") % {"no": self.seminar}

    def crumbs(self) -> tuple[str, ...]:
        """Tab, payer, number."""
        found = self.found
        return (pgettext("tab", "Services"), *((found.payer, self.what()) if found is not None else ()))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "One payment order is noted for the whole invoice: F8 all that is open, + a part; it goes to "
            "the lines in their order. Del cancels the invoice; its number stays."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("words", _("What for"), 26, flexible=True),
            Heading("net", _("Net"), 12, right=True),
            Heading("rate", _("VAT %"), 6, right=True),
            Heading("vat", _("VAT"), 12, right=True),
            Heading("total", _("Total"), 12, right=True),
        )

    def read(self, records: Records) -> Seen:
        """Four queries."""
        return invoice_view.invoice_seen(records, self.invoice_id)

    def show(self, found: Seen) -> None:
        """Lines, sums, payments."""
        words = active()

        def money(amount: int) -> str:
            return words.amount(amount, found.currency, symbol=False)

        rows = [
            ListRow(
                one.registration,
                (one.words, money(one.net), words.rate(one.vat_rate), money(one.vat), money(one.total)),
                ("", "dim", "dim", "dim", "good" if one.paid >= one.total else ""),
            )
            for one in found.lines
        ]
        kind = fields_of(ENTITIES["invoice"])["rounding"].kind
        assert isinstance(kind, Choice)
        rounded = _("VAT is rounded %(how)s") % {"how": kind.options[found.rounding]}
        total = words.amount(found.total, found.currency)
        rows.append(
            ListRow(
                "sum",
                (rounded, money(found.net), "", money(found.vat), total),
                ("dim", "accent", "", "accent", "accent"),
                still=True,
            )
        )
        for came in found.payments:
            order = f"№ {came.order}" if came.order else ""
            told = _("received %(day)s %(order)s") % {"day": words.date(came.day), "order": order}
            rows.append(
                ListRow(
                    ("came", came.day, came.order),
                    (told.rstrip(), "", "", "", money(-came.amount)),
                    ("good", "", "", "", "good"),
                    still=True,
                )
            )
        tone = "trouble" if found.open else "good"
        rows.append(
            ListRow("open", (_("Still open"), "", "", "", money(found.open)), (tone,) * 5, still=True)
        )
        self.rows.show(rows)
        self._tell_state(found)

    def _tell_state(self, found: Seen) -> None:
        words = active()
        if found.cancelled_on:
            told = {"day": words.date(found.cancelled_on), "why": found.cancelled_reason}
            self.set_state(_("cancelled %(day)s: %(why)s") % told, "trouble")
            return
        due = found.due
        late = due is not None and due < self.office.clock.today() and found.open > 0
        said = _("of %(day)s, due %(due)s") % {
            "day": words.date(found.day),
            "due": words.date(due) if due else "–",
        }
        self.set_state(said, "trouble" if late else "dim")

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """What is paid or void is left alone."""
        refusal = super().why_not(command_id)
        found = self.found
        if refusal or found is None:
            return refusal
        if command_id in self.WRITES and found.cancelled_on:
            return _("This invoice is cancelled already.")
        if command_id in (PAID.id, PART.id) and not found.open:
            return _("Nothing is due.")
        if command_id == "invoice.open" and not isinstance(self.under_hand, int):
            return _("Nothing is under the hand.")
        return ""

    async def action_open_row(self) -> None:
        """Enter."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        await open_record(self, "registration", int(str(self.under_hand)))

    async def action_paid(self) -> None:
        """F8."""
        assert self.found is not None
        await note_paid_invoice(self, self.invoice_id, self.found.title, self.found.open, self.found.currency)
        await self.load()

    async def action_part(self) -> None:
        """F12."""
        found = self.found
        assert found is not None
        if await note_order(self, self.invoice_id, found.title, found.open, found.currency):
            await self.load()

    async def action_cancel_invoice(self) -> None:
        """Del."""
        assert self.found is not None
        if await cancel_for_reason(self, self.invoice_id, self.found.title):
            await self.load()

    async def action_print_papers(self) -> None:
        """F10 J."""
        found, ids = self.found, (self.invoice_id,)
        assert found is not None
        reminder = Paper(
            _("Payment reminder"), "reminder", "invoice", ids, "" if found.open else _("Nothing is due.")
        )
        await print_papers(self, [Paper(self.what(), "invoice", "invoice", ids), reminder], found.title)


async def note_paid_invoice(place: Place, invoice_id: int, serial: str, amount: int, currency: str) -> None:
    """All that is open of an invoice came today."""
    office = office_of(place)
    today = office.clock.today()
    await office.run(invoice_payments.receive_for_invoice, office.records, invoice_id, amount, today)
    words = {"no": serial, "amount": active().amount(amount, currency)}
    place.say(_("Invoice %(no)s: %(amount)s received today. Undo takes it back.") % words)


async def note_order(place: Place, invoice_id: int, serial: str, owed: int, currency: str) -> bool:
    """Ask for a payment order for an invoice and note it; whether it was noted."""
    office = office_of(place)
    today = office.clock.today()
    fields = fields_of(ENTITIES["payment"])
    open_words = active().amount(owed, currency)

    def wrong(values: Mapping[str, Any]) -> FieldProblem | None:
        if not values["amount"] or not 0 < values["amount"] <= owed:
            return FieldProblem("amount", _("Of the invoice %(open)s are open.") % {"open": open_words})
        return FieldProblem("day", _("The day lies in the future.")) if values["day"] > today else None

    values = await place.answer(
        AskValues(
            _("Invoice %(no)s: %(open)s open. What came?") % {"no": serial, "open": open_words},
            (
                Asked("order", _("Payment order"), fields["order_number"].kind, "", 20),
                Asked("day", _("Received on"), fields["day"].kind, today, 10, required=True),
                Asked("amount", _("Amount"), fields["amount"].kind, owed, 14, required=True),
            ),
            today,
            currency=currency,
            check=wrong,
        )
    )
    if values is None:
        return False
    day = values["day"]
    assert isinstance(day, datetime.date)
    receive = partial(
        invoice_payments.receive_for_invoice,
        office.records,
        invoice_id,
        values["amount"],
        day,
        order_number=values["order"],
    )
    left = await office.run(receive)
    words = {
        "no": serial,
        "amount": active().amount(values["amount"], currency),
        "open": active().amount(left, currency),
    }
    place.say(_("Invoice %(no)s: %(amount)s received, %(open)s are still open.") % words)
    return True


async def cancel_for_reason(place: Place, invoice_id: int, serial: str) -> bool:
    """Ask why an invoice is void, and make it so; whether it was."""
    from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

    office = office_of(place)
    question = _("Why is the invoice %(no)s cancelled?") % {"no": serial}
    reason = await place.answer(AskText(question, detail=_("Its number stays."), limit=200))
    if not reason:
        return False
    await office.run(invoices.cancel_invoice, office.records, invoice_id, reason)
    place.say(_("The invoice %(no)s is cancelled. Undo takes it back.") % {"no": serial}, "warn")
    return True
