"""Engagements: a new one with the company's usual values, or from one that was; a seminar at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import Engagement, LineKind, ServiceLine, dicts, tuples
from bsc_tui.operations.bookings import OpenBooking, open_bookings
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.seminar_sums import Sums, sums_of
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
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
class Overview:
    """A seminar at a glance. Cancelled registrations count in no total."""

    minimum: int | None
    maximum: int | None
    currency: str
    sums: Sums
    paid_in_full: int
    due: int
    bookings: tuple[OpenBooking, ...] = ()

    @property
    def taken(self) -> int:
        """Seats taken, booked ones without a name too."""
        return self.sums.participants + sum(one.unnamed for one in self.bookings if one.status == "booked")

    @property
    def seats_waited_for(self) -> int:
        """How many seats people and enterprises wait for."""
        return self.sums.waiting + sum(one.seats for one in self.bookings if one.status == "waiting")


def overview(records: Records, engagement_id: int) -> Overview:
    """Seats and money of a seminar; who is in it are `participants`."""
    seminar = Engagement.get_by_id(engagement_id)
    sums = sums_of([engagement_id]).get(engagement_id, Sums())
    return Overview(
        minimum=seminar.minimum,
        maximum=seminar.maximum,
        currency=seminar.currency,
        sums=sums,
        paid_in_full=sums.participants if seminar.free else sums.settled,
        due=0 if seminar.free else sums.unpaid,
        bookings=tuple(open_bookings(engagement_id)),
    )


def counts_by_line_and_kind(records: Records) -> dict[tuple[int, str], int]:
    """How many engagements there are, by line and kind."""
    rows = (
        Engagement.select(Engagement.line, Engagement.kind, fn.COUNT(Engagement.id))
        .where(Engagement.trashed_at.is_null())
        .group_by(Engagement.line, Engagement.kind)
    )
    return {(line, kind): count for line, kind, count in tuples(rows)}
