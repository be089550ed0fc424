"""The contents of documents: stored in pieces, read in pieces, hidden until they are whole.

An upload writes its pieces as they come, each in a transaction of its own, so that a large file holds nobody
up and takes no memory; with the last one the document is made, or gets a new version, in one operation.
Folders and names are `documents`'; the files of this computer are `local_files`'.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Document, DocumentChunk, DocumentVersion, dicts, tuples
from bsc_tui.entities.documents import DOCUMENT, FOLDER
from bsc_tui.entities.kinds.files import name_key, size_told
from bsc_tui.errors import Conflict, Missing
from bsc_tui.i18n import _
from bsc_tui.operations.companies import company_of
from bsc_tui.records import access
from bsc_tui.records.pieces import Pieces
from bsc_tui.records.records import Records
from bsc_tui.records.rules.documents import folder_of

CHUNK = 128 * 1024
"""Bytes of a piece."""
_MEGABYTE = 1_000_000
_ABANDONED = datetime.timedelta(days=1)
"""After so long an upload that never became whole is swept away."""


@dataclass(frozen=True)
class Stored:
    """What an upload came to: a document, perhaps one that was there, in its new version."""

    document: int
    edition: int


class Upload:
    """A file on its way in: `write` pieces of any length, then `finish`. `abort` leaves nothing."""

    def __init__(self, records: Records, version: int, name: str, room: int, limit: int) -> None:
        self._records = records
        self._version = version
        self._name = name
        self._room = room
        self._limit = limit
        self._waiting = bytearray()
        self._chunks = 0
        self._digest = hashlib.sha256()
        self.size = 0
        """Bytes written."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises Conflict beyond the room there is; the upload is gone then."""
        self.size += len(piece)
        if self.size > min(self._room, self._limit):
            self.abort()
            raise _too_large(self._limit) if self.size > self._limit else _no_room()
        self._digest.update(piece)
        self._waiting += piece
        while len(self._waiting) >= CHUNK:
            self._keep(bytes(self._waiting[:CHUNK]))
            del self._waiting[:CHUNK]

    def _keep(self, piece: bytes) -> None:
        with told():
            DocumentChunk.create(version=self._version, place=self._chunks, bytes=piece)
        self._chunks += 1

    def finish(self, folder: int, *, document: int | None = None, edition_of: bool = False) -> Stored:
        """The file is whole: make the document in the folder, or the next version of `document`.

        `edition_of`: where a document of its name is there already, it becomes the next version of that.
        """
        if self._waiting:
            self._keep(bytes(self._waiting))
            self._waiting.clear()
        records = self._records
        if self.size > limits(records)[1]:  # others stored theirs meanwhile
            self.abort()
            raise _no_room()
        with records.operation("store"):
            if document is None and edition_of:
                document = document_named(records, folder, self._name)
            number = _last_number(document) + 1 if document else 1
            whole = {"number": number, "size": self.size, "digest": self._digest.hexdigest()}
            mine = DocumentVersion.id == self._version
            if not DocumentVersion.update(**whole).where(mine, DocumentVersion.number == 0).execute():
                raise Missing(_("The upload is gone."), _("Send the file again."))
            if document:
                records.hold("document", document)
                DocumentVersion.update(document=document).where(mine).execute()
                records.save("document", {"content": self._version}, id=document)
            else:
                values = {"folder": folder, "name": self._name, "content": self._version}
                document = records.save("document", values).id
                DocumentVersion.update(document=document).where(mine).execute()
        return Stored(document, number)

    def abort(self) -> None:
        """It comes to nothing; what was written goes."""
        with told(), self._records.database.atomic():
            _remove(self._version)


def begin_upload(records: Records, folder: int, name: str, *, expected: int = 0) -> Upload:
    """Begin to take a file for a folder; `expected`: its bytes, where they are known.

    Raises Refused without the right to the folder, Missing when it is gone, Conflict without room.
    """
    row = folder_of(folder)
    records.get("folder", folder)
    if row is None:
        raise Missing(_("The folder is gone."))
    access.demand(records.actor, access.right_for(DOCUMENT, _keeper(records, row)))
    limit, room = limits(records)
    if expected > limit:
        raise _too_large(limit)
    if expected > room:
        raise _no_room()
    with told(), records.database.atomic():
        _sweep(records.clock.now())
        version = DocumentVersion.create(
            name=name,
            at=records.clock.now(),
            account=records.actor.account_id,
            author=records.actor.label,
        )
    return Upload(records, version.id, name, room, limit)


def _keeper(records: Records, folder: dict[str, Any]) -> str:
    return records.whole.line_code(FOLDER, folder)


def limits(records: Records) -> tuple[int, int]:
    """The bytes that one file may have, and those that all together may still take."""
    company = company_of(records.database)
    with told():
        used = int(DocumentVersion.select(fn.COALESCE(fn.SUM(DocumentVersion.size), 0)).scalar())
    return company.largest_document * _MEGABYTE, max(company.all_documents * _MEGABYTE - used, 0)


def _too_large(limit: int) -> Conflict:
    return Conflict(
        _("The file is too large."),
        _("A document has at most %(size)s here.") % {"size": size_told(limit)},
        _("The company settings say so."),
    )


def _no_room() -> Conflict:
    return Conflict(
        _("There is no room for this file."),
        _("All documents together have as much as the company settings allow."),
        _("Ask an administrator."),
    )


def document_named(records: Records, folder: int, name: str) -> int | None:
    """The document of that name in a folder, as some computer would take the name."""
    rows = tuples(
        Document.select(Document.id).where(
            Document.folder == folder, Document.name_key == name_key(name), Document.trashed_at.is_null()
        )
    )
    return int(rows[0][0]) if rows else None


def _last_number(document: int) -> int:
    newest = DocumentVersion.select(fn.MAX(DocumentVersion.number)).where(
        DocumentVersion.document == document
    )
    return int(newest.scalar() or 0)


def _sweep(now: datetime.datetime) -> None:
    """Take away what uploads left that never became whole."""
    left = DocumentVersion.select(DocumentVersion.id).where(
        DocumentVersion.number == 0, DocumentVersion.at < now - _ABANDONED
    )
    for (version,) in tuples(left):
        _remove(version)


def _remove(version: int) -> None:
    DocumentChunk.delete().where(DocumentChunk.version == version).execute()
    DocumentVersion.delete().where(DocumentVersion.id == version, DocumentVersion.number == 0).execute()


# -- reading ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """One version of a document."""

    id: int
    number: int
    size: int
    digest: str
    at: datetime.datetime
    author: str


class Content(Pieces):
    """The bytes of a version."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.size, CHUNK)
        self.version = version

    def fetched(self, place: int) -> bytes:
        """From the database."""
        with told():
            rows = tuples(
                DocumentChunk.select(DocumentChunk.bytes).where(
                    DocumentChunk.version == self.version.id, DocumentChunk.place == place
                )
            )
        if not rows:
            raise Missing(_("A piece of the file is missing."), _("“bsc-tui check” tells more."))
        return bytes(rows[0][0])


def versions_of(records: Records, document: int) -> list[Version]:
    """All versions of a document, newest first."""
    records.get("document", document)
    with told():
        rows = dicts(
            DocumentVersion.select()
            .where(DocumentVersion.document == document, DocumentVersion.number > 0)
            .order_by(DocumentVersion.number.desc())
        )
    return [
        Version(row["id"], row["number"], row["size"], row["digest"], row["at"], row["author"])
        for row in rows
    ]


def content_of(records: Records, document: int, number: int | None = None) -> Content:
    """The content of a document: of the version in force, or of the one with that number."""
    kept = records.get("document", document)
    for version in versions_of(records, document):
        if version.id == kept.values["content"] if number is None else version.number == number:
            return Content(version)
    raise Missing(_("There is no such version."))


def take_version_back(records: Records, document: int, number: int) -> None:
    """Put an earlier version in force again; the later ones stay."""
    version = content_of(records, document, number).version
    records.save("document", {"content": version.id}, id=document)


# -- whether they are sound ------------------------------------------------------------------------


def unsound(progress: Callable[[int, int, str], None]) -> Iterator[tuple[str, int, str]]:
    """Documents whose content is not what was stored: name, id, what is wrong."""
    versions = {row["id"]: row for row in dicts(DocumentVersion.select().where(DocumentVersion.number > 0))}
    broken = {}
    for done, (id, row) in enumerate(versions.items()):
        digest, size = hashlib.sha256(), 0
        places = tuples(
            DocumentChunk.select(DocumentChunk.place)
            .where(DocumentChunk.version == id)
            .order_by(DocumentChunk.place)
        )
        for (place,) in places:
            (piece,) = tuples(
                DocumentChunk.select(DocumentChunk.bytes).where(
                    DocumentChunk.version == id, DocumentChunk.place == place
                )
            )[0]
            digest.update(piece)
            size += len(piece)
        if size != row["size"] or digest.hexdigest() != row["digest"]:
            broken[id] = row["number"]
        progress(done, len(versions), "document")
    for document in dicts(Document.select().where(Document.trashed_at.is_null())):
        if document["content"] not in versions:
            yield document["name"], document["id"], _("its file is not there")
    for id, number in broken.items():
        document_id = versions[id]["document"]
        yield (
            versions[id]["name"],
            document_id,
            _("version %(number)s is not what was stored") % {"number": number},
        )
