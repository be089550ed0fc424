"""The tree of folders and documents, as people, a copier over the network and other operations use it.

List a folder, find by path, make, rename, move, delete. Contents are `document_files`'; what documents are
attached to is `attachments`'.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Document, Folder, dicts, tuples
from bsc_tui.entities.documents import FOLDER
from bsc_tui.entities.kinds.files import name_key
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.records.records import Records


@dataclass(frozen=True)
class Entry:
    """A folder or a document, as a listing shows it."""

    is_folder: bool
    id: int
    name: str
    parent: int | None
    """The folder it is in; None: at the top."""
    size: int = 0
    kind: str = ""
    changed_at: datetime.datetime | None = None
    author: str = ""
    sealed: bool = False
    line: str = ""
    """The service line that keeps a folder."""


@dataclass(frozen=True)
class Branch:
    """A folder with its depth in the tree, and how much is in it."""

    folder: Entry
    depth: int
    documents: int


def folders(records: Records, parent: int | None) -> list[Entry]:
    """The folders in a folder (at the top), in order; those that the actor may not see left out."""
    return _folders(records, _within(parent))


def _within(parent: int | None) -> object:
    return Folder.parent.is_null() if parent is None else Folder.parent == parent


def _folders(records: Records, *conditions: object) -> list[Entry]:
    query = Folder.select().where(Folder.trashed_at.is_null(), *conditions)
    if not records.actor.has("sensitive"):
        query = query.where(~Folder.sealed)
    with told():
        rows = dicts(query.order_by(Folder.sort_key, Folder.name, Folder.id))
        lines = {
            id: records.whole.line_code(FOLDER, {"keeper": id}) for id in {row["keeper"] for row in rows}
        }
    return [
        Entry(
            True, row["id"], row["name"], row["parent"], sealed=row["sealed"], line=lines[row["keeper"]] or ""
        )
        for row in rows
    ]


def tree(records: Records) -> list[Branch]:
    """All folders, each below the one it is in."""
    below: dict[int | None, list[Entry]] = {}
    for folder in _folders(records):
        below.setdefault(folder.parent, []).append(folder)
    with told():
        counted = Document.select(Document.folder, fn.COUNT(Document.id)).where(Document.trashed_at.is_null())
        counts = dict(tuples(counted.group_by(Document.folder)))
    found: list[Branch] = []
    waiting = [(folder, 0) for folder in reversed(below.get(None, []))]
    while waiting:
        folder, depth = waiting.pop()
        found.append(Branch(folder, depth, counts.get(folder.id, 0)))
        waiting += [(child, depth + 1) for child in reversed(below.get(folder.id, []))]
    return found


def documents_in(records: Records, folder: int) -> list[Entry]:
    """The documents in a folder, in order. Raises Missing for one that is gone or not to be seen."""
    records.get("folder", folder)
    return _documents(Document.folder == folder)


def _documents(*conditions: object) -> list[Entry]:
    with told():
        rows = dicts(
            Document.select()
            .where(Document.trashed_at.is_null(), *conditions)
            .order_by(Document.sort_key, Document.name, Document.id)
        )
    return [
        Entry(
            False,
            row["id"],
            row["name"],
            row["folder"],
            row["size"],
            row["kind"],
            row["changed_at"],
            row["author"],
            row["sealed"],
        )
        for row in rows
    ]


def listing(records: Records, folder: int | None) -> list[Entry]:
    """What is in a folder, or at the top: folders first."""
    return folders(records, folder) + (documents_in(records, folder) if folder is not None else [])


def entry_at(records: Records, path: Sequence[str]) -> Entry | None:
    """What stands at a path of names; None for the top itself. Raises Missing for no such thing.

    Names are compared as some computer would: case and composing do not count.
    """
    found: Entry | None = None
    for name in path:
        key = name_key(name)
        within = found.id if found else None
        if found is not None and not found.is_folder:
            raise Missing(_("There is nothing of this name."), name)
        here = _folders(records, _within(within), Folder.name_key == key)
        if not here and within is not None:
            here = _documents(Document.folder == within, Document.name_key == key)
        if not here:
            raise Missing(_("There is nothing of this name."), name)
        found = here[0]
    return found


def path_of(records: Records, folder: int | None) -> list[str]:
    """The names down to a folder."""
    names: list[str] = []
    while folder is not None and len(names) < 50:
        row = records.whole.row(Folder, folder)
        if row is None:
            break
        names.insert(0, row["name"])
        folder = row["parent"]
    return names


def path_of_document(records: Records, document: int) -> list[str]:
    """The names down to a document, its own the last. Raises Missing."""
    values = records.get("document", document).values
    return [*path_of(records, values["folder"]), values["name"]]


# -- verbs -----------------------------------------------------------------------------------------


def make_folder(records: Records, parent: int | None, name: str, *, line: int | None = None) -> int:
    """A new folder; its id."""
    return records.save("folder", {"parent": parent, "name": name, "line": line}).id


def folder_for(records: Records, path: Sequence[str], *, line: int | None = None) -> int:
    """The folder at a path of names, made as far as it is missing; `line` keeps what is made at the top."""
    at: int | None = None
    for name in path:
        key = name_key(name)
        here = next((one for one in folders(records, at) if name_key(one.name) == key), None)
        at = here.id if here else make_folder(records, at, name, line=line if at is None else None)
    assert at is not None
    return at


def rename(records: Records, entry: Entry, name: str) -> None:
    """Another name."""
    records.save("folder" if entry.is_folder else "document", {"name": name}, id=entry.id)


def move(records: Records, entry: Entry, folder: int | None) -> None:
    """Into another folder; a folder may go to the top."""
    if entry.is_folder:
        records.save("folder", {"parent": folder}, id=entry.id)
    else:
        records.save("document", {"folder": folder}, id=entry.id)


def delete(records: Records, entry: Entry) -> int:
    """Into the trash, with all that is in it, as one operation; how many documents went."""
    with records.operation("trash"):
        if not entry.is_folder:
            records.trash("document", entry.id)
            return 1
        gone = sum(delete(records, one) for one in listing(records, entry.id))
        records.trash("folder", entry.id)
        return gone
