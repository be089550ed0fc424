"""One invoice to look at: its lines, its sums, what came in for it."""

from __future__ import annotations

import datetime

from bsc_tui.db.models import Invoice, InvoiceLine, Payment, Registration, tuples
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Line:
    """What it asks for one registration."""

    registration: int
    words: str
    net: int
    vat_rate: int
    vat: int
    total: int
    paid: int


@dataclass(frozen=True)
class Came:
    """A payment order for it: what of it went to which registrations is their own."""

    day: datetime.date
    order: str
    amount: int


@dataclass(frozen=True)
class Seen:
    """An invoice; amounts in minor units. `line` guards it, `engagement` is that of its first line."""

    title: str
    line: str
    engagement: int
    payer: str
    day: datetime.date
    due: datetime.date | None
    currency: str
    rounding: str
    net: int
    vat: int
    total: int
    cancelled_on: datetime.date | None
    cancelled_reason: str
    lines: tuple[Line, ...]
    payments: tuple[Came, ...]

    @property
    def paid(self) -> int:
        """What came in for it."""
        return sum(one.amount for one in self.payments)

    @property
    def open(self) -> int:
        """What is still to come."""
        return 0 if self.cancelled_on else max(self.total - self.paid, 0)


def invoice_seen(records: Records, invoice_id: int) -> Seen:
    """An invoice with all that belongs to it. Raises Missing where it is gone."""
    kept = records.get("invoice", invoice_id)
    values = kept.values
    came: dict[int, int] = {}
    orders: dict[tuple[datetime.date, str], int] = {}
    received = (
        Payment.select(Payment.registration, Payment.day, Payment.order_number, Payment.amount)
        .where(Payment.invoice == invoice_id, Payment.trashed_at.is_null())
        .order_by(Payment.day, Payment.id)
    )
    for registration, day, order, amount in tuples(received):
        came[registration] = came.get(registration, 0) + amount
        orders[day, order] = orders.get((day, order), 0) + amount
    rows = tuples(
        InvoiceLine.select(
            InvoiceLine.registration,
            InvoiceLine.words,
            InvoiceLine.net,
            InvoiceLine.vat_rate,
            InvoiceLine.vat,
            InvoiceLine.total,
            Registration.engagement,
        )
        .join(Registration)
        .where(InvoiceLine.invoice == invoice_id, InvoiceLine.trashed_at.is_null())
        .order_by(InvoiceLine.id)
    )
    return Seen(
        title=Invoice.get_by_id(invoice_id).serial,
        line=records.whole.line_code(kept.entity, values),
        engagement=rows[0][-1] if rows else 0,
        payer=kept.labels.get("enterprise") or kept.labels.get("person", ""),
        day=values["day"],
        due=values["due_date"],
        currency=values["currency"],
        rounding=values["rounding"],
        net=values["net"],
        vat=values["vat"],
        total=values["total"],
        cancelled_on=values["cancelled_on"],
        cancelled_reason=values["cancelled_reason"],
        lines=tuple(
            Line(registration, words, net, rate or 0, vat, total, came.get(registration, 0))
            for registration, words, net, rate, vat, total, _engagement in rows
        ),
        payments=tuple(Came(day, order, amount) for (day, order), amount in orders.items()),
    )
