"""Receiving money for registrations. What follows from it (paid, part, overpaid) is computed by the rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import Engagement, Payment, Registration
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import payment_state


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
    """The balances of registrations, in two queries."""
    if not registration_ids:
        return {}
    paid = {
        row[0]: (int(row[1]), int(row[2]))
        for row in Payment.select(Payment.registration, fn.SUM(Payment.amount), fn.MIN(Payment.amount))
        .where(Payment.registration.in_(registration_ids), Payment.trashed_at.is_null())
        .group_by(Payment.registration)
        .tuples()
    }
    rows = (
        Registration.select(
            Registration.id,
            Registration.total,
            Registration.waived_reason,
            Engagement.currency,
            Engagement.free,
        )
        .join(Engagement)
        .where(Registration.id.in_(registration_ids))
        .tuples()
    )
    found = {}
    for id, total, waived, currency, free in rows:
        received, least = paid.get(id, (0, 0))
        state = payment_state(total, received, free=free, waived=bool(waived), refunded=least < 0)
        found[id] = Balance(total, received, currency, state)
    return found


def balance(registration_id: int) -> Balance:
    """The balance of one registration."""
    return balances([registration_id])[registration_id]


def receive(
    records: Records,
    registration_id: int,
    amount: int,
    day: datetime.date,
    *,
    payment_type: int | None = None,
    order_number: str = "",
    notes: str = "",
    token: str | None = None,
) -> int:
    """Note money received (a refund: a negative amount), in minor units; the payment's id."""
    values: dict[str, Any] = {
        "registration": registration_id,
        "day": day,
        "amount": amount,
        "payment_type": payment_type,
        "order_number": order_number,
        "notes": notes,
    }
    return records.save("payment", values, token=token).id
