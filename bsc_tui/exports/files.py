"""Writing a file whole or not at all, and names that every system takes. What is written is up to others."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from bsc_tui.errors import Conflict, Problem, Unusable
from bsc_tui.i18n import _

LONGEST_NAME = 200
"""Bytes of a file name; file systems stop at 255, and people add to names."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR})
_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)

_SEPARATING = re.compile(r'[\\/:*?"<>|\s]+')
_DEVICE_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """What came to be written. `cut` and `replaced` count the cells whose text was shortened, or had
    characters that no file can hold; `path` is None where the file was handed over open."""

    path: Path | None
    rows: int
    cut: int = 0
    replaced: int = 0


@contextlib.contextmanager
def new_file(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """An open file that takes its place at `path` when the block ends well; otherwise nothing is left of it.

    Only its owner may read it. Conflict: something is there already (a link, folder or device even with
    `overwrite`). Unusable: the disk or the folder doesn't let us, in the block as well.
    """
    with new_path(path, overwrite=overwrite) as draft, draft.open("r+b") as file:
        yield cast(BinaryIO, file)


@contextlib.contextmanager
def new_path(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """The path of an empty file to be filled by a library that wants a path; otherwise as `new_file`."""
    _refuse_occupied(path, overwrite)
    try:
        handle, name = tempfile.mkstemp(prefix=".bsc-", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as failure:
        raise _explained(failure, path) from failure
    draft = Path(name)
    try:
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        _publish(draft, path, overwrite)
        _remember(path.parent)
    except OSError as failure:
        raise _explained(failure, path) from failure
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def disk_told(name: str) -> Iterator[None]:
    """What the disk refuses in the block becomes a Problem that names the file. Raises Unusable."""
    try:
        yield
    except OSError as failure:
        raise _explained(failure, Path(name)) from failure


def safe_file_name(title: str, ending: str) -> str:
    """A file name made of a title, as `Services 2026.xlsx`: harmless, in letters of any script."""
    suffix = f".{ending.lstrip('.')}"
    spaced = _SEPARATING.sub(" ", unicodedata.normalize("NFC", title))
    visible = "".join(char for char in spaced if not unicodedata.category(char).startswith("C"))
    stem = _within(visible.strip(" .-~"), LONGEST_NAME - len(suffix.encode())).rstrip(" .")
    if _DEVICE_OF_WINDOWS.fullmatch(stem):
        stem = f"_{stem}"
    return (stem or _("export")) + suffix


def is_harmless_name(name: str) -> bool:
    """Whether every system can keep a file of this name, and shows it as what it is."""
    return (
        bool(name)
        and len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
        and not name.startswith((".", "-", "~"))
        and not name.endswith((".", " "))
        and name.isprintable()
        and not re.search(r'[\\/:*?"<>|]', name)
        and not _DEVICE_OF_WINDOWS.fullmatch(name)
    )


def _within(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def _refuse_occupied(path: Path, overwrite: bool) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as failure:
        raise _explained(failure, path) from failure
    if not stat.S_ISREG(mode):
        raise Conflict(
            _("This name is taken."),
            _("“%(name)s” is a link, a folder or a device, not a file.") % {"name": path.name},
            _("Choose another name."),
        )
    if not overwrite:
        raise _exists(path)


def _publish(draft: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        draft.replace(path)
        return
    try:
        os.link(draft, path)  # unlike a rename it fails where a file has come to be meanwhile
    except FileExistsError as failure:
        raise _exists(path) from failure
    except OSError as failure:
        if failure.errno not in _NO_HARD_LINKS:
            raise
        _publish_without_links(draft, path)


def _publish_without_links(draft: Path, path: Path) -> None:
    """For file systems without hard links, as on memory sticks: takes the name first, then fills it."""
    try:
        path.open("xb").close()
    except FileExistsError as failure:
        raise _exists(path) from failure
    try:
        draft.replace(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _remember(folder: Path) -> None:
    """Makes the new name outlive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exists(path: Path) -> Conflict:
    return Conflict(
        _("This file exists already."),
        _("“%(name)s” was left as it is.") % {"name": path.name},
        _("Choose another name, or ask to replace it."),
    )


def _explained(failure: OSError, path: Path) -> Problem:
    """The Problem that says what the system refused; names the file, never where it lies."""
    title = _("The file was not saved.")
    name = {"name": path.name}
    if failure.errno in _FULL:
        return Unusable(
            title,
            _("There is no room left for “%(name)s”.") % name,
            _("Free some space or save it elsewhere."),
        )
    if failure.errno in _FORBIDDEN:
        return Unusable(
            title, _("The folder of “%(name)s” can't be written to.") % name, _("Save it in another folder.")
        )
    if failure.errno in _NO_FOLDER:
        return Unusable(
            title, _("The folder of “%(name)s” does not exist.") % name, _("Save it in another folder.")
        )
    if failure.errno == errno.ENAMETOOLONG:
        return Unusable(title, _("Its name is too long."), _("Choose a shorter name."))
    reason = os.strerror(failure.errno) if failure.errno else type(failure).__name__
    return Unusable(title, _("The system refused “%(name)s”: %(reason)s.") % {**name, "reason": reason})
