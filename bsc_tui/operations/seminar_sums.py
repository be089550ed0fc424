"""What the registrations of engagements add up to: summed by the database, whatever their number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from bsc_tui.db.database import execute
from bsc_tui.db.models import Payment, Registration
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.db.rows import numbers

_ALL = 2**62
"""No table has so many rows: a limit keeps both engines from working out a sub-query once for each use."""


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


def sums_of(engagements: Collection[int]) -> dict[int, Sums]:
    """The sums of the engagements with these ids that have any registration.

    Unpaid is what `payment_state` calls unpaid or part, of those who have a seat.
    """

    def payments(what: Any, registration: Any) -> Any:
        of_it = (Payment.registration == registration, Payment.trashed_at.is_null())
        return Payment.select(fn.COALESCE(what(Payment.amount), 0)).where(*of_it)

    # Each registration is read from an index, and its payments from another: no row of either table is. A
    # join would gather the payments of a registration by sorting all of them, which takes twice the time.
    each = (
        Registration.select(
            Registration.id.alias("id"),
            Registration.engagement.alias("engagement"),
            Registration.status.alias("status"),
            Registration.total.alias("total"),
            Registration.waived_reason.alias("waived"),
            payments(fn.SUM, Registration.id).alias("paid"),
        )
        .where(Registration.engagement.in_(numbers(engagements)), Registration.trashed_at.is_null())
        .limit(_ALL)
        .alias("each")
    )
    of = each.c
    seated = of.status.in_(SEATED)
    gave_back = (of.paid <= 0) & (payments(fn.MIN, of.id) < 0)
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
    # As the driver gives them: Peewee would look at each value, and there may be tens of thousands.
    found = execute(Registration._meta.database, *rows.sql()).fetchall()
    return {engagement: Sums(*map(int, numbers)) for engagement, *numbers in found}
