"""An account's own files on the server's disk: those it sends. No SSH here.

A folder holds files and no folders; a name becomes one of the disk's only within it, without following links.
A file that is being sent has a hidden name until it is whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bsc_tui.exports.files import is_harmless_name
from bsc_tui.server.shelves import About, Handle, Words

MOST_FILES = 2000
"""Files of a folder."""
GRANTED_AT_ONCE = 1 << 20
"""Bytes for which a sent file gets room before the folder is looked at again."""


@dataclass(frozen=True)
class Room:
    """One of the folders that an account has."""

    code: str
    kept_days: int | None = None
    """Days for which files are kept; None: until somebody takes them away."""


INBOX = Room("inbox")
PARTS = Room("parts", kept_days=2)
"""Nobody sees it: documents that are being sent."""
ROOMS = (INBOX, PARTS)
KEPT_PARTS_DAYS = 2
"""Days for which the sending of a file can be taken up again."""


@dataclass(eq=False)
class OpenFile(Handle):
    """A file of one folder that is read or sent."""

    name: str
    size: int
    is_sent: bool
    folder: OwnFiles
    descriptor: int
    _granted: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of it; none at its end."""
        return os.pread(self.descriptor, size, offset)

    def write(self, offset: int, data: bytes) -> int:
        """Add bytes; OSError with EDQUOT where the account has no room left."""
        if not self.is_sent:
            raise PermissionError(errno.EBADF, "it is only read")
        with self._lock:
            end = offset + len(data)
            if end > max(self._granted, self.size):
                self._granted = self.folder.room_for(self, end)
            self.size = max(self.size, end)
        done = 0
        while done < len(data):
            done += os.pwrite(self.descriptor, data[done:], offset + done)
        return done

    def about(self) -> About:
        """As it is now."""
        return self.folder.seen(os.fstat(self.descriptor))

    def cut(self, size: int) -> None:
        """No longer than this; longer it becomes by writing only."""
        if self.is_sent and size <= self.size:
            with self._lock:
                os.ftruncate(self.descriptor, size)
                self.size = size

    def make_safe(self) -> None:
        """What was written survives a power failure."""
        os.fsync(self.descriptor)

    def close(self, *, whole: bool) -> None:
        """What was sent takes its name when it is whole; else it waits to be taken up again."""
        self.folder.close_file(self, whole=whole)


class OwnFiles:
    """One folder of one account; a shelf of those that `shelves` describes."""

    threads = None

    def __init__(self, path: Path, quota: int, being_sent: set[Path]) -> None:
        """`being_sent`: files that are being sent just now, by whomever."""
        self.path = path
        self._quota = quota
        self._being_sent = being_sent
        self._lock = threading.Lock()

    # -- looking ---------------------------------------------------------------------------
    def about(self, words: Words) -> About:
        """A file, also one whose sending has not ended; or the folder itself."""
        if not words:
            return About(True, 0, time.time(), may_write=True)
        name = _name(words)
        for candidate in (name, part_of(name)):
            with contextlib.suppress(FileNotFoundError):
                found = os.lstat(self.path / candidate)
                if stat.S_ISREG(found.st_mode):
                    return self.seen(found)
        raise FileNotFoundError(errno.ENOENT, name)

    def names(self, words: Words) -> list[tuple[str, About]]:
        """What is here and whole."""
        if words:
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder")
        found = []
        with os.scandir(self.path) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                    found.append((entry.name, self.seen(entry.stat(follow_symlinks=False))))
        return sorted(found, key=lambda one: one[0])

    def seen(self, found: os.stat_result) -> About:
        """A file of the disk as listings show it."""
        return About(False, found.st_size, found.st_mtime, may_write=True)

    # -- reading and sending ---------------------------------------------------------------
    def open_to_read(self, words: Words) -> OpenFile:
        """A whole file."""
        name = _name(words)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(self.path / name, flags)
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            os.close(descriptor)
            raise FileNotFoundError(errno.ENOENT, name)
        return OpenFile(name, found.st_size, False, self, descriptor)

    def open_to_send(self, words: Words, *, anew: bool, exclusive: bool) -> OpenFile:
        """A file that comes to be."""
        name = _name(words)
        if not is_harmless_name(name):
            raise PermissionError(errno.EPERM, "a name that is not taken here")
        target, part = self.path / name, self.path / part_of(name)
        with self._lock:
            if target in self._being_sent:
                raise OSError(errno.EBUSY, "this file is being sent already")
            if exclusive and target.exists():
                raise FileExistsError(errno.EEXIST, "this file exists already")
            if not target.exists() and len(os.listdir(self.path)) >= MOST_FILES:
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
        return OpenFile(name, os.fstat(descriptor).st_size, True, self, descriptor)

    def room_for(self, file: OpenFile, end: int) -> int:
        """Up to where the file may grow, `end` at the least. OSError where there is no room for that."""
        others = self.used() - os.fstat(file.descriptor).st_size
        if others + end > self._quota:
            raise OSError(errno.EDQUOT, "no room left")
        return min(end + GRANTED_AT_ONCE, self._quota - others)

    def used(self) -> int:
        """Bytes that lie here."""
        whole = 0
        with os.scandir(self.path) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    whole += entry.stat(follow_symlinks=False).st_size
        return whole

    def close_file(self, file: OpenFile, *, whole: bool) -> None:
        """Done with it."""
        try:
            if file.is_sent and whole:
                os.fsync(file.descriptor)
                os.rename(self.path / part_of(file.name), self.path / file.name)
        finally:
            os.close(file.descriptor)
            if file.is_sent:
                self._being_sent.discard(self.path / file.name)

    # -- changing --------------------------------------------------------------------------
    def remove(self, words: Words) -> None:
        """Take a file away, and what may be there of a newer one."""
        self.about(words)
        name = _name(words)
        for candidate in (name, part_of(name)):
            (self.path / candidate).unlink(missing_ok=True)

    def rename(self, words: Words, new: Words, *, replace: bool) -> None:
        """Another name."""
        name, other = _name(words), _name(new)
        if not is_harmless_name(other):
            raise PermissionError(errno.EPERM, "a name that is not taken here")
        if not stat.S_ISREG(os.lstat(self.path / name).st_mode):
            raise FileNotFoundError(errno.ENOENT, name)
        if replace:
            os.rename(self.path / name, self.path / other)
            return
        os.link(self.path / name, self.path / other, follow_symlinks=False)  # fails where one is there
        os.unlink(self.path / name)

    def make_folder(self, words: Words) -> None:
        """There are none."""
        raise PermissionError(errno.EPERM, "no folders are made here")

    def remove_folder(self, words: Words) -> None:
        """There are none."""
        raise PermissionError(errno.EPERM, "folders stay")

    def close(self) -> None:
        """It holds nothing open itself."""


class Folders:
    """The folders of all accounts, below one of the server's."""

    def __init__(self, root: Path, quota: int) -> None:
        self._root = root
        self._quota = quota
        self._being_sent: set[Path] = set()

    def path(self, account_id: int, room: Room) -> Path:
        """The folder, made for the server's user alone."""
        folder = self._root / str(account_id) / room.code
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def of(self, account_id: int, room: Room) -> OwnFiles:
        """The folder and what one can do there."""
        return OwnFiles(self.path(account_id, room), self._quota, self._being_sent)

    def tidy(self, now: float | None = None) -> None:
        """Take away what has been kept long enough."""
        moment = time.time() if now is None else now
        for room in ROOMS:
            for file in self._root.glob(f"*/{room.code}/*"):
                days = KEPT_PARTS_DAYS if file.name.startswith(".") else room.kept_days
                with contextlib.suppress(OSError):
                    if days and moment - file.lstat().st_mtime > days * 86400:
                        file.unlink()


def part_of(name: str) -> str:
    """The hidden name of a file that is being sent."""
    return f".{name}.part"


def _name(words: Words) -> str:
    """The one name of a path in a folder without folders."""
    if len(words) != 1 or words[0].startswith("."):
        raise FileNotFoundError(errno.ENOENT, "no such name")
    return words[0]
