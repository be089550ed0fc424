"""Invoices: one to a payer over many registrations, what became of it, cancelling it.

Who is to be billed for what is `billable`'s.
"""

from __future__ import annotations

import datetime

from peewee import JOIN, fn

from bsc_tui.db.models import (
    Enterprise,
    Invoice,
    InvoiceLine,
    Payment,
    Person,
    Registration,
    tuples,
)
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations.billable import Payer, shares_of, to_invoice
from bsc_tui.operations.companies import company_of
from bsc_tui.records.records import Records, Saved
from bsc_tui.records.rules.money import summed
from bsc_tui.records.rules.surroundings import hold_seats
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Billed:
    """An invoice that was written; `paid` is what came in for it."""

    id: int
    serial: str
    name: str
    day: datetime.date
    due: datetime.date | None
    lines: int
    total: int
    paid: int
    currency: str
    cancelled: bool

    @property
    def open(self) -> int:
        """What is still to come."""
        return 0 if self.cancelled else max(self.total - self.paid, 0)


@dataclass(frozen=True)
class SeminarBills:
    """A seminar's payers and invoices. `rounding` is how a new invoice is rounded, `days` until it is due."""

    title: str
    line: str
    currency: str
    rounding: str
    days: int
    payers: tuple[Payer, ...]
    invoices: tuple[Billed, ...]

    def due_from(self, day: datetime.date) -> datetime.date:
        """When an invoice of that day is due."""
        return day + datetime.timedelta(days=self.days)


def bills_of(records: Records, engagement_id: int) -> SeminarBills:
    """Who is to be billed, and what was. Raises Missing where the seminar is gone."""
    seminar, company = records.get("engagement", engagement_id), company_of(records.database)
    return SeminarBills(
        seminar.title,
        records.whole.line_code(seminar.entity, seminar.values),
        seminar.values["currency"],
        company.invoice_rounding,
        company.invoice_days,
        tuple(to_invoice(records, engagement_id)),
        tuple(invoices_of(engagement_id)),
    )


def write_invoice(
    records: Records,
    engagement_id: int,
    payer: Payer,
    day: datetime.date,
    due: datetime.date | None = None,
    *,
    token: str | None = None,
) -> Invoice:
    """Write one invoice to a payer over all that they were not billed yet.

    The registrations get its number, day and due date where the payer carries them alone. Raises Conflict
    where somebody billed it meanwhile, or the amounts changed.
    """
    company = company_of(records.database)
    due = due or day + datetime.timedelta(days=company.invoice_days)
    with records.operation("invoice", token=token):
        hold_seats(engagement_id)
        now = next(
            (
                one
                for one in to_invoice(records, engagement_id)
                if (one.code, one.id) == (payer.code, payer.id)
            ),
            None,
        )
        if now is None or now.parts != payer.parts:
            raise Conflict(_("What is to be billed has changed."), _("Somebody changed it meanwhile."))
        seminar = records.get("engagement", engagement_id)
        sums = summed([part.amount for part in now.parts], company.invoice_rounding)
        saved = records.save(
            "invoice",
            {
                "line": seminar.values["line"],
                "day": day,
                "due_date": due,
                payer.code: payer.id,
                "currency": seminar.values["currency"],
                "rounding": company.invoice_rounding,
                "net": sums.net,
                "vat": sums.vat,
                "total": sums.total,
            },
        )
        invoice: Invoice = Invoice.get_by_id(saved.id)
        records.save_many(
            "invoice_line",
            [
                {
                    "invoice": saved.id,
                    "registration": part.registration,
                    "words": f"{seminar.title}, {part.name}"[:200],
                    "net": part.amount.net,
                    "vat_rate": part.amount.vat_rate,
                    "vat": part.amount.vat,
                    "total": part.amount.total,
                }
                for part in now.parts
            ],
        )
        shared = shares_of([part.registration for part in now.parts])
        for part in now.parts:
            if part.registration not in shared:
                _mark(records, part.registration, invoice.serial, day, due)
                _move_money(records, part.registration, None, saved.id)
        return invoice


def _move_money(records: Records, registration: int, before: int | None, after: int | None) -> None:
    """What came for a registration is for that invoice from now on; None: for none."""
    whose = Payment.invoice.is_null() if before is None else Payment.invoice == before
    rows = tuples(
        Payment.select(Payment.id)
        .where(Payment.registration == registration, whose, Payment.trashed_at.is_null())
        .order_by(Payment.id)
    )
    for (id,) in rows:
        records.save("payment", {"invoice": after}, id=id)


def write_all(
    records: Records, engagement_id: int, day: datetime.date, due: datetime.date | None = None
) -> list[str]:
    """An invoice to every payer that has something to be billed, as one operation; their numbers."""
    with records.operation("invoice"):
        hold_seats(engagement_id)  # nobody bills them meanwhile
        payers = to_invoice(records, engagement_id)
        return [write_invoice(records, engagement_id, payer, day, due).serial for payer in payers]


def _mark(
    records: Records,
    registration: int,
    serial: str,
    day: datetime.date | None,
    due: datetime.date | None,
) -> Saved:
    values = {"invoice_number": serial, "invoice_date": day, "due_date": due}
    return records.save("registration", values, id=registration)


def cancel_invoice(records: Records, invoice_id: int, reason: str) -> None:
    """Make an invoice void; its number stays. What came for it stays with the registrations.

    Raises Conflict where money came for somebody's share: whose it is then, nobody would know.
    """
    with records.operation("cancel_invoice", reason=reason[:500]):
        records.hold("invoice", invoice_id)
        invoice = Invoice.get_by_id(invoice_id)
        if invoice.cancelled_on:
            raise Conflict(_("This invoice is cancelled already."))
        registrations = [
            registration
            for (registration,) in tuples(
                InvoiceLine.select(InvoiceLine.registration).where(
                    InvoiceLine.invoice == invoice_id, InvoiceLine.trashed_at.is_null()
                )
            )
        ]
        if shares_of(registrations) and _paid([invoice_id]).get(invoice_id):
            raise Conflict(_("Money came in for this invoice."), "", _("Note first that it was given back."))
        for registration in registrations:
            _move_money(records, registration, invoice_id, None)
        values = {"cancelled_on": records.clock.today(), "cancelled_reason": reason}
        records.save("invoice", values, id=invoice_id)
        marked = tuples(
            Registration.select(Registration.id)
            .join(InvoiceLine, on=(InvoiceLine.registration == Registration.id))
            .where(
                InvoiceLine.invoice == invoice_id,
                Registration.invoice_number == invoice.serial,
                Registration.trashed_at.is_null(),
            )
        )
        for (id,) in marked:
            _mark(records, id, "", None, None)


def _paid(invoice_ids: list[int]) -> dict[int, int]:
    query = (
        Payment.select(Payment.invoice, fn.SUM(Payment.amount))
        .where(Payment.invoice.in_(invoice_ids), Payment.trashed_at.is_null())
        .group_by(Payment.invoice)
    )
    return {id: int(amount) for id, amount in tuples(query)}


def invoices_of(engagement_id: int) -> list[Billed]:
    """The invoices over registrations of a seminar, newest first."""
    columns = (
        Invoice.id,
        Invoice.serial,
        Enterprise.name,
        Person.last_name,
        Person.first_name,
        Invoice.day,
        Invoice.due_date,
        Invoice.total,
        Invoice.currency,
        Invoice.cancelled_on,
    )
    query = (
        Invoice.select(*columns, fn.COUNT(InvoiceLine.id))
        .join(InvoiceLine, on=(InvoiceLine.invoice == Invoice.id))
        .join(Registration, on=(InvoiceLine.registration == Registration.id))
        .switch(Invoice)
        .join(Enterprise, JOIN.LEFT_OUTER, on=(Invoice.enterprise == Enterprise.id))
        .switch(Invoice)
        .join(Person, JOIN.LEFT_OUTER, on=(Invoice.person == Person.id))
        .where(
            Registration.engagement == engagement_id,
            Invoice.trashed_at.is_null(),
            InvoiceLine.trashed_at.is_null(),
        )
        .group_by(*columns)
        .order_by(Invoice.year.desc(), Invoice.number.desc())
    )
    rows = tuples(query)
    paid = _paid([row[0] for row in rows])
    return [
        Billed(
            id,
            serial,
            firm or f"{last or ''} {first or ''}".strip(),
            day,
            due,
            int(lines),
            total,
            paid.get(id, 0),
            currency,
            cancelled is not None,
        )
        for id, serial, firm, last, first, day, due, total, currency, cancelled, lines in rows
    ]
