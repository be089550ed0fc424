"""Bytes that lie in the database in pieces of one size, read anywhere in them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator


class Pieces(ABC):
    """So many bytes, in pieces of `chunk` bytes each; the last may be shorter."""

    def __init__(self, size: int, chunk: int) -> None:
        self.size = size
        self._chunk = chunk
        self._last: tuple[int, bytes] = (-1, b"")  # who reads on asks for the same piece again

    @abstractmethod
    def fetched(self, place: int) -> bytes:
        """The piece at this place, from 0. Raises Missing where it is not there."""

    def pieces(self, start: int = 0) -> Iterator[bytes]:
        """All bytes from `start` on, some at a time. Raises Missing where a piece is not there."""
        while start < self.size:
            piece = self.read(start, self._chunk)
            start += len(piece)
            yield piece

    def read(self, start: int, length: int) -> bytes:
        """Up to `length` bytes from `start`, no more than two pieces hold; b"" at the end."""
        if start >= self.size or length <= 0:
            return b""
        place, skip = divmod(start, self._chunk)
        found = self._piece(place)[skip : skip + length]
        if len(found) < length and start + len(found) < self.size:
            found += self._piece(place + 1)[: length - len(found)]
        return found

    def _piece(self, place: int) -> bytes:
        if self._last[0] != place:
            self._last = place, self.fetched(place)
        return self._last[1]
