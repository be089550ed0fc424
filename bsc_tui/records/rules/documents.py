"""What must hold for folders, documents and what they are attached to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_tui.db.models import Attachment, Document, DocumentVersion, Folder, ServiceLine, dicts
from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.kinds.files import file_kind, name_key
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.records import access
from bsc_tui.records.rules.proposal import Proposal

DEEPEST = 12
"""Folders in folders."""


def folder_of(id: Any) -> dict[str, Any] | None:
    """A folder's row, the trash left out."""
    rows = dicts(Folder.select().where(Folder.id == id, Folder.trashed_at.is_null())) if id else []
    return rows[0] if rows else None


def _demand_to_see(proposal: Proposal, sealed: bool) -> None:
    if sealed and not proposal.actor.has("sensitive"):
        raise Missing(_("There is no such record."))


def folder_takes_from_its_parent(proposal: Proposal) -> None:
    """Who keeps the parent keeps what is in it, and what is confidential stays so further down."""
    after = proposal.after
    parent = folder_of(after.get("parent"))
    keeper = parent["keeper"] if parent and parent["keeper"] else after.get("line")
    if parent and parent["keeper"] and after.get("line") not in (None, parent["keeper"]):
        proposal.problem("line", _("The folder it is in is kept by another line."))
    proposal.derive("keeper", keeper)
    proposal.derive("sealed", bool(after.get("confidential") or (parent and parent["sealed"])))
    if proposal.changed("confidential") and not proposal.actor.has("sensitive"):
        proposal.problem("confidential", access.why("sensitive"))
    if parent is not None:
        _demand_to_see(proposal, parent["sealed"])
    for line_id in {keeper, parent["keeper"] if parent else None}:
        line = ServiceLine.get_or_none(ServiceLine.id == line_id) if line_id else None
        access.demand(proposal.actor, f"line:{line.code}" if line is not None else "documents")


def folder_is_not_in_itself(proposal: Proposal) -> None:
    """Up through the parents one comes to the top."""
    at, steps = proposal.after.get("parent"), 0
    while at is not None:
        steps += 1
        if at == proposal.id:
            proposal.problem("parent", _("A folder can't be put into itself."))
            return
        if steps >= DEEPEST:
            proposal.problem("parent", _("Folders go %(count)s deep, not deeper.") % {"count": DEEPEST})
            return
        row = folder_of(at)
        at = row["parent"] if row else None


def name_is_free(proposal: Proposal) -> None:
    """In a folder no two things have a name that some computer takes for the same."""
    key = name_key(proposal.after.get("name") or "")
    proposal.derive("name_key", key)
    if not proposal.is_new and not proposal.changed("name_key", "parent", "folder"):
        return
    code = proposal.entity.code
    within = proposal.after.get("parent" if code == "folder" else "folder")
    inside = Folder.parent.is_null() if within is None else Folder.parent == within
    folders = Folder.select().where(
        inside,
        Folder.name_key == key,
        Folder.trashed_at.is_null(),
        Folder.id != (proposal.id or 0 if code == "folder" else 0),
    )
    documents = Document.select().where(
        Document.folder == (within or 0),
        Document.name_key == key,
        Document.trashed_at.is_null(),
        Document.id != (proposal.id or 0 if code == "document" else 0),
    )
    if folders.exists():
        proposal.problem("name", _("There is a folder of this name here."))
    elif documents.exists():
        proposal.problem("name", _("There is a document of this name here."))


def take_from_version(proposal: Proposal, version: Mapping[str, Any]) -> None:
    """What is said of a file, as its version in force says it."""
    proposal.derive("size", version["size"])
    proposal.derive("edition", version["number"] or 1)
    proposal.derive("changed_at", version["at"])
    proposal.derive("author", version["author"])


def content_is_there(proposal: Proposal) -> None:
    """What a document says of its file is what its version says."""
    content = proposal.after.get("content")
    rows = dicts(DocumentVersion.select().where(DocumentVersion.id == content)) if content else []
    owner = rows[0]["document"] if rows else 0
    if not rows or owner not in (None, proposal.id):
        proposal.problem("name", _("A document begins with a file: add it in the tab Documents."))
        return
    take_from_version(proposal, rows[0])
    proposal.derive("kind", file_kind(proposal.after.get("name") or ""))


def document_takes_from_its_folder(proposal: Proposal) -> None:
    """What is in a confidential folder is confidential."""
    folder = folder_of(proposal.after.get("folder"))
    if folder is not None:
        _demand_to_see(proposal, folder["sealed"])
        proposal.derive("sealed", folder["sealed"])


def attached_to_one(proposal: Proposal) -> None:
    """A document is attached to a record once, each time to one record."""
    after = proposal.after
    filled = [name for name in BELONGS_TO if after.get(name)]
    if len(filled) != 1:
        proposal.problem(filled[1] if filled else BELONGS_TO[0], _("Name one record that it belongs to."))
        return
    document = dicts(Document.select().where(Document.id == after["document"]))[0]
    _demand_to_see(proposal, document["sealed"])
    proposal.derive("sealed", document["sealed"])
    link: Any = getattr(Attachment, filled[0])
    same = Attachment.select().where(
        Attachment.document == after["document"],
        link == after[filled[0]],
        Attachment.trashed_at.is_null(),
        Attachment.id != (proposal.id or 0),
    )
    if same.exists():
        proposal.problem("document", _("It is attached here already."))


RULES = {
    "folder": (folder_takes_from_its_parent, folder_is_not_in_itself, name_is_free),
    "document": (name_is_free, content_is_there, document_takes_from_its_folder),
    "attachment": (attached_to_one,),
}
