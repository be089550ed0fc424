"""What rules ask of the records around a proposal: seats, who is in already, what a line offers.

A single save asks the database each time. Many new records are looked at together: the questions of a whole
batch are asked at once, and what its earlier rows do to the answers is carried along until they are written.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bsc_tui.db.database import is_postgresql
from bsc_tui.db.models import Engagement, LineKind, Registration, tuples
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.db.rows import present
from bsc_tui.records.reading import Reader


@dataclass
class Seats:
    """What is known of a seminar's seats: how many there are (None: no limit), are taken, are waited for."""

    most: int | None = None
    taken: int = 0
    waiting: int = 0


class Surroundings:
    """Around a single proposal: asked of the database when a rule asks."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def kind_of(self, engagement: int) -> str | None:
        """The kind of an engagement; None where there is none."""
        kinds = tuples(Engagement.select(Engagement.kind).where(Engagement.id == engagement))
        return str(kinds[0][0]) if kinds else None

    def offers(self, line: int | None, kind: str) -> bool:
        """Whether a service line offers a kind of engagement."""
        return bool(LineKind.select().where(LineKind.line == line, LineKind.kind == kind).exists())

    def seats(self, engagement: int) -> Seats:
        """The seats of a seminar; nobody else gives one away until the transaction ends."""
        hold_seats(engagement)
        ((most,),) = tuples(Engagement.select(Engagement.maximum).where(Engagement.id == engagement))
        if most is None:
            return Seats()
        return Seats(most, self.reader.seats_taken(engagement), self.reader.people_waiting(engagement))

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
        self._offers: dict[tuple[int | None, str], bool] = {}
        self._claimed: set[tuple[Hashable, ...]] = set()

    def look_around(self, code: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Ask what the rules will ask about these rows; what was known of rows before them is written now."""
        self._claimed.clear()
        if code == "registration":
            self._look_at({row["engagement"] for row in rows if type(row.get("engagement")) is int})

    def let_in(self, code: str, after: Mapping[str, Any]) -> None:
        """The row will be written: those behind it see what it takes."""
        if code != "registration":
            return
        seminar = self._seminars[after["engagement"]]
        seminar.seats.taken += after["status"] in SEATED
        seminar.seats.waiting += after["status"] == "waiting"
        if after["status"] not in GONE:
            seminar.people.add(after["person"])

    def kind_of(self, engagement: int) -> str | None:
        seminar = self._seminars.get(engagement)
        return seminar.kind if seminar else None

    def offers(self, line: int | None, kind: str) -> bool:
        if (line, kind) not in self._offers:
            self._offers[line, kind] = super().offers(line, kind)
        return self._offers[line, kind]

    def seats(self, engagement: int) -> Seats:
        return self._seminars[engagement].seats

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
        there = present(
            database,
            "SELECT engagement_id, person_id, status FROM registration"
            " WHERE engagement_id IN ({ids}) AND trashed_at IS NULL",
            self._seminars,
        )
        for engagement, person, status in there:
            self.let_in("registration", {"engagement": engagement, "person": person, "status": status})
