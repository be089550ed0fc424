"""Engagements: a new one with the company's usual values, or from one that was; a seminar at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, fn

from bsc_tui.db.models import (
    Engagement,
    LineKind,
    Payment,
    Person,
    Registration,
    ServiceLine,
    Term,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.operations.bookings import OpenBooking, open_bookings
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.registrations import parties_waiting
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import payment_state
from bsc_tui.records.rules.services import SEMINARS

COPIED = (
    "topic",
    "title",
    "consultation_type",
    "development_domain",
    "evaluation_type",
    "subject",
    "location",
    "language",
    "responsible",
    "responsible_status",
    "client",
    "sponsor",
    "region",
    "domain",
    "minimum",
    "maximum",
    "currency",
    "priced",
    "free",
    "price",
    "discount_rate",
    "discount",
    "vat_rate",
    "budget",
    "hours",
    "days",
)
"""What a new engagement takes from the one it is made from; dates and state begin anew."""


@dataclass(frozen=True)
class Line:
    """A service line and the kinds it offers, in the office's order."""

    id: int
    code: str
    label: str
    kinds: tuple[str, ...]


def service_lines(records: Records) -> list[Line]:
    """The lines offered, with their kinds."""
    kinds: dict[int, list[str]] = {}
    for row in dicts(LineKind.select().order_by(LineKind.line, LineKind.place)):
        kinds.setdefault(row["line"], []).append(row["kind"])
    return [
        Line(row["id"], row["code"], label_of(row), tuple(kinds.get(row["id"], ())))
        for row in dicts(
            ServiceLine.select()
            .where(ServiceLine.active, ServiceLine.trashed_at.is_null())
            .order_by(ServiceLine.place, ServiceLine.id)
        )
    ]


def blank(records: Records, line_id: int, kind: str) -> dict[str, Any]:
    """The values a new engagement begins with."""
    company = company_of(records.database)
    seats = {"minimum": company.minimum, "maximum": company.maximum} if kind in SEMINARS else {}
    return {
        "line": line_id,
        "kind": kind,
        "status": _status_meaning(records, "preparation"),
        "currency": company.currency,
        "vat_rate": company.vat_rate,
        "language": "hy",
        "priced": "whole" if kind == "closed_seminar" else "head",
        **seats,
    }


def new_from(records: Records, engagement_id: int) -> dict[str, Any]:
    """The values of a new engagement like an earlier one."""
    model = records.get("engagement", engagement_id).values
    return {
        **blank(records, model["line"], model["kind"]),
        **{name: model[name] for name in COPIED},
    }


def _status_meaning(records: Records, meaning: str) -> int | None:
    for term in records.reader.terms("project_status", offered=True):
        if term.meaning == meaning:
            return term.id
    return None


@dataclass(frozen=True)
class Participant:
    """One registration as the workspace shows it; amounts in minor units."""

    registration: int
    person: int
    name: str
    position: str
    phone: str
    email: str
    status: str
    total: int
    paid: int
    payment: str

    @property
    def seated(self) -> bool:
        """Whether they take a seat."""
        return self.status in SEATED


@dataclass(frozen=True)
class Overview:
    """A seminar at a glance. Cancelled registrations count in no total."""

    minimum: int | None
    maximum: int | None
    currency: str
    expected: int
    received: int
    due: int
    paid_in_full: int
    participants: tuple[Participant, ...]
    bookings: tuple[OpenBooking, ...] = ()
    places: Mapping[int, int] = field(default_factory=dict)
    """Registration → its place in the queue, waiting bookings counted too."""

    @property
    def taken(self) -> int:
        """Seats taken, booked ones without a name too."""
        booked = sum(one.unnamed for one in self.bookings if one.status == "booked")
        return booked + sum(1 for one in self.participants if one.seated)

    @property
    def seats_waited_for(self) -> int:
        """How many seats people and enterprises wait for."""
        return len(self.waiting) + sum(one.seats for one in self.bookings if one.status == "waiting")

    @property
    def waiting(self) -> tuple[Participant, ...]:
        """Who waits, in the order in which seats are offered."""
        return tuple(one for one in self.participants if one.status == "waiting")


def overview(records: Records, engagement_id: int) -> Overview:
    """Seats, money and participants of a seminar; the same few queries whatever their number."""
    seminar = Engagement.get_by_id(engagement_id)
    paid = (
        Payment.select(
            Payment.registration, fn.SUM(Payment.amount).alias("paid"), fn.MIN(Payment.amount).alias("least")
        )
        .where(Payment.trashed_at.is_null())
        .group_by(Payment.registration)
        .alias("paid")
    )
    rows = dicts(
        Registration.select(
            Registration.id,
            Registration.person,
            Registration.status,
            Registration.total,
            Registration.waived_reason,
            Person.last_name,
            Person.first_name,
            Person.phone,
            Person.mobile,
            Person.email,
            Term.label_en,
            Term.label_fr,
            Term.label_hy,
            fn.COALESCE(paid.c.paid, 0).alias("paid"),
            fn.COALESCE(paid.c.least, 0).alias("least"),
        )
        .join(Person)
        .switch(Registration)
        .join(Term, JOIN.LEFT_OUTER, on=(Registration.position == Term.id))
        .switch(Registration)
        .join(paid, JOIN.LEFT_OUTER, on=(paid.c.registration_id == Registration.id))
        .where(Registration.engagement == engagement_id, Registration.trashed_at.is_null())
        .order_by(Registration.priority.desc(), Registration.requested_at, Registration.id)
    )
    people = [
        Participant(
            registration=row["id"],
            person=row["person"],
            name=f"{row['last_name']} {row['first_name']}".strip(),
            position=label_of(row),
            phone=row["phone"] or row["mobile"],
            email=row["email"],
            status=row["status"],
            total=row["total"],
            paid=int(row["paid"]),
            payment=payment_state(
                0 if row["status"] in GONE else row["total"],
                int(row["paid"]),
                free=seminar.free,
                waived=bool(row["waived_reason"]),
                refunded=row["least"] < 0,
            ),
        )
        for row in rows
    ]
    ranks = {status: rank for rank, status in enumerate(("waiting", "interested", *GONE), 1)}
    people.sort(
        key=lambda one: (ranks.get(one.status, 0), 0 if one.status == "waiting" else one.registration)
    )
    counted = [one for one in people if one.seated]
    return Overview(
        minimum=seminar.minimum,
        maximum=seminar.maximum,
        currency=seminar.currency,
        expected=sum(one.total for one in counted),
        received=sum(one.paid for one in people if one.status not in GONE),
        due=sum(one.total - one.paid for one in counted if one.payment in ("unpaid", "partly")),
        paid_in_full=sum(1 for one in counted if one.payment in ("paid", "overpaid", "free", "waived")),
        participants=tuple(people),
        bookings=tuple(open_bookings(engagement_id)),
        places={
            party.id: place
            for place, party in enumerate(parties_waiting(engagement_id), 1)
            if party.code == "registration"
        },
    )


def counts_by_line_and_kind(records: Records) -> dict[tuple[int, str], int]:
    """How many engagements there are, by line and kind."""
    rows = (
        Engagement.select(Engagement.line, Engagement.kind, fn.COUNT(Engagement.id))
        .where(Engagement.trashed_at.is_null())
        .group_by(Engagement.line, Engagement.kind)
    )
    return {(line, kind): count for line, kind, count in tuples(rows)}
