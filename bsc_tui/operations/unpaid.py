"""Registrations whose money is still to come: sums by currency, and one by one for who calls people up.

Home asks for it at every visit: the newest registrations are looked at, which is all of them in most
companies, so that the answer takes the same time at any size. Older debts are in report 1.
"""

from __future__ import annotations

import datetime
from typing import Any

from peewee import JOIN, Case, Value, fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Engagement, Payment, Person, Registration, ServiceLine, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.operations.companies import company_of
from bsc_tui.records.parts import Ordered
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

LOOKED_AT = 50_000
"""So many of the newest registrations are looked at."""
_NEVER = datetime.date(9999, 12, 31)


@dataclass(frozen=True)
class Unpaid:
    """What is to come in one currency, in minor units; of it what should have come already."""

    currency: str
    count: int
    amount: int
    late: int
    late_amount: int


@dataclass(frozen=True)
class Debt:
    """One registration that owes `open`; `line` is the code of the service line that guards it."""

    id: int
    engagement: int
    person: str
    seminar: str
    open: int
    currency: str
    due: datetime.date | None
    is_late: bool
    line: str
    place: tuple[Any, ...] = ()


def unpaid_sums(records: Records) -> list[Unpaid]:
    """What is to come, by currency; never summed across currencies."""
    late = _late(records)
    with told():
        paid = _paid()
        due = Registration.total - fn.COALESCE(paid.c.paid, 0)
        query = (
            _owing(paid)
            .select(
                Engagement.currency,
                fn.COUNT(Registration.id),
                fn.SUM(due),
                fn.SUM(Case(None, [(late, 1)], 0)),
                fn.SUM(Case(None, [(late, due)], 0)),
            )
            .group_by(Engagement.currency)
            .order_by(Engagement.currency)
        )
        return [
            Unpaid(currency, *(int(number) for number in numbers)) for currency, *numbers in tuples(query)
        ]


def debts(records: Records, *, late_only: bool = False, engagement: int | None = None) -> Ordered[Debt]:
    """The registrations that owe something, those first that owe it longest; of one seminar, or of all."""
    late, paid = _late(records), _paid()
    query = _owing(paid).join(ServiceLine, on=(Engagement.line == ServiceLine.id))
    query = query.select(
        Registration.id,
        Registration.engagement,
        Registration.person,
        (Registration.total - fn.COALESCE(paid.c.paid, 0)).alias("open"),
        Engagement.currency,
        Registration.due_date,
        Registration.invoice_date,
        ServiceLine.code,
    )
    when = fn.COALESCE(Registration.due_date, Registration.invoice_date)
    keys = (
        Case(None, [(when.is_null(), 1)], 0),
        fn.COALESCE(Registration.due_date, Registration.invoice_date, _NEVER),
        Value(0) - Registration.id,
    )
    query = query.where(late) if late_only else query
    if engagement is not None:
        query = query.where(Registration.engagement == engagement)
    return Ordered(query, keys, Registration.id, lambda rows: _debts(records, rows))


def _debts(records: Records, rows: list[dict[str, Any]]) -> list[Debt]:
    today = records.clock.today()
    days = datetime.timedelta(days=company_of(records.database).invoice_days)
    people = records.reader.titles(Person, [row["person"] for row in rows])
    seminars = records.reader.titles(Engagement, [row["engagement"] for row in rows])
    found = []
    for row in rows:
        due = row["due_date"] or (row["invoice_date"] + days if row["invoice_date"] else None)
        found.append(
            Debt(
                id=row["id"],
                engagement=row["engagement"],
                person=people.get(row["person"], ""),
                seminar=seminars.get(row["engagement"], ""),
                open=int(row["open"]),
                currency=row["currency"],
                due=due,
                is_late=due is not None and due < today,
                line=row["code"],
                place=row["place"],
            )
        )
    return found


def _late(records: Records) -> Any:
    """Overdue: past the due date, or without one the company's days past the invoice."""
    today = records.clock.today()
    days = company_of(records.database).invoice_days
    return (Registration.due_date < today) | (
        Registration.due_date.is_null() & (Registration.invoice_date < today - datetime.timedelta(days=days))
    )


def _newest() -> int:
    return int(Registration.select(fn.MAX(Registration.id)).scalar() or 0)


def _paid() -> Any:
    """What was received for each of the newest registrations."""
    return (
        Payment.select(Payment.registration.alias("of"), fn.SUM(Payment.amount).alias("paid"))
        .where(Payment.registration > _newest() - LOOKED_AT, Payment.trashed_at.is_null())
        .group_by(Payment.registration)
        .alias("received")
    )


def _owing(paid: Any) -> Any:
    """The newest registrations that owe something, each with its engagement."""
    return (
        Registration.select()
        .join(Engagement)
        .join(paid, JOIN.LEFT_OUTER, on=(paid.c.of == Registration.id))
        .switch(Registration)
        .where(
            Registration.id > _newest() - LOOKED_AT,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
            Registration.waived_reason == "",
            Engagement.trashed_at.is_null(),
            ~Engagement.free,
            Registration.total > fn.COALESCE(paid.c.paid, 0),
        )
    )
