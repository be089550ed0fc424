"""What an account has saved from the screens, over SFTP: fetched and removed, never sent. No SSH here.

It stands in the database: whichever server made a file, each shows it.
"""

from __future__ import annotations

import datetime
import errno
import time
from typing import NoReturn

from peewee import Database

from bsc_tui.records import own_files
from bsc_tui.records.access import Actor
from bsc_tui.records.own_files import OwnFile
from bsc_tui.server.gate_shelf import GateShelf, ReadPieces
from bsc_tui.server.shelves import About, Handle, Words


class ExportShelf(GateShelf):
    """The saved files of one account."""

    def __init__(self, database: Database, actor: Actor) -> None:
        super().__init__(database, actor, "exports")

    def about(self, words: Words) -> About:
        """A file, or the folder itself."""
        if not words:
            return About(True, 0, time.time(), may_write=False)
        return _seen(self._file(words))

    def names(self, words: Words) -> list[tuple[str, About]]:
        """What is there, and whole."""
        if words:
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder")
        found = self.asked(own_files.all_of, self._records)
        return sorted(((one.name, _seen(one)) for one in found), key=lambda one: one[0])

    def open_to_read(self, words: Words) -> Handle:
        """A file."""
        file = self._file(words)
        return ReadPieces(file.name, own_files.SavedContent(file), _seen(file))

    def remove(self, words: Words) -> None:
        """Keep a file no longer."""
        self.asked(own_files.drop, self._records, self._file(words).id)

    def open_to_send(self, words: Words, *, anew: bool, exclusive: bool) -> Handle:
        """Never."""
        _refuse()

    def rename(self, words: Words, new: Words, *, replace: bool) -> None:
        """Never."""
        _refuse()

    def make_folder(self, words: Words) -> None:
        """Never."""
        _refuse()

    def remove_folder(self, words: Words) -> None:
        """Never."""
        _refuse()

    def _file(self, words: Words) -> OwnFile:
        if len(words) == 1:
            for one in self.asked(own_files.all_of, self._records):
                if one.name == words[0]:
                    return one
        raise FileNotFoundError(errno.ENOENT, "no such name")


def _seen(file: OwnFile) -> About:
    return About(False, file.size, file.at.replace(tzinfo=datetime.UTC).timestamp(), may_write=False)


def _refuse() -> NoReturn:
    raise PermissionError(errno.EPERM, "send files to /inbox or /documents")
