"""Workbooks (.xlsx) and written documents (.docx): their first rows and lines, read as streams."""

from __future__ import annotations

import datetime
import posixpath
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field

from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations.document_files import Content
from bsc_tui.operations.previews.bounds import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_PARTS,
    Part,
    Patience,
    Preview,
    Reading,
    Unreadable,
    read_member,
    shortened,
    unpacked,
)

_DATES_BUILT_IN = frozenset({*range(14, 23), *range(45, 48)})
_IN_QUOTES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_STYLES = 20_000


# -- workbooks -------------------------------------------------------------------------------------


@dataclass
class _Cell:
    column: int
    kind: str
    style: int
    value: str = ""


class _Book(Reading):
    """The sheets by name, and since when its days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet."""
        if name == "sheet" and len(self.sheets) < 1000:
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")

    def end(self, name: str) -> None:
        """All are named."""
        self.done = name == "sheets"


class _Links(Reading):
    """Where what is named by an id stands."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A link."""
        if name == "Relationship" and len(self.targets) < 5000 and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Rows(Reading):
    """The first rows of a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[_Cell]] = []
        self.more = False
        self._cell: _Cell | None = None
        self._takes = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or a value."""
        if name == "row":
            if len(self.rows) >= MOST_LINES:
                self.more = self.done = True
            else:
                self.rows.append([])
        elif name == "c" and self.rows:
            place = _column(attributes.get("r", ""), len(self.rows[-1]))
            style = attributes.get("s", "0")
            self._cell = _Cell(
                place, attributes.get("t", "n"), int(style) if style.isascii() and style.isdigit() else 0
            )
        self._takes = name in ("v", "t")

    def text(self, text: str) -> None:
        """Of a value."""
        if self._takes and self._cell is not None and len(self._cell.value) <= MOST_CHARACTERS:
            self._cell.value += text

    def end(self, name: str) -> None:
        """A cell is whole."""
        self._takes = False
        if name == "c" and self._cell is not None:
            if self._cell.column < MOST_COLUMNS and self._cell.value:
                self.rows[-1].append(self._cell)
            self._cell = None
        elif name == "sheetData":
            self.done = True


class _Strings(Reading):
    """Those of the workbook's words that are wanted, by their number."""

    def __init__(self, wanted: set[int]) -> None:
        super().__init__()
        self.found: dict[int, str] = {}
        self._wanted = wanted
        self._last = max(wanted, default=-1)
        self._number = -1
        self._takes = self._is_sound = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """The next words."""
        if name == "si":
            self._number += 1
            if self._number > self._last:
                self.done = True
            elif self._number in self._wanted:
                self.found[self._number] = ""
        self._is_sound = self._is_sound or name == "rPh"
        self._takes = name == "t" and not self._is_sound and self._number in self._wanted

    def text(self, text: str) -> None:
        """Some of them."""
        if self._takes and len(self.found[self._number]) <= MOST_CHARACTERS:
            self.found[self._number] += text

    def end(self, name: str) -> None:
        """How words are read aloud is left out."""
        self._takes = False
        if name == "rPh":
            self._is_sound = False


@dataclass
class _Formats:
    codes: dict[int, str] = field(default_factory=dict)
    of_style: list[int] = field(default_factory=list)


class _Styles(Reading):
    """Which styles show days."""

    def __init__(self) -> None:
        super().__init__()
        self.formats = _Formats()
        self._in_cells = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A format, or a style."""
        number = attributes.get("numFmtId", "0")
        known = int(number) if number.isascii() and number.isdigit() else 0
        if name == "numFmt" and len(self.formats.codes) < _MOST_STYLES:
            self.formats.codes[known] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.formats.of_style) < _MOST_STYLES:
            self.formats.of_style.append(known)

    def end(self, name: str) -> None:
        """The styles of cells are the last that matter."""
        self.done = name == "cellXfs"

    def are_days(self, style: int) -> bool:
        """Whether the style shows a number as a day."""
        if style >= len(self.formats.of_style):
            return False
        number = self.formats.of_style[style]
        code = _IN_QUOTES.sub("", self.formats.codes.get(number, "")[:200]).lower()
        return number in _DATES_BUILT_IN or any(letter in code for letter in "ydh")


def look_at_workbook(content: Content, patience: Patience) -> Preview:
    """The first rows of the first sheets."""
    with unpacked(content) as packed:
        book, links, styles = _Book(), _Links(), _Styles()
        if "xl/workbook.xml" not in packed.namelist():
            raise Unreadable(_("The file is damaged, or it is not what its name says."))
        read_member(packed, "xl/workbook.xml", book, patience)
        with suppress(KeyError):
            read_member(packed, "xl/_rels/workbook.xml.rels", links, patience)
        with suppress(KeyError):
            read_member(packed, "xl/styles.xml", styles, patience)
        sheets = [(title, _rows_of(packed, links.targets.get(id, ""), patience)) for title, id in
                  book.sheets[:MOST_PARTS]]  # fmt: skip
        wanted = {
            int(cell.value)
            for _title, reading in sheets
            for row in reading.rows
            for cell in row
            if cell.kind == "s" and cell.value.isascii() and cell.value.isdigit() and len(cell.value) < 10
        }
        strings = _Strings(wanted)
        if wanted:
            with suppress(KeyError):
                read_member(packed, "xl/sharedStrings.xml", strings, patience)
    parts = tuple(
        Part(
            title,
            tuple(_texts(row, strings.found, styles, book.from_1904) for row in reading.rows if row),
            is_table=True,
            more=reading.more,
        )
        for title, reading in sheets
    )
    count = ngettext("%(count)s sheet", "%(count)s sheets", len(book.sheets)) % {"count": len(book.sheets)}
    return Preview(((_("Workbook"), count),), parts)


def _rows_of(packed: zipfile.ZipFile, target: str, patience: Patience) -> _Rows:
    rows = _Rows()
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    with suppress(KeyError):
        rows.more = not read_member(packed, path, rows, patience) or rows.more
    return rows


def _column(reference: str, otherwise: int) -> int:
    """`B7` is column 1."""
    letters = ""
    for letter in reference[:4].upper():
        if not "A" <= letter <= "Z":
            break
        letters += letter
    if not letters:
        return otherwise
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _texts(row: list[_Cell], strings: dict[int, str], styles: _Styles, from_1904: bool) -> tuple[str, ...]:
    texts = [""] * (max(cell.column for cell in row) + 1)
    for cell in row:
        texts[cell.column] = shortened(_told(cell, strings, styles, from_1904))
    return tuple(texts)


def _told(cell: _Cell, strings: dict[int, str], styles: _Styles, from_1904: bool) -> str:
    if cell.kind == "s":
        return strings.get(int(cell.value), "…") if cell.value.isascii() and cell.value.isdigit() else "…"
    if cell.kind == "b":
        return _("yes") if cell.value == "1" else _("no")
    if cell.kind not in ("n", ""):
        return cell.value
    try:
        number = float(cell.value)
    except ValueError:
        return cell.value
    if styles.are_days(cell.style) and 0 < number < 2_958_466:
        start = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
        moment = start + datetime.timedelta(days=number)
        day = active().date(moment.date()) if number >= 1 else ""
        clock = f"{moment:%H:%M}" if number % 1 else ""
        return f"{day} {clock}".strip()
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}"


# -- written documents -----------------------------------------------------------------------------


class _Lines(Reading):
    """The paragraphs; a row of a table is one line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.more = False
        self._line = ""
        self._cells: list[list[str]] = []
        self._takes = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A text, a tab, a break, a cell."""
        self._takes = name == "t"
        if name == "tab":
            self.text_of("    ")
        elif name == "br":
            self._break()
        elif name == "tr" and len(self._cells) < 50:
            self._cells.append([])

    def text(self, text: str) -> None:
        """Of a run."""
        if self._takes:
            self.text_of(text)

    def text_of(self, text: str) -> None:
        """Add to the line."""
        if len(self._line) < 20 * MOST_CHARACTERS:
            self._line += text

    def end(self, name: str) -> None:
        """A paragraph, a cell or a row is whole."""
        self._takes = False
        if name == "p" and self._cells:
            self._line += " "
        elif name == "p":
            self._break()
        elif name == "tc" and self._cells:
            self._cells[-1].append(self._line.strip())
            self._line = ""
        elif name == "tr" and self._cells:
            row = " │ ".join(self._cells.pop()[:MOST_COLUMNS])
            if self._cells:
                self._line += row
            else:
                self._line = row
                self._break()

    def _break(self) -> None:
        if len(self.lines) >= MOST_LINES:
            self.more = self.done = True
            return
        self.lines.append(self._line)
        self._line = ""


def look_at_letter(content: Content, patience: Patience) -> Preview:
    """The first lines."""
    reading = _Lines()
    with unpacked(content) as packed:
        if "word/document.xml" not in packed.namelist():
            raise Unreadable(_("The file is damaged, or it is not what its name says."))
        whole = read_member(packed, "word/document.xml", reading, patience)
    rows = tuple((line,) for line in reading.lines)
    return Preview((), (Part("", rows, more=reading.more or not whole),))


def look_at_archive(content: Content, patience: Patience) -> Preview:
    """The names of what is packed; nothing is unpacked."""
    with unpacked(content) as packed:
        members = packed.infolist()
    rows = tuple((shortened(one.filename), str(one.file_size)) for one in members[:MOST_LINES])
    count = ngettext("%(count)s file", "%(count)s files", len(members)) % {"count": len(members)}
    return Preview(((_("Archive"), count),), (Part("", rows, is_table=True, more=len(members) > MOST_LINES),))
