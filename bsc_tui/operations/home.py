"""What waits for somebody today: seminars running and coming, dates to decide, money overdue, gaps.

A few queries, whatever the number of rows. Which place shows a thing is upstairs.
"""

from __future__ import annotations

import datetime
from typing import Any

from peewee import SQL, Case, fn

from bsc_tui.db import custom
from bsc_tui.db.database import told
from bsc_tui.db.models import Booking, Engagement, Enterprise, Person, Registration, Term, dicts, tuples
from bsc_tui.db.models.contacts import INCOMPLETE_ENTERPRISE, INCOMPLETE_PERSON
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.operations import corrections
from bsc_tui.operations.actions import DueAction, waiting_actions
from bsc_tui.operations.checked import count_to_check
from bsc_tui.operations.unpaid import Unpaid, unpaid_sums
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.values import dataclass

DAYS_AHEAD = 30
"""How far Home looks ahead."""

MOST_LISTED = 900
"""Records that a list opened from Home shows at the most."""

MOST_COUNTED = 100
"""What has no end is counted up to here; Home says 99+ then."""

LONGEST_SEMINAR = 366
"""Days after its start in which a seminar is looked for that still runs."""

INCOMPLETE: dict[str, tuple[Any, str]] = {
    "person": (Person, INCOMPLETE_PERSON),
    "enterprise": (Enterprise, INCOMPLETE_ENTERPRISE),
}

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
    is_tentative: bool = False

    @property
    def is_below_minimum(self) -> bool:
        """Whether too few have registered so far."""
        return self.minimum is not None and self.taken < self.minimum


@dataclass(frozen=True)
class Visited:
    """A record opened lately."""

    entity: str
    id: int
    title: str
    kind: str = ""


@dataclass(frozen=True)
class HomeView:
    """All that Home shows. `months`: (year, month, registrations), oldest first."""

    today: datetime.date
    seminars: tuple[ComingSeminar, ...]
    drafts: int
    to_decide: tuple[ComingSeminar, ...]
    to_check: int
    proposals: int
    answered: int
    unanswered: int
    unpaid: tuple[Unpaid, ...]
    incomplete: dict[str, int]
    visited: tuple[Visited, ...]
    months: tuple[tuple[int, int, int], ...]
    actions: tuple[DueAction, ...] = ()
    """The first that wait for the actor to do them."""
    actions_waiting: int = 0


def home_view(records: Records) -> HomeView:
    """What waits for the actor today. Raises Unavailable."""
    today = records.clock.today()
    with told():
        custom.bind(records.database)  # somebody else may have added a field meanwhile
        seminars = coming_seminars(records, today)
        actions, waiting = waiting_actions(records, today)
        return HomeView(
            actions=actions,
            actions_waiting=waiting,
            today=today,
            seminars=tuple(one for one in seminars if _is_soon(one, today)),
            drafts=drafts.count(records),
            to_decide=tuple(one for one in seminars if one.decide_by and one.decide_by <= _last_day(today)),
            to_check=count_to_check(records, MOST_COUNTED),
            proposals=corrections.how_many_to_decide(records, MOST_COUNTED),
            answered=corrections.how_many_answered(records, MOST_COUNTED),
            unanswered=len(unanswered(today)),
            unpaid=tuple(unpaid_sums(records)),
            incomplete={
                code: _counted(_incomplete(model, condition))
                for code, (model, condition) in INCOMPLETE.items()
            },
            visited=tuple(Visited(*one) for one in drafts.visits(records, 10)),
            months=tuple(registrations_by_month(today)),
        )


def _last_day(today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=DAYS_AHEAD)


def _is_soon(seminar: ComingSeminar, today: datetime.date) -> bool:
    return bool(seminar.starts) and seminar.starts <= _last_day(today).isoformat()


def coming_seminars(records: Records, today: datetime.date) -> list[ComingSeminar]:
    """Seminars in preparation or current that have not ended, by their start; four queries."""
    first, last = today.isoformat(), _last_day(today).isoformat()
    long_ago = (today - datetime.timedelta(days=LONGEST_SEMINAR)).isoformat()[:4]
    # A date known only to its month counts to the end of it, though as text it is before any day of it.
    open_ended = (Engagement.ends == "") & (Engagement.starts >= first[:7])
    runs = (Engagement.starts <= last) & ((Engagement.ends >= first[:7]) | open_ended)
    to_decide = Engagement.decide_by.is_null(False) & Engagement.confirmed_on.is_null()
    comes = (Engagement.starts > last) & to_decide
    # Asked one by one, each is answered by the index on the start; joined by OR they read all there are.
    undated = _open_seminars((Engagement.starts == "") & to_decide)
    rows = undated + _open_seminars((Engagement.starts >= long_ago) & (runs | comes))
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
    booked = Booking.select(Booking.engagement).where(Booking.engagement.in_(ids), Booking.status == "booked")
    for (id,) in tuples(booked.distinct()):
        taken[id] = taken.get(id, 0) + records.reader.seats_open_in_bookings(id)
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
            row["decide_by"] if _is_tentative(row, first) else None,
            _is_tentative(row, first),
        )
        for row in rows
    ]


def _open_seminars(condition: Any) -> list[dict[str, Any]]:
    """Seminars in preparation or current for which it holds, by their start."""
    return dicts(
        Engagement.select(Engagement)
        .join(Term, on=(Engagement.status == Term.id))
        .where(
            condition,
            Engagement.kind.in_(SEMINARS),
            Engagement.trashed_at.is_null(),
            Term.meaning.in_(("preparation", "current")),
        )
        .order_by(Engagement.starts, Engagement.id)
        .limit(200)
    )


def _is_tentative(row: dict[str, Any], today: str) -> bool:
    """An open seminar is, until it is confirmed or begins; of the others those with a date to decide."""
    wants = row["kind"] == "open_seminar" or row["decide_by"] is not None
    return wants and not row["confirmed_on"] and not ("" < row["starts"] <= today[: len(row["starts"])])


def _has_not_ended(starts: str, ends: str, today: str) -> bool:
    """Compared as far as the end is known."""
    end = ends or starts
    return not end or end >= today[: len(end)]


def unanswered(today: datetime.date) -> list[int]:
    """Who was given a seat, should have answered before today, and whose seminar has not begun."""
    with told():
        query = (
            Registration.select(Registration.id)
            .join(Engagement)
            .where(
                Registration.answer_until < today,
                Registration.status == "registered",
                Registration.trashed_at.is_null(),
                Engagement.trashed_at.is_null(),
                (Engagement.starts == "") | (Engagement.starts >= today.isoformat()[:7]),
            )
            .order_by(Registration.answer_until, Registration.id)
            .limit(MOST_COUNTED)
        )
        return [id for (id,) in tuples(query)]


def _incomplete(model: Any, condition: str) -> Any:
    """The records that lack something; the condition in the words of its index, which answers it alone."""
    return model.select(model.id).where(SQL(condition))


def _counted(query: Any) -> int:
    """How many, as far as they are counted."""
    return int(query.limit(MOST_COUNTED).count())


def incomplete(code: str) -> list[int]:
    """Records of an entity that lack something needed (INCOMPLETE says what); the latest first."""
    model, condition = INCOMPLETE[code]
    with told():
        query = _incomplete(model, condition).order_by(model.id.desc()).limit(MOST_LISTED)
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
