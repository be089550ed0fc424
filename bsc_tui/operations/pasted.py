"""Rows copied in a spreadsheet: which column holds what, and who each row is.

Reads only. A row is somebody known for certain, somebody doubtful, or somebody new; what is done with that is
the asker's.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bsc_tui.db.models import Enterprise, Person
from bsc_tui.entities.kinds import kind_of, visible
from bsc_tui.errors import Conflict
from bsc_tui.i18n import Unreadable, _
from bsc_tui.operations import pasted_own
from bsc_tui.records.folding import strict_words
from bsc_tui.records.records import Records

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
LEGAL_FORMS = frozenset(
    ["llc", "ojsc", "cjsc", "jsc", "ltd", "sarl", "sa", "ooo", "oao", "zao", "spy", "bby", "pby", "inc", "co"]
)
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


@dataclass(frozen=True)
class Match:
    """Who a row is: `person` for certain, one of `candidates`, or somebody new when there are none.

    `values` are those of the registration that the row gives, `card` those of a new person. `texts` are
    cells of the registration that can't be read, and why; `wrong` says what can't be read of the person.
    """

    line: PastedLine
    person: int | None = None
    candidates: tuple[int, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: str = ""

    @property
    def is_new(self) -> bool:
        """Whether nobody like this is known."""
        return self.person is None and not self.candidates


# -- reading ------------------------------------------------------------------------------------------
def read(text: str, positions: Sequence[str] = ()) -> Table:
    """The pasted text as rows. Raises Conflict when it is too long or names nobody.

    `positions`: the labels by which a column of positions is recognised.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") + text.count("\r") > 2 * MOST_LINES + 2:
        raise _too_long()
    cells = _cells(text)
    if len(cells) > MOST_LINES + 1:
        raise _too_long()
    columns, has_header = _columns(cells, frozenset(map(_folded, positions)))
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
def _folded(text: str) -> str:
    return " ".join(strict_words(text))


@lru_cache(1)
def _headers() -> dict[str, str]:
    return {_folded(word): code for code, words in HEADERS.items() for word in words}


def _columns(cells: list[list[str]], positions: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """What each column holds, and whether the first row says so."""
    if not cells:
        return (), False
    own = pasted_own.headings(_folded)
    headers = [_meaning(_folded(cell), own) for cell in cells[0]]
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
        if positions and sum(_folded(value) in positions for value in values) * 2 > len(values):
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


# -- who it is ----------------------------------------------------------------------------------------
class Matcher:
    """Finds who pasted rows are. One a paste: what many rows share is looked up once."""

    def __init__(self, records: Records, currency: str) -> None:
        self.records = records
        self.reading = records.reader.reading(currency)
        self._own = pasted_own.OwnReader(self.reading)
        self._firms: dict[str, int | None] = {}
        self._positions = {
            _folded(label): term.id
            for term in records.reader.terms("position", offered=True)
            for label in (term.label,)
        }

    def match(self, lines: Sequence[PastedLine]) -> list[Match]:
        """Who these rows are."""
        return [self._match(line) for line in lines]

    def _match(self, line: PastedLine) -> Match:
        values, card = self._said(line)
        certain, doubtful = self._people(line, values.get("workplace"))
        own = self._own.read(line.own)
        notes = ", ".join(filter(None, (values.get("notes", ""), *own.notes)))
        values |= {**own.values, **({"notes": notes} if notes else {})}
        candidates = () if certain else tuple(doubtful[:20])
        return Match(line, certain, candidates, values, card | own.card, own.texts, " ".join(own.wrong))

    def _said(self, line: PastedLine) -> tuple[dict[str, Any], dict[str, Any]]:
        values: dict[str, Any] = {}
        position = self._positions.get(_folded(line.position)) if line.position else None
        firm = self._firm(line.firm)
        if position:
            values["position"] = position
        if firm:
            values["workplace"] = firm
        if line.price:
            try:
                values["price"] = self.reading.translator.parse_amount(line.price, self.reading.currency)
            except Unreadable:
                values["price_text"] = line.price
        card = {
            "last_name": line.last_name,
            "first_name": line.first_name,
            "phone": line.phone,
            "email": line.email,
            "passport_number": line.passport,
            "position": position,
            "employer": firm,
        }
        unknown = [
            text for text, known in ((line.firm, firm), (line.position, position)) if text and not known
        ]
        if unknown:
            values["notes"] = ", ".join(unknown)
        return values, {name: value for name, value in card.items() if value}

    def _firm(self, name: str) -> int | None:
        """The enterprise with this name, legal form aside, when there is just one."""
        key = _firm_key(name)
        if not key:
            return None
        if key not in self._firms:
            ids = self.records.searcher.find("enterprise", name, limit=20)
            ids += [id for id in self.records.searcher.find("enterprise", key, limit=20) if id not in ids]
            rows = self.records.whole.rows(Enterprise, ids)
            equal = [id for id, row in rows.items() if _firm_key(row["name"]) == key]
            self._firms[key] = equal[0] if len(equal) == 1 else None
        return self._firms[key]

    def _people(self, line: PastedLine, firm: int | None) -> tuple[int | None, list[int]]:
        """The person it is for certain, and those it may be."""
        find, words = self.records.searcher.find, set(strict_words(line.name))
        reached: list[int] = []
        for text in (line.passport, line.email, line.phone):
            reached += find("person", text, limit=20) if text else []
        named = find("person", line.name, limit=20)
        rows = self.records.whole.rows(Person, [*reached, *named])
        same_contact = [id for id in dict.fromkeys(reached) if id in rows and self._reaches(line, rows[id])]
        by_contact = [
            id for id in same_contact if self._passport_equal(line, rows[id]) or words & _words(rows[id])
        ]
        same_name = [id for id in named if id in rows and _words(rows[id]) == words]
        at_firm = [id for id in same_name if firm and rows[id]["employer"] == firm]
        for certain in (by_contact, at_firm):
            if len(certain) == 1:
                return certain[0], []
        return None, list(
            dict.fromkeys(
                [*by_contact, *same_name, *(id for id in named if id in rows and words & _words(rows[id]))]
            )
        )

    def _reaches(self, line: PastedLine, row: dict[str, Any]) -> bool:
        phone = str(kind_of(Person.phone).clean(line.phone)) if line.phone else ""
        return bool(
            (line.email and row["email"].casefold() == line.email.casefold())
            or (phone and phone in (row["phone"], row["mobile"]))
            or self._passport_equal(line, row)
        )

    @staticmethod
    def _passport_equal(line: PastedLine, row: dict[str, Any]) -> bool:
        wanted = line.passport.replace(" ", "").upper()
        return bool(wanted) and str(row["passport_number"]).replace(" ", "").upper() == wanted


def _words(row: dict[str, Any]) -> set[str]:
    return set(strict_words(f"{row['last_name']} {row['first_name']}"))


def _firm_key(name: str) -> str:
    return " ".join(word for word in strict_words(name) if word not in LEGAL_FORMS)
