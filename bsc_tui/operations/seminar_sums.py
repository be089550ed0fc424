"""What the registrations of engagements add up to: summed by the database, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Case, fn

from bsc_tui.db.models import Payment, Registration, tuples
from bsc_tui.db.models.registrations import GONE, SEATED


@dataclass(frozen=True)
class Sums:
    """What the registrations of one engagement add up to; amounts in minor units.

    `participants` have a seat; `settled` of them owe nothing, unless the engagement is free and nobody does.
    """

    participants: int = 0
    expected: int = 0
    paid: int = 0
    unpaid: int = 0
    settled: int = 0
    waiting: int = 0


def sums_of(engagements: Any) -> dict[int, Sums]:
    """The sums of these engagements (a query for their ids, or ids) that have any registration.

    Unpaid is what `payment_state` calls unpaid or part, of those who have a seat.
    """
    received = (Payment.registration == Registration.id) & Payment.trashed_at.is_null()
    each = (
        Registration.select(
            Registration.engagement.alias("engagement"),
            Registration.status.alias("status"),
            Registration.total.alias("total"),
            Registration.waived_reason.alias("waived"),
            fn.COALESCE(fn.SUM(Payment.amount), 0).alias("paid"),
            fn.COALESCE(fn.MIN(Payment.amount), 0).alias("least"),
        )
        .join(Payment, JOIN.LEFT_OUTER, on=received)
        .where(Registration.engagement.in_(engagements), Registration.trashed_at.is_null())
        .group_by(Registration.id)
        .alias("each")
    )
    of = each.c
    seated = of.status.in_(SEATED)
    gave_back = (of.least < 0) & (of.paid <= 0)
    owes = seated & (of.waived == "") & (of.total > 0) & (of.total > of.paid) & ~gave_back
    settled = seated & ((of.waived != "") | ((of.total <= of.paid) & ~gave_back))
    rows = (
        Registration.select(
            of.engagement,
            fn.SUM(Case(None, [(seated, 1)], 0)),
            fn.SUM(Case(None, [(seated, of.total)], 0)),
            fn.SUM(Case(None, [(of.status.in_(GONE), 0)], of.paid)),
            fn.SUM(Case(None, [(owes, of.total - of.paid)], 0)),
            fn.SUM(Case(None, [(settled, 1)], 0)),
            fn.SUM(Case(None, [(of.status == "waiting", 1)], 0)),
        )
        .from_(each)
        .group_by(of.engagement)
    )
    return {row[0]: Sums(*(int(value) for value in row[1:])) for row in tuples(rows)}
