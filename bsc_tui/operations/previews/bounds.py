"""The bounds within which a file is looked into, and what a look finds. How each kind is read: the siblings.

A hostile file costs at most these bytes and this time: what is packed is unpacked a little at a time, XML is
read as a stream that builds nothing, and neither may define anything of its own.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler

from bsc_tui.i18n import _
from bsc_tui.operations.document_files import Content

MOST_LINES, MOST_COLUMNS, MOST_PARTS = 400, 30, 8
MOST_CHARACTERS = 400
"""Of a line or a cell."""
MOST_TEXT = 256 * 1024
"""Bytes of a text that are looked at."""
MOST_UNPACKED = 16_000_000
"""Bytes unpacked of one member of a packed file."""
DEEPEST = 500
"""Elements within each other: the parser keeps all that are open."""
LARGEST_PACKED = 50_000_000
MOST_MEMBERS = 5_000
_LARGEST_DIRECTORY = 2_000_000
_FED = 32 * 1024
PATIENCE = 3.0
"""Seconds."""


@dataclass(frozen=True)
class Part:
    """A text, or one sheet of a workbook: rows of cells; a text has one cell a row. `more`: it was cut."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    is_table: bool = False
    more: bool = False


@dataclass(frozen=True)
class Preview:
    """What was found: facts as pairs of label and value, parts, and a sentence where there is less."""

    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    note: str = ""


class Unreadable(Exception):
    """The file is not what its name says; the sentence says what is wrong."""


@dataclass
class Patience:
    """Ends after a while."""

    until: float = field(default_factory=lambda: time.monotonic() + PATIENCE)

    @property
    def is_over(self) -> bool:
        """Whether it took too long."""
        return time.monotonic() > self.until


class ContentFile(io.RawIOBase):
    """A content as a file that can be sought in; holds one piece at a time."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self._content = content
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._content.size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        """Where one is."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read."""
        found = self._content.read(self._at, len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def unpacked(content: Content) -> zipfile.ZipFile:
    """A packed file, its directory known to be small. Raises Unreadable."""
    if content.size > LARGEST_PACKED:
        raise Unreadable(_("The file is too large to be looked into here; download it."))
    tail_at = max(content.size - 65_557, 0)
    tail = b"".join(content.read(at, 65_536) for at in range(tail_at, content.size, 65_536))
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise Unreadable(_("The file is damaged, or it is not what its name says."))
    members = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    is_huge = tail[max(end - 20, 0) : end].startswith(b"PK\x06\x07")
    if members > MOST_MEMBERS or directory > _LARGEST_DIRECTORY or is_huge:
        raise Unreadable(_("The file has too many parts to be looked into here; download it."))
    return zipfile.ZipFile(io.BufferedReader(ContentFile(content), 65_536))


class Reading(ContentHandler):
    """Takes what an XML stream says: `begin`, `end`, `text` by names without their prefix; `done` ends it."""

    def __init__(self) -> None:
        super().__init__()
        self.done = False
        self._depth = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; attributes by their names without prefix."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within the element."""

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - the library's name
        """As the library calls it. Raises Unreadable where elements lie deeper than in any true file."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(_("The file is nested more deeply than is read here."))
        if not self.done:
            pairs = dict(attrs)  # type: ignore[call-overload]
            self.begin(name.rpartition(":")[2], {key.rpartition(":")[2]: pairs[key] for key in pairs})

    def endElement(self, name: str) -> None:  # noqa: N802 - as above
        """As the library calls it."""
        self._depth -= 1
        if not self.done:
            self.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        """As the library calls it."""
        if not self.done:
            self.text(content)


def read_member(
    packed: zipfile.ZipFile, name: str, reading: Reading, patience: Patience, most: int = MOST_UNPACKED
) -> bool:
    """Read an XML member as far as the bounds go; False when it was cut. Raises Unreadable."""
    from defusedxml.sax import make_parser  # late: only when something is looked into

    member = packed.getinfo(name)
    if member.flag_bits & 0x1:
        raise Unreadable(_("The file is locked with a password."))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(_("The file is packed in a way that is not read here."))
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(reading)
    read = 0
    with packed.open(member) as stream:
        while piece := stream.read(_FED):
            read += len(piece)
            parser.feed(piece)
            if reading.done:
                return True
            if read >= most or patience.is_over:
                return False
    return True


Look = Callable[[Content, Patience], Preview]
"""How a kind of file is looked into."""


def shortened(text: str) -> str:
    """A line or cell within the bound."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
