"""The rows of the grid of registrations: what each holds, how a cell is read, what is to be saved.

No widget is known here, and nothing is read or written: the place asks the gate.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bsc_tui.entities.kinds import Reading, Reference, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Stale
from bsc_tui.i18n import Unreadable, _
from bsc_tui.operations.bookings import OpenBooking
from bsc_tui.operations.bulk import Row, ToWrite
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.screens.bulk_columns import (
    EMAIL,
    OF_PERSON,
    PAID,
    PAYER,
    PERSON,
    PHONE,
    field_of,
)
from bsc_tui.screens.seminar_panel import unnamed_words


@dataclass
class Entry:
    """One participant on the way in, or one who is in: `kept` is the registration as it was last seen."""

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    name: str = ""
    person_id: int | None = None
    person: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """What is typed and can't be read."""
    card: dict[str, str] = field(default_factory=dict)
    """What the person's card says: telephone, e-mail."""
    received: int | None = None
    paid: int = 0
    kept: Kept | None = None
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    problems: dict[str, str] = field(default_factory=dict)
    doubt: tuple[int, ...] | None = None
    """The people it may be, of a pasted row; None: no doubt."""
    booking: OpenBooking | None = None
    """Seats without a name: such a row is only shown, and gives way to those that name them."""
    given: dict[str, Any] = field(default_factory=dict)
    """What a pasted row says of the registration, whoever it is."""
    given_labels: dict[str, str] = field(default_factory=dict)
    given_card: dict[str, Any] = field(default_factory=dict)
    """What a pasted row says of the person, should it be somebody new."""
    given_own: dict[str, str] = field(default_factory=dict)
    """What it says in the company's own fields of people, as it was pasted."""
    added: dict[str, Any] = field(default_factory=dict)
    """What is added to the card of somebody known, where it says nothing yet."""
    stale: Stale | None = None
    past: list[tuple[str, Any, str, str]] = field(default_factory=list)
    """What cells held before, for undoing: column, value, label, text."""

    # -- state -----------------------------------------------------------------------------
    @property
    def is_blank(self) -> bool:
        """Whether nobody is named yet."""
        return not self.knows_who and not self.name and not self.texts and self.booking is None

    @property
    def knows_who(self) -> bool:
        """Whether it is settled who it is: somebody known, or somebody new."""
        return self.kept is not None or self.person_id is not None or bool(self.person)

    @property
    def is_new_person(self) -> bool:
        """Whether the person is made with the row."""
        return self.kept is None and self.person_id is None and bool(self.person)

    def changes(self) -> dict[str, Any]:
        """What is to be written of the registration."""
        if self.kept is None:
            return {
                name: value for name, value in self.values.items() if name not in ("person", "engagement")
            }
        return {name: value for name, value in self.values.items() if value != self.kept.values.get(name)}

    @property
    def is_open(self) -> bool:
        """Whether something here is not saved."""
        if self.booking is not None:
            return False
        if self.kept is None:
            return not self.is_blank
        return bool(self.changes() or self.texts or self.money_to_note)

    @property
    def money_to_note(self) -> int:
        """What was received besides what is noted."""
        return 0 if self.received is None else self.received - self.paid

    # -- cells -----------------------------------------------------------------------------
    def value(self, code: str) -> Any:
        """What a cell holds."""
        if code == PAID:
            return self.received if self.received is not None else (self.paid or None)
        if code in OF_PERSON:
            return self.person.get(code, "") if self.is_new_person else self.card.get(code, "")
        return self.values.get(code)

    def text(self, code: str, reading: Reading) -> str:
        """What a cell shows."""
        if code in self.texts:
            return self.texts[code]
        if code == PERSON:
            return self.name
        if code == "payer" and self.values.get("payer") == "other":
            return self.labels.get("payer_enterprise", "")
        kind, value = field_of(code).kind, self.value(code)
        if isinstance(kind, Reference):
            return self.labels.get(code, "") if value is not None else ""
        return kind.format(value, reading)

    def remember(self, code: str, reading: Reading) -> None:
        """Keep what the cell holds now, for undoing."""
        held = (
            (self.values.get("payer"), self.values.get("payer_enterprise"))
            if code == "payer"
            else self.value(code)
        )
        label = self.labels.get("payer_enterprise" if code == "payer" else code, "")
        self.past.append((code, held, label, self.texts.get(code, "")))
        del self.past[:-50]

    def undo(self, code: str, reading: Reading) -> bool:
        """Give a cell what it held before; False: it held nothing else."""
        for at in range(len(self.past) - 1, -1, -1):
            if self.past[at][0] == code:
                _code, held, label, text = self.past.pop(at)
                self.texts.pop(code, None)
                self.problems.pop(code, None)
                if text:
                    self.texts[code] = text
                elif code == "payer":
                    self.values |= dict(zip(PAYER, held, strict=True))
                    self.labels["payer_enterprise"] = label
                else:
                    self._set(code, held, label)
                return True
        return False

    def read(self, code: str, text: str, reading: Reading) -> str:
        """Take what was typed into a cell; why it can't be read, or ''."""
        self.remember(code, reading)
        kind = field_of(code).kind
        try:
            value = kind.clean(kind.parse(text, reading))
            sentence = kind.check(value)
        except Unreadable as unreadable:
            value, sentence = None, unreadable.sentence
        except ValueError:
            value, sentence = None, _("“%(text)s” does not fit here.") % {"text": text[:30]}
        if not sentence and code == PAID and (value or 0) < self.paid:
            sentence = _("More is received already; a refund is noted in the registration itself.")
        self.problems.pop(code, None)
        if sentence:
            self.texts[code] = text
            self.problems[code] = sentence
        else:
            self.texts.pop(code, None)
            self._set(code, value, "")
        return sentence

    def choose(self, code: str, value: Any, label: str, reading: Reading) -> None:
        """Take what was chosen from a cell's list."""
        self.remember(code, reading)
        self.texts.pop(code, None)
        self.problems.pop(code, None)
        self._set(code, value, label)

    def copy_from(self, other: Entry, code: str, reading: Reading) -> None:
        """Take a cell as it stands in another row."""
        self.remember(code, reading)
        self.texts.pop(code, None)
        self.problems.pop(code, None)
        if code == "payer":
            self.values |= {name: other.values.get(name) for name in PAYER}
            self.labels["payer_enterprise"] = other.labels.get("payer_enterprise", "")
        else:
            self._set(code, other.value(code), other.labels.get(code, ""))

    def _set(self, code: str, value: Any, label: str) -> None:
        if code == PAID:
            self.received = value if value != (self.paid or None) else None
        elif code in OF_PERSON:
            self.person[code] = value
        else:
            self.values[code] = value
            self.labels[code] = label
            if code == "payer" and value != "other":
                self.values["payer_enterprise"] = None

    # -- who it is -------------------------------------------------------------------------
    def take_person(
        self,
        person_id: int,
        name: str,
        values: Mapping[str, Any],
        labels: Mapping[str, str],
        card: Mapping[str, str],
    ) -> None:
        """It is somebody known, with the values that are usual for them."""
        self.person_id, self.name, self.person, self.doubt = person_id, name, {}, None
        self.card, self.added = dict(card), {}
        self._begin_with(values, labels)

    def take_new(
        self, person: Mapping[str, Any], values: Mapping[str, Any], labels: Mapping[str, str]
    ) -> None:
        """It is somebody new."""
        self.person_id, self.person, self.doubt, self.added = None, dict(person), None, {}
        self.name = f"{person.get('last_name', '')} {person.get('first_name', '')}".strip()
        self._begin_with(values, labels)

    def _begin_with(self, values: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        typed = {} if not self.values else {name: self.values[name] for name in self.typed_over}
        self.values, self.labels = (
            {**values, **self.given, **typed},
            {**labels, **self.given_labels, **{name: self.labels.get(name, "") for name in typed}},
        )
        self.problems.pop(PERSON, None)

    @property
    def typed_over(self) -> list[str]:
        """Columns in which something was typed or chosen since the row began."""
        return [code for code, _held, _label, _text in self.past if code in self.values]

    def forget_person(self) -> None:
        """It is nobody yet."""
        self.person_id, self.person, self.card, self.added = None, {}, {}, {}

    def add_to_card(self, own: Mapping[str, Any], may: bool) -> list[str]:
        """What was pasted goes onto the card where that is empty, else into the notes; the fields of these.

        `own`: what the card says in the company's own fields; `may`: whether the card may be changed.
        """
        fields, noted = fields_of(ENTITIES["person"]), []
        for name, said in own.items():
            if name not in self.given_own or name not in self.given_card or said == self.given_card[name]:
                continue
            if may and fields[name].kind.is_empty(said):
                self.added[name] = self.given_card[name]
            else:
                noted.append(name)
        words = [f"{told(fields[name].label)}: {self.given_own[name]}" for name in noted]
        if words:
            self.values["notes"] = ", ".join(filter(None, (self.values.get("notes"), *words)))
        return noted

    # -- saving ----------------------------------------------------------------------------
    def to_write(self, engagement: int) -> ToWrite:
        """The row as it shall be saved."""
        return ToWrite(
            engagement,
            self.changes(),
            self.person_id,
            dict(self.person) if self.is_new_person else dict(self.added),
            self.money_to_note,
            self.kept,
            self.token,
        )

    def saved(self, row: Row) -> None:
        """It is kept like this now. What was typed meanwhile stays."""
        self.kept, self.paid = row.kept, row.paid
        self.name, self.person_id = row.name, row.kept.values["person"]
        self.person, self.card, self.added = {}, {PHONE: row.phone, EMAIL: row.email}, {}
        self.values, self.labels = dict(row.kept.values), dict(row.kept.labels)
        self.received, self.stale, self.doubt = None, None, None
        self.problems.clear()
        self.texts.clear()
        self.past.clear()
        self.token = uuid.uuid4().hex

    def take_newer(self, stale: Stale) -> None:
        """The row is about the newer version from now on."""
        assert self.kept is not None
        self.kept = replace(
            self.kept, version=stale.version, values={**self.kept.values, **_known(self.kept, stale)}
        )
        self.stale = None

    # -- drafts ----------------------------------------------------------------------------
    def to_draft(self) -> dict[str, Any]:
        """The row as JSON can hold it."""
        known = fields_of(ENTITIES["registration"])
        return {
            "key": self.key,
            "name": self.name,
            "person_id": self.person_id,
            "person": self.person,
            "values": {
                name: known[name].kind.to_json(value)
                for name, value in (self.values if self.kept is None else self.changes()).items()
                if name in known
            },
            "opened": {
                name: known[name].kind.to_json(self.kept.values[name])
                for name in (self.changes() if self.kept else ())
                if self.kept
            },
            "labels": self.labels,
            "texts": self.texts,
            "card": self.card,
            "received": self.received,
            "registration": self.kept.id if self.kept else None,
            "version": self.kept.version if self.kept else None,
            "token": self.token,
            "doubt": self.doubt,
            "given": [self.given, self.given_labels, self.given_card, self.given_own],
            "added": self.added,
        }

    @classmethod
    def from_draft(cls, content: Mapping[str, Any]) -> Entry:
        """The row that `to_draft` gave; of a kept one the owner finds `kept`."""
        known = fields_of(ENTITIES["registration"])
        doubt = content.get("doubt")
        given, given_labels, given_card, given_own = (*content.get("given", ({}, {}, {})), {})[:4]
        return cls(
            key=content["key"],
            name=content["name"],
            person_id=content["person_id"],
            person=dict(content["person"]),
            values={
                name: known[name].kind.from_json(value)
                for name, value in content["values"].items()
                if name in known
            },
            labels=dict(content["labels"]),
            texts=dict(content["texts"]),
            card=dict(content.get("card", {})),
            received=content["received"],
            token=content["token"],
            doubt=None if doubt is None else tuple(doubt),
            given=dict(given),
            given_labels=dict(given_labels),
            given_card=dict(given_card),
            given_own=dict(given_own),
            added=dict(content.get("added", {})),
        )


def opened_values(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft's changed fields held when they were opened."""
    known = fields_of(ENTITIES["registration"])
    return {name: known[name].kind.from_json(value) for name, value in content.get("opened", {}).items()}


def _known(kept: Kept, stale: Stale) -> dict[str, Any]:
    return {name: value for name, value in stale.theirs.items() if name in kept.values}


def entry_of(row: Row) -> Entry:
    """The entry of somebody who is in."""
    entry = Entry(key=f"registration:{row.kept.id}")
    entry.saved(row)
    return entry


def booking_entry(booking: OpenBooking) -> Entry:
    """The row of seats without a name."""
    return Entry(key=f"booking:{booking.id}", name=unnamed_words(booking), booking=booking)
