"""Rows copied in a spreadsheet: which column holds what. Who each row is: `pasted_people`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bsc_tui.entities.kinds import visible
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations import pasted_own
from bsc_tui.records.folding import strict_words

MOST_LINES = 2_000
MOST_CHARACTERS = 2_000_000
LONGEST_CELL = 200

COLUMNS = ("last_name", "first_name", "name", "phone", "email", "firm", "position", "price", "passport")

NAMES = ("last_name", "first_name", "name")

HEADERS: dict[str, tuple[str, ...]] = {
    "last_name": ("last name", "surname", "family name", "nom de famille", "nom", "ազգանուն"),
    "first_name": ("first name", "given name", "prénom", "անուն"),
    "name": (
        "name",
        "full name",
        "participant",
        "person",
        "nom et prénom",
        "nom prénom",
        "nom complet",
        "անուն ազգանուն",
        "ազգանուն անուն",
        "ազգանուն, անուն",
        "մասնակից",
    ),
    "phone": (
        "phone",
        "telephone",
        "tel",
        "mobile",
        "téléphone",
        "tél",
        "portable",
        "հեռախոս",
        "հեռ",
        "բջջային",
        "հեռախոսահամար",
    ),
    "email": ("e-mail", "email", "mail", "courriel", "էլ. փոստ", "էլփոստ", "էլ. հասցե"),
    "firm": (
        "firm",
        "company",
        "enterprise",
        "employer",
        "organization",
        "organisation",
        "workplace",
        "entreprise",
        "société",
        "employeur",
        "կազմակերպություն",
        "ընկերություն",
        "ձեռնարկություն",
        "աշխատավայր",
    ),
    "position": ("position", "job", "job title", "poste", "fonction", "պաշտոն", "պաշտոնը"),
    "price": ("price", "amount", "fee", "prix", "montant", "գին", "գումար", "արժեք"),
    "passport": ("passport", "passport no", "passport number", "passeport", "անձնագիր"),
}
_PHONE = re.compile(r"[+0(][\d\s()./-]{5,24}")
_PASSPORT = re.compile(r"[A-Z]{2} ?\d{7}")
_AMOUNT = re.compile(r"\d{1,3}([ \u00a0\u202f.,]?\d{3})*([.,]\d{1,2})?")


@dataclass(frozen=True)
class PastedLine:
    """One row as it was pasted, sorted into what it says."""

    last_name: str = ""
    first_name: str = ""
    phone: str = ""
    email: str = ""
    firm: str = ""
    position: str = ""
    price: str = ""
    passport: str = ""
    own: tuple[tuple[str, str], ...] = ()
    """What columns of the company's own fields say: column and text."""

    @property
    def name(self) -> str:
        """Last and first name."""
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class Table:
    """What was pasted. `columns`: the meaning of each, "" = not understood; `unknown` are their headings."""

    columns: tuple[str, ...]
    lines: tuple[PastedLine, ...]
    unknown: tuple[str, ...] = ()


def read(text: str, positions: Sequence[str] = ()) -> Table:
    """The pasted text as rows. Raises Conflict when it is too long or names nobody.

    `positions`: the labels by which a column of positions is recognised.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") + text.count("\r") > 2 * MOST_LINES + 2:
        raise _too_long()
    cells = _cells(text)
    if len(cells) > MOST_LINES + 1:
        raise _too_long()
    columns, has_header = _columns(cells, frozenset(map(folded, positions)))
    lines = [_line(columns, row) for row in cells[has_header:]]
    named = tuple(dict.fromkeys(line for line in lines if line.name))
    if not named:
        raise Conflict(
            _("No names were found in what was pasted."),
            _("A row needs a name; a first row with headings helps."),
        )
    unknown = [cell for code, cell in zip(columns, cells[0], strict=True) if has_header and not code and cell]
    return Table(columns, named, tuple(unknown))


def _too_long() -> Conflict:
    return Conflict(
        _("Too much was pasted at once."),
        _("At most %(count)s rows are taken.") % {"count": MOST_LINES},
        _("Paste it in parts, or import the file."),
    )


def _cells(text: str) -> list[list[str]]:
    """The cells, cleaned; rows and columns without anything are left out."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if "\t" in plain else ";"
    try:
        rows = list(csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in plain.split("\n")]
    cleaned = [[visible(cell.replace("\n", " "))[:LONGEST_CELL].strip() for cell in row] for row in rows]
    full = [row for row in cleaned if any(row)]
    width = max((len(row) for row in full), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in full]
    used = [at for at in range(width) if any(row[at] for row in padded)]
    return [[row[at] for at in used] for row in padded]


@lru_cache(4096)
def folded(text: str) -> str:
    """The words of a text, as two that mean the same are compared."""
    return " ".join(strict_words(text))


@lru_cache(1)
def _headers() -> dict[str, str]:
    return {folded(word): code for code, words in HEADERS.items() for word in words}


def _columns(cells: list[list[str]], positions: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """What each column holds, and whether the first row says so."""
    if not cells:
        return (), False
    own = pasted_own.headings(folded)
    headers = [_meaning(folded(cell), own) for cell in cells[0]]
    named = sum(1 for code in headers if code)
    if named and named * 2 >= sum(1 for cell in cells[0] if cell):
        if "first_name" in headers and "last_name" not in headers and "name" in headers:
            headers[headers.index("name")] = "last_name"
        if "first_name" in headers and not {"last_name", "name"} & set(headers):
            headers[headers.index("first_name")] = "name"
        if "last_name" in headers and "first_name" not in headers:
            headers[headers.index("last_name")] = "name"
        return _each_once(headers), True
    return _by_content(cells, positions), False


def _meaning(heading: str, own: Mapping[str, str]) -> str:
    """Names are names; any other heading means the company's own field that is called so first of all."""
    known = _headers().get(heading, "")
    return known if known in NAMES else own.get(heading, known)


def _each_once(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(code if code not in codes[:at] else "" for at, code in enumerate(codes))


def _by_content(cells: list[list[str]], positions: frozenset[str]) -> tuple[str, ...]:
    codes: list[str] = []
    texts: list[int] = []
    for at in range(len(cells[0])):
        values = [row[at] for row in cells if row[at]]
        code = _kind_of_column(values)
        if code == "text":
            texts.append(at)
            code = ""
        codes.append(code)
    _sort_texts(cells, codes, texts, positions)
    return _each_once(codes)


def _kind_of_column(values: Sequence[str]) -> str:
    """What most cells of a column look like: email, phone, passport, price, text, or nothing of use."""
    tests = {
        "email": lambda value: "@" in value,
        "passport": lambda value: bool(_PASSPORT.fullmatch(value.upper())),
        "phone": _looks_like_phone,
        "number": str.isdecimal,
        "price": lambda value: bool(_AMOUNT.fullmatch(value)),
    }
    for code, test in tests.items():
        if sum(map(test, values)) * 2 > len(values):
            if code == "number" and any(int(value) >= 1000 for value in values):
                return "price"
            return "" if code == "number" else code
    letters = sum(any(sign.isalpha() for sign in value) for value in values)
    return "text" if letters * 2 > len(values) else ""


def _looks_like_phone(value: str) -> bool:
    digits = sum(sign.isdigit() for sign in value)
    return bool(_PHONE.fullmatch(value)) or (value.replace(" ", "").isdecimal() and 8 <= digits <= 12)


def _sort_texts(
    cells: list[list[str]], codes: list[str], texts: list[int], positions: frozenset[str]
) -> None:
    """Which columns of words are names, positions, enterprises: names come first."""
    for at in texts:
        values = [row[at] for row in cells if row[at]]
        if positions and sum(folded(value) in positions for value in values) * 2 > len(values):
            codes[at] = "position"
    free = [at for at in texts if not codes[at]]
    if not free:
        return
    words = [len(row[free[0]].split()) for row in cells if row[free[0]]]
    if sum(count >= 2 for count in words) * 2 > len(words) or len(free) == 1:
        codes[free.pop(0)] = "name"
    else:
        codes[free.pop(0)] = "last_name"
        codes[free.pop(0)] = "first_name"
    for at, code in zip(free, ("firm", "position"), strict=False):
        codes[at] = code if code not in codes else ""


def _line(columns: Sequence[str], row: Sequence[str]) -> PastedLine:
    said = {code: cell for code, cell in zip(columns, row, strict=True) if code}
    own = tuple((code, cell) for code, cell in said.items() if ":" in code and cell)
    said = {code: cell for code, cell in said.items() if ":" not in code}
    name = said.pop("name", "")
    if name:
        last, _blank, first = name.replace(",", " ").partition(" ")
        said |= {"last_name": last, "first_name": " ".join(first.split())}
    return PastedLine(**said, own=own)
