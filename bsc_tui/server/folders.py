"""Whose files are where: each account has a folder of saved files and one for files it sends. No SSH here.

What people name is `/room/name` and nothing deeper; a name becomes one of the disk's only within its room,
without following links. A file that is being sent has a hidden name until it is whole. A further room is a
line in ROOMS.
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
import shutil
import stat
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from bsc_tui.exports.files import is_harmless_name

MOST_FILES = 2000
"""Files of a room."""
KEPT_DAYS = 30
"""Days for which saved files are kept."""
KEPT_PARTS_DAYS = 2
"""Days for which the sending of a file can be taken up again."""


@dataclass(frozen=True)
class Room:
    """One of the folders that an account has."""

    code: str
    may_send: bool
    kept_days: int | None = None


ROOMS = (Room("exports", may_send=False, kept_days=KEPT_DAYS), Room("inbox", may_send=True))


@dataclass(eq=False)
class OpenFile:
    """A file that is read or sent. `whole` says that what was sent is all of it."""

    descriptor: int
    room: Path
    name: str
    is_sent: bool
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fileno(self) -> int:
        """For who asks the system about it."""
        return self.descriptor

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where in the file there is something: asyncssh's clients ask before they fetch it."""
        return os.lseek(self.descriptor, offset, whence)


class Folders:
    """The folders of all accounts, below one of the server's."""

    def __init__(self, root: Path, quota: int) -> None:
        self._root = root
        self._quota = quota
        self._being_sent: set[Path] = set()
        self._lock = threading.Lock()

    def of(self, account_id: int, room: str) -> Path:
        """The folder, made for the server's user alone."""
        folder = self._root / str(account_id) / room
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def tidy(self, now: float | None = None) -> None:
        """Take away what has been kept long enough."""
        moment = time.time() if now is None else now
        for room in ROOMS:
            for file in self._root.glob(f"*/{room.code}/*"):
                days = KEPT_PARTS_DAYS if file.name.startswith(".") else room.kept_days
                with contextlib.suppress(OSError):
                    if days and moment - file.lstat().st_mtime > days * 86400:
                        file.unlink()

    # -- within one room -------------------------------------------------------------------
    def names(self, folder: Path) -> list[tuple[str, os.stat_result]]:
        """What is there and whole."""
        found = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                    found.append((entry.name, entry.stat(follow_symlinks=False)))
        return sorted(found)

    def about(self, folder: Path, name: str, *, parts: bool) -> os.stat_result:
        """A file; with `parts` also one whose sending has not ended, for who takes it up again."""
        for candidate in (name, part_of(name)) if parts else (name,):
            with contextlib.suppress(FileNotFoundError):
                found = os.lstat(folder / candidate)
                if stat.S_ISREG(found.st_mode):
                    return found
        raise FileNotFoundError(errno.ENOENT, name)

    def open_to_read(self, folder: Path, name: str) -> OpenFile:
        """A whole file."""
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            os.close(descriptor)
            raise FileNotFoundError(errno.ENOENT, name)
        return OpenFile(descriptor, folder, name, is_sent=False, size=found.st_size)

    def open_to_send(self, folder: Path, name: str, *, anew: bool, exclusive: bool) -> OpenFile:
        """A file that comes to be. Its former content stays in its place until this one is whole."""
        if not is_harmless_name(name):
            raise PermissionError(errno.EPERM, "a name that is not taken here")
        target, part = folder / name, folder / part_of(name)
        with self._lock:
            if target in self._being_sent:
                raise OSError(errno.EBUSY, "this file is being sent already")
            if exclusive and target.exists():
                raise FileExistsError(errno.EEXIST, "this file exists already")
            if not target.exists() and len(os.listdir(folder)) >= MOST_FILES:
                raise OSError(errno.EDQUOT, "too many files")
            self._being_sent.add(target)
        try:
            if not anew and not part.exists() and target.exists():
                shutil.copyfile(target, part, follow_symlinks=False)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_TRUNC if anew else 0)
            descriptor = os.open(part, flags, 0o600)
        except BaseException:
            self._being_sent.discard(target)
            raise
        return OpenFile(descriptor, folder, name, is_sent=True, size=os.fstat(descriptor).st_size)

    def read(self, file: OpenFile, offset: int, size: int) -> bytes:
        """Bytes of it; none at its end."""
        return os.pread(file.descriptor, size, offset)

    def write(self, file: OpenFile, offset: int, data: bytes) -> int:
        """Add bytes; OSError with EDQUOT where the account has no room left."""
        if not file.is_sent:
            raise PermissionError(errno.EBADF, "it is only read")
        with file.lock:
            end = offset + len(data)
            if end > file.size:
                if self.used(file.room) + end - file.size > self._quota:
                    raise OSError(errno.EDQUOT, "no room left")
                file.size = end
        done = 0
        while done < len(data):
            done += os.pwrite(file.descriptor, data[done:], offset + done)
        return done

    def used(self, folder: Path) -> int:
        """Bytes that lie in the folder."""
        whole = 0
        with os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    whole += entry.stat(follow_symlinks=False).st_size
        return whole

    def close(self, file: OpenFile, *, whole: bool) -> None:
        """Done with it. What was sent takes its name when it is whole; else it waits to be taken up again."""
        try:
            if file.is_sent and whole:
                os.fsync(file.descriptor)
                os.rename(file.room / part_of(file.name), file.room / file.name)
        finally:
            os.close(file.descriptor)
            if file.is_sent:
                self._being_sent.discard(file.room / file.name)

    def remove(self, folder: Path, name: str) -> None:
        """Take a file away, and what may be there of a newer one."""
        self.about(folder, name, parts=True)
        for candidate in (name, part_of(name)):
            (folder / candidate).unlink(missing_ok=True)

    def rename(self, folder: Path, name: str, new: str, *, replace: bool) -> None:
        """Another name in the same room."""
        if not is_harmless_name(new):
            raise PermissionError(errno.EPERM, "a name that is not taken here")
        self.about(folder, name, parts=False)
        if replace:
            os.rename(folder / name, folder / new)
            return
        os.link(folder / name, folder / new, follow_symlinks=False)  # fails where one is there
        os.unlink(folder / name)


def part_of(name: str) -> str:
    """The hidden name of a file that is being sent."""
    return f".{name}.part"


def place_of(path: bytes) -> tuple[Room | None, str]:
    """Room and name that a client's path means; no room: the root. FileNotFoundError for what can't be."""
    try:
        text = unicodedata.normalize("NFC", path.decode())
    except UnicodeDecodeError:
        raise FileNotFoundError(errno.ENOENT, "not UTF-8") from None
    if "\0" in text or len(path) > 1000:
        raise FileNotFoundError(errno.ENOENT, "no such name")
    words = [word for word in posixpath.normpath(f"/{text}").split("/") if word]
    if not words:
        return None, ""
    room = next((room for room in ROOMS if room.code == words[0]), None)
    if room is None or len(words) > 2 or (len(words) == 2 and words[1].startswith(".")):
        raise FileNotFoundError(errno.ENOENT, "no such name")
    return room, words[1] if len(words) == 2 else ""
