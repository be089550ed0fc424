"""What waits for somebody today: seminars running and coming, dates to decide, money overdue, gaps.

A few queries, whatever the number of rows. Which place shows a thing is upstairs.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from peewee import SQL, Case, fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Engagement, Payment, Person, Registration, Term, dicts, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.operations.companies import company_of
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS

DAYS_AHEAD = 30
"""How far Home looks ahead."""

MOST_LISTED = 900
"""Records that a list opened from Home shows at the most."""

MONTHS = 6


@dataclass(frozen=True)
class ComingSeminar:
    """A seminar that runs or comes soon."""

    id: int
    title: str
    starts: str
    ends: str
    taken: int
    minimum: int | None
    maximum: int | None
    decide_by: datetime.date | None

    @property
    def is_below_minimum(self) -> bool:
        """Whether too few have registered so far."""
        return self.minimum is not None and self.taken < self.minimum


@dataclass(frozen=True)
class Overdue:
    """Registrations whose money should have come, in one currency; `amount` in minor units."""

    currency: str
    count: int
    amount: int


@dataclass(frozen=True)
class Visited:
    """A record opened lately."""

    entity: str
    id: int
    title: str


@dataclass(frozen=True)
class HomeView:
    """All that Home shows. `months`: (year, month, registrations), oldest first."""

    today: datetime.date
    seminars: tuple[ComingSeminar, ...]
    drafts: int
    to_decide: tuple[ComingSeminar, ...]
    overdue: tuple[Overdue, ...]
    incomplete_people: int
    visited: tuple[Visited, ...]
    months: tuple[tuple[int, int, int], ...]


def home_view(records: Records) -> HomeView:
    """What waits for the actor today. Raises Unavailable."""
    today = records.clock.today()
    with told():
        seminars = coming_seminars(records, today)
        return HomeView(
            today=today,
            seminars=tuple(one for one in seminars if _is_soon(one, today)),
            drafts=len(drafts.all_of(records)),
            to_decide=tuple(one for one in seminars if one.decide_by and one.decide_by <= _last_day(today)),
            overdue=tuple(overdue_sums(records, today)),
            incomplete_people=_incomplete().count(),
            visited=tuple(Visited(*one) for one in drafts.visits(records, 10)),
            months=tuple(registrations_by_month(today)),
        )


def _last_day(today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=DAYS_AHEAD)


def _is_soon(seminar: ComingSeminar, today: datetime.date) -> bool:
    return bool(seminar.starts) and seminar.starts <= _last_day(today).isoformat()


def coming_seminars(records: Records, today: datetime.date) -> list[ComingSeminar]:
    """Seminars in preparation or current that have not ended, by their start; two queries and the titles'."""
    first, last = today.isoformat(), _last_day(today).isoformat()
    # A date known only to its month counts to the end of it, though as text it is before any day of it.
    open_ended = (Engagement.ends == "") & (Engagement.starts >= first[:7])
    runs = (Engagement.ends >= first[:7]) | open_ended
    to_decide = Engagement.decide_by.is_null(False) & (Engagement.decide_by >= today)
    rows = dicts(
        Engagement.select(Engagement)
        .join(Term, on=(Engagement.status == Term.id))
        .where(
            Engagement.kind.in_(SEMINARS),
            Engagement.trashed_at.is_null(),
            Term.meaning.in_(("preparation", "current")),
            (runs & (Engagement.starts <= last) & (Engagement.starts != "")) | to_decide,
        )
        .order_by(Engagement.starts, Engagement.id)
        .limit(200)
    )
    rows = [row for row in rows if _has_not_ended(row["starts"], row["ends"], first)]
    ids = [row["id"] for row in rows]
    taken = dict(
        tuples(
            Registration.select(Registration.engagement, fn.COUNT(Registration.id))
            .where(
                Registration.engagement.in_(ids),
                Registration.status.in_(SEATED),
                Registration.trashed_at.is_null(),
            )
            .group_by(Registration.engagement)
        )
    )
    titles = records.reader.titles(Engagement, ids)
    return [
        ComingSeminar(
            row["id"],
            titles.get(row["id"], ""),
            row["starts"],
            row["ends"],
            taken.get(row["id"], 0),
            row["minimum"],
            row["maximum"],
            None if row["confirmed_on"] else row["decide_by"],
        )
        for row in rows
    ]


def _has_not_ended(starts: str, ends: str, today: str) -> bool:
    """Compared as far as the end is known."""
    end = ends or starts
    return not end or end >= today[: len(end)]


def _overdue(records: Records, today: datetime.date) -> tuple[Any, Any]:
    """The condition under which a registration is overdue, and what is still due of it."""
    days = company_of(records.database).invoice_days
    paid = fn.COALESCE(
        Payment.select(fn.SUM(Payment.amount)).where(
            Payment.registration == Registration.id, Payment.trashed_at.is_null()
        ),
        0,
    )
    late = (Registration.due_date < today) | (
        Registration.due_date.is_null() & (Registration.invoice_date < today - datetime.timedelta(days=days))
    )
    condition = (
        late
        & Registration.status.in_(SEATED)
        & Registration.trashed_at.is_null()
        & Engagement.trashed_at.is_null()
        & ~Engagement.free
        & (Registration.waived_reason == "")
        & (Registration.total > paid)
    )
    return condition, Registration.total - paid


def overdue_sums(records: Records, today: datetime.date) -> list[Overdue]:
    """What is overdue, by currency; never summed across currencies."""
    condition, due = _overdue(records, today)
    inner = (
        Registration.select(Engagement.currency.alias("currency"), due.alias("due"))
        .join(Engagement)
        .where(condition)
        .alias("late")
    )
    query = (
        Registration.select(inner.c.currency, fn.COUNT(SQL("1")), fn.SUM(inner.c.due))
        .from_(inner)
        .group_by(inner.c.currency)
        .order_by(inner.c.currency)
    )
    return [Overdue(currency, int(count), int(amount)) for currency, count, amount in tuples(query)]


def overdue_registrations(records: Records) -> list[int]:
    """The registrations that are overdue, the oldest first."""
    condition, _due = _overdue(records, records.clock.today())
    with told():
        query = (
            Registration.select(Registration.id)
            .join(Engagement)
            .where(condition)
            .order_by(Registration.id)
            .limit(MOST_LISTED)
        )
        return [id for (id,) in tuples(query)]


def _incomplete() -> Any:
    """People without telephone and e-mail, or without a part of their name."""
    columns = (Person.phone, Person.mobile, Person.other_phone, Person.email, Person.other_email)
    nowhere = reduce(and_, [column == "" for column in columns])
    return Person.select(Person.id).where(
        Person.trashed_at.is_null(), nowhere | (Person.first_name == "") | (Person.last_name == "")
    )


def incomplete_people() -> list[int]:
    """Whose records lack something needed, as RULES say what that is; the latest first."""
    with told():
        query = _incomplete().order_by(Person.id.desc()).limit(MOST_LISTED)
        return [id for (id,) in tuples(query)]


def registrations_by_month(today: datetime.date) -> list[tuple[int, int, int]]:
    """How many people were registered in each of the last months: (year, month, count), oldest first."""
    months = [_month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    starts = [datetime.datetime(year, month, 1) for year, month in months]
    ends = [*starts[1:], datetime.datetime(today.year + 1, 1, 1)]
    sums = [
        fn.SUM(
            Case(
                None,
                [((Registration.requested_at >= start) & (Registration.requested_at < end), 1)],
                0,
            )
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    rows = tuples(
        Registration.select(*sums).where(
            Registration.requested_at >= starts[0],
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
        )
    )
    counts = next(iter(rows))
    return [(year, month, int(count or 0)) for (year, month), count in zip(months, counts, strict=True)]


def _month_before(today: datetime.date, back: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 - back
    return months // 12, months % 12 + 1
