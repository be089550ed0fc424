"""The archive of a much larger office: a million people and what they took part in, made as one operation.

Everything goes through the gate's second door with the rights of the administrator, and streams: of what is
stored only numbers stay in memory. What happens afterwards is the same as in the small example.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from random import Random
from sys import intern

from bsc_tui.i18n import _
from bsc_tui.operations.example import contacts
from bsc_tui.operations.example.billing import Bookkeeper
from bsc_tui.operations.example.catalogue import ExampleEngagement, engagement_of_archive
from bsc_tui.operations.example.contacts import Company, Employers, Job, Somebody
from bsc_tui.operations.example.engagements import (
    Life,
    Roles,
    Undertaking,
    engagement_row,
    is_seminar,
    meeting_rows,
    party_rows,
    staff_rows,
)
from bsc_tui.operations.example.enterprises import enterprises
from bsc_tui.operations.example.names import ExamplePerson, people
from bsc_tui.operations.example.oddities import NOBODY
from bsc_tui.operations.example.office import Office, Row
from bsc_tui.operations.example.participants import Planner, Seminar
from bsc_tui.operations.example.topics import TOPICS
from bsc_tui.records.records import Records


@dataclass(frozen=True)
class Size:
    """How much is in an archive, about."""

    people: int
    registrations: int


SIZES = {"medium": Size(100_000, 300_000), "large": Size(1_000_000, 3_000_000)}
WEIGHT = 1_900
"""What making an archive weighs beside all the rest of the example, which weighs a hundred."""
_PARTS = {"enterprise": 60, "person": 620, "employment": 120, "interest": 60, "engagement": 130}
_TOGETHER = 200
"""So many engagements are filled before they are stored."""
_FIRST_YEAR = 1996
_LEAST_OVER = 20
"""So many days before the archive was taken over everything in it was over."""
_RARE = 0.8
"""The share of those whose surname few bear: with fewer, thousands would share both names."""
_LED = 2_000
_TRIES = 40
_TOPICS = sorted(TOPICS)


class Archive:
    """One archive on its way into the database."""

    def __init__(self, office: Office, size: Size, staff: dict[str, int], reasons: dict[str, str]) -> None:
        self._office = office
        self._size = size
        self._staff = staff
        self._reasons = reasons
        self._companies: list[Company] = []
        self._people = People()
        self._partners: list[int] = []

    def make(self, records: Records) -> None:
        """Make it, within the operation that is under way."""
        self._make_enterprises(records)
        self._make_people(records)
        self._make_ties(records)
        self._make_engagements(records)

    # -- contacts --------------------------------------------------------------------------
    def _make_enterprises(self, records: Records) -> None:
        count = self._size.people * 2 // 15
        cards = enterprises(Random("enterprises of the archive"), count)
        known: list[tuple[str, str, str]] = []

        def rows() -> Iterator[Row]:
            for card in cards:
                known.append((card.domain, card.country, card.phone))
                yield contacts.enterprise_row(self._office.term, card)

        ids = self._store(records, "enterprise", rows(), count, _("Enterprises"))
        self._companies = [Company(id, *facts) for id, facts in zip(ids, known, strict=True)]

    def _make_people(self, records: Records) -> None:
        random = Random("people of the archive")
        employers = Employers(random, self._companies, self._office.taken_over.year)
        term = self._office.term

        def rows() -> Iterator[Row]:
            for card in people(random, self._size.people, _RARE):
                somebody = Somebody(card)
                employers.give_work(somebody)
                self._people.remember(somebody)
                yield contacts.person_row(term, somebody)

        self._people.ids = array("l", self._store(records, "person", rows(), self._size.people, _("People")))
        self._people.arrange()

    def _make_ties(self, records: Records) -> None:
        everybody, random, term = self._people, Random("ties of the archive"), self._office.term
        phones = {company.id: company.phone for company in self._companies}
        jobs = (
            contacts.employment_row(
                random, everybody.ids[place], term("position", position), job, phones[job.enterprise]
            )
            for place in range(len(everybody))
            for job, position in everybody.jobs(place)
        )
        self._store(records, "employment", jobs, everybody.count_of_jobs, _("Employment"))
        for enterprise in islice(everybody.employers_in_order(), _LED):
            staff = everybody.staff_of(enterprise)
            named = {"responsible": everybody.ids[random.choice(staff)]}
            records.save("enterprise", {**named, "director": everybody.ids[staff[0]]}, id=enterprise)
        partners = contacts.partner_rows(random, term, self._companies)
        self._partners = [row["enterprise"] for row in partners]
        records.save_many("partner", partners)
        interests = (
            row
            for place in range(len(everybody))
            for row in _interests(random, self._office, everybody, place)
        )
        count = len(everybody) * 2 // 5
        self._store(records, "interest", interests, count, _("Interests"))

    # -- services --------------------------------------------------------------------------
    def _engagement(self, number: int) -> Undertaking:
        """The engagement of that number, the same each time it is asked for."""
        office, random = self._office, Random(f"engagement {number} of the archive")
        last = office.taken_over - timedelta(days=_LEAST_OVER)
        engagement = engagement_of_archive(random, str(number), date(_FIRST_YEAR, 1, 10), last)
        roles = self._roles(random, engagement)
        row = engagement_row(office, engagement, roles, self._staff, self._reasons)
        return Undertaking(engagement, roles, Life(datetime.combine(office.taken_over, time(9)), row, ()))

    def _roles(self, random: Random, engagement: ExampleEngagement) -> Roles:
        """Enterprises for it; a closed seminar's client has staff enough to fill it, if chance finds one."""
        client = random.choice(self._companies).id
        if engagement.kind == "closed_seminar":
            for _try in range(_TRIES):
                client = self._people.some_employer(random)
                if len(self._people.staff_of(client)) >= engagement.registered:
                    break
        clients = (client,) if engagement.clients else ()
        donors = self._partners[: max(2, len(self._partners) // 4)]
        sponsors = random.sample(donors, min(len(engagement.sponsor_amounts), len(donors)))
        others = [id for id in self._partners if id not in sponsors]
        partners = random.sample(others, min(engagement.partners, len(others)))
        return Roles(clients, tuple(sponsors), tuple(partners))

    def _make_engagements(self, records: Records) -> None:
        wanted = self._size.registrations
        planned = 0

        def rows() -> Iterator[Row]:
            nonlocal planned
            for number in range(wanted):
                if planned >= wanted:
                    return
                one = self._engagement(number)
                if is_seminar(one.engagement):
                    planned += one.engagement.registered + one.engagement.cancelled
                yield one.life.at_first

        ids = self._store(records, "engagement", rows(), wanted // 19, _("Engagements"))
        steps = self._office.steps
        weight = WEIGHT - sum(_PARTS.values())
        blocks = range(0, len(ids), _TOGETHER)
        bookkeeper = Bookkeeper(self._office, self._partners)
        planner = Planner(self._office, self._people, bookkeeper)
        for start in steps.over(blocks, len(blocks), _("Registrations"), weight, every=1):
            some = []
            for number, id in enumerate(ids[start : start + _TOGETHER], start):
                one = self._engagement(number)
                one.id = id
                some.append(one)
            self._fill(records, planner, some)

    def _fill(self, records: Records, planner: Planner, some: Sequence[Undertaking]) -> None:
        """Store what belongs to some engagements, and who took part in them."""
        rows: dict[str, list[Row]] = {"party": [], "engagement_staff": [], "meeting": []}
        for one in some:
            rows["party"] += party_rows(one.id, one.engagement, one.roles)
            rows["engagement_staff"] += staff_rows(self._office, one.id, one.engagement, self._staff)
            rows["meeting"] += meeting_rows(one.id, one.engagement)
        for code, those in rows.items():
            records.save_many(code, those)
        seminars = [Seminar(one, is_archived=True) for one in some if is_seminar(one.engagement)]
        for seminar in seminars:
            planner.fill(seminar)
        planned = [(seminar, one) for seminar in seminars for one in seminar.in_order()]
        ids = records.save_many("registration", [one.row(seminar) for seminar, one in planned])
        receipts = (
            receipt.row(id)
            for (_seminar, one), id in zip(planned, ids, strict=True)
            for receipt in one.receipts
        )
        records.save_many("payment", receipts)

    def _store(self, records: Records, code: str, rows: Iterator[Row], count: int, what: str) -> list[int]:
        return records.save_many(code, self._office.steps.over(rows, count, what, _PARTS[code]))


class People:
    """Everybody in the archive, as numbers: what registering them needs, a few bytes for each.

    Comes to seminars as `participants.Crowd` does, without looking through all of them.
    """

    def __init__(self) -> None:
        self.random = Random("participants of the archive")
        self.ids = array("l")
        self.count_of_jobs = 0
        self._born = array("h")
        self._position: list[str] = []
        self._source: list[str] = []
        self._now = array("l")
        self._since = array("h")
        self._before = array("l")
        self._begun = array("h")
        self._staff: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._born)

    def remember(self, somebody: Somebody) -> None:
        """Keep what is needed of a card that is on its way into the database."""
        now = next((job for job in somebody.jobs if not job.until), Job(0, 0, 0))
        before = next((job for job in somebody.jobs if job.until), Job(0, 0, 0))
        self.count_of_jobs += len(somebody.jobs)
        self._born.append(somebody.born)
        self._position.append(intern(somebody.card.position))
        self._source.append(intern(somebody.card.source))
        self._now.append(now.enterprise)
        self._since.append(now.since)
        self._before.append(before.enterprise)
        self._begun.append(before.since)

    def arrange(self) -> None:
        """Everybody is known: put colleagues together."""
        for place, enterprise in enumerate(self._now):
            if enterprise:
                self._staff.setdefault(enterprise, array("l")).append(place)

    def jobs(self, place: int) -> Iterator[tuple[Job, str]]:
        """Where they worked, and as what where that is known."""
        if self._before[place]:
            yield Job(self._before[place], self._begun[place], self._since[place]), ""
        if self._now[place]:
            yield Job(self._now[place], self._since[place], 0), self._position[place]

    def employers_in_order(self) -> Iterator[int]:
        """Enterprises with somebody to lead them, as they were founded."""
        return iter(sorted(self._staff))

    def staff_of(self, enterprise: int) -> Sequence[int]:
        """The places of those who work there."""
        return self._staff.get(enterprise, ())

    def some_employer(self, random: Random) -> int:
        """The enterprise of anybody who works: the large ones more often."""
        while True:
            enterprise = self._now[random.randrange(len(self))]
            if enterprise:
                return enterprise

    def of(self, seminar: Seminar, wanted: int) -> list[Somebody]:
        """As many as are wanted, fewer where there are not so many; nobody twice."""
        engagement, random = seminar.engagement, self.random
        if engagement.kind == "closed_seminar":
            staff = self.staff_of(seminar.client)
            most = min(wanted, engagement.maximum or wanted, len(staff))
            return [self._somebody(place) for place in random.sample(staff, most)]
        latest = seminar.begins.year - 18
        chosen: dict[int, None] = {}
        regulars = max(len(self) // 7, 1)
        for _try in range(20 * wanted):
            if len(chosen) >= wanted:
                break
            place = random.randrange(regulars if random.random() < 0.35 else len(self))
            if self._born[place] <= latest:
                chosen.setdefault(place)
        return [self._somebody(place) for place in chosen]

    def _somebody(self, place: int) -> Somebody:
        card = _card(self._position[place], self._source[place])
        return Somebody(card, jobs=tuple(job for job, _position in self.jobs(place)), id=self.ids[place])


@cache
def _card(position: str, source: str) -> ExamplePerson:
    """A card that says only what somebody is and how they heard of the company."""
    return replace(NOBODY, position=position, source=source)


def _interests(random: Random, office: Office, everybody: People, place: int) -> Iterator[Row]:
    """One to three topics for every fifth person."""
    if random.random() < 0.2:
        for topic in random.sample(_TOPICS, random.randint(1, 3)):
            yield {"person": everybody.ids[place], "topic": office.term("seminar_topic", topic)}
