"""A participant goes to another seminar, and the money with them."""

from __future__ import annotations

from typing import Any

from bsc_tui.db.models import Engagement, Payment, Registration, ServiceLine, Share, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _, active
from bsc_tui.operations.registrations import Cancelled, Registered, first_waiting, prefilled, register
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.values import dataclass

KEPT = (
    "position",
    "workplace",
    "source",
    "bank",
    "account",
    "payer",
    "payer_enterprise",
    "sponsor",
    "order_status",
    "order_number",
    "order_date",
    "payment_type",
    "billing_status",
    "invoice_number",
    "invoice_date",
    "due_date",
    "waived_reason",
    "notes",
)
"""What the new registration takes from the old one; the price is the new seminar's."""
NOT_ENDED = ("registered", "waiting", "interested", "absent")
"""Who can go elsewhere: who was there has had the seminar."""
MOST_TARGETS = 20


def transfer(records: Records, registration_id: int, engagement_id: int, reason: str = "") -> Registered:
    """Move a registration to another seminar, with what was received for it; the new registration.

    Where no seat is free there the person waits. Raises Conflict where they are in that seminar already, have
    attended the old one, or money was received in another currency.
    """
    with records.operation("transfer", reason=reason[:500]):
        old = records.whole.kept(records.get("registration", registration_id).entity, registration_id)
        assert old is not None
        _demand_movable(records, registration_id, old.values, engagement_id)
        values: dict[str, Any] = {
            **prefilled(records, engagement_id, old.values["person"]),
            **{name: old.values[name] for name in KEPT},
        }
        for name in ("engagement", "person"):
            values.pop(name)
        moved = register(records, engagement_id, values, person_id=old.values["person"])
        for code, model in (("payment", Payment), ("share", Share)):
            found: Any = model
            ids = tuples(
                found.select(found.id)
                .where(found.registration == registration_id, found.trashed_at.is_null())
                .order_by(found.id)
            )
            for (id,) in ids:
                records.save(code, {"registration": moved.id}, id=id)
        records.save(
            "registration", {"status": "transferred", "transferred_to": moved.id}, id=registration_id
        )
        return moved


def freed_by(records: Records, registration_id: int) -> Cancelled:
    """Who could have the seat of somebody who has gone elsewhere."""
    return first_waiting(records, records.get("registration", registration_id).values["engagement"])


def demand_can_leave(records: Records, registration_id: int) -> None:
    """Raises Conflict for who has left or was there, before anybody is asked where to."""
    _demand_not_ended(records.get("registration", registration_id).values["status"])


def _demand_not_ended(status: str) -> None:
    if status in GONE:
        raise Conflict(_("This registration is cancelled already."))
    if status not in NOT_ENDED:
        raise Conflict(_("They were there."), _("Who has attended can't be transferred."))


def _demand_movable(
    records: Records, registration_id: int, values: dict[str, Any], engagement_id: int
) -> None:
    target = records.get("engagement", engagement_id).values
    source = records.get("engagement", values["engagement"]).values
    _demand_not_ended(values["status"])
    if target["kind"] not in SEMINARS or engagement_id == values["engagement"]:
        raise Conflict(_("Choose another seminar."))
    received = Payment.select().where(Payment.registration == registration_id, Payment.trashed_at.is_null())
    if source["currency"] != target["currency"] and received.exists():
        raise Conflict(
            _("The seminars have different currencies."),
            _("What was received can't go along."),
            _("Give it back first."),
        )


@dataclass(frozen=True)
class Target:
    """A seminar somebody could go to; `is_in`: they are registered there already."""

    id: int
    title: str
    line: str
    when: str
    taken: int
    maximum: int | None
    is_in: bool


def targets(records: Records, registration_id: int, typed: str = "") -> list[Target]:
    """Seminars of the actor's lines found by what is typed; nothing typed: those to come, its line first."""
    person, here, line = tuples(
        Registration.select(Registration.person, Registration.engagement, Engagement.line)
        .join(Engagement)
        .where(Registration.id == registration_id)
    )[0]
    if typed.strip():
        page = records.page("engagement", ["title"], query=typed, limit=2 * MOST_TARGETS)
        among = [Engagement.id.in_([one.id for one in page.lines])]
    else:
        today = records.clock.today().isoformat()
        among = [Engagement.starts >= today]
    lines = [one.id for one in ServiceLine.select() if records.actor.has(f"line:{one.code}")]
    rows = tuples(
        Engagement.select(
            Engagement.id, Engagement.starts, Engagement.maximum, Engagement.line, ServiceLine.code
        )
        .join(ServiceLine)
        .where(
            *among,
            Engagement.line.in_(lines),
            Engagement.kind.in_(SEMINARS),
            Engagement.id != here,
            Engagement.trashed_at.is_null(),
        )
        .order_by(Engagement.starts, Engagement.id)
        .limit(MOST_TARGETS)
    )
    ids, taken = [row[0] for row in rows], records.reader.seats_taken
    titles = records.reader.titles(Engagement, ids)
    inside = {
        engagement
        for (engagement,) in tuples(
            Registration.select(Registration.engagement).where(
                Registration.engagement.in_(ids),
                Registration.person == person,
                Registration.status.not_in(GONE),
                Registration.trashed_at.is_null(),
            )
        )
    }
    found = [
        (
            of_line != line,
            Target(id, titles[id], code, active().partial(starts), taken(id), most, id in inside),
        )
        for id, starts, most, of_line, code in rows
    ]
    return [one for _other, one in sorted(found, key=lambda pair: pair[0])]
