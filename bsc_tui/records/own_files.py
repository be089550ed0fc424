"""Files that were made for somebody: kept in the database for a time, so that any server has them.

Theirs alone: no rights, no audit. What is in them, and where else they go, is up to others.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from bsc_tui.db.database import told
from bsc_tui.db.models import Export, ExportChunk, dicts, tuples
from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.errors import Missing, Refused
from bsc_tui.i18n import _
from bsc_tui.records.pieces import Pieces
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

CHUNK = 128 * 1024
"""Bytes of a piece."""
KEPT = datetime.timedelta(days=30)
_ABANDONED = datetime.timedelta(days=1)
"""After so long a file that never became whole is swept away."""
_UNDER_WAY = "\n"
"""How the names of files begin that are not whole yet: no name of a file does."""


@dataclass(frozen=True)
class OwnFile:
    """A file of the actor's."""

    id: int
    name: str
    size: int
    at: datetime.datetime

    @property
    def until(self) -> datetime.datetime:
        """When it goes."""
        return self.at + KEPT


def store(records: Records, name: str, file: BinaryIO) -> OwnFile:
    """Keep what is in the file; another of the name stays, and the new one gets a number.

    Each piece is a transaction of its own, so that a large file holds nobody up.
    """
    account, now = records.actor.account_id, records.clock.now()
    if account is None:
        raise Refused(_("Files are kept for somebody."), _("Sign in first."))
    database = records.database
    with told():
        _sweep(now)
        with database.atomic():
            id = int(Export.insert(account=account, name=_under_way(records), at=now).execute())
        try:
            digest, size, place = hashlib.sha256(), 0, 0
            while piece := file.read(CHUNK):
                with database.atomic():
                    ExportChunk.insert(export=id, place=place, bytes=piece).execute()
                digest.update(piece)
                size, place = size + len(piece), place + 1
            with database.atomic():
                free = free_name(records, name)
                Export.update(name=free, size=size, digest=digest.hexdigest()).where(
                    Export.id == id
                ).execute()
        except BaseException:
            with database.atomic():
                _remove(id)
            raise
    return OwnFile(id, free, size, now)


def free_name(records: Records, name: str) -> str:
    """The name, or with a number where the actor has a file of that name."""
    name = harmless_name(name)
    stem, dot, ending = name.rpartition(".")
    taken = {one.name for one in all_of(records)}
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}-{number}{dot}{ending}"
    return free


def all_of(records: Records) -> list[OwnFile]:
    """The actor's files, the newest first."""
    with told():
        rows = dicts(
            Export.select()
            .where(Export.account == records.actor.account_id, ~Export.name.startswith(_UNDER_WAY))
            .order_by(Export.at.desc(), Export.id.desc())
        )
    return [OwnFile(row["id"], row["name"], row["size"], row["at"]) for row in rows]


class SavedContent(Pieces):
    """What is in a file."""

    def __init__(self, file: OwnFile) -> None:
        super().__init__(file.size, CHUNK)
        self._id = file.id

    def fetched(self, place: int) -> bytes:
        """From the database."""
        with told():
            found = tuples(
                ExportChunk.select(ExportChunk.bytes).where(
                    ExportChunk.export == self._id, ExportChunk.place == place
                )
            )
        if not found:
            raise Missing(_("The file is gone."), _("Files are kept for 30 days."))
        return bytes(found[0][0])


def pieces_of(records: Records, id: int) -> Iterator[bytes]:
    """What is in a file, some at a time. Raises Missing: there is none of the actor's, or not whole."""
    wanted = next((one for one in all_of(records) if one.id == id), None)
    if wanted is None:
        raise Missing(_("The file is gone."), _("Files are kept for 30 days."))
    yield from SavedContent(wanted).pieces()


def drop(records: Records, id: int) -> None:
    """Keep a file no longer."""
    if any(one.id == id for one in all_of(records)):
        with told(), records.database.atomic():
            _remove(id)


def _under_way(records: Records) -> str:
    import uuid  # late: only where something is stored

    return f"{_UNDER_WAY}{uuid.uuid4().hex}"


def _sweep(now: datetime.datetime) -> None:
    """Everybody's files whose time is over, and what never became whole."""
    abandoned: Any = Export.name.startswith(_UNDER_WAY) & (Export.at < now - _ABANDONED)
    old = tuples(Export.select(Export.id).where((Export.at < now - KEPT) | abandoned))
    for (id,) in old:
        with Export._meta.database.atomic():
            _remove(id)


def _remove(id: int) -> None:
    ExportChunk.delete().where(ExportChunk.export == id).execute()
    Export.delete().where(Export.id == id).execute()
