"""What rules ask of the records around a proposal: seats, who is in already, what a line offers.

A single save asks the database each time. Many new records are looked at together: the questions of a whole
batch are asked at once, and what its earlier rows do to the answers is carried along until they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bsc_tui.db.database import is_postgresql
from bsc_tui.db.models import Booking, Engagement, LineKind, Registration, tuples
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.db.rows import present
from bsc_tui.records.reading import Reader


@dataclass
class Seats:
    """What is known of a seminar's seats: how many there are (None: no limit), are taken, are waited for."""

    most: int | None = None
    taken: int = 0
    waiting: int = 0


@dataclass
class Booked:
    """What is known of a booking: its seminar, how many seats it has, and how many of them have a name."""

    engagement: int
    seats: int
    status: str
    named: int = 0


class Surroundings:
    """Around a single proposal: asked of the database when a rule asks.

    `numbers`: the last one given to earlier rows of a batch, by its series.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.numbers: dict[tuple[str, int], int] = {}

    def kind_of(self, engagement: int) -> str | None:
        """The kind of an engagement; None where there is none."""
        kinds = tuples(Engagement.select(Engagement.kind).where(Engagement.id == engagement))
        return str(kinds[0][0]) if kinds else None

    def offers(self, line: int | None, kind: str) -> bool:
        """Whether a service line offers a kind of engagement."""
        return bool(LineKind.select().where(LineKind.line == line, LineKind.kind == kind).exists())

    def hold(self, engagement: int) -> None:
        """Let nobody else give away a seat of the seminar until the transaction ends."""
        hold_seats(engagement)

    def seats(self, engagement: int, *, but: int = 0) -> Seats:
        """The seats of a seminar that is held; `but`: a booking that does not count."""
        ((most,),) = tuples(Engagement.select(Engagement.maximum).where(Engagement.id == engagement))
        if most is None:
            return Seats()
        reader = self.reader
        taken = reader.seats_taken(engagement)
        if but:
            taken -= reader.seats_open_in_bookings(engagement)
            taken += reader.seats_open_in_bookings(engagement, but=but)
        return Seats(most, taken, reader.people_waiting(engagement))

    def booked(self, booking: int, besides: int | None) -> Booked | None:
        """A booking that is not in the trash, the name of that one registration left out."""
        query = Booking.select(Booking.engagement, Booking.seats, Booking.status)
        found = tuples(query.where(Booking.id == booking, Booking.trashed_at.is_null()))
        if not found:
            return None
        ((engagement, seats, status),) = found
        return Booked(engagement, seats, status, self.reader.seats_named(booking, but=besides or 0))

    def is_in(self, engagement: int, person: int, besides: int | None) -> bool:
        """Whether the person has a registration there, besides that one, that was not given up."""
        query = Registration.select(Registration.id).where(
            Registration.engagement == engagement,
            Registration.person == person,
            Registration.status.not_in(GONE),
            Registration.trashed_at.is_null(),
            Registration.id != (besides or 0),
        )
        return query.tuples().first() is not None

    def claim(self, *what: Hashable) -> bool:
        """Whether no earlier row of the batch took this for itself; a single proposal has none."""
        return True


def hold_seats(engagement_id: int) -> None:
    """Let nobody else give away a seat of the seminar until the transaction ends, on both engines."""
    Engagement.update(version=Engagement.version).where(Engagement.id == engagement_id).execute()


@dataclass
class _Seminar:
    kind: str
    seats: Seats
    people: set[int] = field(default_factory=set)


class BatchSurroundings(Surroundings):
    """Around many new records: asked once for a batch, then kept true while its rows are let in."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._seminars: dict[int, _Seminar] = {}
        self._bookings: dict[int, Booked] = {}
        self._offers: dict[tuple[int | None, str], bool] = {}
        self._claimed: set[tuple[Hashable, ...]] = set()

    def look_around(self, code: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Ask what the rules will ask about these rows; what was known of rows before them is written now."""
        self._claimed.clear()
        if code in _SEATED_BY:
            self._look_at({row["engagement"] for row in rows if type(row.get("engagement")) is int})

    def let_in(self, code: str, after: Mapping[str, Any]) -> None:
        """The row will be written: those behind it see what it takes."""
        if code in _SEATED_BY:
            _SEATED_BY[code](self, self._seminars[after["engagement"]], after)

    def _seat_a_person(self, seminar: _Seminar, after: Mapping[str, Any]) -> None:
        booked = self._bookings.get(after["booking"])
        if after["status"] in SEATED:
            seminar.seats.taken += booked is None or booked.status != "booked"
            if booked is not None:
                booked.named += 1
        seminar.seats.waiting += after["status"] == "waiting"
        if after["status"] not in GONE:
            seminar.people.add(after["person"])

    def _seat_a_party(self, seminar: _Seminar, after: Mapping[str, Any]) -> None:
        seminar.seats.taken += after["seats"] if after["status"] == "booked" else 0
        seminar.seats.waiting += after["seats"] if after["status"] == "waiting" else 0

    def kind_of(self, engagement: int) -> str | None:
        seminar = self._seminars.get(engagement)
        return seminar.kind if seminar else None

    def offers(self, line: int | None, kind: str) -> bool:
        if (line, kind) not in self._offers:
            self._offers[line, kind] = super().offers(line, kind)
        return self._offers[line, kind]

    def hold(self, engagement: int) -> None:
        pass  # held since they were looked at

    def seats(self, engagement: int, *, but: int = 0) -> Seats:
        return self._seminars[engagement].seats

    def booked(self, booking: int, besides: int | None) -> Booked | None:
        return self._bookings.get(booking)

    def is_in(self, engagement: int, person: int, besides: int | None) -> bool:
        return person in self._seminars[engagement].people

    def claim(self, *what: Hashable) -> bool:
        if what in self._claimed:
            return False
        self._claimed.add(what)
        return True

    def _look_at(self, engagements: set[int]) -> None:
        database = self.reader.database
        # Held in the order of their ids, so that two batches never wait for each other.
        held = " ORDER BY id FOR NO KEY UPDATE" if is_postgresql(database) else ""
        found = present(
            database, "SELECT id, kind, maximum FROM engagement WHERE id IN ({ids})" + held, engagements
        )
        self._seminars = {id: _Seminar(kind, Seats(most)) for id, kind, most in found}
        self._bookings.clear()
        for id, *told in self._there("id, engagement_id, seats, status", "booking"):
            booked = self._bookings[id] = Booked(*told)
            self.let_in(
                "booking", {"engagement": booked.engagement, "seats": booked.seats, "status": booked.status}
            )
        for row in self._there("engagement_id, person_id, status, booking_id", "registration"):
            self.let_in(
                "registration", dict(zip(("engagement", "person", "status", "booking"), row, strict=True))
            )

    def _there(self, columns: str, table: str) -> Iterator[tuple[Any, ...]]:
        """What of a table belongs to the seminars that are looked at."""
        sql = f"SELECT {columns} FROM {table} WHERE engagement_id IN ({{ids}}) AND trashed_at IS NULL"
        return present(self.reader.database, sql, self._seminars)


_SEATED_BY: dict[str, Callable[[BatchSurroundings, _Seminar, Mapping[str, Any]], None]] = {
    "registration": BatchSurroundings._seat_a_person,
    "booking": BatchSurroundings._seat_a_party,
}
"""Records that take seats."""
