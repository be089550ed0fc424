"""What must hold for reference lists and their terms."""

from __future__ import annotations

import re

from bsc_tui.db.models import ReferenceList, Term
from bsc_tui.i18n import _
from bsc_tui.records.rules.proposal import Proposal

LABELS = ("label_en", "label_fr", "label_hy")


def term_has_a_label(proposal: Proposal) -> None:
    """One language is enough."""
    if not any(proposal.after.get(name) for name in LABELS):
        proposal.problem("label_en", _("A term needs a label in one language at least."))


def status_has_a_meaning(proposal: Proposal) -> None:
    """A project status says which of the five meanings it has."""
    listed = ReferenceList.get_or_none(ReferenceList.id == proposal.after.get("list"))
    if listed is not None and listed.code == "project_status" and not proposal.after.get("meaning"):
        proposal.problem("meaning", _("A status needs one of the five meanings."))


def parent_is_in_the_same_list(proposal: Proposal) -> None:
    """Terms nest within their list and never in a circle."""
    parent_id = proposal.after.get("parent")
    seen = {proposal.id} if proposal.id else set()
    while parent_id:
        parent = Term.get_or_none(Term.id == parent_id)
        if parent is None or parent.list_id != proposal.after.get("list"):
            proposal.problem("parent", _("The term above is in another list."))
            return
        if parent.id in seen:
            proposal.problem("parent", _("A term can't be part of itself."))
            return
        seen.add(parent.id)
        parent_id = parent.parent_id


def label_is_new_in_the_list(proposal: Proposal) -> None:
    """The same label twice at one place of a list would be two answers to one question."""
    if not proposal.changed(*LABELS, "parent"):
        return
    parent = proposal.after.get("parent")
    for name in LABELS:
        label = proposal.after.get(name)
        if not label:
            continue
        twin = (
            Term.select(Term.id)
            .where(
                Term.list == proposal.after.get("list"),
                getattr(Term, name) == label,
                Term.trashed_at.is_null(),
                Term.parent.is_null() if parent is None else Term.parent == parent,
                Term.id != (proposal.id or 0),
            )
            .first()
        )
        if twin is not None or not proposal.around.claim(name, proposal.after.get("list"), parent, label):
            proposal.problem(name, _("“%(label)s” is in the list already.") % {"label": label})
            return


def line_code_is_a_word(proposal: Proposal) -> None:
    """Rights are named after it: letters, digits, dash and underscore."""
    if not re.fullmatch("[A-Za-z0-9_-]{1,12}", proposal.after.get("code") or ""):
        proposal.problem("code", _("Use Latin letters, digits, dash and underscore; 12 at most."))


RULES = {
    "service_line": (line_code_is_a_word,),
    "term": (
        term_has_a_label,
        status_has_a_meaning,
        parent_is_in_the_same_list,
        label_is_new_in_the_list,
    ),
}
