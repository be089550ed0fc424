"""What must hold for the fields that the company adds."""

from __future__ import annotations

import re
import unicodedata

from bsc_tui.db.custom import PREFIX
from bsc_tui.db.models import CustomField, tuples
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _, told
from bsc_tui.records.reading import fields_of
from bsc_tui.records.rules.proposal import Proposal

LABELS = ("label_en", "label_fr", "label_hy")
LONGEST = 40


def field_has_a_label(proposal: Proposal) -> None:
    """One language is enough."""
    if not any(proposal.after.get(name) for name in LABELS):
        proposal.problem("label_en", _("A field needs a label in one language at least."))


def label_is_no_other_fields(proposal: Proposal) -> None:
    """Two fields of one name on a form would be two answers to one question."""
    if not proposal.after.get("entity") or not proposal.changed(*LABELS, "entity"):
        return
    entity = ENTITIES[proposal.after["entity"]]
    own = proposal.before["code"] if proposal.before else ""
    shown = {
        told(one.label).casefold()
        for name, one in fields_of(entity).items()
        if name not in (own, *entity.hidden)
    }
    for name in LABELS:
        if proposal.after.get(name) and proposal.after[name].casefold() in shown:
            proposal.problem(name, _("There is such a field already."))


def what_it_is_stays(proposal: Proposal) -> None:
    """What was filled in could not be read any more."""
    if proposal.before is None:
        return
    for name in ("entity", "kind"):
        if proposal.changed(name):
            proposal.problem(name, _("This stays as it was made; make another field instead."))
    if proposal.changed("terms") and proposal.before.get("terms"):
        proposal.problem("terms", _("This stays as it was made; make another field instead."))


def only_a_choice_has_a_list(proposal: Proposal) -> None:
    """Other kinds have none."""
    if proposal.after.get("kind") != "choice":
        proposal.derive("terms", None)


def code_follows_from_the_label(proposal: Proposal) -> None:
    """Latin small letters, digits and underscores, as the program's own names are; each once."""
    if proposal.before is not None:
        proposal.derive("code", proposal.before["code"])
        return
    label = next((proposal.after[name] for name in LABELS if proposal.after.get(name)), "")
    wanted = PREFIX + (_word(label) or "field")
    same = CustomField.select(CustomField.code).where(
        CustomField.entity == (proposal.after.get("entity") or ""), CustomField.code.startswith(wanted)
    )
    taken = {code for (code,) in tuples(same)}
    code = next(one for one in (wanted, *(f"{wanted}_{n}" for n in range(2, 1000))) if one not in taken)
    proposal.derive("code", code)


def _word(label: str) -> str:
    from anyascii import anyascii  # late: a field is seldom made

    plain = anyascii(unicodedata.normalize("NFKC", label)).lower()
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")


RULES = {
    "custom_field": (
        field_has_a_label,
        label_is_no_other_fields,
        what_it_is_stays,
        only_a_choice_has_a_list,
        code_follows_from_the_label,
    )
}
