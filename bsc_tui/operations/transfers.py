"""A participant goes to another seminar, and the money with them."""

from __future__ import annotations

from typing import Any

from bsc_tui.db.models import Payment, Share, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations.registrations import Registered, prefilled, register
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS

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


def _demand_movable(
    records: Records, registration_id: int, values: dict[str, Any], engagement_id: int
) -> None:
    target = records.get("engagement", engagement_id).values
    source = records.get("engagement", values["engagement"]).values
    if values["status"] in GONE:
        raise Conflict(_("This registration is cancelled already."))
    if values["status"] not in NOT_ENDED:
        raise Conflict(_("They were there."), _("Who has attended can't be transferred."))
    if target["kind"] not in SEMINARS or engagement_id == values["engagement"]:
        raise Conflict(_("Choose another seminar."))
    received = Payment.select().where(Payment.registration == registration_id, Payment.trashed_at.is_null())
    if source["currency"] != target["currency"] and received.exists():
        raise Conflict(
            _("The seminars have different currencies."),
            _("What was received can't go along."),
            _("Give it back first."),
        )
