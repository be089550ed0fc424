"""Who rows copied in a spreadsheet are: somebody known for certain, somebody doubtful, or somebody new.

Reads only; what is done with the answer is the asker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bsc_tui.db.models import Enterprise, Person
from bsc_tui.entities.kinds import kind_of
from bsc_tui.i18n import Unreadable
from bsc_tui.operations import pasted_own
from bsc_tui.operations.pasted import PastedLine, folded
from bsc_tui.records.folding import strict_words
from bsc_tui.records.records import Records

LEGAL_FORMS = frozenset(
    ["llc", "ojsc", "cjsc", "jsc", "ltd", "sarl", "sa", "ooo", "oao", "zao", "spy", "bby", "pby", "inc", "co"]
)


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


class Matcher:
    """Finds who pasted rows are. One a paste: what many rows share is looked up once."""

    def __init__(self, records: Records, currency: str) -> None:
        self.records = records
        self.reading = records.reader.reading(currency)
        self._own = pasted_own.OwnReader(self.reading)
        self._firms: dict[str, int | None] = {}
        self._positions = {
            folded(label): term.id
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
        position = self._positions.get(folded(line.position)) if line.position else None
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
