"""Files of the computer the program runs on: putting one among the documents, saving a document as one.

In a session over the network these are the server's files, which are nobody's at the desk: it is refused.
"""

from __future__ import annotations

import datetime
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.errors import Conflict, Problem, Refused, Unusable
from bsc_tui.exports.files import new_file
from bsc_tui.i18n import _
from bsc_tui.operations.document_files import CHUNK, Stored, begin_upload, content_of
from bsc_tui.records.access import Actor
from bsc_tui.records.records import Records

FROM_AFAR = "ssh"
"""How the origin of actors begins who sit at another computer."""
MOST_SHOWN = 200
_MOST_LOOKED_AT = 20_000


def why_not(actor: Actor) -> str:
    """Why the files of this computer are closed to the actor; '' where they are not."""
    if actor.origin.startswith(FROM_AFAR):
        return _("Over the network documents come and go by SFTP.")
    return ""


def _demand_nearness(records: Records, path: Path, own: Path | None) -> None:
    """The files of this computer are for who sits at it; those in a folder of one's own are one's own."""
    if own is not None and path.parent == own and not path.is_symlink():
        return
    if sentence := why_not(records.actor):
        raise Refused(_("These are the files of the server."), sentence)


def as_path(text: str) -> Path:
    """The path somebody typed or dragged here: `~` is their home, quotes round it fall."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    return Path(text).expanduser() if not text.startswith("~") or "/" in text or text == "~" else Path(text)


def store_file(
    records: Records,
    folder: int,
    path: Path,
    *,
    document: int | None = None,
    edition_of: bool = False,
    inbox: Path | None = None,
) -> Stored:
    """Put a file into a folder, or as the next version of `document` (`edition_of`: of its namesake there).

    `inbox`: where the actor's files are who sits elsewhere; what is stored from there is gone from there.

    Raises Refused, Conflict, Invalid as storing does, Unusable for what is no readable file.
    """
    _demand_nearness(records, path, inbox)
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        upload = begin_upload(records, folder, harmless_name(path.name), expected=size)
        try:
            while piece := file.read(CHUNK):
                upload.write(piece)
        except OSError as failure:
            upload.abort()
            raise _unreadable(path, failure) from failure
    try:
        stored = upload.finish(folder, document=document, edition_of=edition_of)
    except Problem:
        upload.abort()
        raise
    if path.parent == inbox:
        with suppress(OSError):
            path.unlink()
    return stored


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, which is one: no folder, pipe or device, and none becomes one while it is opened."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as failure:
        raise _unreadable(path, failure) from failure
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unusable(
                _("This is no file."), _("“%(name)s” is a folder or a device.") % {"name": path.name}
            )
        yield file


def _unreadable(path: Path, failure: Exception) -> Unusable:
    name = {"name": path.name}
    title = _("The file can't be read.")
    code = failure.errno if isinstance(failure, OSError) else None
    if code in (errno.ENOENT, errno.ENOTDIR, None):
        return Unusable(title, _("There is no file “%(name)s” at this place.") % name)
    if code in (errno.EACCES, errno.EPERM):
        return Unusable(title, _("“%(name)s” may not be read by you.") % name)
    if code == errno.EISDIR:
        return Unusable(_("This is no file."), _("“%(name)s” is a folder or a device.") % name)
    return Unusable(title, f"{path.name}: {os.strerror(code or 0)}.")


def save_file(
    records: Records,
    document: int,
    path: Path,
    *,
    number: int | None = None,
    overwrite: bool = False,
) -> Path:
    """Save a document (one of its versions) as a file; its path. An existing one stays unless `overwrite`.

    A folder as `path` takes the document's own name. Raises Refused from afar, Conflict, Unusable.
    """
    _demand_nearness(records, path, None)
    content = content_of(records, document, number)
    if path.is_dir():
        path /= harmless_name(records.get("document", document).values["name"])
    with new_file(path, overwrite=overwrite) as file:
        for piece in content.pieces():
            file.write(piece)
    return path


def read_file(records: Records, path: Path, largest: int, *, inbox: Path | None = None) -> bytes:
    """The content of a file of at most so many bytes; from afar one of the inbox.

    Raises Refused, Conflict, Unusable.
    """
    _demand_nearness(records, path, inbox)
    with _opened(path) as file:
        try:
            content = file.read(largest + 1)
        except OSError as failure:
            raise _unreadable(path, failure) from failure
    if len(content) > largest:
        raise Conflict(_("The file is too large for a letter."))
    return content


def write_file(records: Records, content: bytes, path: Path, *, overwrite: bool = False) -> Path:
    """Save bytes as a file; its path. Raises Refused, Conflict, Unusable."""
    _demand_nearness(records, path, None)
    with new_file(path, overwrite=overwrite) as file:
        file.write(content)
    return path


def is_there(path: Path) -> bool:
    """Whether saving would replace a file."""
    with suppress(OSError):
        return path.is_file()
    return False


@dataclass(frozen=True)
class Sent:
    """A file that somebody sent; `moment` in UTC."""

    name: str
    size: int
    moment: datetime.datetime


def files_in(folder: Path) -> list[Sent]:
    """The files in a folder of one's own, the newest first."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_LOOKED_AT):
            if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                at = datetime.datetime.fromtimestamp(about.st_mtime, datetime.UTC).replace(tzinfo=None)
                found.append(Sent(entry.name, about.st_size, at))
    return sorted(found, key=lambda one: one.moment, reverse=True)


# -- completing what is typed ----------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """What may follow what was typed: the whole text then."""

    text: str
    name: str
    is_folder: bool
    size: int = 0


def candidates(text: str, *, folders_only: bool = False) -> list[Candidate]:
    """Files and folders that begin as what was typed does, folders first; hidden ones where asked for."""
    head, _slash, start = text.strip().lstrip("'\"").rpartition("/")
    base = head + "/" if _slash else ""
    try:
        folder = Path(base or ".").expanduser()
        found = [_candidate(base, entry) for entry in _entries(folder, start)]
    except (OSError, RuntimeError, ValueError):
        return []
    wanted = [one for one in found if one is not None and (one.is_folder or not folders_only)]
    return sorted(wanted, key=lambda one: (not one.is_folder, one.name.casefold()))[:MOST_SHOWN]


def _entries(folder: Path, start: str) -> list[os.DirEntry[str]]:
    begins = start.casefold()
    with os.scandir(folder) as listing:
        return [
            entry
            for entry in islice(listing, _MOST_LOOKED_AT)
            if entry.name.casefold().startswith(begins)
            and (start.startswith(".") or not entry.name.startswith("."))
        ]


def _candidate(base: str, entry: os.DirEntry[str]) -> Candidate | None:
    try:
        if entry.is_dir():
            return Candidate(f"{base}{entry.name}/", entry.name, True)
        if entry.is_file():
            return Candidate(f"{base}{entry.name}", entry.name, False, entry.stat().st_size)
    except OSError:
        return None
    return None
