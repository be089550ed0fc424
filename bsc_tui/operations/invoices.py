"""Invoices: who is to be billed for what, one invoice to a payer over many registrations, paying it.

A registration's total is carried by its payer and by the enterprises that have a share; each gets its part.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from peewee import JOIN, fn

from bsc_tui.db.models import (
    Engagement,
    Enterprise,
    Invoice,
    InvoiceLine,
    Payment,
    Person,
    Registration,
    Share,
    tuples,
)
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations.companies import company_of
from bsc_tui.records.records import Records, Saved
from bsc_tui.records.rules.money import Amount, part_of, summed
from bsc_tui.records.rules.surroundings import hold_seats
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Part:
    """What a payer carries of a registration: all of it, the rest beside shares, or a share."""

    registration: int
    name: str
    amount: Amount


@dataclass(frozen=True)
class Payer:
    """Who pays: a person or an enterprise, and for which registrations nothing is invoiced yet."""

    code: str
    id: int
    name: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """What they are to be billed."""
        return sum(part.amount.total for part in self.parts)


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


def to_invoice(records: Records, engagement_id: int) -> list[Payer]:
    """The payers of a seminar with what they were not billed yet, enterprises first."""
    seminar = Engagement.get_by_id(engagement_id)
    if seminar.free:
        return []
    rows = tuples(
        Registration.select(
            Registration.id,
            Registration.person,
            Person.last_name,
            Person.first_name,
            Registration.payer,
            Registration.payer_enterprise,
            Registration.workplace,
            Registration.net,
            Registration.vat,
            Registration.total,
            Registration.vat_rate,
            Registration.invoice_number,
        )
        .join(Person)
        .where(
            Registration.engagement == engagement_id,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
            Registration.waived_reason == "",
            Registration.total > 0,
        )
        .order_by(Person.sort_key, Registration.id)
    )
    ids = [row[0] for row in rows]
    shares = _shares(ids)
    billed = _billed_already(ids)
    found: dict[tuple[str, int], list[Part]] = {}
    numbered = {registration for registration, _code, _id in billed}
    for id, person, last, first, payer, paying_firm, workplace, net, vat, total, rate, number in rows:
        if number and id not in numbered:
            continue  # billed on paper: somebody typed the number
        name, rest = f"{last} {first}".strip(), total
        for firm, amount in shares.get(id, ()):
            rest -= amount
            found.setdefault(("enterprise", firm), []).append(Part(id, name, part_of(amount, rate)))
        whole = Amount(net, vat, total, rate or 0)
        own = whole if rest == total else part_of(max(rest, 0), rate)
        paying = {"workplace": workplace, "other": paying_firm}.get(payer)
        key = ("enterprise", paying) if paying else ("person", person)
        if own.total > 0:
            found.setdefault(key, []).append(Part(id, name, own))
    names = _names(found)
    payers = [
        Payer(code, id, names.get((code, id), ""), tuple(left))
        for (code, id), parts in found.items()
        if (left := [part for part in parts if (part.registration, code, id) not in billed])
    ]
    return sorted(payers, key=lambda one: (one.code, one.name))


def _shares(ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    query = (
        Share.select(Share.registration, Share.enterprise, Share.amount)
        .where(Share.registration.in_(ids), Share.trashed_at.is_null())
        .order_by(Share.id)
    )
    for registration, firm, amount in tuples(query):
        found.setdefault(registration, []).append((firm, amount))
    return found


def _billed_already(ids: list[int]) -> set[tuple[int, str, int]]:
    query = (
        InvoiceLine.select(InvoiceLine.registration, Invoice.enterprise, Invoice.person)
        .join(Invoice)
        .where(
            InvoiceLine.registration.in_(ids),
            InvoiceLine.trashed_at.is_null(),
            Invoice.trashed_at.is_null(),
            Invoice.cancelled_on.is_null(),
        )
    )
    return {
        (registration, "enterprise" if firm else "person", firm or person)
        for registration, firm, person in tuples(query)
    }


def _names(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    firms = [id for code, id in keys if code == "enterprise"]
    people = [id for code, id in keys if code == "person"]
    names = {
        ("enterprise", id): name
        for id, name in tuples(
            Enterprise.select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(firms))
        )
    }
    for id, last, first in tuples(
        Person.select(Person.id, Person.last_name, Person.first_name).where(Person.id.in_(people))
    ):
        names["person", id] = f"{last} {first}".strip()
    return names


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
        shared = _shares([part.registration for part in now.parts])
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
        if _shares(registrations) and _paid([invoice_id]).get(invoice_id):
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
    query = (
        Invoice.select(
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
            fn.COUNT(InvoiceLine.id),
        )
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
        .group_by(
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
