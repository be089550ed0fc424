"""A seminar's invoices: payers with what they were not billed yet, below the invoices that were written."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import invoices
from bsc_tui.operations.billable import Payer
from bsc_tui.operations.invoices import Billed, SeminarBills
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import summed
from bsc_tui.screens.commands import Command
from bsc_tui.screens.invoice import (
    CANCEL,
    InvoiceView,
    cancel_for_reason,
    note_order,
    note_paid_invoice,
)
from bsc_tui.screens.letter_command import PRINT, Paper, print_papers
from bsc_tui.screens.parts.ask_values import LINE, Asked, AskValues
from bsc_tui.screens.parts.frame import Span, filled
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.receiving import PAID, PART
from bsc_tui.screens.seminar_place import SeminarPlace

MOST_PARTS = 8
"""Lines that the question shows before it is written."""


class SeminarInvoices(SeminarPlace):
    """Enter on a payer writes the invoice, Enter on an invoice opens it."""

    ENTER = "invoices.open"
    WRITES = frozenset({"invoices.write", "invoices.all", PAID.id, PART.id, CANCEL.id})
    OF_ROW = frozenset({"invoices.open", "invoices.write", PAID.id, PART.id, CANCEL.id, PRINT.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("invoices.open", ("f2",), N_("Write or open"), "", "open_row", N_("As Enter does.")),
        Command(
            "invoices.write",
            ("f7",),
            N_("Write the invoice"),
            NP_("bar", "Write"),
            "write",
            N_("One invoice to the payer under the hand over all that they were not billed yet."),
            bar=20,
            letter="n",
        ),
        Command(
            "invoices.all",
            ("f6",),
            N_("Write all invoices"),
            NP_("bar", "All"),
            "write_all",
            N_("An invoice to every payer, dated today."),
            bar=30,
            letter="g",
        ),
        PAID,
        PART,
        CANCEL,
        PRINT,
    )

    found: SeminarBills | None

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Invoices")

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Each payer gets one invoice over all registrations that they carry, or carry a part of. Enter "
            "shows net, VAT and total before it is written. F8 notes that an invoice was paid, + a part."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("serial", _("Invoice no."), 13),
            Heading("payer", _("Payer"), 18, flexible=True),
            Heading("lines", "#", 3, right=True),
            Heading("total", _("Total"), 13, right=True),
            Heading("open", _("Still open"), 11, right=True),
            Heading("due", _("Due"), 10, right=True),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody has anything to pay.")

    def read(self, records: Records) -> SeminarBills:
        """Payers and invoices."""
        return invoices.bills_of(records, self.engagement_id)

    def show(self, found: SeminarBills) -> None:
        """Two groups."""
        rows: list[ListRow] = []
        if found.payers:
            rows.append(ListRow("to-write", (_("To be billed"),), ("title",), wide=True, still=True))
            rows += [self._payer_row(one, found.currency) for one in found.payers]
        if found.invoices:
            rows.append(ListRow("written", (_("Written"),), ("title",), wide=True, still=True))
            rows += [self._invoice_row(one) for one in found.invoices]
        self.rows.show(rows)

    def _payer_row(self, one: Payer, currency: str) -> ListRow:
        total = active().amount(one.total, currency)
        cells = ("", one.name, str(len(one.parts)), total, "", "")
        return ListRow((one.code, one.id), cells, ("", "", "dim", "key"))

    def _invoice_row(self, one: Billed) -> ListRow:
        words = active()
        late = one.due is not None and one.due < self.office.clock.today() and one.open > 0
        due = words.date(one.due) if one.due else ""
        cells = (
            one.serial,
            one.name,
            str(one.lines),
            words.amount(one.total, one.currency),
            words.amount(one.open, one.currency, symbol=False) if one.open else "",
            _("cancelled") if one.cancelled else due if one.open else _("paid"),
        )
        if one.cancelled:
            return ListRow(("invoice", one.id), cells, ("dim",) * 6)
        last = "trouble" if late else "dim" if one.open else "good"
        return ListRow(("invoice", one.id), cells, ("", "", "dim", "", "trouble" if one.open else "", last))

    # -- what is under the hand ------------------------------------------------------------
    @property
    def payer(self) -> Payer | None:
        """The payer."""
        found, id = self.found, self.under_hand
        return next((one for one in (found.payers if found else ()) if (one.code, one.id) == id), None)

    @property
    def invoice(self) -> Billed | None:
        """The invoice."""
        found, id = self.found, self.under_hand
        return next((one for one in (found.invoices if found else ()) if ("invoice", one.id) == id), None)

    def enter_word(self) -> str:
        """Enter writes, or opens."""
        return pgettext("bar", "Write") if self.payer is not None else pgettext("bar", "Open")

    def bar(self) -> list[tuple[str, str]]:
        """Enter stands for F7 already."""
        return [pair for pair in super().bar() if pair[0] != "F7"]

    def why_not(self, command_id: str) -> str:
        """Payers are billed, invoices are paid and cancelled."""
        refusal = super().why_not(command_id)
        found = self.found
        if refusal or found is None:
            return refusal
        if command_id == "invoices.all" and not found.payers:
            return _("Everybody is billed.")
        if command_id == PRINT.id and not found.invoices:
            return _("No invoice is written yet.")
        if command_id == "invoices.write" and self.payer is None:
            return _("This is written already.")
        one = self.invoice
        if command_id in (PAID.id, PART.id, CANCEL.id) and one is None:
            return _("The invoice is not written yet.")
        if one is not None and command_id == CANCEL.id and one.cancelled:
            return _("This invoice is cancelled already.")
        if one is not None and command_id in (PAID.id, PART.id) and not one.open:
            return _("Nothing is due.")
        return ""

    # -- commands --------------------------------------------------------------------------
    async def action_open_row(self) -> None:
        """Enter."""
        if self.invoice is not None:
            self.open(InvoiceView(self.invoice.id))
        elif refusal := self.why_not("invoices.write"):
            self.refuse(refusal)
        else:
            await self.action_write()

    async def action_write(self) -> None:
        """F7: shown first, with its dates."""
        payer, found, office = self.payer, self.found, self.office
        assert payer is not None and found is not None
        dates = await self._ask_dates(payer, found)
        if dates is None:
            return
        day, due = dates
        invoice = await office.run(
            invoices.write_invoice, office.records, self.engagement_id, payer, day, due
        )
        following = self._following()
        await self.load()
        if following is None or not self.rows.go_to(following):
            self.rows.go_to(("invoice", invoice.id))
        words = {"no": invoice.serial, "name": payer.name}
        self.say(_("Invoice %(no)s to %(name)s is written. Undo takes it back.") % words)

    def _following(self) -> Hashable | None:
        """The next payer below the one under the hand."""
        ids = [row.id for row in self.rows.rows if not row.still]
        at = ids.index(self.under_hand) + 1
        return ids[at] if at < len(self.found.payers if self.found else ()) else None

    async def _ask_dates(
        self, payer: Payer, found: SeminarBills
    ) -> tuple[datetime.date, datetime.date | None] | None:
        today = self.office.clock.today()
        fields = fields_of(ENTITIES["invoice"])

        def wrong(values: Mapping[str, Any]) -> FieldProblem | None:
            if values["due"] and values["due"] < values["day"]:
                return FieldProblem("due", _("It can't be due before it is written."))
            return None

        values = await self.answer(
            AskValues(
                _("Invoice to %(name)s") % {"name": payer.name},
                (
                    Asked("day", _("Invoice date"), fields["day"].kind, today, 10, required=True),
                    Asked("due", _("Due date"), fields["due_date"].kind, found.due_from(today), 10),
                ),
                today,
                lines=_steps(payer, found),
                check=wrong,
            )
        )
        return None if values is None else (values["day"], values["due"])

    async def action_write_all(self) -> None:
        """F6."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        found, office = self.found, self.office
        assert found is not None
        count = len(found.payers)
        question = ngettext("Write %(count)s invoice?", "Write %(count)s invoices?", count)
        total = active().amount(sum(one.total for one in found.payers), found.currency)
        if not await self.answer(
            Confirm(question % {"count": count}, _("Together %(sum)s.") % {"sum": total})
        ):
            return
        serials = await office.run(
            invoices.write_all, office.records, self.engagement_id, office.clock.today()
        )
        await self.load()
        one = _("Invoice %(first)s is written. Undo takes it back.")
        several = _("Invoices %(first)s to %(last)s are written. Undo takes them back.")
        said = one if len(serials) == 1 else several
        if serials:
            self.say(said % {"first": serials[0], "last": serials[-1]})

    async def action_paid(self) -> None:
        """F8."""
        one = self.invoice
        assert one is not None
        await note_paid_invoice(self, one.id, one.serial, one.open, one.currency)
        await self.load()

    async def action_part(self) -> None:
        """F12."""
        one = self.invoice
        assert one is not None
        if await note_order(self, one.id, one.serial, one.open, one.currency):
            await self.load()

    async def action_cancel_invoice(self) -> None:
        """Del."""
        one = self.invoice
        assert one is not None
        if await cancel_for_reason(self, one.id, one.serial):
            await self.load()

    async def action_print_papers(self) -> None:
        """F10 J: the invoice under the hand, all, or reminders of those that are overdue."""
        found, one = self.found, self.invoice
        assert found is not None
        today = self.office.clock.today()
        all_in_force = tuple(each.id for each in found.invoices if not each.cancelled)
        late = tuple(each.id for each in found.invoices if each.open and each.due and each.due < today)
        papers = (
            [Paper(_("Invoice %(no)s") % {"no": one.serial}, "invoice", "invoice", (one.id,))] if one else []
        )
        papers += [
            Paper(
                _("All invoices (%(count)s)") % {"count": len(all_in_force)},
                "invoice",
                "invoice",
                all_in_force,
                "" if all_in_force else _("All invoices are cancelled."),
            ),
            Paper(
                _("Reminders of what is overdue (%(count)s)") % {"count": len(late)},
                "reminder",
                "invoice",
                late,
                "" if late else _("Nothing is overdue."),
            ),
        ]
        await print_papers(self, papers, self.seminar)


def _steps(payer: Payer, found: SeminarBills) -> list[Span]:
    """Net, VAT and total of each registration, and of the invoice as it is rounded."""
    words = active()

    def line(name: str, net: int, vat: int, total: int) -> str:
        amounts = [words.amount(amount, found.currency, symbol=False) for amount in (net, vat, total)]
        return filled(name, LINE - 39) + "".join(filled(text, 13, right=True) for text in amounts)

    heads = (_("Net"), _("VAT"), _("Total"))
    shown: list[Span] = [
        (filled("", LINE - 39) + "".join(filled(head, 13, right=True) for head in heads), "dim"),
        *(
            (line(part.name, part.amount.net, part.amount.vat, part.amount.total), "")
            for part in payer.parts[:MOST_PARTS]
        ),
    ]
    hidden = len(payer.parts) - MOST_PARTS
    if hidden > 0:
        more = ngettext("… and %(count)s more", "… and %(count)s more", hidden)
        shown.append((more % {"count": hidden}, "dim"))
    sums = summed([part.amount for part in payer.parts], found.rounding)
    shown.append((line(_("Sum"), sums.net, sums.vat, sums.total), "accent"))
    return shown
