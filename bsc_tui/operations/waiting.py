"""The waiting list of a seminar as it is worked through: who is next, who is skipped and why."""

from __future__ import annotations

import datetime

from bsc_tui.db.models import Engagement
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.registrations import Party, parties_waiting
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

    @property
    def skipped(self) -> tuple[Queued, ...]:
        """Who comes before the next one and finds no room."""
        return tuple(
            one for at, one in enumerate(self.parties) if any(two.is_next for two in self.parties[at + 1 :])
        )


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
        records.clock.today() + days,
        tuple(found),
    )
