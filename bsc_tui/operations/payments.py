"""Receiving money for registrations. What follows from it (paid, part, overpaid) is computed by the rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import Engagement, Invoice, InvoiceLine, Payment, Registration, Share, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.errors import Conflict, Missing, Problem
from bsc_tui.i18n import _, active
from bsc_tui.records.records import Records, Repeated
from bsc_tui.records.rules.money import payment_state
from bsc_tui.records.rules.surroundings import hold_seats


@dataclass(frozen=True)
class Balance:
    """What a registration owes, in minor units of its currency; `state` is a code of PAYMENT_STATES."""

    total: int
    paid: int
    currency: str
    state: str

    @property
    def open(self) -> int:
        """What is still to come; 0 where nothing is due."""
        return max(self.total - self.paid, 0) if self.state in ("unpaid", "partly") else 0


def balances(registration_ids: list[int]) -> dict[int, Balance]:
    """The balances of registrations, in two queries. Who cancelled owes nothing any more."""
    if not registration_ids:
        return {}
    sums = (
        Payment.select(Payment.registration, fn.SUM(Payment.amount), fn.MIN(Payment.amount))
        .where(Payment.registration.in_(registration_ids), Payment.trashed_at.is_null())
        .group_by(Payment.registration)
    )
    paid = {id: (int(total), int(least)) for id, total, least in tuples(sums)}
    rows = (
        Registration.select(
            Registration.id,
            Registration.status,
            Registration.total,
            Registration.waived_reason,
            Engagement.currency,
            Engagement.free,
        )
        .join(Engagement)
        .where(Registration.id.in_(registration_ids))
    )
    found = {}
    for id, status, total, waived, currency, free in tuples(rows):
        received, least = paid.get(id, (0, 0))
        due = 0 if status in GONE else total
        state = payment_state(due, received, free=free, waived=bool(waived), refunded=least < 0)
        found[id] = Balance(due, received, currency, state)
    return found


def balance(registration_id: int) -> Balance:
    """The balance of one registration. Raises Missing when there is none."""
    found = balances([registration_id])
    if registration_id not in found:
        raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
    return found[registration_id]


def receive(
    records: Records,
    registration_id: int,
    amount: int,
    day: datetime.date,
    *,
    payment_type: int | None = None,
    order_number: str = "",
    notes: str = "",
    invoice: int | None = None,
    token: str | None = None,
) -> int:
    """Note money received (a refund: a negative amount), in minor units; the payment's id.

    Where one invoice asks for the registration and nobody carries a share, the money is for that invoice.
    """
    if invoice is None and amount > 0:
        invoice = _its_invoice(registration_id)
    values: dict[str, Any] = {
        "registration": registration_id,
        "day": day,
        "amount": amount,
        "payment_type": payment_type,
        "order_number": order_number,
        "notes": notes,
        "invoice": invoice,
    }
    return records.save("payment", values, token=token).id


def _its_invoice(registration_id: int) -> int | None:
    shares = Share.select().where(Share.registration == registration_id, Share.trashed_at.is_null())
    rows = tuples(
        InvoiceLine.select(InvoiceLine.invoice)
        .join(Invoice)
        .where(
            InvoiceLine.registration == registration_id,
            InvoiceLine.trashed_at.is_null(),
            Invoice.trashed_at.is_null(),
            Invoice.cancelled_on.is_null(),
        )
        .distinct()
    )
    return int(rows[0][0]) if len(rows) == 1 and not shares.exists() else None


def refund(
    records: Records, registration_id: int, amount: int, day: datetime.date, *, notes: str = ""
) -> int:
    """Note money given back; what is left of what was received. Raises Conflict for more than that."""
    with records.operation("refund", reason=notes[:500]):
        records.hold("registration", registration_id)
        now = balance(registration_id)
        if not 0 < amount <= now.paid:
            paid = active().amount(max(now.paid, 0), now.currency)
            raise Conflict(
                _("More goes back than was received."), _("%(paid)s were received.") % {"paid": paid}
            )
        for invoice, part in _given_back(registration_id, amount):
            receive(records, registration_id, -part, day, notes=notes, invoice=invoice)
        return now.paid - amount


def _given_back(registration_id: int, amount: int) -> list[tuple[int | None, int]]:
    """For which invoices it came that goes back now: what came last goes first."""
    rows = tuples(
        Payment.select(Payment.invoice, fn.SUM(Payment.amount), fn.MAX(Payment.id))
        .where(Payment.registration == registration_id, Payment.trashed_at.is_null())
        .group_by(Payment.invoice)
    )
    found, rest = [], amount
    for invoice, came, _last in sorted(rows, key=lambda row: -row[2]):
        if (part := min(rest, int(came))) > 0:
            found.append((invoice, part))
            rest -= part
    return found


class MoreThanOpen(Problem):
    """More comes than is owed: a person says whether that is meant."""


def receive_what_is_open(records: Records, registration_id: int, day: datetime.date) -> int:
    """Note that all that is open was received; the amount. Raises Conflict where nothing is."""
    with records.operation("receive"):
        records.hold("registration", registration_id)
        open_amount = balance(registration_id).open
        if not open_amount:
            raise Conflict(_("Nothing is due."), _("Somebody noted the payment meanwhile, or it is free."))
        receive(records, registration_id, open_amount, day)
    return open_amount


def receive_part(
    records: Records, registration_id: int, amount: int, day: datetime.date, *, beyond: bool = False
) -> int:
    """Note that a part was received; what is still open. Raises MoreThanOpen unless that is meant."""
    with records.operation("receive"):
        records.hold("registration", registration_id)
        now = balance(registration_id)
        if amount > now.open and not beyond:
            words = {
                "amount": active().amount(amount, now.currency),
                "open": active().amount(now.open, now.currency),
            }
            raise MoreThanOpen(_("More than is due."), _("%(amount)s come, %(open)s are open.") % words)
        receive(records, registration_id, amount, day)
        return balance(registration_id).open


@dataclass(frozen=True)
class Shared:
    """One payment order over many registrations: what each got, and what was left of it."""

    parts: dict[int, int]
    rest: int


def shared(registration_ids: list[int], amount: int) -> Shared:
    """How an amount goes over the open amounts of registrations, in this order."""
    owed = balances(registration_ids)
    parts, rest = {}, amount
    for id in dict.fromkeys(registration_ids):
        part = min(owed[id].open, rest) if id in owed else 0
        if part > 0:
            parts[id] = part
            rest -= part
    return Shared(parts, rest)


def receive_over(
    records: Records,
    registration_ids: list[int],
    amount: int,
    day: datetime.date,
    *,
    payment_type: int | None = None,
    order_number: str = "",
    token: str | None = None,
) -> Shared:
    """Note one payment order for many registrations as one operation.

    It goes to their open amounts in this order. Raises Conflict when more came than is open: nothing is noted
    then, because whose it is somebody must say. Raises Invalid as any payment does.
    """
    try:
        with records.operation("receive", token=token):
            seminars = tuples(
                Registration.select(Registration.engagement)
                .where(Registration.id.in_(registration_ids))
                .distinct()
            )
            for (seminar,) in sorted(seminars):
                hold_seats(seminar)  # nobody notes money for the same people meanwhile
            done = shared(registration_ids, amount)
            if done.rest or not done.parts:
                raise Conflict(
                    _("More came than is open."),
                    _("The marked registrations owe %(open)s.")
                    % {"open": active().amount(amount - done.rest, _currency(registration_ids))},
                    _("Mark further ones, or note the rest in a registration."),
                )
            for id, part in done.parts.items():
                receive(records, id, part, day, payment_type=payment_type, order_number=order_number)
            return done
    except Repeated:
        return Shared({}, 0)


def _currency(registration_ids: list[int]) -> str:
    owed = balances(registration_ids)
    return next((one.currency for one in owed.values()), "AMD")
