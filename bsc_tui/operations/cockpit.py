"""The state of a seminar on one screen, and what is to be done next. Read only."""

from __future__ import annotations

import datetime

from peewee import JOIN, fn

from bsc_tui.db.models import Attachment, Document, Payment, Registration, Term, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.operations.attendance import Attendance, attendance
from bsc_tui.operations.billable import Payer, to_invoice
from bsc_tui.operations.certificates import Candidate, candidates
from bsc_tui.operations.evaluations import sheets_returned
from bsc_tui.operations.invoices import Billed, invoices_of
from bsc_tui.operations.seminars import Overview, overview
from bsc_tui.operations.waiting import Queue, queue
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Papers:
    """Documents of a seminar: how many, the categories that are missing, order forms that did not come."""

    count: int
    missing: tuple[str, ...]
    orders: int


@dataclass(frozen=True)
class Cockpit:
    """All that is known of a seminar's course. `steps` are codes of what is to be done next, in order."""

    title: str
    line: str
    kind: str
    meaning: str
    status: str
    starts: str
    ends: str
    responsible: str
    confirmed_on: datetime.date | None
    decide_by: datetime.date | None
    free: bool
    overview: Overview
    attendance: Attendance
    candidates: tuple[Candidate, ...]
    payers: tuple[Payer, ...]
    invoices: tuple[Billed, ...]
    queue: Queue
    papers: Papers
    to_refund: tuple[int, ...]
    """Cancelled registrations of which money is still here."""
    today: datetime.date
    sheets: tuple[int, int]
    """Evaluation sheets returned, and of how many participants."""

    @property
    def begun(self) -> bool:
        """Whether it has begun, as far as the day is known."""
        today = self.today.isoformat()
        return bool(self.starts) and self.starts <= today[: len(self.starts)]

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return _is_over(self.starts, self.ends, self.today)

    @property
    def is_tentative(self) -> bool:
        """An open seminar that nobody confirmed and that has not begun."""
        return self.kind == "open_seminar" and not self.confirmed_on and not self.begun and not self.is_off

    @property
    def is_off(self) -> bool:
        """Discontinued."""
        return self.meaning == "discontinued"

    @property
    def below_minimum(self) -> int:
        """How many are missing to the minimum."""
        return max((self.overview.minimum or 0) - self.overview.taken, 0)

    @property
    def unpaid(self) -> int:
        """How many participants still owe something."""
        return max(self.overview.sums.participants - self.overview.paid_in_full, 0)

    @property
    def unnamed(self) -> int:
        """Booked seats without a name."""
        return sum(one.unnamed for one in self.overview.bookings if one.status == "booked")

    @property
    def not_noted(self) -> int:
        """Sessions up to today at which somebody's attendance is not noted."""
        seen = self.attendance
        return sum(
            1
            for one in seen.sessions
            if one.day <= self.today and seen.people and seen.noted(one.id) < len(seen.people)
        )

    @property
    def uncertified(self) -> int:
        """Who has earned a certificate and has none."""
        return sum(1 for one in self.candidates if one.earned and not one.certificate)

    @property
    def is_anybody_unnoted(self) -> bool:
        """Whether of anybody nothing is known of their attendance, by sessions or by hand."""
        return any(one.status == "registered" for one in self.attendance.people)

    def steps(self) -> list[str]:
        """What is to be done next, the most urgent first."""
        seen = self.attendance
        asked = (
            ("refund", self.to_refund),
            ("decide", self.is_tentative),
            ("promote", any(one.is_next for one in self.queue.parties) and not self.ended),
            ("name", self.unnamed and not self.ended),
            ("plan", not seen.sessions and not self.is_off and self.is_anybody_unnoted),
            ("attend", self.not_noted),
            ("invoice", self.payers and (self.confirmed_on or self.begun or self.kind != "open_seminar")),
            ("unpaid", self.unpaid and (self.ended or bool(self.invoices))),
            ("certify", self.uncertified and self.ended and not self.not_noted),
            ("evaluate", self.ended and not self.sheets[0] and self.sheets[1] and not self.is_off),
            ("papers", bool(self.papers.missing) and not self.is_off),
            ("finish", self.ended and self.meaning in ("preparation", "current")),
        )
        return [code for code, holds in asked if holds]


ORDERED_BY = ("workplace", "other")
"""Payers who send an order form."""


def _papers(engagement_id: int, kind: str, ended: bool) -> Papers:
    """A closed seminar has a contract; the signed attendance sheet is filed when it is over."""
    filed = (
        Attachment.select(Document.category)
        .join(Document, on=(Attachment.document == Document.id))
        .where(
            Attachment.engagement == engagement_id,
            Attachment.trashed_at.is_null(),
            Document.trashed_at.is_null(),
        )
    )
    have = [category for (category,) in tuples(filed)]
    wanted = {"contract": kind == "closed_seminar", "attendance_sheet": ended}
    terms = Term.select().where(Term.code.in_([code for code, holds in wanted.items() if holds]))
    missing = {term.code: term for term in terms if term.id not in have}
    ordered = Registration.select(Registration.id).join(
        Term, JOIN.LEFT_OUTER, on=(Registration.order_status == Term.id)
    )
    orders = ordered.where(
        Registration.engagement == engagement_id,
        Registration.status.in_(SEATED),
        Registration.trashed_at.is_null(),
        Registration.payer.in_(ORDERED_BY),
        Registration.order_status.is_null() | (Term.code == "none"),
    ).count()
    return Papers(len(have), tuple(label_of(term.__data__) for term in missing.values()), int(orders))


def _to_refund(engagement_id: int) -> list[int]:
    query = (
        Payment.select(Payment.registration)
        .join(Registration)
        .where(
            Registration.engagement == engagement_id,
            Registration.status == "cancelled",
            Registration.trashed_at.is_null(),
            Payment.trashed_at.is_null(),
        )
        .group_by(Payment.registration)
        .having(fn.SUM(Payment.amount) > 0)
        .order_by(Payment.registration)
    )
    return [id for (id,) in tuples(query)]


def _is_over(starts: str, ends: str, today: datetime.date) -> bool:
    end = ends or starts
    return bool(end) and end < today.isoformat()[: len(end)]


def cockpit(records: Records, engagement_id: int) -> Cockpit:
    """Everything about a seminar's course. Raises Missing where it is gone."""
    kept = records.get("engagement", engagement_id)
    values, seen = kept.values, attendance(records, engagement_id)
    today = records.clock.today()
    status = values["status"]
    meaning = Term.get_by_id(status).meaning if status else ""
    return Cockpit(
        title=kept.title,
        line=seen.line,
        kind=values["kind"],
        meaning=meaning or "",
        status=kept.labels.get("status", ""),
        starts=values["starts"],
        ends=values["ends"],
        responsible=kept.labels.get("responsible", ""),
        confirmed_on=values["confirmed_on"],
        decide_by=values["decide_by"],
        free=values["free"],
        overview=overview(records, engagement_id),
        attendance=seen,
        candidates=tuple(candidates(records, engagement_id, seen)),
        payers=tuple(to_invoice(records, engagement_id)),
        invoices=tuple(invoices_of(engagement_id)),
        queue=queue(records, engagement_id),
        papers=_papers(engagement_id, values["kind"], _is_over(values["starts"], values["ends"], today)),
        to_refund=tuple(_to_refund(engagement_id)),
        today=today,
        sheets=sheets_returned(records, engagement_id),
    )
