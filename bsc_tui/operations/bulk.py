"""What the grid of many registrations asks: rows as they are kept, one row registered or changed, seats.

Each row is one operation. Who is who in a pasted text is found in `pasted`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Engagement, Operation, Person, Registration, dicts, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.entities.kinds import Reference
from bsc_tui.entities.registrations import REGISTRATION
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.operations import registrations
from bsc_tui.operations.bookings import OpenBooking, open_bookings
from bsc_tui.operations.payments import balances
from bsc_tui.records.own_fields import own_names
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.records.records import Records

LABELLED = (
    "position",
    "workplace",
    "payer_enterprise",
    "sponsor",
    "payment_type",
    "order_status",
    "billing_status",
)
"""The links that a row shows."""


@dataclass(frozen=True)
class Seats:
    """Seats of a seminar now; `places`: registration → place in the queue, `bookings`: unnamed seats."""

    taken: int
    maximum: int | None
    places: dict[int, int]
    waiting: int
    bookings: tuple[OpenBooking, ...]


@dataclass(frozen=True)
class Row:
    """A registration as the grid shows it."""

    kept: Kept
    name: str
    phone: str
    email: str
    paid: int


@dataclass(frozen=True)
class Grid:
    """Everything that the grid begins with."""

    title: str
    line: str
    currency: str
    usual: dict[str, Any]
    labels: dict[str, str]
    rows: list[Row]
    seats: Seats


@dataclass(frozen=True)
class Written:
    """What saving a row did."""

    row: Row
    place: int
    seats: Seats
    warnings: tuple[str, ...] = ()


def opened(records: Records, engagement_id: int) -> Grid:
    """Everything that the grid begins with: the seminar's usual values and who is in."""
    seminar = records.get("engagement", engagement_id)
    usual = filled(records, engagement_id, None)
    if _is_past(records, seminar.values):
        usual["status"] = "attended"
    return Grid(
        title=seminar.title,
        line=records.whole.line_code(ENTITIES["engagement"], seminar.values),
        currency=seminar.values["currency"],
        usual=usual,
        labels=labels_of(records, usual),
        rows=rows_of(records, engagement_id),
        seats=seats_of(records, engagement_id),
    )


def _is_past(records: Records, seminar: Mapping[str, Any]) -> bool:
    """Whether it is over: by its status, or by the calendar."""
    meanings = {term.id: term.meaning for term in records.reader.terms("project_status")}
    if meanings.get(seminar["status"]) == "finished":
        return True
    last = seminar["ends"] or seminar["starts"]
    return bool(last) and len(last) == 10 and last < records.clock.today().isoformat()


def filled(records: Records, engagement_id: int, person_id: int | None) -> dict[str, Any]:
    """All values of a new registration of this person (of nobody yet), as they are usual."""
    blank = {name: one.kind.clean(None) for name, one in fields_of(ENTITIES["registration"]).items()}
    return {**blank, **registrations.prefilled(records, engagement_id, person_id)}


def labelled() -> tuple[str, ...]:
    """The links that a row shows, those of the company's own fields among them."""
    fields, own = fields_of(REGISTRATION), own_names(REGISTRATION)
    return (*LABELLED, *(name for name in own if isinstance(fields[name].kind, Reference)))


def labels_of(records: Records, values: Mapping[str, Any]) -> dict[str, str]:
    """What the links among these values are called."""
    names = labelled()
    row: dict[str, Any] = {"id": 0, "engagement": None, **dict.fromkeys(names), **values}
    return records.reader.texts(REGISTRATION, [row], names)[0]


def seats_of(records: Records, engagement_id: int) -> Seats:
    """Seats taken, and who waits at which place."""
    found = tuples(Engagement.select(Engagement.maximum).where(Engagement.id == engagement_id))
    if not found:
        raise Missing(_("The seminar is gone."))
    waiting = registrations.parties_waiting(engagement_id)
    return Seats(
        taken=records.reader.seats_taken(engagement_id),
        maximum=found[0][0],
        places={one.id: place for place, one in enumerate(waiting, 1) if one.code == "registration"},
        waiting=sum(one.seats for one in waiting),
        bookings=tuple(open_bookings(engagement_id)),
    )


def rows_of(records: Records, engagement_id: int, ids: list[int] | None = None) -> list[Row]:
    """The registrations of a seminar that are not gone (these of them), in the order they were made."""
    query = Registration.select().where(
        Registration.engagement == engagement_id, Registration.trashed_at.is_null()
    )
    query = (
        query.where(Registration.id.in_(ids))
        if ids is not None
        else query.where(Registration.status.not_in(GONE))
    )
    reader, entity = records.reader, ENTITIES["registration"]
    rows = [reader.masked(Registration, row) for row in dicts(query.order_by(Registration.id))]
    people = reader.rows(Person, [row["person"] for row in rows])
    texts = reader.texts(entity, rows, labelled())
    owed = balances([row["id"] for row in rows])
    names = list(fields_of(entity))
    return [
        Row(
            Kept(
                entity, row["id"], row["version"], {name: row[name] for name in names}, texts[row["id"]], ""
            ),
            name_of(people[row["person"]]),
            people[row["person"]]["phone"] or people[row["person"]]["mobile"],
            people[row["person"]]["email"],
            owed[row["id"]].paid,
        )
        for row in rows
    ]


def name_of(person: Mapping[str, Any]) -> str:
    """Last and first name."""
    return f"{person['last_name']} {person['first_name']}".strip()


@dataclass(frozen=True)
class ToWrite:
    """A row as it shall be: the registration's values, a new person's card, money received today.

    Of somebody known `person` is what is added to their card.

    `kept`: the registration as it was seen; None makes a new one.
    """

    engagement: int
    values: dict[str, Any]
    person_id: int | None
    person: dict[str, Any]
    received: int
    kept: Kept | None
    token: str


def write(records: Records, row: ToWrite) -> Written:
    """Save one row as one operation; the same token does it once. Raises what a save raises."""
    payment: dict[str, Any] | None = None
    if row.received:
        payment = {
            "amount": row.received,
            "day": records.clock.today(),
            "payment_type": row.values.get("payment_type"),
        }
    place, warnings = 0, []
    if row.kept is None:
        done = registrations.register(
            records,
            row.engagement,
            row.values,
            person_id=row.person_id,
            person=row.person or None,
            payment=payment,
            token=row.token,
        )
        registration, place, warnings = done.id, done.place, done.warnings
    else:
        registration = row.kept.id
        saved = registrations.change(
            records,
            registration,
            row.values,
            payment=payment,
            version=row.kept.version,
            opened=row.kept.values,
            token=row.token,
        )
        warnings = saved.warnings
    rows = rows_of(records, row.engagement, [registration])
    if not rows:
        raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
    return Written(rows[0], place, seats_of(records, row.engagement), tuple(warnings))


@dataclass(frozen=True)
class Known:
    """A person as a row takes them: the values usual for them, and what their card says."""

    name: str
    values: dict[str, Any]
    labels: dict[str, str]
    card: dict[str, str]
    own: dict[str, Any]
    """What the card says in the company's own fields."""


def person_for(records: Records, engagement_id: int, person_id: int) -> Known:
    """What a new row of this person begins with."""
    values = filled(records, engagement_id, person_id)
    card = records.get("person", person_id).values
    contact = {"phone": card["phone"] or card["mobile"], "email": card["email"]}
    own = {name: card[name] for name in own_names(ENTITIES["person"])}
    return Known(name_of(card), values, labels_of(records, values), contact, own)


def row_or_person(records: Records, engagement_id: int, person_id: int) -> Row | Known:
    """The row of somebody who is in by now; of somebody else what a new row begins with."""
    registration = registrations.registration_of(engagement_id, person_id)
    rows = rows_of(records, engagement_id, [registration]) if registration is not None else []
    return rows[0] if rows else person_for(records, engagement_id, person_id)


def done_before(records: Records, tokens: list[str]) -> set[str]:
    """Which of these tokens belong to an operation that was done."""
    found = []
    for start in range(0, len(tokens), 500):
        found += tuples(
            Operation.select(Operation.token).where(Operation.token.in_(tokens[start : start + 500]))
        )
    return {token for (token,) in found}


def people_for(records: Records, engagement_id: int, person_ids: list[int]) -> dict[int, Known]:
    """What new rows of these people begin with."""
    return {id: person_for(records, engagement_id, id) for id in person_ids}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be taken over."""

    person: int
    name: str
    aside: str


def people_of_seminar(records: Records, seminar_id: int) -> list[Candidate]:
    """Who was or is in another seminar, cancelled ones left out, by name."""
    rows = rows_of(records, seminar_id)
    found = [Candidate(row.kept.values["person"], row.name, row.kept.labels["workplace"]) for row in rows]
    return sorted(found, key=lambda one: one.name)


def people_of_enterprise(records: Records, enterprise_id: int) -> list[Candidate]:
    """Everyone whose workplace an enterprise is, by name."""
    people = list(
        dicts(
            Person.select()
            .where(Person.employer == enterprise_id, Person.trashed_at.is_null())
            .order_by(Person.sort_key, Person.id)
            .limit(MOST_TAKEN_OVER)
        )
    )
    labels = records.reader.term_labels(row["position"] for row in people)
    return [Candidate(row["id"], name_of(row), labels.get(row["position"], "")) for row in people]


MOST_TAKEN_OVER = 2_000
