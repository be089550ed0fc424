"""The company's documents over SFTP: the tree, its rights and its limits are those of the gate. No SSH here.

A document that is being sent lies among the account's own files until it is whole; then it goes through the
gate, as a new document or as the next version of its namesake. WinSCP sends large files under another name,
takes the document away and renames what it sent: that is no new document, but the next version.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import time
from collections.abc import Callable

from peewee import Database

from bsc_tui.entities.kinds.files import name_key
from bsc_tui.errors import Missing, Problem
from bsc_tui.exports.files import is_harmless_name
from bsc_tui.operations import document_files, documents
from bsc_tui.operations.document_files import CHUNK
from bsc_tui.operations.documents import Entry
from bsc_tui.records import access
from bsc_tui.server.gate_shelf import GateShelf, ReadPieces
from bsc_tui.server.own_files import OpenFile, OwnFiles
from bsc_tui.server.shelves import About, Handle, Words

WHILE_SENT = ".filepart"
"""How names end under which WinSCP sends."""
SOON = 60.0
"""Seconds after which nobody takes a document away to put in its place what was just sent."""


class SentDocument(Handle):
    """A document that is being sent: a file of one's own until it is whole."""

    is_sent = True

    def __init__(self, name: str, part: OpenFile, store: Callable[[], None]) -> None:
        self.name = name
        self.size = part.size
        self._part = part
        self._store = store

    def read(self, offset: int, size: int) -> bytes:
        """What came already."""
        return self._part.read(offset, size)

    def write(self, offset: int, data: bytes) -> int:
        """Add bytes."""
        written = self._part.write(offset, data)
        self.size = self._part.size
        return written

    def about(self) -> About:
        """As it is now."""
        return self._part.about()

    def cut(self, size: int) -> None:
        """No longer than this."""
        self._part.cut(size)
        self.size = self._part.size

    def make_safe(self) -> None:
        """What was written survives a power failure."""
        self._part.make_safe()

    def close(self, *, whole: bool) -> None:
        """A whole one goes through the gate."""
        self._part.close(whole=whole)
        if whole:
            self._store()


class DocumentShelf(GateShelf):
    """The documents as one account may see and change them."""

    def __init__(self, database: Database, actor: access.Actor, parts: OwnFiles) -> None:
        super().__init__(database, actor, "documents")
        self._parts = parts

    # -- looking ---------------------------------------------------------------------------
    def about(self, words: Words) -> About:
        """A folder or document, also a document whose sending has not ended."""

        def look() -> About:
            entry, line = self._at(words)
            return self._seen(entry, line)

        try:
            return self.asked(look)
        except Missing:
            if len(words) > 1:
                with contextlib.suppress(FileNotFoundError):
                    return self._parts.about((self._part_name(words),))
            raise

    def names(self, words: Words) -> list[tuple[str, About]]:
        """What is in a folder."""

        def look() -> list[tuple[str, About]]:
            folder, line = self._at(words)
            if folder is not None and not folder.is_folder:
                raise NotADirectoryError(errno.ENOTDIR, "this is no folder")
            found = documents.listing(self._records, folder.id if folder else None)
            return [(one.name, self._seen(one, one.line if one.is_folder else line)) for one in found]

        return self.asked(look)

    # -- reading and sending ---------------------------------------------------------------
    def open_to_read(self, words: Words) -> Handle:
        """A document."""

        def look() -> Handle:
            entry, line = self._at(words)
            if entry is None or entry.is_folder:
                raise IsADirectoryError(errno.EISDIR, "this is a folder")
            content = document_files.content_of(self._records, entry.id)
            return ReadPieces(entry.name, content, self._seen(entry, line))

        return self.asked(look)

    def open_to_send(self, words: Words, *, anew: bool, exclusive: bool) -> Handle:
        """A document that comes to be, or its next version."""
        folder = self.asked(self._folder_to_change, words)
        name = words[-1]
        if not is_harmless_name(name):
            raise PermissionError(errno.EPERM, "a name that is not taken here")
        if exclusive and self._is_there(words):
            raise FileExistsError(errno.EEXIST, "this document exists already")
        part = self._part_name(words)
        file = self._parts.open_to_send((part,), anew=anew, exclusive=False)
        if name.endswith(WHILE_SENT):
            return SentDocument(name, file, lambda: None)
        return SentDocument(name, file, lambda: self._store(folder, name, part))

    def _store(self, folder: int, name: str, part: str) -> None:
        """Through the gate; what was sent is gone from one's own files, whatever came of it."""

        def store() -> None:
            with open(self._parts.path / part, "rb") as file:
                upload = document_files.begin_upload(self._records, folder, name)
                try:
                    while piece := file.read(CHUNK):
                        upload.write(piece)
                    upload.finish(folder, edition_of=True)
                except (Problem, OSError):
                    with contextlib.suppress(Problem):
                        upload.abort()
                    raise

        try:
            self.asked(store)
        finally:
            (self._parts.path / part).unlink(missing_ok=True)

    # -- changing --------------------------------------------------------------------------
    def remove(self, words: Words) -> None:
        """A document goes to the trash; one whose sending was broken off is gone."""
        name = self._part_name(words)
        if not self._is_there(words):
            with contextlib.suppress(FileNotFoundError):
                self._parts.remove((name,))
                return
        if not self._is_to_be_replaced(words):
            self.asked(self._delete, words, False)

    def _is_to_be_replaced(self, words: Words) -> bool:
        """Whether what comes in its place was sent just now; it stays, and gets another version."""
        sent = self._parts.path / self._part_name(_while_sent(words))
        return bool(words) and sent.exists() and time.time() - sent.stat().st_mtime < SOON

    def remove_folder(self, words: Words) -> None:
        """An empty folder goes to the trash."""
        self.asked(self._delete, words, True)

    def _delete(self, words: Words, is_folder: bool) -> None:
        entry, _line = self._at(words)
        if entry is None or entry.is_folder is not is_folder:
            raise PermissionError(errno.EPERM, "not possible")
        if is_folder and documents.listing(self._records, entry.id):
            raise OSError(errno.ENOTEMPTY, "the folder is not empty")
        documents.delete(self._records, entry)

    def rename(self, words: Words, new: Words, *, replace: bool) -> None:
        """Another name, another folder, or both; nothing is replaced."""
        if new and words == _while_sent(new) and not self._is_there(words):
            part = self._part_name(words)
            if not (self._parts.path / part).exists():
                raise FileNotFoundError(errno.ENOENT, "nothing was sent")
            self._store(self.asked(self._folder_to_change, new), new[-1], part)
        else:
            self.asked(self._rename, words, new)

    def _rename(self, words: Words, new: Words) -> None:
        entry, _line = self._at(words)
        if entry is None or not new:
            raise PermissionError(errno.EPERM, "the documents stay where they are")
        parent, _line = self._at(new[:-1])
        within = parent.id if parent is not None else None
        if parent is not None and not parent.is_folder:
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder")
        if within is None and not entry.is_folder:
            raise PermissionError(errno.EPERM, "documents lie in folders")
        with self._records.operation("save"):
            if entry.parent != within:
                documents.move(self._records, entry, within)
            if entry.name != new[-1]:
                documents.rename(self._records, entry, new[-1])

    def make_folder(self, words: Words) -> None:
        """A new folder."""

        def make() -> None:
            if not words:
                raise FileExistsError(errno.EEXIST, "this folder exists already")
            parent, _line = self._at(words[:-1])
            documents.make_folder(self._records, parent.id if parent else None, words[-1])

        if self._is_there(words):
            raise FileExistsError(errno.EEXIST, "this folder exists already")
        self.asked(make)

    # -- the gate --------------------------------------------------------------------------
    def _at(self, words: Words) -> tuple[Entry | None, str]:
        """What stands at a path (None: the top), and the line that keeps it."""
        entry = documents.entry_at(self._records, words)
        if entry is None or entry.is_folder:
            return entry, entry.line if entry is not None else ""
        folder = documents.entry_at(self._records, words[:-1])
        return entry, folder.line if folder is not None else ""

    def _is_there(self, words: Words) -> bool:
        try:
            self.asked(self._at, words)
        except Missing:
            return False
        return True

    def _folder_to_change(self, words: Words) -> int:
        """The folder in which a document may be put."""
        if len(words) < 2:
            raise PermissionError(errno.EPERM, "documents lie in folders")
        folder, line = self._at(words[:-1])
        if folder is None or not folder.is_folder:
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder")
        with contextlib.suppress(Missing):
            entry, _line = self._at(words)
            if entry is not None and entry.is_folder:
                raise IsADirectoryError(errno.EISDIR, "this is a folder")
        access.demand(self._records.actor, _right(line))
        return folder.id

    def _seen(self, entry: Entry | None, line: str) -> About:
        may_write = self._records.actor.has(_right(line))
        if entry is None:
            return About(True, 0, datetime.datetime.now(datetime.UTC).timestamp(), may_write)
        at = entry.changed_at or datetime.datetime(2000, 1, 1)
        moment = at.replace(tzinfo=datetime.UTC).timestamp()
        return About(entry.is_folder, entry.size, moment, may_write)

    @staticmethod
    def _part_name(words: Words) -> str:
        """Under which name it lies among one's own files while it is sent."""
        return hashlib.sha256("/".join(map(name_key, words)).encode()).hexdigest()[:40]


def _right(line: str) -> str:
    return f"line:{line}" if line else "documents"


def _while_sent(words: Words) -> Words:
    """The path under which WinSCP sends a document."""
    return (*words[:-1], f"{words[-1]}{WHILE_SENT}") if words else ()
