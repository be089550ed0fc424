"""Makes the example company in an empty database, through the gate: the same one for the same day.

The company used paper and spreadsheets until some months ago; then the administrator took the archive over,
and since then everything was entered as it came. Who and what there is stands in the sibling modules.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from peewee import Database

from bsc_tui.db.database import told, vacuum_analyze
from bsc_tui.db.models import ReferenceList, Term, tuples
from bsc_tui.db.rows import indexed_afterwards, room_to_fill
from bsc_tui.i18n import _
from bsc_tui.operations.example import (
    clients,
    contacts,
    course,
    evaluations,
    lately,
    oddities,
    papers,
    staff,
    sundry,
)
from bsc_tui.operations.example.archive import WEIGHT, Archive, Size
from bsc_tui.operations.example.billing import Bookkeeper
from bsc_tui.operations.example.catalogue import ExampleEngagement, engagements, seminar_of_today
from bsc_tui.operations.example.contacts import Company, Somebody
from bsc_tui.operations.example.engagements import (
    Cast,
    Undertaking,
    engagement_row,
    is_seminar,
    life_of,
    meeting_rows,
    party_rows,
    staff_rows,
)
from bsc_tui.operations.example.names import enterprises, people, retyped
from bsc_tui.operations.example.office import (
    ADMINISTRATOR,
    PASSWORD,
    RESPONSIBLE,
    Office,
    Progress,
    Row,
    first_day,
)
from bsc_tui.operations.example.participants import Crowd, Planner, Seminar, groups
from bsc_tui.operations.example.staff import STAFF
from bsc_tui.records.records import Records

__all__ = ["ADMINISTRATOR", "FEWEST_PEOPLE", "PASSWORD", "make_example"]

FEWEST_PEOPLE = 100
_TWINS = 12
_ANNOUNCED_DAYS = 70
_MARK = "example"
_ASKED_OF = ("registration_sums", "booking_engagement_id")
"""Indexes by which seats are counted, while registrations are written too."""


def _silent(done: int, total: int, what: str) -> None:
    """Tells nobody."""


def make_example(
    database: Database,
    today: date,
    progress: Progress = _silent,
    *,
    people: int = 3000,
    archive: Size | None = None,
) -> None:
    """Make the example company as it is on that day, whole or not at all; nothing is entered after yesterday.

    The database is migrated and empty: raises Conflict when there is a company already. `people` below
    FEWEST_PEOPLE means these. `archive`: how much there is in all, where the company shall be a large one.
    `progress` is told how much is done, of how much, and what is being made.
    """
    with told(), room_to_fill(database), _nothing_thrown_away():
        with database.atomic():
            _Making(database, today, progress, max(people, FEWEST_PEOPLE), archive).make()
        if archive:
            vacuum_analyze(database)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Python does not look for circles of objects meanwhile: there are none, and millions to look through."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Making:
    """One making of the example: what is stored so far, for what comes after."""

    def __init__(
        self, database: Database, today: date, progress: Progress, count: int, archive: Size | None
    ) -> None:
        self._office = Office(database, today, progress, 100 + (WEIGHT if archive else 0))
        self._count = count
        self._archive = archive
        self._companies: list[Company] = []
        self._people: list[Somebody] = []
        self._partners: list[int] = []
        self._staff: dict[str, int] = {}
        self._undertakings: list[Undertaking] = []
        self._seminars: list[Seminar] = []
        self._events: list[lately.Event] = []

    def make(self) -> None:
        """Everything, in the order in which one thing needs another."""
        steps = self._office.steps
        steps.part(_("Reference lists"), 5)
        self._office.found()
        self._mark()
        self._make_staff()
        sundry.define_field(office=self._office)
        self._make_archive()
        self._make_enterprises()
        self._make_people()
        self._make_ties()
        self._make_engagements()
        self._make_registrations()
        self._live()
        steps.part(_("Done"), 0)

    def _mark(self) -> None:
        records = self._office.archivist()
        with records.operation("example"):
            records.set_settings({_MARK: True})

    # -- contacts --------------------------------------------------------------------------
    def _make_staff(self) -> None:
        records = self._office.archivist()
        ids = records.save_many("staff", [staff.member_row(self._office.term, member) for member in STAFF])
        self._staff = {member.code: id for member, id in zip(STAFF, ids, strict=True)}
        records.save_many("subject", staff.subject_rows(self._office.term, self._staff))
        records.save_many("development_project", staff.project_rows(self._office.today, self._staff))

    def _make_archive(self) -> None:
        """What a large company took over, as one operation."""
        if not self._archive:
            return
        size = Size(max(self._archive.people - self._count, 0), self._archive.registrations)
        records = self._office.archivist()
        with records.operation("example"), indexed_afterwards(records.database, _ASKED_OF):
            reasons = _labels("discontinuation_reason")
            Archive(self._office, size, self._staff, reasons).make(records)

    def _make_enterprises(self) -> None:
        ordinary = max(40, self._count * 2 // 15) - len(oddities.ENTERPRISES)
        cards = [*enterprises(Random("enterprises"), ordinary), *oddities.ENTERPRISES]
        rows = (contacts.enterprise_row(self._office.term, card) for card in cards)
        ids = self._store("enterprise", rows, len(cards), _("Enterprises"), 3)
        self._companies = [
            Company(id, card.domain, card.country, card.phone) for id, card in zip(ids, cards, strict=True)
        ]

    def _make_people(self) -> None:
        """Ordinary ones, the odd ones, and some of the ordinary ones a second time."""
        random = Random("people")
        ordinary = self._count - _TWINS - len(oddities.PEOPLE)
        cards = list(people(random, ordinary))
        twins = [retyped(random, card) for card in random.sample(cards, _TWINS)]
        self._people = [
            *(Somebody(card) for card in (*cards, *twins)),
            *(Somebody(card, notes) for card, notes in oddities.PEOPLE),
        ]
        employers = contacts.Employers(random, self._companies, self._office.taken_over.year)
        for somebody in self._people:
            employers.give_work(somebody)
        rows = (contacts.person_row(self._office.term, somebody) for somebody in self._people)
        ids = self._store("person", rows, len(self._people), _("People"), 22)
        for somebody, id in zip(self._people, ids, strict=True):
            somebody.id = id

    def _make_ties(self) -> None:
        office, random = self._office, Random("ties")
        known = {company.id: company for company in self._companies}
        jobs = sum(len(somebody.jobs) for somebody in self._people)
        rows = contacts.employment_rows(random, office.term, self._people, known)
        self._store("employment", rows, jobs, _("Employment"), 7)
        office.steps.part(_("Directors and contact persons"), 8)
        with office.archivist().operation("change"):
            for enterprise, named in contacts.leaders(random, self._people).items():
                office.gate(ADMINISTRATOR).save("enterprise", named, id=enterprise)
        partners = contacts.partner_rows(random, office.term, self._companies)
        self._partners = [row["enterprise"] for row in partners]
        office.archivist().save_many("partner", partners)
        office.archivist().save_many(
            "relationship", contacts.relationship_rows(random, office.term, self._people)
        )
        office.archivist().save_many("interest", contacts.interest_rows(random, office.term, self._people))

    # -- services --------------------------------------------------------------------------
    def _make_engagements(self) -> None:
        """Those that began before the archive was taken over come with it, the later ones each on its day."""
        office, random = self._office, Random("engagements")
        office.steps.part(_("Engagements"), 3)
        done = [*engagements(random, office.today), seminar_of_today(random, office.today)]
        done.sort(key=lambda engagement: (engagement.start, engagement.key))
        staff_of = Counter(job.enterprise for one in self._people for job in one.jobs)
        cast = Cast(random, self._companies, self._partners, staff_of)
        reasons = _labels("discontinuation_reason")
        for engagement in done:
            roles = cast.roles(engagement)
            row = engagement_row(office, engagement, roles, self._staff, reasons)
            life = life_of(office, engagement, row, self._entered(engagement))
            self._undertakings.append(Undertaking(engagement, roles, life))
        taken_over = office.taken_over.isoformat()
        archive = [one for one in self._undertakings if one.engagement.start < taken_over]
        self._store_undertakings(office.archivist(), archive)
        later = [one for one in self._undertakings if one.engagement.start >= taken_over]
        for entered in {one.life.entered: None for one in later}:
            some = [one for one in later if one.life.entered == entered]
            self._events.append(
                lately.Event(entered, ADMINISTRATOR, partial(self._store_undertakings, some=some))
            )
        for one in self._undertakings:
            account = RESPONSIBLE.get(one.engagement.line, ADMINISTRATOR)
            self._events += lately.events_of_engagement(one, account)

    def _entered(self, engagement: ExampleEngagement) -> datetime:
        """When it was put into the program: ten weeks ahead, but not before there was one, nor just now."""
        office = self._office
        announced = first_day(engagement.start) - timedelta(days=_ANNOUNCED_DAYS)
        day = max(min(announced, office.today - timedelta(days=10)), office.taken_over + timedelta(days=1))
        return datetime.combine(day, time(7, 15))

    def _store_undertakings(self, records: Records, some: Sequence[Undertaking]) -> None:
        """Engagements with what belongs to them, as one operation."""
        with records.operation("create"):
            ids = records.save_many("engagement", [one.life.at_first for one in some])
            rows: dict[str, list[Row]] = {"party": [], "engagement_staff": [], "meeting": []}
            for id, one in zip(ids, some, strict=True):
                one.id = id
                rows["party"] += party_rows(id, one.engagement, one.roles)
                rows["engagement_staff"] += staff_rows(self._office, id, one.engagement, self._staff)
                rows["meeting"] += meeting_rows(id, one.engagement)
            for code, those in rows.items():
                records.save_many(code, those)

    # -- registrations ---------------------------------------------------------------------
    def _make_registrations(self) -> None:
        """Plan them all; store those of the archive with their payments, leave the others to happen."""
        office = self._office
        bookkeeper = Bookkeeper(office, self._partners)
        planner = Planner(office, Crowd(self._people), bookkeeper)
        self._seminars = [
            Seminar(one, is_archived=one.engagement.end < office.taken_over.isoformat())
            for one in self._undertakings
            if is_seminar(one.engagement)
        ]
        for seminar in self._seminars:
            planner.fill(seminar)
        for number, (earlier, later) in enumerate(groups(self._seminars)):
            if number % 3 == 0:
                planner.transfer(earlier, later)
        old = [seminar for seminar in self._seminars if seminar.is_archived]
        planned = [(seminar, one) for seminar in old for one in seminar.in_order()]
        office.clock.moment = datetime.combine(office.taken_over, time(12, 40))
        rows = (one.row(seminar) for seminar, one in planned)
        ids = self._store("registration", rows, len(planned), _("Registrations"), 26)
        receipts = [
            receipt.row(id)
            for (_seminar, one), id in zip(planned, ids, strict=True)
            for receipt in one.receipts
        ]
        self._store("payment", receipts, len(receipts), _("Payments"), 7)

    def _live(self) -> None:
        """Let everything happen that came after the archive."""
        office = self._office
        registrar = lately.Registrar(office, course.billed(self._seminars))
        for seminar in self._seminars:
            if not seminar.is_archived:
                self._events += registrar.events(seminar)
        self._events += evaluations.events(office, self._seminars)
        self._events += course.events(office, self._seminars)
        self._events += sundry.events(office, [one.id for one in self._people])
        companies = [company.id for company in self._companies]
        self._events += clients.events(office, [one.id for one in self._people], companies)
        self._events += lately.changed_cards(office, self._people, companies)
        full = next(seminar for seminar in self._seminars if seminar.begins == office.today)
        self._events += papers.events(office, full.undertaking)
        for _event in office.steps.over(
            lately.happen(office, self._events), len(self._events), _("The last months"), 19
        ):
            pass
        known = full.participations[0].somebody.id
        lately.open_records(
            office, [("enterprise", companies[0]), ("person", known), ("engagement", full.undertaking.id)]
        )

    def _store(self, code: str, rows: Iterable[Row], count: int, what: str, weight: int) -> list[int]:
        """Store rows of the archive as one operation, telling how far it is."""
        return self._office.archivist().save_many(code, self._office.steps.over(rows, count, what, weight))


def _labels(listed: str) -> dict[str, str]:
    """The English labels of a list's terms by code."""
    terms = Term.select(Term.code, Term.label_en).join(ReferenceList).where(ReferenceList.code == listed)
    return dict(tuples(terms))
