"""What documents belong to which record: attach, detach, list. Where the documents lie is `documents`'."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Attachment, Document, Folder, ServiceLine, dicts, tuples
from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, Translator
from bsc_tui.operations import documents
from bsc_tui.operations.companies import company_of
from bsc_tui.records.reading import columns_of
from bsc_tui.records.records import Records

ATTACHED = N_("Attached")
CONTACTS = NP_("tab", "Contacts")
AREAS = {"staff": NP_("tab", "Staff")}
"""The folders of what is attached to records of no line, where it is not that of contacts."""


@dataclass(frozen=True)
class Attached:
    """A document of a record."""

    id: int
    """Of the attachment."""
    document: int
    name: str
    folder: str
    kind: str
    size: int
    changed_at: datetime.datetime | None
    author: str


def can_have(entity: str) -> bool:
    """Whether documents can be attached to records of an entity."""
    return entity in BELONGS_TO


def attached_to(records: Records, entity: str, id: int) -> list[Attached]:
    """The documents of a record, newest first; confidential ones only for who may see them."""
    query = (
        Attachment.select(
            Attachment.id,
            Document.id,
            Document.name,
            Folder.name,
            Document.kind,
            Document.size,
            Document.changed_at,
            Document.author,
        )
        .join(Document, on=(Attachment.document == Document.id))
        .join(Folder, on=(Document.folder == Folder.id))
        .where(columns_of(Attachment)[entity] == id, Attachment.trashed_at.is_null())
        .order_by(Attachment.id.desc())
    )
    if not records.actor.has("sensitive"):
        query = query.where(~Attachment.sealed)
    return [Attached(*row) for row in tuples(query)]


def how_many(records: Records, entity: str, id: int) -> int:
    """How many documents a record has, of those the actor may see."""
    return records.count("attachment", {entity: id})


@dataclass(frozen=True)
class Owner:
    """A record that a document belongs to."""

    attachment: int
    entity: str
    id: int
    title: str


def owners_of(records: Records, document: int) -> list[Owner]:
    """The records a document belongs to."""
    rows = dicts(
        Attachment.select()
        .where(Attachment.document == document, Attachment.trashed_at.is_null())
        .order_by(Attachment.id)
    )
    return owners_in(records, rows)


def owners_in(records: Records, rows: Sequence[Mapping[str, Any]]) -> list[Owner]:
    """The records that these attachments lead to."""
    links = [(row["id"], name, int(row[name])) for row in rows for name in BELONGS_TO if row[name]]
    titles = {
        name: records.reader.titles(ENTITIES[name].model, [id for _row, one, id in links if one == name])
        for name in {name for _row, name, _id in links}
    }
    return [Owner(row, name, id, titles[name].get(id, "")) for row, name, id in links]


def attach(records: Records, entity: str, id: int, document: int) -> int:
    """Let a document belong to a record; the id of the attachment."""
    with records.operation("attach"):
        return records.save("attachment", {"document": document, entity: id}).id


def detach(records: Records, attachment: int) -> None:
    """The document belongs there no longer; it stays where it lies."""
    records.trash("attachment", attachment)


def folder_for_record(records: Records, entity: str, id: int) -> int:
    """Where a file goes that is attached to a record at once: a folder of its line, or of its area."""
    kept = records.get(entity, id)
    words = Translator(company_of(records.database).language)  # one folder, whoever attaches
    if line := records.whole.line_code(kept.entity, kept.values):
        line_id = int(ServiceLine.get(ServiceLine.code == line).id)
        return documents.folder_for(records, [line, words.gettext(ATTACHED)], line=line_id)
    return documents.folder_for(records, [words.pgettext(*AREAS.get(entity, CONTACTS))])
