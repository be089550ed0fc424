"""What the registrations of engagements add up to: summed by the database, whatever their number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Case, fn

from bsc_tui.db.database import execute, is_postgresql
from bsc_tui.db.models import Payment, Registration, proxy
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
    each, least = _with_payments(engagements)
    of = each.c
    seated = of.status.in_(SEATED)
    gave_back = (of.paid <= 0) & (least < 0)
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
    return {engagement: Sums(*map(int, sums)) for engagement, *sums in found}


def _with_payments(engagements: Collection[int]) -> tuple[Any, Any]:
    """The registrations of engagements, each with the sum of its payments, as a sub-query; the least of them.

    Each registration is read from an index, and its payments from another: no row of either table is. A
    join would gather the payments of a registration by sorting all of them, which takes twice the time.
    """

    def payments(registration: Any, *what: Any) -> Any:
        return Payment.select(*what).where(Payment.registration == registration, Payment.trashed_at.is_null())

    def each(paid: Any, *more: Any) -> Any:
        return Registration.select(
            Registration.engagement.alias("engagement"),
            Registration.status.alias("status"),
            Registration.total.alias("total"),
            Registration.waived_reason.alias("waived"),
            paid.alias("paid"),
            *more,
        ).where(Registration.engagement.in_(numbers(engagements)), Registration.trashed_at.is_null())

    paid, least = fn.COALESCE(fn.SUM(Payment.amount), 0), fn.COALESCE(fn.MIN(Payment.amount), 0)
    if is_postgresql(proxy.obj):  # one look at the payments for both; it adds up whole numbers faster as such
        both = payments(Registration.id, paid.cast("bigint").alias("paid"), least.alias("least")).alias(
            "both"
        )
        joined = each(both.c.paid, both.c.least).join(both, JOIN.LEFT_LATERAL, on=True)
        found = joined.limit(_ALL).alias("each")
        return found, found.c.least
    found = each(payments(Registration.id, paid), Registration.id.alias("id")).limit(_ALL).alias("each")
    return found, payments(found.c.id, least)  # SQLite has no LATERAL; few are asked for the least
