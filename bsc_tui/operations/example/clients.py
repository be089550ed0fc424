"""Calls, visits and post of the example's last weeks: some are done, some wait for the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from bsc_tui.operations.example.lately import Event
from bsc_tui.operations.example.office import ADMINISTRATOR, CLERK, RESPONSIBLE, Office, Row, moment_on
from bsc_tui.records.records import Records

_WHO = (CLERK, *RESPONSIBLE.values(), CLERK, ADMINISTRATOR)
_DONE: tuple[tuple[str, str, str], ...] = (
    ("call", "Invoice of the last seminar", "Pays next week; the accountant was on leave."),
    ("visit", "Training plan for the year", "Wants two closed seminars in spring, for twelve people each."),
    ("call", "Place in the group of December", "Comes if it is in the evening."),
    ("meeting", "Terms of the consultation", "Agreed on six days; the contract goes out on Friday."),
    ("e_mail", "Programme of the seminars", "Sent with the price list."),
    ("call", "Certificates of the participants", "Somebody will fetch them."),
    ("visit", "Rooms for a closed seminar", "The small room is enough; they have a projector."),
    ("call", "Evaluation of the seminar", "Content; would send colleagues."),
)
_WAITING = (
    ("call", "Answer to our offer"),
    ("visit", "Show the rooms"),
    ("task", "Prepare the contract"),
    ("call", "Names for the booked seats"),
    ("meeting", "Plan of the spring seminars"),
    ("letter", "Thanks for the sponsorship"),
)
_POST = (
    ("letter", "Request for an offer"),
    ("email", "List of participants"),
    ("email", "Question about the certificate"),
    ("fax", "Order form"),
    ("letter", "Invitation to the fair"),
    ("email", "Change of the bank account"),
)


def events(office: Office, people: Sequence[int], firms: Sequence[int]) -> Iterator[Event]:
    """What was done day by day, with what goes on from it; `people` are those of the example's own cards."""
    random = Random("clients")
    for number, (nature, subject, report) in enumerate(_DONE * 3):
        day = office.yesterday - timedelta(days=24 - number)
        values: Row = {
            "nature": office.term("action_nature", nature),
            "subject": subject,
            "report": report,
            "done_on": day,
            **_about(random, people, firms),
        }
        if number % 4 == 1:
            values["follow_up"] = office.today + timedelta(days=number % 7)
        yield _event(random, day, _WHO[number % len(_WHO)], partial(_save, code="action", values=values))
    for number, (nature, subject) in enumerate(_WAITING * 2):
        day = office.yesterday - timedelta(days=number % 5)
        values = {
            "nature": office.term("action_nature", nature),
            "subject": subject,
            "due": office.today + timedelta(days=number - 3),
            **_about(random, people, firms),
        }
        yield _event(random, day, _WHO[number % len(_WHO)], partial(_save, code="action", values=values))
    for number, (channel, subject) in enumerate(_POST * 2):
        day = office.yesterday - timedelta(days=20 - number)
        values = {
            "direction": "in",
            "channel": channel,
            "day": day,
            "subject": subject,
            "their_number": f"{random.randint(10, 400)}/{day.year % 100}" if channel != "email" else "",
            **_about(random, people, firms),
        }
        yield _event(random, day, CLERK, partial(_save, code="letter", values=values))


def _event(random: Random, day: date, who: str, do: partial[None]) -> Event:
    """Within the office's hours of the day."""
    return Event(moment_on(random, day), who, do)


def _about(random: Random, people: Sequence[int], firms: Sequence[int]) -> Row:
    """A person, or every third time an enterprise."""
    is_firm = random.random() < 0.35
    return {"enterprise": random.choice(firms)} if is_firm else {"person": random.choice(people)}


def _save(records: Records, code: str, values: Row) -> None:
    records.save(code, values)
