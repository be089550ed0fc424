"""Who takes part in each seminar of the example: a plan, made before anything is stored.

Prices, invoices and receipts are left to `billing`, storing to `company` and `lately`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Protocol

from bsc_tui.operations.example.billing import Bookkeeper, Receipt
from bsc_tui.operations.example.catalogue import ExampleEngagement
from bsc_tui.operations.example.contacts import Somebody, is_grown_up
from bsc_tui.operations.example.engagements import Undertaking
from bsc_tui.operations.example.office import Office, Row, first_day, moment_on

_ASKED_BEFORE = 45
"""Nobody asks for a seat more than so many days ahead."""
_WHY_CANCELLED = ("illness", "business_trip", "busy_at_work", "busy_at_work", "price", "not_paid", "other")


@dataclass
class Participation:
    """One registration to be: the values it ends with, and the receipts for it."""

    somebody: Somebody
    status: str
    asked: datetime
    values: Row = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    cancelled: datetime | None = None
    reason: int | None = None

    def row(self, seminar: Seminar) -> Row:
        """The registration as the gate takes it, in its final state; the seminar is stored."""
        return {
            **self.values,
            "engagement": seminar.undertaking.id,
            "person": self.somebody.id,
            "status": self.status,
            "requested_at": self.asked,
            "cancelled_on": self.cancelled.date() if self.cancelled else None,
            "cancel_reason": self.reason,
        }


@dataclass
class Seminar:
    """A seminar with everybody who asked for a seat; `is_archived`: over when the archive was taken over."""

    undertaking: Undertaking
    is_archived: bool
    participations: list[Participation] = field(default_factory=list)

    @property
    def engagement(self) -> ExampleEngagement:
        """What is held."""
        return self.undertaking.engagement

    @property
    def entered(self) -> datetime:
        """When it was put into the program."""
        return self.undertaking.life.entered

    @property
    def client(self) -> int:
        """Whose staff a closed seminar is for."""
        return self.undertaking.roles.clients[0]

    @property
    def begins(self) -> date:
        """Its first day, or the earliest one that is possible."""
        return first_day(self.engagement.start)

    def in_order(self) -> list[Participation]:
        """Who has a seat before who waits, the waiting in the order in which they asked."""
        return sorted(self.participations, key=lambda one: (one.status == "waiting", one.asked))


class Crowd:
    """Who comes: regulars and newcomers to open seminars, the client's staff to closed ones."""

    def __init__(self, people: Sequence[Somebody]) -> None:
        self.random = Random("participants")
        self._people = people
        self._regulars = self.random.sample(people, max(len(people) // 7, 1))
        self._staff: dict[int, list[Somebody]] = {}
        for somebody in people:
            for job in somebody.jobs:
                self._staff.setdefault(job.enterprise, []).append(somebody)

    def of(self, seminar: Seminar, wanted: int) -> list[Somebody]:
        """As many as are wanted, fewer where there are not so many; nobody twice."""
        engagement = seminar.engagement
        if engagement.kind == "closed_seminar":
            staff = self._staff.get(seminar.client, [])
            return self.random.sample(staff, min(wanted, engagement.maximum or wanted, len(staff)))
        fit = [one for one in self._people if is_grown_up(one, engagement.start)]
        chosen: dict[int, Somebody] = {}
        for _try in range(20 * wanted):
            if len(chosen) >= wanted:
                break
            for one in self._next_ones(fit, engagement.start):
                if len(chosen) < wanted:
                    chosen.setdefault(id(one), one)
        return list(chosen.values())

    def _next_ones(self, fit: list[Somebody], start: str) -> list[Somebody]:
        """Somebody and, now and then, one or two of the same enterprise."""
        one = self.random.choice(self._regulars if self.random.random() < 0.35 else fit)
        if not is_grown_up(one, start):
            return []
        if self.random.random() < 0.8 or not one.employer:
            return [one]
        colleagues = [other for other in self._staff[one.employer] if is_grown_up(other, start)]
        return [one, *self.random.sample(colleagues, min(len(colleagues), 2))]


class Comers(Protocol):
    """Who comes to a seminar, and the chance that decides about them."""

    random: Random

    def of(self, seminar: Seminar, wanted: int) -> list[Somebody]:
        """As many as are wanted, fewer where there are not so many; nobody twice."""


class Planner:
    """Fills seminars with whoever comes."""

    def __init__(self, office: Office, crowd: Comers, bookkeeper: Bookkeeper) -> None:
        self._office = office
        self._crowd = crowd
        self._random = crowd.random
        self._bookkeeper = bookkeeper

    def fill(self, seminar: Seminar) -> None:
        """Decide who asks for a seat, when, and what comes of it."""
        engagement = seminar.engagement
        coming = engagement.status == "preparation" and not engagement.free_of_charge
        interested = self._random.randint(1, 3) if coming and engagement.kind == "open_seminar" else 0
        wanted = engagement.registered + engagement.cancelled + engagement.waiting + interested
        crowd = self._crowd.of(seminar, wanted)
        outcomes = self._outcomes(engagement, len(crowd), interested)
        asked = self._moments(seminar, len(crowd))
        for somebody, status, moment in zip(crowd, outcomes, asked, strict=True):
            one = self._participation(seminar, somebody, status, moment)
            seminar.participations.append(one)
            if status == "cancelled":
                # Before half of the seats are taken, so that a full seminar was never overfull.
                self._cancel(seminar, one, asked[(len(asked) - 1) // 2])
        self._bookkeeper.settle(seminar)

    def transfer(self, earlier: Seminar, later: Seminar) -> None:
        """Let one of the later group have asked for the earlier one first and have been moved."""
        there = {id(one.somebody) for one in earlier.participations}
        movable = [
            one for one in later.participations if one.status == "attended" and id(one.somebody) not in there
        ]
        if not movable:
            return
        moved = self._random.choice(movable)
        asked = self._moments(earlier, 1)[0]
        gone = self._participation(earlier, moved.somebody, "transferred", asked)
        gone.values["notes"] = f"Moved to {later.engagement.title or later.engagement.start}."
        earlier.participations.append(gone)

    def _outcomes(self, engagement: ExampleEngagement, people: int, interested: int) -> list[str]:
        """What comes of each who asks, in the order of asking: who cancels asks first, who waits last."""
        cancelled = min(engagement.cancelled, people)
        seated = min(engagement.registered, people - cancelled)
        waiting = min(engagement.waiting, people - cancelled - seated)
        outcomes = ["registered"] * seated
        if engagement.status == "finished":
            absent = min(engagement.absent, seated)
            partly = seated // 15 if engagement.days > 2 else 0
            attended = seated - absent - min(partly, seated - absent)
            outcomes = ["attended"] * attended + ["absent"] * absent
            outcomes += ["partly_attended"] * (seated - len(outcomes))
            self._random.shuffle(outcomes)
        rest = people - cancelled - seated - waiting
        return (
            ["cancelled"] * cancelled
            + outcomes
            + ["interested"] * min(rest, interested)
            + (["waiting"] * waiting)
        )

    def _moments(self, seminar: Seminar, count: int) -> list[datetime]:
        """When that many asked, in order: before the seminar, after it was announced, before today."""
        last = min(seminar.begins - timedelta(days=1), self._office.yesterday)
        if seminar.engagement.status == "discontinued":
            last = min(last, date.fromisoformat(seminar.engagement.decide_by) - timedelta(days=1))
        first = last - timedelta(days=_ASKED_BEFORE)
        if seminar.entered.date() > self._office.taken_over:
            first = min(max(first, seminar.entered.date() + timedelta(days=1)), last)
        days = [first + timedelta(days=self._random.randint(0, (last - first).days)) for _ in range(count)]
        return sorted(moment_on(self._random, day) for day in days)

    def _participation(
        self, seminar: Seminar, somebody: Somebody, status: str, asked: datetime
    ) -> Participation:
        term, engagement = self._office.term, seminar.engagement
        year = seminar.begins.year
        workplace = somebody.workplace_in(year)
        if engagement.kind == "closed_seminar":
            workplace = seminar.client
        one = Participation(somebody, status, asked)
        one.values = {
            "position": term("position", somebody.card.position),
            "workplace": workplace,
            "source": term("information_source", somebody.card.source),
            "sponsor": next(iter(seminar.undertaking.roles.sponsors), None),
            "priority": 1 if status == "waiting" and self._random.random() < 0.2 else 0,
        }
        return one

    def _cancel(self, seminar: Seminar, one: Participation, latest: datetime) -> None:
        """Cancel for a reason of their own, or with the seminar when that was given up."""
        if seminar.engagement.status == "discontinued":
            why, day = "seminar_cancelled", date.fromisoformat(seminar.engagement.decide_by)
            one.cancelled = datetime.combine(day, time(9, 30))
        else:
            why = self._random.choice(_WHY_CANCELLED)
            later = self._random.randint(0, max((latest - one.asked).days, 0))
            one.cancelled = one.asked + timedelta(days=later, minutes=self._random.randint(20, 60))
        one.reason = self._office.term("cancellation_reason", why)


def groups(seminars: Sequence[Seminar]) -> Iterator[tuple[Seminar, Seminar]]:
    """Open seminars of the archive that were held again in the same year, each with the next one."""
    seen: dict[tuple[str, str], Seminar] = {}
    for seminar in seminars:
        engagement = seminar.engagement
        if not seminar.is_archived or engagement.kind != "open_seminar" or not engagement.sessions:
            continue
        key = (engagement.topic, engagement.start[:4])
        if key in seen:
            yield seen[key], seminar
        seen[key] = seminar
