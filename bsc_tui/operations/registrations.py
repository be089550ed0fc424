"""Registering people for seminars, cancelling, moving up from the waiting list. Prices' arithmetic lives in the rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Engagement, Person, Registration
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.errors import Conflict, Missing
from bsc_tui.i18n import _
from bsc_tui.records.records import Records, Repeated

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
    token: str | None = None,
) -> Registered:
    """Register somebody, with their card in the same operation: a new one (no `person_id`) or changes to it.

    Where no seat is free the person waits; nobody is turned away and no seat is sold twice.
    Raises Conflict when they are in already, and what any save raises.
    """
    try:
        with records.operation("register", token=token) as work:
            if person_id is None:
                person_id = records.save("person", dict(person or {})).id
            elif person:
                records.save("person", dict(person), id=person_id)
            values = dict(values)
            if values.get("status", "registered") in SEATED and not values.get("overbooked_reason"):
                values["status"] = _status_for(
                    records, engagement_id, str(values.get("status", "registered"))
                )
            saved = records.save("registration", {**values, "engagement": engagement_id, "person": person_id})
            status = str(values.get("status", "registered"))
            return Registered(
                saved.id, person_id, status, _place(records, engagement_id, saved.id), list(work.warnings)
            )
    except Repeated as repeated:
        done = _registered_by(repeated.operation)
        return Registered(done.id, done.person_id, done.status, _place(records, engagement_id, done.id), [])


def _status_for(records: Records, engagement_id: int, wanted: str) -> str:
    """The wanted status while seats are free and nobody waits; held until the transaction ends."""
    Engagement.update(version=Engagement.version).where(Engagement.id == engagement_id).execute()
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
    return Registration.get_by_id(change.record_id)  # type: ignore[no-any-return]


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


def _place(records: Records, engagement_id: int, registration_id: int) -> int:
    for place, waiting in enumerate(waiting_list(engagement_id), 1):
        if waiting.id == registration_id:
            return place
    return 0


@dataclass(frozen=True)
class Cancelled:
    """A cancellation, and who could have the seat now: `next_id` is 0 where nobody waits."""

    next_id: int
    next_name: str


def cancel(records: Records, registration_id: int, reason_id: int | None, notes: str = "") -> Cancelled:
    """Cancel a registration; it stays visible and counts in no total. Raises Invalid without a reason."""
    with records.operation("cancel", reason=notes):
        kept = records.get("registration", registration_id).values
        values: dict[str, Any] = {"status": "cancelled", "cancel_reason": reason_id}
        if notes:
            values["notes"] = f"{kept['notes']}\n{notes}".strip()
        records.save("registration", values, id=registration_id)
        return first_waiting(records, kept["engagement"])


def first_waiting(records: Records, engagement_id: int) -> Cancelled:
    """Who is to be offered a free seat; nobody while no seat is free."""
    seminar = Engagement.get_by_id(engagement_id)
    waiting = waiting_list(engagement_id)
    full = seminar.maximum is not None and records.reader.seats_taken(engagement_id) >= seminar.maximum
    if not waiting or full:
        return Cancelled(0, "")
    first = waiting[0]
    return Cancelled(first.id, f"{first.person.last_name} {first.person.first_name}".strip())


def promote(records: Records, registration_id: int, answer_until: datetime.date | None = None) -> None:
    """Give a free seat to somebody who waits. Raises Conflict when none is free or they don't wait."""
    with records.operation("promote"):
        kept = records.get("registration", registration_id).values
        if kept["status"] != "waiting":
            raise Conflict(_("Not on the waiting list."), _("Only who waits can move up."))
        records.save(
            "registration", {"status": "registered", "answer_until": answer_until}, id=registration_id
        )
