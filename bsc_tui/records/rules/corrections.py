"""What must hold for proposals for change."""

from __future__ import annotations

from bsc_tui.i18n import _
from bsc_tui.records.rules.proposal import Proposal


def something_is_proposed(proposal: Proposal) -> None:
    """What it should be, or at least what is wrong."""
    if not (proposal.after.get("wanted") or proposal.after.get("remark") or proposal.after.get("change")):
        proposal.problem("wanted", _("Write what it should be, or below what is wrong."))


def a_refusal_has_its_reason(proposal: Proposal) -> None:
    """Who proposed reads why not."""
    if proposal.after.get("state") == "declined" and not proposal.after.get("answer"):
        proposal.problem("answer", _("Say why not: who proposed it reads that."))


RULES = {"correction": (something_is_proposed, a_refusal_has_its_reason)}
