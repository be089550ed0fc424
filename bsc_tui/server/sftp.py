"""Files over SSH: what SFTP asks, answered from shelves. What those hold and who may what is theirs.

Every request is worked on in a thread, so that who types does not wait for who sends. Nothing is inherited
that would reach the system's own files.
"""

from __future__ import annotations

import asyncio
import errno
import posixpath
import stat
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import ParamSpec, TypeVar, cast

import asyncssh
from asyncssh import FXF_APPEND, FXF_EXCL, FXF_READ, FXF_TRUNC, FXF_WRITE, SFTPAttrs, SFTPName

from bsc_tui.errors import Missing, Problem, Refused
from bsc_tui.records.access import Actor
from bsc_tui.server.door import Door
from bsc_tui.server.log import LOG, event
from bsc_tui.server.pace import Pace
from bsc_tui.server.shelves import About, Handle, Shelf, Words, words_of

P = ParamSpec("P")
T = TypeVar("T")

MOST_OPEN = 64
"""Files that one channel has open."""
LARGEST_READ = 1 << 18
MOST_WAITING = 64 << 20
"""Bytes sent by one channel that are not written yet."""

Shelves = Callable[[Actor], dict[str, Shelf]]
"""The shelves of an account by their names at the top."""


class OfficeFiles(asyncssh.SFTPServer):
    """One channel of file transfer."""

    def __init__(self, shelves: Shelves, pace: Pace, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        super().__init__(chan)
        self._make_shelves = shelves
        self._pace = pace
        self._shelves: dict[str, Shelf] = {}
        self._door: Door = chan.get_connection().get_extra_info("door")
        self._open: dict[Handle, Shelf] = {}
        self._failed: set[Handle] = set()
        self._waiting = 0

    # -- files -----------------------------------------------------------------------------
    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> Handle:
        """Read a file, or send one to where some are taken."""
        shelf, words = await self._file_place(path)
        if len(self._open) >= MOST_OPEN:
            raise asyncssh.SFTPFailure("too many files are open")
        if pflags & (FXF_WRITE | FXF_APPEND):
            handle = await self._do(
                shelf,
                shelf.open_to_send,
                words,
                anew=bool(pflags & FXF_TRUNC),
                exclusive=bool(pflags & FXF_EXCL),
            )
        elif pflags & FXF_READ:
            handle = await self._do(shelf, shelf.open_to_read, words)
        else:
            raise asyncssh.SFTPPermissionDenied("neither read nor written")
        self._open[handle] = shelf
        return handle

    async def close(self, file_obj: object) -> None:
        """The client is done with it, or its line is gone: then what it sent is not whole."""
        handle = _handle(file_obj)
        shelf = self._open.pop(handle, None)
        if shelf is None:
            return
        # asyncssh closes what a lost line left open in the same way; only the channel tells the difference.
        whole = getattr(self.channel, "_recv_state", "") == "open" and not self.channel.is_closing()
        told = partial(event, account=self._name, address=self._door.address, file=handle.name)
        try:
            if (
                handle in self._failed and handle.is_sent
            ):  # clients close also what they could not write; it takes up no room
                self._failed.discard(handle)
                whole = False
                await self._do(shelf, handle.cut, 0)
            await self._do(shelf, handle.close, whole=whole)
        except asyncssh.SFTPError as refused:
            told("file refused", why=refused.reason)
            raise
        if handle.is_sent:
            told("file sent" if whole else "file in part", bytes=handle.size)
        else:
            told("file fetched")

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Some bytes."""
        handle = _handle(file_obj)
        await self._pace.keep(min(size, LARGEST_READ))
        return await self._do(self._shelf_of(handle), handle.read, offset, min(size, LARGEST_READ))

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Some more bytes."""
        handle = _handle(file_obj)
        self._waiting += len(data)
        if self._waiting > MOST_WAITING:  # a client that does not wait for answers would fill the memory
            self._door.cut()
        try:
            await self._pace.keep(len(data))
            return await self._do(self._shelf_of(handle), handle.write, offset, data)
        except asyncssh.SFTPError:
            self._failed.add(handle)
            raise
        finally:
            self._waiting -= len(data)

    async def fsync(self, file_obj: object) -> None:
        """They are safe."""
        handle = _handle(file_obj)
        await self._do(self._shelf_of(handle), handle.make_safe)

    # -- what is where ---------------------------------------------------------------------
    async def stat(self, path: bytes) -> SFTPAttrs:
        """A folder or a file."""
        shelf, words = await self._place(path)
        if shelf is None:
            return _attributes(TOP)
        return _attributes(await self._do(shelf, shelf.about, words))

    async def lstat(self, path: bytes) -> SFTPAttrs:
        """The same: there are no links."""
        return await self.stat(path)

    async def fstat(self, file_obj: object) -> SFTPAttrs:
        """An open file."""
        handle = _handle(file_obj)
        return _attributes(await self._do(self._shelf_of(handle), handle.about))

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """What is in a folder."""
        shelf, words = await self._place(path)
        if shelf is None:
            for name, one in (await self._all_shelves()).items():
                yield SFTPName(name.encode(), attrs=_attributes(await self._do(one, one.about, ())))
            return
        for name, about in await self._do(shelf, shelf.names, words):
            yield SFTPName(name.encode(), attrs=_attributes(about))

    def realpath(self, path: bytes) -> bytes:
        """The whole path of what a client calls it; what there is shows when it is asked for."""
        return posixpath.normpath(b"/" + path.lstrip(b"/"))

    def format_user(self, uid: int | None) -> str:
        """Everything is one's own."""
        return self._name

    def format_group(self, gid: int | None) -> str:
        """As above."""
        return "bsc"

    # -- changes ---------------------------------------------------------------------------
    async def remove(self, path: bytes) -> None:
        """Take a file away."""
        shelf, words = await self._file_place(path)
        await self._do(shelf, shelf.remove, words)
        event("file removed", account=self._name, address=self._door.address, file=words[-1])

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Another name, where there is none of that name."""
        await self._rename(oldpath, newpath, replace=False)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Another name, in place of whatever has it."""
        await self._rename(oldpath, newpath, replace=True)

    async def _rename(self, oldpath: bytes, newpath: bytes, *, replace: bool) -> None:
        shelf, words = await self._file_place(oldpath)
        other, new = await self._file_place(newpath)
        if other is not shelf:
            raise asyncssh.SFTPPermissionDenied("it stays on its shelf")
        await self._do(shelf, shelf.rename, words, new, replace=replace)

    async def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        """A new folder."""
        shelf, words = await self._file_place(path)
        await self._do(shelf, shelf.make_folder, words)

    async def rmdir(self, path: bytes) -> None:
        """Take an empty folder away."""
        shelf, words = await self._file_place(path)
        await self._do(shelf, shelf.remove_folder, words)

    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Clients set times and modes after sending; here they mean nothing."""
        await self.stat(path)

    async def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """As above."""
        await self.stat(path)

    async def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """As above; but a size is a size."""
        handle = _handle(file_obj)
        if attrs.size is not None:
            await self._do(self._shelf_of(handle), handle.cut, attrs.size)

    # -- what is not offered ---------------------------------------------------------------
    def readlink(self, path: bytes) -> bytes:
        """There are none."""
        raise asyncssh.SFTPOpUnsupported("no links")

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """There are none."""
        raise asyncssh.SFTPOpUnsupported("no links")

    def link(self, oldpath: bytes, newpath: bytes) -> None:
        """There are none."""
        raise asyncssh.SFTPOpUnsupported("no links")

    def open56(self, path: bytes, desired_access: int, flags: int, attrs: SFTPAttrs) -> object:
        """Version 3 is spoken."""
        raise asyncssh.SFTPOpUnsupported("version 3 is spoken")

    def lock(self, file_obj: object, offset: int, length: int, flags: int) -> None:
        """As above."""
        raise asyncssh.SFTPOpUnsupported("no locks")

    def unlock(self, file_obj: object, offset: int, length: int) -> None:
        """As above."""
        raise asyncssh.SFTPOpUnsupported("no locks")

    def statvfs(self, path: bytes) -> asyncssh.SFTPVFSAttrs:
        """Of the disk nobody is told."""
        raise asyncssh.SFTPOpUnsupported("not told")

    def fstatvfs(self, file_obj: object) -> asyncssh.SFTPVFSAttrs:
        """As above."""
        raise asyncssh.SFTPOpUnsupported("not told")

    def exit(self) -> None:
        """Without a status scp would say that it failed."""
        for shelf in self._shelves.values():
            shelf.close()
        self._shelves = {}
        if not self.channel.is_closing():
            self.channel.exit(0)

    # -- the way there ---------------------------------------------------------------------
    @property
    def _name(self) -> str:
        return self._door.actor.name if self._door.actor is not None else ""

    async def _all_shelves(self) -> dict[str, Shelf]:
        if not self._shelves:
            try:
                actor = await self._door.who()
            except Problem:
                raise asyncssh.SFTPPermissionDenied("not signed in") from None
            self._shelves = await asyncio.to_thread(self._make_shelves, actor)
        return self._shelves

    async def _place(self, path: bytes) -> tuple[Shelf | None, Words]:
        """The shelf that a path leads to, and the words below it; no shelf: the top."""
        words = _told(words_of, path)
        if not words:
            return None, ()
        shelf = (await self._all_shelves()).get(words[0])
        if shelf is None:
            raise asyncssh.SFTPNoSuchFile("no such file")
        return shelf, words[1:]

    async def _file_place(self, path: bytes) -> tuple[Shelf, Words]:
        shelf, words = await self._place(path)
        if shelf is None or not words:
            raise asyncssh.SFTPPermissionDenied("what is at the top stays as it is")
        return shelf, words

    def _shelf_of(self, handle: Handle) -> Shelf:
        if handle not in self._open:
            raise asyncssh.SFTPFailure("this file is not open")
        return self._open[handle]

    async def _do(self, shelf: Shelf, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(shelf.threads, lambda: _told(function, *args, **kwargs))


TOP = About(True, 0, time.time(), may_write=False)


def _told(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's answer; what went wrong becomes what SFTP says, without the server's paths."""
    try:
        return function(*args, **kwargs)
    except (FileNotFoundError, Missing):
        raise asyncssh.SFTPNoSuchFile("no such file") from None
    except FileExistsError as error:
        raise asyncssh.SFTPFailure(error.strerror or "it exists already") from None
    except PermissionError as error:
        raise asyncssh.SFTPPermissionDenied(error.strerror or "not allowed") from None
    except Refused as refused:
        raise asyncssh.SFTPPermissionDenied(str(refused)) from None
    except Problem as problem:
        raise asyncssh.SFTPFailure(str(problem)) from None
    except OSError as error:
        raise asyncssh.SFTPFailure(_reason(error)) from None


REASONS = {
    errno.EDQUOT: "no room left for this file",
    errno.ENOSPC: "no room left for this file",
    errno.EFBIG: "no room left for this file",
    errno.EBUSY: "this file is being sent already",
    errno.EISDIR: "this is a folder",
    errno.ENOTDIR: "this is no folder",
    errno.ENOTEMPTY: "the folder is not empty",
}
"""What is said of errors of the disk; of others nothing but that it is not possible."""


def _reason(error: OSError) -> str:
    if error.errno not in (*REASONS, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL):
        LOG.error("a file could not be served: %s", error)
    return REASONS.get(error.errno or 0, "not possible")


def _handle(file_obj: object) -> Handle:
    return cast(Handle, file_obj)


def _attributes(about: About) -> SFTPAttrs:
    """Size and times; whose it is on the disk is nobody's business.

    Clients give the file they fetch the same mode: so it is one's own to write on, whatever it is here.
    """
    mode = stat.S_IFDIR | (0o700 if about.may_write else 0o500)
    moment = int(about.moment)
    permissions = mode if about.is_folder else stat.S_IFREG | 0o600
    return SFTPAttrs(size=about.size, permissions=permissions, atime=moment, mtime=moment)
