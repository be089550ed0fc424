"""Go or no-go: a tentative seminar is confirmed, or called off with all its registrations."""

from __future__ import annotations

from bsc_tui.db.models import Booking, Registration, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records.records import Records
from bsc_tui.records.rules.surroundings import hold_seats


def confirm(records: Records, engagement_id: int, reason: str = "") -> None:
    """Confirm a seminar as of today. Raises ReasonWanted below the minimum without a reason."""
    with records.operation("confirm", reason=reason[:500]):
        if records.get("engagement", engagement_id).values["confirmed_on"]:
            raise Conflict(_("It is confirmed already."))
        values: dict[str, object] = {"confirmed_on": records.clock.today()}
        records.save("engagement", values, id=engagement_id, reason=reason)


def call_off(records: Records, engagement_id: int, why: str, cancel_reason: int) -> int:
    """Discontinue a seminar and cancel every registration and booking; how many people are to be told."""
    with records.operation("call_off", reason=why[:500]):
        hold_seats(engagement_id)
        ended = next(
            (term.id for term in records.reader.terms("project_status") if term.meaning == "discontinued"),
            None,
        )
        if ended is None:
            raise Conflict(_("No status means “discontinued”."), _("The list of project statuses has none."))
        registrations = tuples(
            Registration.select(Registration.id)
            .where(
                Registration.engagement == engagement_id,
                Registration.status.not_in(GONE),
                Registration.trashed_at.is_null(),
            )
            .order_by(Registration.id)
        )
        for (id,) in registrations:
            records.save("registration", {"status": "cancelled", "cancel_reason": cancel_reason}, id=id)
        bookings = tuples(
            Booking.select(Booking.id).where(
                Booking.engagement == engagement_id,
                Booking.status != "cancelled",
                Booking.trashed_at.is_null(),
            )
        )
        for (id,) in bookings:
            records.save("booking", {"status": "cancelled"}, id=id)
        records.save(
            "engagement",
            {"status": ended, "status_reason": why, "confirmed_on": None},
            id=engagement_id,
            reason=why,
        )
        return len(registrations)


def finish(records: Records, engagement_id: int) -> None:
    """A seminar that is over is finished. Raises Conflict where no status means that."""
    terms = records.reader.terms("project_status", offered=True)
    status = next((term.id for term in terms if term.meaning == "finished"), None)
    if status is None:
        raise Conflict(_("No status means “finished”."), _("The list of project statuses has none."))
    records.save("engagement", {"status": status}, id=engagement_id)
