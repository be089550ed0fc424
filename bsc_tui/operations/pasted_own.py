"""Columns of a pasted table that are headed with the name of one of the company's own fields.

Such a column is known by its heading only: the field's label in any language, or its code. What its cells say
goes into the registration, or into the card of the person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bsc_tui.db.models import ReferenceList, Term, dicts
from bsc_tui.entities.kinds import Reading, TermReference, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import LANGUAGES, Unreadable, _
from bsc_tui.records.own_fields import labels_of, own_names
from bsc_tui.records.reading import EntityField, fields_of, label_of

OF = ("person", "registration")
"""Whose fields a pasted row may hold; where both have one of the same name it is the registration's."""


def headings(folded: Callable[[str], str]) -> dict[str, str]:
    """Heading as it is compared -> the column's code: entity and field."""
    found: dict[str, str] = {}
    for code in OF:
        for name in own_names(ENTITIES[code]):
            for label in (name, *labels_of(ENTITIES[code], name)):
                found[folded(label)] = f"{code}:{name}"
    found.pop("", None)
    return found


@dataclass
class OwnSaid:
    """What the own columns of a row say; `texts`: cells of the registration that can't be read, and why."""

    values: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """What can't be read of the person, each with its reason."""
    notes: list[str] = field(default_factory=list)
    """The same as it was pasted, so that it is not lost."""


class OwnReader:
    """Reads the cells of such columns. One a paste: lists are looked up once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._terms: dict[str, dict[str, int]] = {}
        self._names: dict[str, list[str]] = {}

    def read(self, cells: Iterable[tuple[str, str]]) -> OwnSaid:
        """What (column, text) pairs say."""
        said = OwnSaid()
        for column, text in cells:
            code, _colon, name = column.partition(":")
            one = fields_of(ENTITIES[code]).get(name)
            if one is None or not text:
                continue
            value, sentence = self._value(one, text)
            if not sentence:
                (said.values if code == "registration" else said.card)[name] = value
            elif code == "registration":
                said.texts[name] = (text, sentence)
            else:
                said.wrong.append(f"{told(one.label)}: {sentence}")
                said.notes.append(f"{told(one.label)}: {text}")
        return said

    def _value(self, one: EntityField, text: str) -> tuple[Any, str]:
        """The value that a text means, or why it means none."""
        if isinstance(one.kind, TermReference):
            return self._term(one.kind.terms, text)
        try:
            value = one.kind.clean(one.kind.parse(text, self._reading))
        except Unreadable as unreadable:
            return None, unreadable.sentence
        return value, one.kind.check(value)

    def _term(self, terms: str, text: str) -> tuple[int | None, str]:
        if terms not in self._terms:
            rows = _offered(terms)
            self._names[terms] = [label_of(row) for row in rows]
            self._terms[terms] = {
                row[name].casefold(): row["id"]
                for row in reversed(rows)
                for name in ("code", *(f"label_{language}" for language in LANGUAGES))
                if row[name]
            }
        found = self._terms[terms].get(text.casefold())
        if found is not None:
            return found, ""
        options = ", ".join(self._names[terms][:8]) or "-"
        sentence = _("“%(text)s” is none of: %(options)s.")
        return None, sentence % {"text": text[:30], "options": options}


def _offered(terms: str) -> list[dict[str, Any]]:
    listed = Term.select().join(ReferenceList, on=(Term.list == ReferenceList.id))
    wanted = (ReferenceList.code == terms, Term.active, Term.trashed_at.is_null())
    return dicts(listed.where(*wanted).order_by(Term.place, Term.id))
