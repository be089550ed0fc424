"""What must hold for accounts."""

from __future__ import annotations

import re

from bsc_tui.db.models import Account
from bsc_tui.i18n import _
from bsc_tui.records.rules.proposal import Proposal


def name_can_be_typed(proposal: Proposal) -> None:
    """Small Latin letters, digits, dot, dash and underscore; unique."""
    name = proposal.after.get("name") or ""
    if not proposal.changed("name"):
        return
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,39}", name):
        proposal.problem("name", _("Use small Latin letters, digits, dot, dash; 40 at most."))
    elif Account.select().where(Account.name == name, Account.id != (proposal.id or 0)).exists():
        proposal.problem("name", _("This name is taken."))


def nobody_locks_themselves_out(proposal: Proposal) -> None:
    """One can't close one's own account."""
    if proposal.id and proposal.id == proposal.actor.account_id and not proposal.after.get("active"):
        proposal.problem("active", _("You can't close your own account."))


RULES = {"account": (name_can_be_typed, nobody_locks_themselves_out)}
