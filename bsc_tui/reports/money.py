"""What registrations add up to: participants, what is expected of them, what came in, what is still to come.

Whoever has cancelled or was transferred counts in no total. Amounts are minor units and include VAT.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import Payment, tuples
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.db.rows import numbers
from bsc_tui.operations import seminar_sums
from bsc_tui.operations.seminar_sums import Sums
from bsc_tui.records.rules.money import payment_state, priced
from bsc_tui.reports.engagements import Progress, is_by_head, portions


def sums_of(engagements: Sequence[int], progress: Progress) -> dict[int, Sums]:
    """The sums of engagements that have any registration, some at a time."""
    return {
        id: sums
        for some in portions(engagements, progress)
        for id, sums in seminar_sums.sums_of(some).items()
    }


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
            .where(Payment.registration.in_(numbers(some)), Payment.trashed_at.is_null())
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
