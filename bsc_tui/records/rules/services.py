"""What must hold for engagements, and for the lines that belong to one."""

from __future__ import annotations

from bsc_tui.db.models.services import KINDS
from bsc_tui.errors import FieldProblem, Invalid
from bsc_tui.i18n import _, ngettext
from bsc_tui.records.rules.checked import the_mark_falls_with_a_change
from bsc_tui.records.rules.proposal import Proposal, ReasonWanted
from bsc_tui.records.rules.staff import staff_are_free_for_the_session

SEMINARS = ("open_seminar", "closed_seminar")


def engagement_has_a_name(proposal: Proposal) -> None:
    """A name from the list or a title of its own."""
    after = proposal.after
    if after.get("kind") in SEMINARS:
        if not after.get("topic") and not after.get("title"):
            proposal.problem("topic", _("Choose the name of the seminar, or write a title."))
    elif not any(after.get(name) for name in ("title", "consultation_type", "evaluation_type", "topic")):
        proposal.problem("title", _("A title is needed."))


def kind_is_offered_by_the_line(proposal: Proposal) -> None:
    """Which kinds a line offers is data."""
    after = proposal.after
    if not proposal.changed("line", "kind"):
        return
    if not proposal.around.offers(after.get("line"), after.get("kind") or ""):
        proposal.problem("kind", _("The service line does not offer this kind."))


def ends_after_it_starts(proposal: Proposal) -> None:
    """As far as both dates are known."""
    starts, ends = proposal.after.get("starts") or "", proposal.after.get("ends") or ""
    if starts and ends and ends[: len(starts)] < starts[: len(ends)]:
        proposal.problem("ends", _("The end lies before the beginning."))
    if starts and proposal.changed("starts") and int(starts[:4]) > proposal.today.year + 2:
        proposal.warn(_("Saved; note that it starts more than two years ahead."))


def seats_are_in_order(proposal: Proposal) -> None:
    """Minimum up to maximum; a maximum below the seats taken warns and removes nobody."""
    least, most = proposal.after.get("minimum"), proposal.after.get("maximum")
    if least is not None and most is not None and least > most:
        proposal.problem("maximum", _("The maximum is smaller than the minimum."))
    if most is not None and proposal.id and proposal.changed("maximum"):
        taken = proposal.reader.seats_taken(proposal.id)
        if most < taken:
            proposal.warn(
                ngettext(
                    "Saved; %(count)s seat is taken already, nobody was removed.",
                    "Saved; %(count)s seats are taken already, nobody was removed.",
                    taken,
                )
                % {"count": taken}
            )


def discount_is_given_once(proposal: Proposal) -> None:
    """As a percentage or as an amount, and no larger than the price."""
    after = proposal.after
    price, rate, amount = (after.get(name) for name in ("price", "discount_rate", "discount"))
    if price is not None and price < 0:
        proposal.problem("price", _("A price is not negative."))
    if rate and amount:
        proposal.problem("discount", _("Give the discount as a percentage or as an amount, not both."))
    elif amount is not None and (amount < 0 or amount > (price or 0)):
        proposal.problem("discount", _("The discount is larger than the price."))


def confirming_below_the_minimum_needs_a_reason(proposal: Proposal) -> None:
    """A tentative open seminar is confirmed knowingly."""
    after = proposal.after
    least = after.get("minimum") or 0
    if (
        not proposal.id
        or not after.get("confirmed_on")
        or not proposal.changed("confirmed_on")
        or proposal.reason
    ):
        return
    taken = proposal.reader.seats_taken(proposal.id)
    if taken < least:
        raise ReasonWanted(
            _("Below the minimum."),
            _("%(taken)s of at least %(least)s are registered.") % {"taken": taken, "least": least},
            _("Why is it confirmed all the same?"),
        )


def session_ends_after_it_begins(proposal: Proposal) -> None:
    """Within one day."""
    begins, finishes = proposal.after.get("begins"), proposal.after.get("finishes")
    if begins and finishes and finishes <= begins:
        proposal.problem("finishes", _("The end lies before the beginning."))


def kinds_are_sound(line: int, before: list[str], after: list[str]) -> None:
    """A service line offers at least one kind, and only such as there are. Raises Invalid."""
    if not after or set(after) - {code for code, _label in KINDS}:
        raise Invalid([FieldProblem("kind", _("A service line offers at least one kind of engagement."))])


RULES = {
    "engagement": (
        engagement_has_a_name,
        kind_is_offered_by_the_line,
        ends_after_it_starts,
        seats_are_in_order,
        discount_is_given_once,
        confirming_below_the_minimum_needs_a_reason,
        the_mark_falls_with_a_change,
    ),
    "meeting": (session_ends_after_it_begins, staff_are_free_for_the_session),
}
