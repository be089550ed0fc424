"""The waiting list of a seminar as it is worked through: who is next, who is skipped and why."""

from __future__ import annotations

import datetime

from bsc_tui.db.models import Booking, Engagement, Enterprise, Person, Registration, tuples
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations import bookings
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.registrations import Cancelled, Party, cancel, parties_waiting
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Queued:
    """A party with its place in the queue; `fits`: enough seats are free; `is_next`: it is offered first."""

    place: int
    party: Party
    fits: bool
    is_next: bool


@dataclass(frozen=True)
class Queue:
    """Who waits, first come first: priority, then when they asked, then the number of the record.

    `free` is None without a limit of seats.
    """

    title: str
    line: str
    free: int | None
    answer_until: datetime.date
    parties: tuple[Queued, ...]
    asked: tuple[Asked, ...] = ()

    @property
    def skipped(self) -> tuple[Queued, ...]:
        """Who comes before the next one and finds no room."""
        return tuple(
            one for at, one in enumerate(self.parties) if any(two.is_next for two in self.parties[at + 1 :])
        )


@dataclass(frozen=True)
class Asked:
    """Who got a seat from the waiting list and has not said yet whether they come."""

    code: str
    id: int
    name: str
    until: datetime.date


def asked(engagement_id: int) -> list[Asked]:
    """Who is to answer, those first whose day passes first."""
    people = tuples(
        Registration.select(Registration.id, Person.last_name, Person.first_name, Registration.answer_until)
        .join(Person)
        .where(
            Registration.engagement == engagement_id,
            Registration.status == "registered",
            Registration.answer_until.is_null(False),
            Registration.trashed_at.is_null(),
        )
    )
    firms = tuples(
        Booking.select(Booking.id, Enterprise.name, Booking.answer_until)
        .join(Enterprise)
        .where(
            Booking.engagement == engagement_id,
            Booking.status == "booked",
            Booking.answer_until.is_null(False),
            Booking.trashed_at.is_null(),
        )
    )
    found = [Asked("registration", id, f"{last} {first}".strip(), day) for id, last, first, day in people]
    found += [Asked("booking", id, name, day) for id, name, day in firms]
    return sorted(found, key=lambda one: (one.until, one.name))


def answered(records: Records, code: str, id: int) -> None:
    """They said that they come."""
    with records.operation("answer"):
        records.save(code, {"answer_until": None}, id=id)


def set_priority(records: Records, code: str, id: int, priority: int, reason: str) -> None:
    """Who waits moves within the queue, for a reason that is kept."""
    with records.operation("change", reason=reason[:500]):
        if records.get(code, id).values["status"] != "waiting":
            raise Conflict(_("Not on the waiting list."), _("Only who waits can move up."))
        records.save(code, {"priority": max(priority, 0)}, id=id)


def give_up(records: Records, code: str, id: int, reason_id: int) -> Cancelled:
    """Who waits or was asked does not want the seat any more; who could have it now."""
    if code == "registration":
        return cancel(records, id, reason_id)
    return bookings.cancel(records, id)


def _answer_until(starts: str, today: datetime.date, days: datetime.timedelta) -> datetime.date:
    """Some days from now, but not after the seminar has begun."""
    until = today + days
    if len(starts) == len("2026-03-14"):
        until = min(until, max(datetime.date.fromisoformat(starts), today))
    return until


def queue(records: Records, engagement_id: int) -> Queue:
    """The waiting list. Raises Missing where the seminar is gone."""
    seminar = records.get("engagement", engagement_id)
    most = Engagement.get_by_id(engagement_id).maximum
    free = None if most is None else max(most - records.reader.seats_taken(engagement_id), 0)
    found, is_given = [], False
    for place, party in enumerate(parties_waiting(engagement_id), 1):
        fits = free is None or party.seats <= free
        found.append(Queued(place, party, fits, fits and not is_given))
        is_given = is_given or fits
    days = datetime.timedelta(days=company_of(records.database).answer_days)
    return Queue(
        seminar.title,
        records.whole.line_code(seminar.entity, seminar.values),
        free,
        _answer_until(seminar.values["starts"], records.clock.today(), days),
        tuple(found),
        tuple(asked(engagement_id)),
    )
