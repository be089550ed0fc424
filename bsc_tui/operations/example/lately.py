"""What happened in the example since the archive was taken over, one thing after another.

Who registered and who paid is planned in `participants` and `billing`; here it comes about, each step by one
of the accounts and through the operations that people use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from bsc_tui.db.models import Meeting, tuples
from bsc_tui.operations import payments, registrations
from bsc_tui.operations.example.billing import Receipt
from bsc_tui.operations.example.contacts import Somebody
from bsc_tui.operations.example.engagements import Undertaking
from bsc_tui.operations.example.office import ADMINISTRATOR, CLERK, Office, Row, moment_on
from bsc_tui.operations.example.participants import Participation, Seminar
from bsc_tui.records.drafts import visited
from bsc_tui.records.records import Records

_CHANGED_CARDS = 12
_ATTENDANCE = ("attended", "partly_attended", "absent")
_ON_PAPER = ("invoice_number", "invoice_date", "due_date")
_PRESENCES = {"attended": ("present",), "absent": ("absent",), "partly_attended": ("present", "part")}
_NOTES = (
    "Asked for the programme of the next seminars.",
    "Will call back after the holidays.",
    "Prefers groups in the evening.",
    "Invoice to the accountant, not to the director.",
)


@dataclass(frozen=True)
class Event:
    """Something that an account did at a moment."""

    moment: datetime
    account: str
    do: Callable[[Records], object]


def happen(office: Office, events: Sequence[Event]) -> Iterator[Event]:
    """Let the events happen in the order of their moments; each is passed on when it is over."""
    for event in sorted(events, key=lambda event: event.moment):
        office.clock.moment = event.moment
        event.do(office.gate(event.account))
        yield event


def events_of_engagement(undertaking: Undertaking, account: str) -> Iterator[Event]:
    """What its responsible changed after it was entered."""
    for moment, values in undertaking.life.changes:
        yield Event(moment, account, partial(_develop, undertaking=undertaking, values=values))


def _develop(records: Records, undertaking: Undertaking, values: Row) -> None:
    # A reason, for a seminar may be confirmed below its minimum.
    records.save("engagement", values, id=undertaking.id, reason="As agreed at the Monday meeting")


class Registrar:
    """Makes the events of seminars: people register, pay, cancel, and have been there."""

    def __init__(self, office: Office, billed: Sequence[Seminar] = ()) -> None:
        """`billed`: the seminars whose invoices the program writes itself."""
        self._office = office
        self._billed = {id(one) for one in billed}
        self._random = Random("registrar")
        self._ids: dict[int, int] = {}

    def events(self, seminar: Seminar) -> Iterator[Event]:
        """All of a seminar that was entered since the archive was taken over."""
        for one in seminar.in_order():
            yield from self._of_one(seminar, one)
        if seminar.engagement.status == "finished":
            yield self._attendance(seminar)

    def _of_one(self, seminar: Seminar, one: Participation) -> Iterator[Event]:
        keeper = self._office.keeper(self._random, seminar.engagement.line)
        registered = max(one.asked, seminar.entered + timedelta(minutes=10))
        yield Event(registered, keeper, partial(self._register, seminar=seminar, one=one))
        if one.cancelled is not None:
            moment = max(one.cancelled, registered + timedelta(minutes=5))
            yield Event(moment, keeper, partial(self._cancel, one=one))
            registered = moment
        for receipt in one.receipts:
            moment = moment_on(self._random, receipt.day)
            if moment <= registered:
                moment = registered + timedelta(minutes=5)
            yield Event(moment, keeper, partial(self._receive, one=one, receipt=receipt))

    def _register(self, records: Records, seminar: Seminar, one: Participation) -> None:
        status = "registered" if one.status in (*_ATTENDANCE, "cancelled") else one.status
        row = {**one.row(seminar), "status": status, "cancelled_on": None, "cancel_reason": None}
        if id(seminar) in self._billed:
            row = {name: value for name, value in row.items() if name not in _ON_PAPER}
        with records.operation("register"):
            (self._ids[id(one)],) = records.save_many("registration", [row])

    def _cancel(self, records: Records, one: Participation) -> None:
        registrations.cancel(records, self._ids[id(one)], one.reason)

    def _receive(self, records: Records, one: Participation, receipt: Receipt) -> None:
        with records.operation("receive"):
            payments.receive(
                records,
                self._ids[id(one)],
                receipt.amount,
                receipt.day,
                payment_type=receipt.payment_type,
                order_number=receipt.order_number,
                notes=receipt.notes,
            )

    def _attendance(self, seminar: Seminar) -> Event:
        """Who was there, noted on the last day by whoever keeps the line."""
        last = datetime.fromisoformat(seminar.engagement.end) + timedelta(hours=14, minutes=20)
        keeper = self._office.keeper(self._random, seminar.engagement.line)
        return Event(last, keeper, partial(self._note_attendance, seminar=seminar))

    def _note_attendance(self, records: Records, seminar: Seminar) -> None:
        meetings = Meeting.select(Meeting.id).where(Meeting.engagement == seminar.undertaking.id)
        sessions = [id for (id,) in tuples(meetings.order_by(Meeting.day, Meeting.begins))]
        there = [one for one in seminar.in_order() if one.status in _ATTENDANCE]
        with records.operation("attend"):
            records.save_many(
                "presence",
                [
                    {"registration": self._ids[id(one)], "meeting": session, "state": state}
                    for one in there
                    for session, state in zip(sessions, _states(one, len(sessions)), strict=True)
                ],
            )
            for one in there:
                records.save("registration", {"status": one.status}, id=self._ids[id(one)])


def _states(one: Participation, sessions: int) -> list[str]:
    """What is noted of somebody at each session, so that the status follows from it."""
    pattern = _PRESENCES[one.status]
    return [pattern[at * len(pattern) // sessions] for at in range(sessions)]


def changed_cards(office: Office, people: Sequence[Somebody], companies: Sequence[int]) -> Iterator[Event]:
    """Some cards that the clerk corrected in the last two weeks: a telephone, a note, a new employer."""
    random = Random("changed cards")
    for number, somebody in enumerate(random.sample(people, min(_CHANGED_CARDS, len(people)))):
        day = office.yesterday - timedelta(days=_CHANGED_CARDS - number)
        changes: tuple[Row, ...] = (
            {"mobile": f"+37498{200_100 + number}"},
            {"notes": random.choice(_NOTES)},
            {"employer": random.choice(companies)},
        )
        values = changes[number % len(changes)]
        yield Event(moment_on(random, day), CLERK, partial(_correct, id=somebody.id, values=values))


def _correct(records: Records, id: int, values: Row) -> None:
    records.save("person", values, id=id)


def open_records(office: Office, seen: Sequence[tuple[str, int]]) -> None:
    """Let the administrator look at records, yesterday at the end of the day: pairs of entity and id."""
    records = office.gate(ADMINISTRATOR)
    office.clock.moment = datetime.combine(office.yesterday, time(13, 50))
    for entity, id in seen:
        office.clock.moment += timedelta(minutes=3)
        visited(records, entity, id, records.get(entity, id).title)
