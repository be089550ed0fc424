"""What must hold for accounts."""

from __future__ import annotations

import re
from collections.abc import Callable

from bsc_tui.db.models import Account, Right, ServiceLine, tuples
from bsc_tui.errors import Conflict, FieldProblem, Invalid
from bsc_tui.i18n import _
from bsc_tui.records.access import EVERY_LINE, SECTIONS, Actor
from bsc_tui.records.rules.proposal import Proposal

SIGN_IN_NAME = r"[a-z0-9][a-z0-9._-]{0,39}"


def name_can_be_typed(proposal: Proposal) -> None:
    """Small Latin letters, digits, dot, dash and underscore; unique."""
    name = proposal.after.get("name") or ""
    if not proposal.changed("name"):
        return
    if not re.fullmatch(SIGN_IN_NAME, name):
        proposal.problem("name", _("Use small Latin letters, digits, dot, dash; 40 at most."))
    elif (
        not proposal.around.claim("account", name)
        or Account.select().where(Account.name == name, Account.id != (proposal.id or 0)).exists()
    ):
        proposal.problem("name", _("This name is taken."))


def nobody_locks_themselves_out(proposal: Proposal) -> None:
    """One can't close one's own account, nor the last one that administers."""
    if not proposal.id or proposal.after.get("active"):
        return
    if proposal.id == proposal.actor.account_id:
        proposal.problem("active", _("You can't close your own account."))
    elif proposal.changed("active"):
        somebody_else_administers(proposal.id)


def an_account_in_use_stays(id: int, actor: Actor) -> None:
    """One can't throw away one's own account, nor the last one that administers."""
    if id == actor.account_id:
        raise Conflict(_("This is your own account."), _("Somebody else who administers can delete it."))
    somebody_else_administers(id)


def somebody_else_administers(account_id: int) -> None:
    """Raise Conflict where nobody else administers; that is held until the transaction ends."""
    Right.update(code=Right.code).where(Right.code == "administration").execute()
    able = (
        Right.select(Right.account)
        .join(Account)
        .where(Right.code == "administration", Account.active, Account.trashed_at.is_null())
    )
    if {right.account_id for right in able} == {account_id}:
        raise Conflict(_("Somebody must administer."), _("This is the last account that can."))


def rights_are_sound(account: int, before: list[str], after: list[str]) -> None:
    """Only rights that there are; somebody can always administer. Raises Invalid, Conflict."""
    unknown = set(after) - known_rights()
    if unknown:
        raise Invalid(
            [FieldProblem("right", _("There is no right “%(code)s”.") % {"code": sorted(unknown)[0]})]
        )
    if "administration" in before and "administration" not in after:
        somebody_else_administers(account)


def known_rights() -> set[str]:
    """Every right that can be granted now."""
    return {
        *SECTIONS,
        EVERY_LINE,
        *(f"line:{code}" for (code,) in tuples(ServiceLine.select(ServiceLine.code))),
    }


TRASH_RULES: dict[str, tuple[Callable[[int, Actor], None], ...]] = {"account": (an_account_in_use_stays,)}
RULES = {"account": (name_can_be_typed, nobody_locks_themselves_out)}
