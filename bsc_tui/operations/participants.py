"""The participants of a seminar as its workspace lists them: who sits, who waits, who is gone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Case, Tuple, Value, fn

from bsc_tui.db.models import Booking, Person, Registration, Term, dicts
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.operations.payments import balances
from bsc_tui.records.own_listed import own_texts
from bsc_tui.records.parts import Ordered
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records

BEHIND = ("waiting", "interested", *GONE)
"""The statuses below those who have a seat, in this order."""
_LONG_AGO = datetime.datetime(1900, 1, 1)


@dataclass(frozen=True)
class Participant:
    """One registration as the workspace shows it; amounts in minor units.

    `number`: which of those who have a seat, `queue`: their place in the queue; 0 where they have none.
    """

    id: int
    person: int
    name: str
    position: str
    phone: str
    email: str
    status: str
    total: int
    paid: int
    payment: str
    number: int
    queue: int
    place: tuple[Any, ...]
    own: tuple[str, ...] = ()
    """What the registration holds in the company's own fields that lists show."""

    @property
    def seated(self) -> bool:
        """Whether they take a seat."""
        return self.status in SEATED


def participants(records: Records, engagement_id: int) -> Ordered[Participant]:
    """Everybody of a seminar: seats as they were taken, then the queue, then who is interested or gone."""
    waits = Registration.status == "waiting"
    keys = (
        Case(Registration.status, [(code, at) for at, code in enumerate(BEHIND, 1)], 0),
        Case(None, [(waits, Value(0) - Registration.priority)], 0),
        Case(None, [(waits, fn.COALESCE(Registration.requested_at, _LONG_AGO))], _LONG_AGO),
        Registration.id,
    )
    query = (
        Registration.select(
            Registration.id,
            Registration.person,
            Registration.status,
            Registration.priority,
            Registration.requested_at,
            Person.last_name,
            Person.first_name,
            Person.phone,
            Person.mobile,
            Person.email,
            Term.label_en,
            Term.label_fr,
            Term.label_hy,
        )
        .join(Person)
        .switch(Registration)
        .join(Term, JOIN.LEFT_OUTER, on=(Registration.position == Term.id))
        .where(_of(engagement_id))
    )
    return Ordered(query, keys, Registration.id, lambda rows: _read(records, engagement_id, rows))


def first_in_queue(engagement_id: int) -> tuple[int, str] | None:
    """The registration that waits longest, and whose it is."""
    found = dicts(
        Registration.select(Registration.id, Person.last_name, Person.first_name)
        .join(Person)
        .where(_of(engagement_id), Registration.status == "waiting")
        .order_by(Registration.priority.desc(), Registration.requested_at, Registration.id)
        .limit(1)
    )
    return (found[0]["id"], _name(found[0])) if found else None


def _of(engagement_id: int) -> Any:
    return (Registration.engagement == engagement_id) & Registration.trashed_at.is_null()


def _name(row: dict[str, Any]) -> str:
    return f"{row['last_name']} {row['first_name']}".strip()


def _read(records: Records, engagement_id: int, rows: list[dict[str, Any]]) -> list[Participant]:
    own = own_texts(records.reader, "registration", (row["id"] for row in rows))
    owed = balances([row["id"] for row in rows])
    numbers, queue = _numbers(engagement_id, rows), _queue(engagement_id, rows)
    return [
        Participant(
            id=row["id"],
            person=row["person"],
            name=_name(row),
            position=label_of(row),
            phone=row["phone"] or row["mobile"],
            email=row["email"],
            status=row["status"],
            total=owed[row["id"]].total,
            paid=owed[row["id"]].paid,
            payment=owed[row["id"]].state,
            number=numbers.get(row["id"], 0),
            queue=queue.get(row["id"], 0),
            place=row["place"],
            own=own.get(row["id"], ()),
        )
        for row in rows
    ]


def _numbers(engagement_id: int, rows: list[dict[str, Any]]) -> dict[int, int]:
    """The numbers of those among these neighbours who have a seat."""
    seated = [row["id"] for row in rows if row["status"] in SEATED]
    if not seated:
        return {}
    before = Registration.select().where(
        _of(engagement_id), Registration.status.in_(SEATED), Registration.id < seated[0]
    )
    return {id: number for number, id in enumerate(seated, int(before.count()) + 1)}


def _queue(engagement_id: int, rows: list[dict[str, Any]]) -> dict[int, int]:
    """The places of those among these neighbours who wait; enterprises wait in the same queue."""
    waiting = [row for row in rows if row["status"] == "waiting"]
    if not waiting:
        return {}
    first, last = waiting[0], waiting[-1]
    before = Registration.select().where(
        _of(engagement_id), Registration.status == "waiting", _ahead(Registration, first)
    )
    bookings = Booking.select(Booking.id, Booking.priority, Booking.requested_at).where(
        Booking.engagement == engagement_id, Booking.status == "waiting", Booking.trashed_at.is_null()
    )
    ahead = int(before.count()) + int(bookings.where(_ahead(Booking, first)).count())
    among = dicts(bookings.where(_ahead(Booking, last), ~_ahead(Booking, first)))
    places = {}
    in_turn = sorted([*waiting, *among], key=lambda row: (*_turn(row), "status" not in row))
    for place, row in enumerate(in_turn, ahead + 1):
        if "status" in row:
            places[row["id"]] = place
    return places


def _turn(row: dict[str, Any]) -> tuple[int, datetime.datetime, int]:
    return -row["priority"], row["requested_at"] or _LONG_AGO, row["id"]


def _ahead(model: Any, row: dict[str, Any]) -> Any:
    """Who of a table is asked before this one."""
    when = row["requested_at"]
    later = Tuple(model.requested_at, model.id) < Tuple(Value(when), Value(row["id"]))
    return (model.priority > row["priority"]) | ((model.priority == row["priority"]) & later)
