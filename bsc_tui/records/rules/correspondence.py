"""What must hold for letters and actions, and what follows: numbers, who entered or did it."""

from __future__ import annotations

from peewee import fn

from bsc_tui.db.models import Document, Letter, tuples
from bsc_tui.i18n import _
from bsc_tui.records.rules.numbering import hold_numbers, written
from bsc_tui.records.rules.proposal import Proposal

SERIES = {"out": "O-YYYY-NNNN", "in": "I-YYYY-NNNN"}
"""How numbers are written: of what was sent, of what came."""


def letter_is_of_somebody(proposal: Proposal) -> None:
    """Else nobody finds it again."""
    if not any(proposal.after.get(name) for name in ("person", "enterprise", "engagement")):
        proposal.problem("person", _("Say from whom or to whom it is, or about which engagement."))


def letter_has_its_number(proposal: Proposal) -> None:
    """The next one of its series and year; it stays, and what is thrown away keeps its own."""
    before = proposal.before
    if before is not None or proposal.id is not None:
        former = before or proposal.after
        for name in ("year", "number", "serial"):
            proposal.derive(name, former.get(name))
        if before is not None and proposal.changed("direction"):
            proposal.problem("direction", _("It has its number already; enter another letter instead."))
        return
    if not proposal.after.get("day") or proposal.after.get("direction") not in SERIES:
        return  # told already
    direction, year = proposal.after["direction"], proposal.after["day"].year
    hold_numbers("letter")
    query = Letter.select(fn.MAX(Letter.number)).where(Letter.direction == direction, Letter.year == year)
    given = proposal.around.numbers
    number = max(int(query.scalar() or 0), given.get((direction, year), 0)) + 1
    given[direction, year] = number
    proposal.derive("year", year)
    proposal.derive("number", number)
    proposal.derive("serial", written(SERIES[direction], year, number))


def letter_is_as_secret_as_its_file(proposal: Proposal) -> None:
    """What stands in a confidential folder is told of nowhere else."""
    document = proposal.after.get("document")
    rows = tuples(Document.select(Document.sealed).where(Document.id == document)) if document else []
    proposal.derive("sealed", bool(rows and rows[0][0]))


def letter_tells_who_entered_it(proposal: Proposal) -> None:
    """Once and for all."""
    if proposal.before is None:
        proposal.derive("account", proposal.after.get("account") or proposal.actor.account_id)
    else:
        proposal.derive("account", proposal.before["account"])


def action_has_a_day(proposal: Proposal) -> None:
    """When it is due, or when it was done, which lies not ahead; what was not planned stands at that day."""
    done = proposal.after.get("done_on")
    if not proposal.after.get("due"):
        proposal.derive("due", done)
        if not done:
            proposal.problem("due", _("Say when it is due, or below when it was done."))
    if done and done > proposal.today:
        proposal.problem("done_on", _("This day is still to come."))


def action_tells_for_whom_and_by_whom(proposal: Proposal) -> None:
    """It waits for who enters it unless somebody else is named; who says that it is done has done it."""
    if proposal.before is None and not proposal.after.get("owner"):
        proposal.derive("owner", proposal.actor.account_id)
    if not proposal.after.get("done_on"):
        proposal.derive("done_by", None)
    elif proposal.before is None or not proposal.before.get("done_on"):
        proposal.derive("done_by", proposal.after.get("done_by") or proposal.actor.account_id)
    else:
        proposal.derive("done_by", proposal.before["done_by"])


def follow_up_comes_after(proposal: Proposal) -> None:
    """What goes on goes on later."""
    after = proposal.after
    day = after.get("done_on") or after.get("due")
    if (
        after.get("follow_up")
        and day
        and after["follow_up"] < day
        and proposal.changed("follow_up", "done_on")
    ):
        proposal.problem("follow_up", _("The follow-up lies before the action itself."))


RULES = {
    "letter": (
        letter_is_of_somebody,
        letter_has_its_number,
        letter_is_as_secret_as_its_file,
        letter_tells_who_entered_it,
    ),
    "action": (action_has_a_day, action_tells_for_whom_and_by_whom, follow_up_comes_after),
}
