"""The money of one registration: how its total comes to be, who carries it, what came in; waiving, shares."""

from __future__ import annotations

import datetime

from bsc_tui.db.models import Enterprise, Invoice, InvoiceLine, Payment, Person, Share, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.errors import FieldProblem, Invalid
from bsc_tui.i18n import _
from bsc_tui.operations.payments import balance
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import Priced, priced
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Carried:
    """A share: what an enterprise carries of it."""

    id: int
    enterprise: int
    name: str
    amount: int
    notes: str


@dataclass(frozen=True)
class Received:
    """Money that came in, or went back (negative)."""

    id: int
    day: datetime.date
    amount: int
    order: str
    invoice: str
    notes: str


@dataclass(frozen=True)
class Asking:
    """An invoice that asks for it, or for a part."""

    id: int
    serial: str
    day: datetime.date
    total: int
    cancelled: bool


@dataclass(frozen=True)
class Money:
    """All of it; amounts in minor units. `state` is a code of PAYMENT_STATES; `line` guards it."""

    title: str
    seminar: str
    engagement: int
    line: str
    currency: str
    status: str
    price: int | None
    discount_rate: int | None
    vat_rate: int | None
    steps: Priced
    payer: str
    waived: str
    state: str
    due: int
    paid: int
    open: int
    cancel_reason: str
    shares: tuple[Carried, ...]
    payments: tuple[Received, ...]
    invoices: tuple[Asking, ...]

    @property
    def is_gone(self) -> bool:
        """Cancelled or moved elsewhere: nothing is owed any more."""
        return self.status in GONE

    @property
    def excess(self) -> int:
        """What was received beyond what is due, as of who paid and cancelled."""
        return self.paid - self.due if self.state == "overpaid" else 0

    @property
    def rest(self) -> int:
        """What the payer carries beside the shares."""
        return self.steps.total - sum(one.amount for one in self.shares)


def money_of(records: Records, registration_id: int) -> Money:
    """The money of a registration. Raises Missing where it is gone."""
    kept = records.get("registration", registration_id)
    values, now = kept.values, balance(registration_id)
    person = Person.get_by_id(values["person"])
    name = f"{person.last_name} {person.first_name}".strip()
    paying = {"workplace": values["workplace"], "other": values["payer_enterprise"]}.get(values["payer"])
    seminar = records.get("engagement", values["engagement"])
    return Money(
        title=name,
        seminar=seminar.title,
        engagement=values["engagement"],
        line=records.whole.line_code(kept.entity, values),
        currency=now.currency,
        status=values["status"],
        price=values["price"],
        discount_rate=values["discount_rate"],
        vat_rate=values["vat_rate"],
        steps=priced(values["price"], values["discount_rate"], values["discount"], values["vat_rate"]),
        payer=Enterprise.get_by_id(paying).name if paying else name,
        waived=values["waived_reason"],
        state=now.state,
        due=now.total,
        paid=now.paid,
        open=now.open,
        cancel_reason=kept.labels.get("cancel_reason", ""),
        shares=tuple(_shares(registration_id)),
        payments=tuple(_payments(registration_id)),
        invoices=tuple(_invoices(registration_id)),
    )


def _shares(registration_id: int) -> list[Carried]:
    query = (
        Share.select(Share.id, Share.enterprise, Enterprise.name, Share.amount, Share.notes)
        .join(Enterprise)
        .where(Share.registration == registration_id, Share.trashed_at.is_null())
        .order_by(Share.id)
    )
    return [Carried(*row) for row in tuples(query)]


def _payments(registration_id: int) -> list[Received]:
    query = (
        Payment.select(
            Payment.id, Payment.day, Payment.amount, Payment.order_number, Payment.invoice, Payment.notes
        )
        .where(Payment.registration == registration_id, Payment.trashed_at.is_null())
        .order_by(Payment.day, Payment.id)
    )
    rows = tuples(query)
    ids = [row[4] for row in rows if row[4]]
    serials = dict(tuples(Invoice.select(Invoice.id, Invoice.serial).where(Invoice.id.in_(ids))))
    return [
        Received(id, day, amount, order, serials.get(invoice, ""), notes)
        for id, day, amount, order, invoice, notes in rows
    ]


def _invoices(registration_id: int) -> list[Asking]:
    query = (
        InvoiceLine.select(Invoice.id, Invoice.serial, Invoice.day, InvoiceLine.total, Invoice.cancelled_on)
        .join(Invoice)
        .where(
            InvoiceLine.registration == registration_id,
            InvoiceLine.trashed_at.is_null(),
            Invoice.trashed_at.is_null(),
        )
        .order_by(Invoice.id)
    )
    return [Asking(id, serial, day, total, off is not None) for id, serial, day, total, off in tuples(query)]


def carry(records: Records, registration_id: int, enterprise_id: int, amount: int, notes: str = "") -> int:
    """An enterprise carries an amount of it, in place of what it carried before; the share's id.

    Raises Invalid where the shares would be more than the total.
    """
    with records.operation("share"):
        records.hold("registration", registration_id)
        earlier = Share.get_or_none(
            Share.registration == registration_id,
            Share.enterprise == enterprise_id,
            Share.trashed_at.is_null(),
        )
        values = {
            "registration": registration_id,
            "enterprise": enterprise_id,
            "amount": amount,
            "notes": notes,
        }
        return records.save("share", values, id=earlier.id if earlier is not None else None).id


def uncarry(records: Records, share_id: int) -> None:
    """The payer carries that part again."""
    with records.operation("share"):
        records.trash("share", share_id)


def waive(records: Records, registration_id: int, reason: str) -> None:
    """Nothing is due, for a reason."""
    if not reason.strip():
        raise Invalid([FieldProblem("waived_reason", _("Say why nothing is due."))])
    with records.operation("waive", reason=reason[:500]):
        records.save("registration", {"waived_reason": reason}, id=registration_id)


def unwaive(records: Records, registration_id: int) -> None:
    """The total is due after all."""
    with records.operation("waive"):
        records.save("registration", {"waived_reason": ""}, id=registration_id)
