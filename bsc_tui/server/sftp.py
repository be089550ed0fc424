"""Files over SSH: what SFTP asks, answered from the account's own rooms. Where they lie is `folders`'.

Every request that touches the disk does so in a thread, so that who types does not wait for who sends.
Nothing is inherited that would reach the system's own files.
"""

from __future__ import annotations

import asyncio
import errno
import os
import posixpath
import stat
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import asyncssh
from asyncssh import FXF_APPEND, FXF_EXCL, FXF_READ, FXF_TRUNC, FXF_WRITE, SFTPAttrs, SFTPName

from bsc_tui.errors import Problem
from bsc_tui.server.door import Door
from bsc_tui.server.folders import ROOMS, Folders, OpenFile, Room, place_of
from bsc_tui.server.log import LOG, event

P = ParamSpec("P")
T = TypeVar("T")

MOST_OPEN = 64
"""Files that one channel has open."""
LARGEST_READ = 1 << 18


class OfficeFiles(asyncssh.SFTPServer):
    """One channel of file transfer."""

    def __init__(self, folders: Folders, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        super().__init__(chan)
        self._folders = folders
        self._door: Door = chan.get_connection().get_extra_info("door")
        self._account_id: int | None = None
        self._open: set[OpenFile] = set()

    # -- files -----------------------------------------------------------------------------
    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> OpenFile:
        """Read a file, or send one to a room that takes some."""
        room, folder, name = await self._place(path)
        if room is None or not name:
            raise asyncssh.SFTPFailure("this is a folder")
        if len(self._open) >= MOST_OPEN:
            raise asyncssh.SFTPFailure("too many files are open")
        if pflags & (FXF_WRITE | FXF_APPEND):
            self._demand(room)
            file = await self._do(
                self._folders.open_to_send,
                folder,
                name,
                anew=bool(pflags & FXF_TRUNC),
                exclusive=bool(pflags & FXF_EXCL),
            )
        elif pflags & FXF_READ:
            file = await self._do(self._folders.open_to_read, folder, name)
        else:
            raise asyncssh.SFTPPermissionDenied("neither read nor written")
        self._open.add(file)
        return file

    async def close(self, file_obj: object) -> None:
        """The client is done with it, or its line is gone: then what it sent is not whole."""
        file = _file(file_obj)
        if file not in self._open:
            return
        self._open.discard(file)
        # asyncssh closes what a lost line left open in the same way; only the channel tells the difference.
        whole = getattr(self.channel, "_recv_state", "") == "open" and not self.channel.is_closing()
        await self._do(self._folders.close, file, whole=whole)
        if file.is_sent:
            what = "file sent" if whole else "file in part"
            event(what, account=self._name, address=self._door.address, file=file.name, bytes=file.size)
        else:
            event("file fetched", account=self._name, address=self._door.address, file=file.name)

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Some bytes."""
        return await self._do(self._folders.read, _file(file_obj), offset, min(size, LARGEST_READ))

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Some more bytes."""
        return await self._do(self._folders.write, _file(file_obj), offset, data)

    async def fsync(self, file_obj: object) -> None:
        """They are safe."""
        await self._do(os.fsync, _file(file_obj).descriptor)

    # -- what is where ---------------------------------------------------------------------
    async def stat(self, path: bytes) -> SFTPAttrs:
        """A folder or a file."""
        room, folder, name = await self._place(path)
        if room is None or not name:
            return _folder_attributes(room)
        return _attributes(await self._do(self._folders.about, folder, name, parts=room.may_send))

    async def lstat(self, path: bytes) -> SFTPAttrs:
        """The same: there are no links."""
        return await self.stat(path)

    async def fstat(self, file_obj: object) -> SFTPAttrs:
        """An open file."""
        return _attributes(await self._do(os.fstat, _file(file_obj).descriptor))

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """What is in a folder."""
        room, folder, name = await self._place(path)
        if name:
            raise asyncssh.SFTPNoSuchFile("this is no folder")
        if room is None:
            for one in ROOMS:
                yield SFTPName(one.code.encode(), attrs=_folder_attributes(one))
            return
        for found, about in await self._do(self._folders.names, folder):
            yield SFTPName(found.encode(), attrs=_attributes(about))

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
        """Take a file of one's own away."""
        _room, folder, name = await self._file_place(path)
        await self._do(self._folders.remove, folder, name)
        event("file removed", account=self._name, address=self._door.address, file=name)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Another name, where there is none of that name."""
        await self._rename(oldpath, newpath, replace=False)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Another name, in place of whatever has it."""
        await self._rename(oldpath, newpath, replace=True)

    async def _rename(self, oldpath: bytes, newpath: bytes, *, replace: bool) -> None:
        room, folder, name = await self._file_place(oldpath)
        other, _folder, new = await self._file_place(newpath)
        self._demand(room)
        if other is not room:
            raise asyncssh.SFTPPermissionDenied("it stays in its folder")
        await self._do(self._folders.rename, folder, name, new, replace=replace)

    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Clients set times and modes after sending; here they mean nothing."""
        await self.stat(path)

    async def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """As above."""
        await self.stat(path)

    async def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """As above; but a size is a size."""
        file = _file(file_obj)
        if attrs.size is not None and file.is_sent and attrs.size <= file.size:
            await self._do(os.ftruncate, file.descriptor, attrs.size)
            file.size = attrs.size

    # -- what is not offered ---------------------------------------------------------------
    def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Rooms have no rooms."""
        raise asyncssh.SFTPPermissionDenied("no folders are made here")

    def rmdir(self, path: bytes) -> None:
        """As above."""
        raise asyncssh.SFTPPermissionDenied("folders stay")

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
        if not self.channel.is_closing():
            self.channel.exit(0)

    # -- the way there ---------------------------------------------------------------------
    @property
    def _name(self) -> str:
        return self._door.actor.name if self._door.actor is not None else ""

    async def _place(self, path: bytes) -> tuple[Room | None, Path, str]:
        """Room, folder and name of a path, for whoever has signed in."""
        if self._account_id is None:
            try:
                self._account_id = (await self._door.who()).account_id
            except Problem:
                raise asyncssh.SFTPPermissionDenied("not signed in") from None
        assert self._account_id is not None
        room, name = _told(place_of, path)
        if room is None:
            return None, Path(), ""
        return room, await self._do(self._folders.of, self._account_id, room.code), name

    async def _file_place(self, path: bytes) -> tuple[Room, Path, str]:
        room, folder, name = await self._place(path)
        if room is None or not name:
            raise asyncssh.SFTPPermissionDenied("folders stay as they are")
        return room, folder, name

    @staticmethod
    def _demand(room: Room) -> None:
        if not room.may_send:
            raise asyncssh.SFTPPermissionDenied("send files to /inbox")

    async def _do(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(lambda: _told(function, *args, **kwargs))


def _told(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's answer; what the system says becomes what SFTP says, without the server's paths."""
    try:
        return function(*args, **kwargs)
    except FileNotFoundError:
        raise asyncssh.SFTPNoSuchFile("no such file") from None
    except FileExistsError:
        raise asyncssh.SFTPFailure("this file exists already") from None
    except PermissionError as error:
        raise asyncssh.SFTPPermissionDenied(error.strerror or "not allowed") from None
    except OSError as error:
        if error.errno in (errno.EDQUOT, errno.ENOSPC, errno.EFBIG):
            raise asyncssh.SFTPFailure("no room left for this file") from None
        if error.errno == errno.EBUSY:
            raise asyncssh.SFTPFailure("this file is being sent already") from None
        if error.errno not in (errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL):
            LOG.error("a file could not be served: %s", error)
        raise asyncssh.SFTPFailure("not possible") from None


def _file(file_obj: object) -> OpenFile:
    assert isinstance(file_obj, OpenFile)
    return file_obj


def _attributes(about: os.stat_result) -> SFTPAttrs:
    """Size and times; whose it is on the disk is nobody's business."""
    moment = int(about.st_mtime)
    return SFTPAttrs(size=about.st_size, permissions=stat.S_IFREG | 0o600, atime=moment, mtime=moment)


def _folder_attributes(room: Room | None) -> SFTPAttrs:
    mode = 0o700 if room is not None and room.may_send else 0o500
    moment = int(time.time())
    return SFTPAttrs(size=0, permissions=stat.S_IFDIR | mode, atime=moment, mtime=moment)
