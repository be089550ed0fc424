"""What must hold for invoices and shares. Prices and states of payment are in `money`."""

from __future__ import annotations

from collections.abc import Callable

from peewee import fn

from bsc_tui.db.models import Invoice, Registration, Share, tuples
from bsc_tui.i18n import _, active
from bsc_tui.records.access import Actor
from bsc_tui.records.rules.numbering import number_is_given, only_the_last_goes
from bsc_tui.records.rules.proposal import Proposal


def invoice_has_one_payer(proposal: Proposal) -> None:
    """A person or an enterprise."""
    if bool(proposal.after.get("person")) == bool(proposal.after.get("enterprise")):
        proposal.problem("enterprise", _("An invoice goes to a person or to an enterprise."))


def invoice_is_cancelled_for_a_reason(proposal: Proposal) -> None:
    """It keeps its number; why it is void stands with it."""
    after = proposal.after
    if after.get("cancelled_on") and not after.get("cancelled_reason"):
        proposal.problem("cancelled_reason", _("Say why it is cancelled."))
    if after.get("cancelled_reason") and not after.get("cancelled_on"):
        proposal.derive("cancelled_on", proposal.today)


def invoice_is_due_after_its_day(proposal: Proposal) -> None:
    """Not before."""
    day, due = proposal.after.get("day"), proposal.after.get("due_date")
    if day and due and due < day:
        proposal.problem("due_date", _("It can't be due before it is written."))


def what_was_written_stays(proposal: Proposal) -> None:
    """What an invoice asks for was sent: it is cancelled and written anew, never changed."""
    for name in ("currency", "rounding", "net", "vat_rate", "vat", "total"):
        if proposal.before is not None and name in proposal.before:
            proposal.derive(name, proposal.before[name])


def shares_fit_into_the_total(proposal: Proposal) -> None:
    """All shares together are no more than is to be paid."""
    after = proposal.after
    amount, registration = after.get("amount") or 0, after["registration"]
    if amount <= 0:
        proposal.problem("amount", _("The amount is missing."))
        return
    ((total,),) = tuples(Registration.select(Registration.total).where(Registration.id == registration))
    others = (
        Share.select(fn.SUM(Share.amount))
        .where(Share.registration == registration, Share.trashed_at.is_null(), Share.id != (proposal.id or 0))
        .scalar()
        or 0
    )
    if amount + int(others) > total:
        left = active().number(max(total - int(others), 0))
        proposal.problem("amount", _("Only %(left)s are left to be carried.") % {"left": left})


def an_invoice_leaves_no_gap(id: int, actor: Actor) -> None:
    """Only the last one of a year goes; others are cancelled."""
    only_the_last_goes(Invoice, id)


TRASH_RULES: dict[str, tuple[Callable[[int, Actor], None], ...]] = {"invoice": (an_invoice_leaves_no_gap,)}
RULES = {
    "invoice": (
        number_is_given,
        invoice_has_one_payer,
        invoice_is_cancelled_for_a_reason,
        invoice_is_due_after_its_day,
        what_was_written_stays,
    ),
    "invoice_line": (what_was_written_stays,),
    "share": (shares_fit_into_the_total,),
}
