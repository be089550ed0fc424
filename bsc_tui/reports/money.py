"""What registrations add up to: participants, what is expected of them, what came in, what is still to come.

Whoever has cancelled or was transferred counts in no total. Amounts are minor units and include VAT.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from bsc_tui.db.database import execute
from bsc_tui.db.models import Payment, Registration, tuples
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.records.rules.money import payment_state, priced
from bsc_tui.reports.engagements import Progress, is_by_head, portions

_ALL = 2**62
"""No table has so many rows: a limit keeps both engines from working out a sub-query once for each use."""


@dataclass(frozen=True)
class Sums:
    """What the registrations of one engagement add up to."""

    participants: int = 0
    expected: int = 0
    paid: int = 0
    unpaid: int = 0


def sums_of(engagements: Sequence[int], progress: Progress) -> dict[int, Sums]:
    """The sums of engagements that have any registration.

    Unpaid is what `payment_state` calls unpaid or part, of those who have a seat.
    """
    return {id: sums for some in portions(engagements, progress) for id, sums in _added_up(some)}


def _added_up(engagements: list[int]) -> Iterable[tuple[int, Sums]]:
    """Each registration is read from an index, and its payments from another: no row of either table is.

    A join would gather the payments of a registration by sorting all of them, which takes twice the time.
    """

    def payments(what: Any, registration: Any) -> Any:
        of_it = (Payment.registration == registration, Payment.trashed_at.is_null())
        return Payment.select(fn.COALESCE(what(Payment.amount), 0)).where(*of_it)

    each = (
        Registration.select(
            Registration.id.alias("id"),
            Registration.engagement.alias("engagement"),
            Registration.status.alias("status"),
            Registration.total.alias("total"),
            Registration.waived_reason.alias("waived"),
            payments(fn.SUM, Registration.id).alias("paid"),
        )
        .where(Registration.engagement.in_(engagements), Registration.trashed_at.is_null())
        .limit(_ALL)
        .alias("each")
    )
    of = each.c
    seated = of.status.in_(SEATED)
    keeps = (of.paid > 0) | (payments(fn.MIN, of.id) >= 0)  # nobody owes what they were given back
    owes = seated & (of.waived == "") & (of.total > 0) & (of.total > of.paid) & keeps
    rows = (
        Registration.select(
            of.engagement,
            fn.SUM(Case(None, [(seated, 1)], 0)),
            fn.SUM(Case(None, [(seated, of.total)], 0)),
            fn.SUM(Case(None, [(of.status.in_(GONE), 0)], of.paid)),
            fn.SUM(Case(None, [(owes, of.total - of.paid)], 0)),
        )
        .from_(each)
        .group_by(of.engagement)
    )
    # As the driver gives them, as engagements are.
    for engagement, *numbers in execute(Registration._meta.database, *rows.sql()).fetchall():
        yield engagement, Sums(*map(int, numbers))


def of_engagement(engagement: Mapping[str, Any], sums: Sums) -> tuple[int, int]:
    """What is expected, and what of it is unpaid: by registrations, or by the engagement's own price."""
    if engagement["free"]:
        return 0, 0
    if is_by_head(engagement):
        return sums.expected, sums.unpaid
    whole = own_price(engagement)
    return whole, max(whole - sums.paid, 0)


def own_price(engagement: Mapping[str, Any]) -> int:
    """The price of the whole, VAT included."""
    parts = (engagement[name] for name in ("price", "discount_rate", "discount", "vat_rate"))
    return 0 if engagement["free"] else priced(*parts).total


@dataclass(frozen=True)
class Due:
    """The money of one registration. `state` is a code of PAYMENT_STATES; none where nothing was ever due."""

    expected: int | None = None
    paid: int | None = None
    unpaid: int | None = None
    state: str = ""
    paid_on: datetime.date | None = None


def dues_of(
    registrations: Sequence[Mapping[str, Any]],
    engagements: Mapping[int, Mapping[str, Any]],
    progress: Progress,
) -> dict[int, Due]:
    """The money of registrations, given as id, engagement, status, total and waived_reason."""
    received: dict[int, tuple[int, int, Any]] = {}
    for some in portions([row["id"] for row in registrations], progress):
        sums = (
            Payment.select(
                Payment.registration, fn.SUM(Payment.amount), fn.MIN(Payment.amount), fn.MAX(Payment.day)
            )
            .where(Payment.registration.in_(some), Payment.trashed_at.is_null())
            .group_by(Payment.registration)
        )
        received.update((id, (int(paid), int(least), day)) for id, paid, least, day in tuples(sums))
    return {
        row["id"]: _due(row, engagements[row["engagement"]], *received.get(row["id"], (0, 0, None)))
        for row in registrations
    }


def _due(row: Mapping[str, Any], engagement: Mapping[str, Any], paid: int, least: int, day: Any) -> Due:
    on = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    if row["status"] in GONE or not is_by_head(engagement):
        return Due(paid=paid if paid and row["status"] not in GONE else None, paid_on=on)
    state = payment_state(
        row["total"],
        paid,
        free=engagement["free"],
        waived=bool(row["waived_reason"]),
        refunded=least < 0,
    )
    if row["status"] not in SEATED:
        return Due(paid=paid or None, paid_on=on)
    expected = 0 if engagement["free"] else row["total"]
    return Due(expected, paid, max(expected - paid, 0) if state in ("unpaid", "partly") else 0, state, on)
