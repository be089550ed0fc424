"""What an account sees over SFTP: shelves of files, each kept in its own way. No SSH here.

A shelf gets the words of a path below its own name. Problems are OSErrors, or Problems of the gate.
"""

from __future__ import annotations

import errno
import os
import posixpath
import unicodedata
from abc import ABC, abstractmethod
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

Words = tuple[str, ...]
"""Names on a path, from the outermost."""
LONGEST_PATH = 4000
DEEPEST = 40


@dataclass(frozen=True)
class About:
    """A file or folder as listings show it; `moment` in seconds since 1970."""

    is_folder: bool
    size: int
    moment: float
    may_write: bool


class Handle(ABC):
    """A file that is read or sent; used by several threads. `size` in bytes; `is_sent`: it comes here."""

    name: str
    size: int
    is_sent: bool

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where in the file there is something: asyncssh's clients ask before they fetch it."""
        if offset >= self.size:
            raise OSError(errno.ENXIO, "no more")
        return self.size if whence == os.SEEK_HOLE else offset

    @abstractmethod
    def read(self, offset: int, size: int) -> bytes:
        """Bytes of it; none at its end."""

    @abstractmethod
    def write(self, offset: int, data: bytes) -> int:
        """Add bytes."""

    @abstractmethod
    def about(self) -> About:
        """As it is now."""

    @abstractmethod
    def cut(self, size: int) -> None:
        """No longer than this."""

    @abstractmethod
    def make_safe(self) -> None:
        """What was written survives a power failure."""

    @abstractmethod
    def close(self, *, whole: bool) -> None:
        """Done with it. What was sent takes its name when it is whole; else it waits to be taken up again."""


class Shelf(Protocol):
    """One of the folders at the top. `threads`: those in which all of it is called; None: any."""

    @property
    def threads(self) -> Executor | None:
        """See above."""

    def about(self, words: Words) -> About:
        """What is there, a file that is still being sent too: who takes it up again asks how long it is."""

    def names(self, words: Words) -> list[tuple[str, About]]:
        """What is in a folder, and whole."""

    def open_to_read(self, words: Words) -> Handle:
        """A whole file."""

    def open_to_send(self, words: Words, *, anew: bool, exclusive: bool) -> Handle:
        """A file that comes to be. Its former content stays in its place until this one is whole."""

    def remove(self, words: Words) -> None:
        """Take a file away."""

    def rename(self, words: Words, new: Words, *, replace: bool) -> None:
        """Another name or folder on the same shelf."""

    def make_folder(self, words: Words) -> None:
        """A new folder."""

    def remove_folder(self, words: Words) -> None:
        """Take an empty folder away."""

    def close(self) -> None:
        """Nobody asks any more."""


def words_of(path: bytes) -> Words:
    """The names that a client's path means. FileNotFoundError for what can't be."""
    try:
        text = unicodedata.normalize("NFC", path.decode())
    except UnicodeDecodeError:
        raise FileNotFoundError(errno.ENOENT, "not UTF-8") from None
    words = tuple(word for word in posixpath.normpath(f"/{text}").split("/") if word)
    if "\0" in text or len(text) > LONGEST_PATH or len(words) > DEEPEST:
        raise FileNotFoundError(errno.ENOENT, "no such name")
    return words
