"""The course of the example's latest seminars: who was there, invoices, certificates, a seat that is offered.

What is planned of people and money comes from `participants` and `billing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from bsc_tui.db.models import Certificate, Meeting, Registration
from bsc_tui.operations import attendance, certificates, invoices, registrations, waiting
from bsc_tui.operations.example.engagements import Undertaking
from bsc_tui.operations.example.lately import Event
from bsc_tui.operations.example.office import CLERK, Office
from bsc_tui.operations.example.participants import Seminar
from bsc_tui.records.records import Records

BILLED = 6
"""So many of the latest seminars have invoices of the program's own; earlier ones were billed on paper."""
_INVOICED_AFTER = timedelta(days=2)


def billed(seminars: Sequence[Seminar]) -> list[Seminar]:
    """The latest seminars that cost something and have begun."""
    begun = [
        one
        for one in seminars
        if not one.is_archived
        and one.engagement.kind == "open_seminar"
        and one.engagement.price
        and one.engagement.status in ("finished", "current")
        and one.participations
    ]
    return sorted(begun, key=lambda one: (one.begins, one.engagement.key))[-BILLED:]


def events(office: Office, seminars: Sequence[Seminar]) -> Iterator[Event]:
    """Invoices, certificates and a waiting list that was worked through, each by who keeps the line."""
    random = Random("course")
    for number, seminar in enumerate(billed(seminars)):
        keeper = office.keeper(random, seminar.engagement.line)
        written = max(datetime.combine(seminar.begins, time(8)), seminar.entered) + _INVOICED_AFTER
        if written.date() <= office.yesterday:
            yield Event(written, keeper, partial(_write_invoices, undertaking=seminar.undertaking))
        if seminar.engagement.status == "finished":
            over = _after(seminar)
            if over.date() <= office.yesterday:
                yield Event(over, keeper, partial(_issue, undertaking=seminar.undertaking))
                again = over + timedelta(minutes=25)
                if number % 3 == 0:
                    yield Event(again, keeper, partial(_issue_again, undertaking=seminar.undertaking))
        else:
            yield from _noted_so_far(office, seminar, keeper)
    full = next((one for one in seminars if _may_offer(office, one)), None)
    if full is not None:
        moment = datetime.combine(office.yesterday, time(9, 40))
        ill = office.term("cancellation_reason", "illness")
        yield Event(moment, CLERK, partial(_offer_a_seat, undertaking=full.undertaking, reason=ill))


def _after(seminar: Seminar) -> datetime:
    return datetime.fromisoformat(seminar.engagement.end) + timedelta(days=1, hours=8, minutes=30)


def _may_offer(office: Office, seminar: Seminar) -> bool:
    statuses = [one.status for one in seminar.participations]
    return seminar.begins > office.today + timedelta(days=3) and {"waiting", "registered"} <= set(statuses)


# -- what happens ----------------------------------------------------------------------------------


def _write_invoices(records: Records, undertaking: Undertaking) -> None:
    invoices.write_all(records, undertaking.id, records.clock.today())


def _issue(records: Records, undertaking: Undertaking) -> None:
    certificates.issue(records, undertaking.id)


def _issue_again(records: Records, undertaking: Undertaking) -> None:
    first = (
        Certificate.select(Certificate.id)
        .join(Registration)
        .where(Registration.engagement == undertaking.id)
        .order_by(Certificate.id)
        .first()
    )
    if first is not None:
        certificates.issue_again(records, first.id, "Lost in the post")


def _noted_so_far(office: Office, seminar: Seminar, keeper: str) -> Iterator[Event]:
    """At a seminar that runs, each session in the evening: nearly everybody was there."""
    for session in seminar.engagement.sessions:
        if session.day <= office.yesterday:
            moment = datetime.combine(session.day, time(13, 30))
            note = partial(_note_session, undertaking=seminar.undertaking, day=session.day)
            yield Event(moment, keeper, note)


def _note_session(records: Records, undertaking: Undertaking, day: date) -> None:
    session = Meeting.get(Meeting.engagement == undertaking.id, Meeting.day == day)
    seen = attendance.attendance(records, undertaking.id)
    states = {one.registration: "present" for one in seen.people}
    if seen.people and session.day.day % 2:
        states[seen.people[-1].registration] = "absent"
    attendance.note_presence(records, session.id, states)


def _offer_a_seat(records: Records, undertaking: Undertaking, reason: int | None) -> None:
    """Somebody who had a seat can't come; the first who waits is offered it and has not said yet."""
    taken = Registration.select().where(
        Registration.engagement == undertaking.id, Registration.status == "registered"
    )
    registrations.cancel(records, taken.order_by(Registration.id.desc()).first().id, reason)
    queue = waiting.queue(records, undertaking.id)
    party = next((one.party for one in queue.parties if one.is_next), None)
    if party is not None:
        registrations.promote(records, party.id, queue.answer_until, code=party.code)
