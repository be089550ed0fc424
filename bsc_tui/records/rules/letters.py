"""What must hold for templates of letters."""

from __future__ import annotations

from bsc_tui.db.models import LetterTemplate, LetterTemplateVersion, dicts
from bsc_tui.i18n import _
from bsc_tui.records.rules.documents import take_from_version
from bsc_tui.records.rules.proposal import Proposal


def template_has_its_file(proposal: Proposal) -> None:
    """What a template says of its file is what the version in force says."""
    content = proposal.after.get("content")
    versions = LetterTemplateVersion
    columns = (versions.template, versions.size, versions.number, versions.at, versions.author)
    rows = dicts(versions.select(*columns).where(versions.id == content)) if content else []
    if not rows or rows[0]["template"] not in (None, proposal.id):
        proposal.problem("name", _("A template begins with a file: add it in the list of templates."))
        return
    take_from_version(proposal, rows[0])


def template_is_told_apart(proposal: Proposal) -> None:
    """Of a kind and language there is one of a name."""
    if not proposal.is_new and not proposal.changed("name", "kind", "language"):
        return
    after = proposal.after
    same = LetterTemplate.select().where(
        LetterTemplate.name == after["name"],
        LetterTemplate.kind == after["kind"],
        LetterTemplate.language == after["language"],
        LetterTemplate.trashed_at.is_null(),
        LetterTemplate.id != (proposal.id or 0),
    )
    if same.exists():
        proposal.problem("name", _("There is a template of this name, kind and language."))


RULES = {"letter_template": (template_has_its_file, template_is_told_apart)}
