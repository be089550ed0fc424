"""What must hold for registrations and payments: seats, one registration a person, money that adds up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_tui.db.models.registrations import GONE, SEATED
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records.rules.checked import the_mark_falls_with_a_change
from bsc_tui.records.rules.money import priced
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.records.rules.services import SEMINARS, discount_is_given_once


def it_is_a_seminar(proposal: Proposal) -> None:
    """Nobody registers for a consultation."""
    kind = proposal.around.kind_of(proposal.after["engagement"])
    if kind is not None and kind not in SEMINARS:
        proposal.problem("engagement", _("Only seminars have participants."))


def total_follows_from_the_price(proposal: Proposal) -> None:
    """Net, VAT and total are computed, never typed."""
    after = proposal.after
    steps = priced(
        after.get("price"), after.get("discount_rate"), after.get("discount"), after.get("vat_rate")
    )
    proposal.derive("net", steps.net)
    proposal.derive("vat", steps.vat)
    proposal.derive("total", steps.total)


def leaving_is_dated(proposal: Proposal) -> None:
    """A cancellation has a reason and a day; a registration that comes back has neither."""
    after = proposal.after
    if after.get("status") == "cancelled":
        if not after.get("cancel_reason"):
            proposal.problem("cancel_reason", _("Say why it is cancelled."))
        if not after.get("cancelled_on"):
            proposal.derive("cancelled_on", proposal.today)
    else:
        proposal.derive("cancelled_on", None)
        proposal.derive("cancel_reason", None)
    if not after.get("requested_at"):
        proposal.derive("requested_at", proposal.now)


def payer_is_known(proposal: Proposal) -> None:
    """Another enterprise that pays is named; a paying workplace is the one of the registration."""
    after = proposal.after
    if after.get("payer") == "other" and not after.get("payer_enterprise"):
        proposal.problem("payer_enterprise", _("Name the enterprise that pays."))
    if after.get("payer") == "workplace" and not after.get("workplace"):
        proposal.problem("payer", _("No workplace is given that could pay."))
    if after.get("payer") != "other":
        proposal.derive("payer_enterprise", None)


def a_person_is_in_once(proposal: Proposal) -> None:
    """At most one registration of a person in a seminar is neither cancelled nor transferred."""
    after = proposal.after
    if after.get("status") in GONE or not proposal.changed("engagement", "person", "status"):
        return
    if proposal.around.is_in(after["engagement"], after["person"], proposal.id):
        raise Conflict(_("Already in."), _("This person is registered for the seminar."))


def seats_are_not_sold_twice(proposal: Proposal) -> None:
    """Lock the seminar, count, then let in: on both engines the last seat goes once.

    Full is when the seats are taken or somebody waits. Beyond that an overbooking has a reason and a right.
    """
    after, before = proposal.after, proposal.before or {}
    if after.get("status") not in SEATED:
        return
    if before.get("status") in SEATED and _same_seat(before, after):
        return
    engagement_id = after["engagement"]
    proposal.around.hold(engagement_id)
    if after.get("booking") and _is_a_booked_seat(proposal):
        return
    waited_here = before.get("status") == "waiting" and before.get("engagement") == engagement_id
    _seats_are_free(proposal, 1, waited_here=waited_here)


def _same_seat(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return all(before.get(name) == after.get(name) for name in ("engagement", "booking"))


def _is_a_booked_seat(proposal: Proposal) -> bool:
    """Whether the booking named has a seat without a name; naming it takes no further one."""
    after = proposal.after
    booked = proposal.around.booked(after["booking"], besides=proposal.id)
    if booked is None or booked.engagement != after["engagement"]:
        proposal.problem("booking", _("This booking is for another seminar."))
        return True
    if booked.status == "cancelled":
        return False
    if booked.status == "waiting":
        raise Conflict(_("This booking waits."), _("Its seats can be named once it has them."))
    if booked.named >= booked.seats:
        raise Conflict(_("All seats of this booking are named."), _("Enlarge the booking first."))
    return True


def _seats_are_free(proposal: Proposal, wanted: int, *, waited_here: bool, but: int = 0) -> None:
    """So many seats are free and nobody is jumped over, or it is overbooked with a reason.

    `but`: a booking whose seats don't count, being the one that is looked at.
    """
    after = proposal.after
    seats = proposal.around.seats(after["engagement"], but=but)
    if seats.most is None:
        return
    most, taken, waiting = seats.most, seats.taken, seats.waiting
    jumps_the_queue = bool(waiting) and not waited_here
    if taken + wanted <= most and not jumps_the_queue:
        return
    if after.get("overbooked_reason") and proposal.actor.has("overbook"):
        proposal.warn(
            _("Overbooked: %(taken)s of %(most)s seats are taken now.")
            % {"taken": taken + wanted, "most": most}
        )
        return
    raise Conflict(
        _("Seminar is full."),
        _("%(taken)s of %(most)s seats are taken, %(waiting)s wait.")
        % {"taken": taken, "most": most, "waiting": waiting},
        _("Use the waiting list or enlarge the limit."),
    )


def a_booking_is_a_party(proposal: Proposal) -> None:
    """The enterprise's seats are free together, or it waits; no name is left without a seat."""
    after, before = proposal.after, proposal.before or {}
    if not after.get("requested_at"):
        proposal.derive("requested_at", proposal.now)
    proposal.around.hold(after["engagement"])
    named = proposal.reader.seats_named(proposal.id) if proposal.id else 0
    if after["seats"] < named:
        proposal.problem("seats", _("%(count)s of these seats have a name.") % {"count": named})
        return
    if named and before.get("engagement") not in (None, after["engagement"]):
        proposal.problem("engagement", _("Seats that have a name stay with their seminar."))
        return
    if after.get("status") == "waiting" and named:
        proposal.problem("status", _("%(count)s of these seats have a name.") % {"count": named})
        return
    if after.get("status") != "booked":
        return
    same = before.get("status") == "booked" and before.get("engagement") == after["engagement"]
    if same and after["seats"] <= before["seats"]:
        return
    waited_here = before.get("status") == "waiting" and before.get("engagement") == after["engagement"]
    _seats_are_free(proposal, after["seats"] - named, waited_here=waited_here, but=proposal.id or 0)


def payment_is_something(proposal: Proposal) -> None:
    """An amount of nothing is no payment; a payment is not dated in the future."""
    if not proposal.after.get("amount"):
        proposal.problem("amount", _("The amount is missing."))
    day = proposal.after.get("day")
    if day and day > proposal.today:
        proposal.problem("day", _("The day lies in the future."))


RULES = {
    "registration": (
        it_is_a_seminar,
        discount_is_given_once,
        total_follows_from_the_price,
        leaving_is_dated,
        payer_is_known,
        a_person_is_in_once,
        seats_are_not_sold_twice,
        the_mark_falls_with_a_change,
    ),
    "payment": (payment_is_something,),
    "booking": (it_is_a_seminar, a_booking_is_a_party),
}
