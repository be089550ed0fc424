"""Shelves whose files stand in the database, as one account may see them. No SSH here."""

from __future__ import annotations

import errno
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from peewee import Database

from bsc_tui.errors import Unavailable
from bsc_tui.records import access
from bsc_tui.records.pieces import Pieces
from bsc_tui.records.records import Records
from bsc_tui.server.shelves import About, Handle

P = ParamSpec("P")
T = TypeVar("T")


class ReadPieces(Handle):
    """A file of the database that is read: what was in it when it was opened."""

    is_sent = False

    def __init__(self, name: str, content: Pieces, about: About) -> None:
        self.name = name
        self.size = content.size
        self._content = content
        self._about = about

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of it; none at its end."""
        return self._content.read(offset, size)

    def write(self, offset: int, data: bytes) -> int:
        """Never."""
        raise PermissionError(errno.EBADF, "it is only read")

    def about(self) -> About:
        """As it was when it was opened."""
        return self._about

    def cut(self, size: int) -> None:
        """Never."""

    def make_safe(self) -> None:
        """It is."""

    def close(self, *, whole: bool) -> None:
        """It holds nothing open."""


class GateShelf:
    """Asks the gate with the rights of the moment. Only its own thread asks the database."""

    def __init__(self, database: Database, actor: access.Actor, name: str) -> None:
        self._database = database
        self._records = Records(database, actor)
        self.threads = ThreadPoolExecutor(1, name, initializer=self._connect)
        """In which all of it is to be called."""

    def _connect(self) -> None:
        self._database.connect(reuse_if_open=True)

    def asked(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's answer with the rights of this moment; after a lost connection once more."""
        try:
            self._records.actor = access.refreshed(self._records.actor)
            return self._records.plainly(function, *args, **kwargs)
        except Unavailable:
            self._records.reconnect()
            self._records.actor = access.refreshed(self._records.actor)
            return self._records.plainly(function, *args, **kwargs)

    def close(self) -> None:
        """Nobody asks any more: the connection is given back."""
        self.threads.submit(self._database.close)
        self.threads.shutdown(wait=False)
