"""Registering people for seminars, cancelling, moving up from the waiting list. Prices live in the rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import Booking, Engagement, Enterprise, Person, Registration, tuples
from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.entities.kinds import Masked
from bsc_tui.errors import Conflict, Missing
from bsc_tui.i18n import _, active
from bsc_tui.operations.payments import balances, receive
from bsc_tui.records.reading import Kept
from bsc_tui.records.records import Records, Repeated, Saved
from bsc_tui.records.rules.surroundings import hold_seats

FROM_CARD = ("position", "source", "bank", "account")
"""What a registration takes from the person's card under the same name."""
FROM_SEMINAR = ("price", "discount_rate", "discount", "vat_rate", "sponsor")
"""What it takes from the seminar."""


@dataclass(frozen=True)
class Registered:
    """What registering did; `place` in the queue for those who wait."""

    id: int
    person: int
    status: str
    place: int
    warnings: list[str]


def prefilled(records: Records, engagement_id: int, person_id: int | None) -> dict[str, Any]:
    """The values a registration begins with: the usual price, position and workplace as on the card."""
    seminar = records.get("engagement", engagement_id).values
    values: dict[str, Any] = {
        "engagement": engagement_id,
        "status": "registered",
        "payer": "self",
        **{name: seminar[name] for name in FROM_SEMINAR},
    }
    if seminar["kind"] == "closed_seminar":
        values["workplace"] = seminar["client"]
        if seminar["priced"] == "whole":
            values |= {"price": None, "discount": None, "discount_rate": None}
    if seminar["free"]:
        values |= {"price": None, "discount": None, "discount_rate": None}
    if person_id is not None:
        card = records.get("person", person_id).values
        values |= {name: card[name] for name in FROM_CARD if card[name]}
        values["workplace"] = card["employer"] or values.get("workplace")
        values["person"] = person_id
    return values


def register(
    records: Records,
    engagement_id: int,
    values: Mapping[str, Any],
    *,
    person_id: int | None = None,
    person: Mapping[str, Any] | None = None,
    card: Kept | None = None,
    payment: Mapping[str, Any] | None = None,
    token: str | None = None,
) -> Registered:
    """Register somebody, with their card in the same operation: a new one (no `person_id`) or changes to it.

    Where no seat is free the person waits; nobody is turned away and no seat is sold twice. `card`: the card
    as it was seen, so that nobody else's change to it is overwritten unseen.
    Raises Conflict when they are in already, and what any save raises.
    """
    try:
        with records.operation("register", token=token) as work:
            if person_id is None:
                person_id = records.save("person", dict(person or {})).id
            elif person:
                _change_card(records, person_id, person, card)
            values = _unmasked(records, person_id, values)
            seated = values.get("status", "registered") in SEATED
            if seated and not values.get("overbooked_reason") and not values.get("booking"):
                values["status"] = _status_for(
                    records, engagement_id, str(values.get("status", "registered"))
                )
            saved = records.save("registration", {**values, "engagement": engagement_id, "person": person_id})
            if payment:
                records.save("payment", {**payment, "registration": saved.id})
            status = str(values.get("status", "registered"))
            return Registered(
                saved.id, person_id, status, _place(records, engagement_id, saved.id), list(work.warnings)
            )
    except Repeated as repeated:
        done = _registered_by(repeated.operation)
        return Registered(done.id, done.person_id, done.status, _place(records, engagement_id, done.id), [])


def _change_card(records: Records, person_id: int, person: Mapping[str, Any], card: Kept | None) -> None:
    version, opened = (card.version, card.values) if card is not None else (None, None)
    records.save("person", dict(person), id=person_id, version=version, opened=opened)


def _unmasked(records: Records, person_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what the card gave in place of the mask that the person saw."""
    card = records.whole.row(Person, person_id) or {}
    return {
        name: card[name]
        if name in FROM_CARD and card.get(name) and value == Masked.of(str(card[name]))
        else value
        for name, value in values.items()
    }


def _status_for(records: Records, engagement_id: int, wanted: str) -> str:
    """The wanted status while seats are free and nobody waits; held until the transaction ends."""
    hold_seats(engagement_id)
    seminar = Engagement.get_or_none(Engagement.id == engagement_id)
    if seminar is None:
        raise Missing(_("The seminar is gone."))
    reader = records.reader
    if seminar.maximum is None:
        return wanted
    free = reader.seats_taken(engagement_id) < seminar.maximum and not reader.people_waiting(engagement_id)
    return wanted if free else "waiting"


def _registered_by(operation_id: int) -> Registration:
    from bsc_tui.db.models import Change  # late: only after a broken connection

    change = Change.get(Change.operation == operation_id, Change.entity == "registration")
    found: Registration = Registration.get_by_id(change.record_id)
    return found


def waiting_list(engagement_id: int) -> list[Registration]:
    """Who waits, first come first: priority, then when they asked."""
    return list(
        Registration.select(Registration, Person)
        .join(Person)
        .where(
            Registration.engagement == engagement_id,
            Registration.status == "waiting",
            Registration.trashed_at.is_null(),
        )
        .order_by(Registration.priority.desc(), Registration.requested_at, Registration.id)
    )


@dataclass(frozen=True)
class Party:
    """Who waits: a person, or an enterprise for so many seats."""

    code: str
    id: int
    name: str
    seats: int
    priority: int = 0
    asked: datetime.datetime | None = None


def parties_waiting(engagement_id: int) -> list[Party]:
    """People and enterprises that wait, first come first."""
    found = [
        (
            -one.priority,
            one.requested_at,
            one.id,
            Party("registration", one.id, _name(one.person), 1, one.priority, one.requested_at),
        )
        for one in waiting_list(engagement_id)
    ]
    booked = (
        Booking.select(Booking, Enterprise)
        .join(Enterprise)
        .where(Booking.engagement == engagement_id, Booking.status == "waiting", Booking.trashed_at.is_null())
    )
    found += [
        (
            -one.priority,
            one.requested_at,
            one.id,
            Party("booking", one.id, one.enterprise.name, one.seats, one.priority, one.requested_at),
        )
        for one in booked
    ]
    return [party for *_order, party in sorted(found, key=lambda row: row[:3])]


def _name(person: Person) -> str:
    return f"{person.last_name} {person.first_name}".strip()


def _place(records: Records, engagement_id: int, registration_id: int) -> int:
    for place, party in enumerate(parties_waiting(engagement_id), 1):
        if (party.code, party.id) == ("registration", registration_id):
            return place
    return 0


@dataclass(frozen=True)
class Cancelled:
    """A cancellation, and who could have the seat now: `next_id` is 0 where nobody can.

    `next_code` says whether it is a registration or a booking, `skipped` names the parties before it that
    are too large for the seats that are free.
    """

    next_id: int
    next_name: str
    next_code: str = "registration"
    skipped: tuple[str, ...] = ()


def cancel(records: Records, registration_id: int, reason_id: int | None, notes: str = "") -> Cancelled:
    """Cancel a registration; it stays visible and counts in no total. Raises Invalid without a reason."""
    with records.operation("cancel", reason=notes[:500]):
        kept = records.get("registration", registration_id).values
        values: dict[str, Any] = {"status": "cancelled", "cancel_reason": reason_id}
        if notes:
            values["notes"] = f"{kept['notes']}\n{notes}".strip()
        records.save("registration", values, id=registration_id)
        return first_waiting(records, kept["engagement"])


def first_waiting(records: Records, engagement_id: int) -> Cancelled:
    """Who is to be offered free seats: the first party that fits in; nobody while no seat is free."""
    seminar = Engagement.get_by_id(engagement_id)
    taken, skipped = records.reader.seats_taken(engagement_id), list[str]()
    for party in parties_waiting(engagement_id):
        if seminar.maximum is None or party.seats <= seminar.maximum - taken:
            return Cancelled(party.id, party.name, party.code, tuple(skipped))
        skipped.append(f"{party.name} ({party.seats})" if party.code == "booking" else party.name)
    return Cancelled(0, "", skipped=tuple(skipped))


def promote(
    records: Records,
    id: int,
    answer_until: datetime.date | None = None,
    *,
    code: str = "registration",
    reason: str = "",
) -> None:
    """Give free seats to a person or a booking that waits. Raises Conflict when too few are free."""
    with records.operation("promote", reason=reason[:500]):
        kept = records.get(code, id).values
        if kept["status"] != "waiting":
            raise Conflict(_("Not on the waiting list."), _("Only who waits can move up."))
        status = "booked" if code == "booking" else "registered"
        records.save(code, {"status": status, "answer_until": answer_until}, id=id)


def statuses_in(engagement_id: int, person_ids: list[int]) -> dict[int, str]:
    """Which of these people are in a seminar and how; who cancelled is not in."""
    if not person_ids:
        return {}
    rows = Registration.select(Registration.person, Registration.status).where(
        Registration.engagement == engagement_id,
        Registration.person.in_(person_ids),
        Registration.status.not_in(GONE),
        Registration.trashed_at.is_null(),
    )
    return dict(tuples(rows))


def registration_of(engagement_id: int, person_id: int) -> int | None:
    """The registration by which a person is in a seminar, if they are."""
    row = Registration.get_or_none(
        Registration.engagement == engagement_id,
        Registration.person == person_id,
        Registration.status.not_in(GONE),
        Registration.trashed_at.is_null(),
    )
    return None if row is None else int(row.id)


def last_seen(person_ids: list[int]) -> dict[int, str]:
    """When each of these people was last registered for something: the start as partial ISO date."""
    if not person_ids:
        return {}
    rows = (
        Registration.select(Registration.person, fn.MAX(Engagement.starts))
        .join(Engagement)
        .where(
            Registration.person.in_(person_ids),
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
        )
        .group_by(Registration.person)
    )
    return dict(tuples(rows))


@dataclass(frozen=True)
class Past:
    """What a person has attended with us, and what is still unpaid, in words."""

    seminars: int
    last: str
    unpaid: tuple[str, ...]


def past_of(records: Records, person_id: int) -> Past:
    """A person's past in a few words."""
    rows = tuples(
        Registration.select(Registration.id, Engagement.id, Engagement.starts)
        .join(Engagement)
        .where(
            Registration.person == person_id,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
        )
        .order_by(Engagement.starts.desc())
        .limit(50)
    )
    titles = records.reader.titles(Engagement, [engagement for _id, engagement, _starts in rows])
    owed = balances([id for id, _engagement, _starts in rows])
    unpaid = tuple(
        f"{titles[engagement]} {active().amount(owed[id].open, owed[id].currency)}"
        for id, engagement, _starts in rows
        if owed[id].open
    )
    last = f"{titles[rows[0][1]]} {active().partial(rows[0][2][:7])}" if rows else ""
    return Past(len(rows), last, unpaid[:3])


def change(
    records: Records,
    registration_id: int,
    values: Mapping[str, Any],
    *,
    person: Mapping[str, Any] | None = None,
    card: Kept | None = None,
    payment: Mapping[str, Any] | None = None,
    version: int | None = None,
    opened: Mapping[str, Any] | None = None,
    reason: str = "",
    token: str | None = None,
) -> Saved:
    """Change a registration, the person's card and money received for it, in one operation.

    `version` and `opened` are those of the registration as it was seen, `card` is the card so.
    """
    try:
        with records.operation("change", reason, token) as work:
            kept = records.get("registration", registration_id)
            if person:
                _change_card(records, kept.values["person"], person, card)
            saved = records.save(
                "registration",
                dict(values),
                id=registration_id,
                version=version,
                opened=opened,
                reason=reason,
            )
            if payment:
                receive(records, registration_id, **payment)
            return Saved(saved.id, saved.version, saved.changed, list(work.warnings))
    except Repeated:
        return Saved(registration_id, records.get("registration", registration_id).version, ())
