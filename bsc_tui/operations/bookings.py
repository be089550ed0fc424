"""Seats that an enterprise books before it says who comes: booked, named one by one, cancelled.

Whether they are free is the rules' to say; a party that finds no room together waits together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from bsc_tui.db.models import Booking, Engagement, Enterprise, Registration, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.operations.registrations import Cancelled, Registered, first_waiting, parties_waiting, register
from bsc_tui.records.records import Records
from bsc_tui.records.rules.surroundings import hold_seats


@dataclass(frozen=True)
class Booked:
    """What booking did; `place` in the queue where the party waits."""

    id: int
    status: str
    place: int


@dataclass(frozen=True)
class OpenBooking:
    """A booking with seats that have no name yet."""

    id: int
    enterprise: int
    name: str
    seats: int
    named: int
    status: str
    place: int

    @property
    def unnamed(self) -> int:
        """Seats without a name."""
        return self.seats - self.named


def book(
    records: Records,
    engagement_id: int,
    enterprise_id: int,
    seats: int,
    *,
    notes: str = "",
    overbooked_reason: str = "",
) -> Booked:
    """Book seats for an enterprise; where they are not free together the party waits."""
    with records.operation("book"):
        hold_seats(engagement_id)
        seminar = Engagement.get_or_none(Engagement.id == engagement_id)
        if seminar is None:
            raise Missing(_("The seminar is gone."))
        reader = records.reader
        free = seminar.maximum is None or (
            reader.seats_taken(engagement_id) + seats <= seminar.maximum
            and not reader.people_waiting(engagement_id)
        )
        status = "booked" if free or overbooked_reason else "waiting"
        saved = records.save(
            "booking",
            {
                "engagement": engagement_id,
                "enterprise": enterprise_id,
                "seats": seats,
                "status": status,
                "notes": notes,
                "overbooked_reason": overbooked_reason,
            },
        )
        return Booked(saved.id, status, _places(engagement_id).get(saved.id, 0))


def name_seat(
    records: Records,
    booking_id: int,
    values: Mapping[str, Any],
    *,
    person_id: int | None = None,
    person: Mapping[str, Any] | None = None,
    token: str | None = None,
) -> Registered:
    """Say who sits in a booked seat: a registration for which the enterprise pays unless said otherwise.

    Raises Conflict when every seat of the booking has a name, or it waits itself.
    """
    booking = records.get("booking", booking_id).values
    given = {**of_booking(booking_id, booking["enterprise"]), **values}
    return register(records, booking["engagement"], given, person_id=person_id, person=person, token=token)


def of_booking(booking_id: int, enterprise_id: int) -> dict[str, Any]:
    """What a registration has from the booking whose seat it takes."""
    return {"booking": booking_id, "payer": "other", "payer_enterprise": enterprise_id}


def cancel(records: Records, booking_id: int, reason: str = "") -> Cancelled:
    """Give back the seats without a name; those that have one stay. Who could have them now."""
    with records.operation("cancel", reason=reason[:500]):
        kept = records.get("booking", booking_id).values
        records.save("booking", {"status": "cancelled"}, id=booking_id)
        return first_waiting(records, kept["engagement"])


def open_bookings(engagement_id: int) -> list[OpenBooking]:
    """The bookings of a seminar with seats that have no name, and those that wait, first come first."""
    seated = (
        (Registration.booking == Booking.id)
        & Registration.status.in_(SEATED)
        & Registration.trashed_at.is_null()
    )
    rows = tuples(
        Booking.select(
            Booking.id,
            Enterprise.id,
            Enterprise.name,
            Booking.seats,
            Booking.status,
            fn.COUNT(Registration.id),
        )
        .join(Enterprise)
        .switch(Booking)
        .join(Registration, JOIN.LEFT_OUTER, on=seated)
        .where(
            Booking.engagement == engagement_id,
            Booking.status.in_(("booked", "waiting")),
            Booking.trashed_at.is_null(),
        )
        .group_by(Booking.id, Enterprise.id, Enterprise.name, Booking.seats, Booking.status)
        .order_by(Booking.id)
    )
    places = _places(engagement_id) if any(row[4] == "waiting" for row in rows) else {}
    return [
        OpenBooking(id, enterprise, name, seats, int(named), status, places.get(id, 0))
        for id, enterprise, name, seats, status, named in rows
        if named < seats
    ]


def _places(engagement_id: int) -> dict[int, int]:
    return {
        party.id: place
        for place, party in enumerate(parties_waiting(engagement_id), 1)
        if party.code == "booking"
    }
