"""One payment order for an invoice over many registrations: it goes to its lines in their order."""

from __future__ import annotations

import datetime

from peewee import fn

from bsc_tui.db.models import Invoice, InvoiceLine, Payment, tuples
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _, active
from bsc_tui.operations.payments import balances, receive
from bsc_tui.records.records import Records


def receive_for_invoice(
    records: Records,
    invoice_id: int,
    amount: int,
    day: datetime.date,
    *,
    order_number: str = "",
    payment_type: int | None = None,
) -> int:
    """Note one payment order for an invoice; it goes to its lines in their order. What is open of it then.

    Raises Conflict when more comes than is open.
    """
    with records.operation("receive"):
        records.hold("invoice", invoice_id)
        invoice = Invoice.get_by_id(invoice_id)
        lines = tuples(
            InvoiceLine.select(InvoiceLine.registration, InvoiceLine.total)
            .where(InvoiceLine.invoice == invoice_id, InvoiceLine.trashed_at.is_null())
            .order_by(InvoiceLine.id)
        )
        came = dict(
            tuples(
                Payment.select(Payment.registration, fn.SUM(Payment.amount))
                .where(Payment.invoice == invoice_id, Payment.trashed_at.is_null())
                .group_by(Payment.registration)
            )
        )
        left = invoice.total - sum(int(one) for one in came.values())
        if invoice.cancelled_on or not 0 < amount <= left:
            raise Conflict(
                _("More came than is open."),
                _("Of the invoice %(open)s are open.")
                % {"open": active().amount(0 if invoice.cancelled_on else max(left, 0), invoice.currency)},
            )
        rest = amount
        owed = balances([registration for registration, _total in lines])
        for at, (registration, total) in enumerate(lines):
            part = min(rest, total - int(came.get(registration, 0)), owed[registration].open)
            if at == len(lines) - 1 and invoice.rounding != "line":
                part = rest  # what rounding on the sum makes more or less than its lines
            if part > 0:
                receive(
                    records,
                    registration,
                    part,
                    day,
                    payment_type=payment_type,
                    order_number=order_number,
                    invoice=invoice_id,
                )
                rest -= part
        if rest:
            raise Conflict(
                _("More came than is open."),
                _("A part of these registrations was paid otherwise already."),
                _("Note the rest in a registration."),
            )
        return int(left - amount)
