"""What must hold for people, enterprises and what ties them."""

from __future__ import annotations

from bsc_tui.i18n import _
from bsc_tui.records.rules.proposal import Proposal


def person_is_plausible(proposal: Proposal) -> None:
    """Age between 14 and 100 at this moment, or a warning."""
    born = proposal.after.get("birth_date") or ""
    if born and proposal.changed("birth_date"):
        age = proposal.today.year - int(born[:4])
        if age < 0 or born > proposal.today.isoformat():
            proposal.problem("birth_date", _("The birth date lies in the future."))
        elif not 14 <= age <= 100:
            proposal.warn(_("Saved; note the age of %(age)s years.") % {"age": age})


def who_was_erased_stays_so(proposal: Proposal) -> None:
    """Nothing is entered again where somebody asked to be forgotten."""
    if proposal.before is not None and proposal.before.get("erased_on"):
        proposal.problem("last_name", _("This person was erased. Enter a new person where one comes."))


def dates_are_in_order(proposal: Proposal) -> None:
    """Until is not before since."""
    since, until = proposal.after.get("since") or "", proposal.after.get("until") or ""
    if since and until and until[: len(since)] < since[: len(until)]:
        proposal.problem("until", _("The end lies before the beginning."))


def relationship_has_one_other_side(proposal: Proposal) -> None:
    """A person is something to one other person or to one enterprise, not to themselves."""
    after = proposal.after
    if after.get("other_person") and after.get("other_person") == after.get("person"):
        proposal.problem("other_person", _("This is the same person."))
    if bool(after.get("other_person")) == bool(after.get("enterprise")):
        proposal.problem("other_person", _("Name either a person or an enterprise on the other side."))


RULES = {
    "person": (person_is_plausible, who_was_erased_stays_so),
    "employment": (dates_are_in_order,),
    "partner": (dates_are_in_order,),
    "relationship": (relationship_has_one_other_side,),
}
