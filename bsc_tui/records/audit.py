"""The audit trail: operations, the changes they made, a record's history. Taking one back is `undoing`'s."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import Database

from bsc_tui.db import rows
from bsc_tui.db.models import Change, Operation, Record
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Reference, Secret, Sensitive, told
from bsc_tui.i18n import N_, _
from bsc_tui.records.fields import every_field_of, fields_of
from bsc_tui.records.parts import Ordered
from bsc_tui.values import dataclass

if TYPE_CHECKING:
    from bsc_tui.records.looking import Looking
    from bsc_tui.records.records import Records

VERBS = {
    "create": N_("created"),
    "change": N_("changed"),
    "trash": N_("deleted"),
    "restore": N_("restored"),
    "undo": N_("undone"),
    "register": N_("registered"),
    "book": N_("seats booked"),
    "cancel": N_("cancelled"),
    "promote": N_("moved up from the waiting list"),
    "answer": N_("answer noted"),
    "receive": N_("payment received"),
    "refund": N_("money given back"),
    "share": N_("share of the money"),
    "waive": N_("waived"),
    "invoice": N_("invoice written"),
    "cancel_invoice": N_("invoice cancelled"),
    "transfer": N_("transferred"),
    "attend": N_("attendance noted"),
    "sessions": N_("sessions planned"),
    "certify": N_("certificates issued"),
    "confirm": N_("confirmed"),
    "call_off": N_("called off"),
    "check": N_("checked"),
    "uncheck": N_("mark of the check taken away"),
    "propose": N_("proposed"),
    "accept": N_("proposal accepted"),
    "decline": N_("proposal declined"),
    "withdraw": N_("proposal withdrawn"),
    "store": N_("file stored"),
    "attach": N_("document attached"),
    "letter": N_("letters made"),
    "merge": N_("merged"),
    "reorder": N_("reordered"),
    "set_up": N_("company set up"),
    "example": N_("example company made"),
    "account": N_("account changed"),
    "sign_in": N_("signed in"),
    "sign_in_failed": N_("sign-in failed"),
    "ssh_key": N_("SSH keys changed"),
    "end_session": N_("session ended"),
    "settings": N_("settings changed"),
    "erase": N_("personal data erased"),
    "keep_report": N_("report kept"),
}
ERASED = "erased"
"""Stands in a change in place of [before, after] where the values were of a person who was erased."""
SET_ANEW = ("rights", "kinds", "settings", "password", "own")
"""Kinds of changes that are set anew instead of being taken back: rows that are no records."""
ERASE = "erase"
"""The kind of change that blanked a record for good."""
WRITTEN_TOGETHER = 2_000
"""So many changes wait at the most until they are written: an operation may have millions."""
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LEFT_OUT_WHEN_EMPTY = ("create", "change", "reorder", "restore", "attend", "certify")
"""Verbs of operations that leave no entry when they changed nothing."""


@dataclass(frozen=True)
class Event:
    """One change of one record, as its history shows it."""

    id: int
    operation: int
    at: datetime.datetime
    who: str
    origin: str
    verb: str
    reason: str
    kind: str
    fields: dict[str, tuple[Any, Any]]
    place: tuple[Any, ...] = ()


class Noted(NamedTuple):
    """A change as the trail keeps it."""

    operation_id: int
    entity: str
    record_id: int
    kind: str
    fields: str


class Work:
    """An operation that is under way, and what it has done so far."""

    def __init__(
        self,
        database: Database,
        operation_id: int,
        follow: Callable[[Work, Sequence[Noted]], None] = lambda work, noted: None,
    ) -> None:
        """`follow`: what else changes where these changes were made; told some at a time."""
        self.operation_id = operation_id
        self.is_empty = True
        """Whether it changed nothing yet."""
        self.changes_own_fields = False
        """Whether it said something else about the fields that the company has added."""
        self.warnings: list[str] = []
        self._database = database
        self._follow = follow
        self._waiting: list[Noted] = []

    def note(self, entity: Entity, id: int, kind: str, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Remember a change of a record; `fields` is {name: (before, after)}."""
        known = fields_of(entity)
        self.note_json(
            entity.code,
            id,
            kind,
            {
                name: [known[name].kind.to_json(before), known[name].kind.to_json(after)]
                for name, (before, after) in fields.items()
                if not isinstance(known[name].kind, Secret)
            },
        )

    def note_json(self, code: str, id: int, kind: str, told: Mapping[str, list[Any]]) -> None:
        """Remember a change whose values are fit for JSON already."""
        self.is_empty = False
        self.changes_own_fields |= code == "custom_field"
        self._waiting.append(Noted(self.operation_id, code, id, kind, _json(told)))
        if len(self._waiting) >= WRITTEN_TOGETHER:
            self.write()

    def write(self) -> None:
        """Put what was noted into the trail, in its order."""
        while self._waiting:
            noted, self._waiting = self._waiting, []
            self._follow(self, noted)
            rows.insert(self._database, "change", Noted._fields, noted)


def history(records: Records, entity: Entity, id: int, limit: int = 200) -> list[Event]:
    """What happened to a record lately, newest first; `trail` has all of it."""
    return trail(records, entity, id).end(limit).lines


def trail(records: Records, entity: Entity, id: int) -> Ordered[Event]:
    """What happened to a record, newest first; sensitive values masked for those who may not see them."""
    query = (
        Change.select(
            Change.id,
            Change.kind,
            Change.fields,
            Change.operation,
            Operation.at,
            Operation.actor,
            Operation.origin,
            Operation.verb,
            Operation.reason,
        )
        .join(Operation)
        .where(Change.entity == entity.code, Change.record_id == id)
    )
    return Ordered(
        query,
        (Change.id,),
        Change.id,
        lambda rows: [_event(records, entity, row) for row in rows],
        falling=True,
    )


def _event(records: Looking, entity: Entity, row: Mapping[str, Any]) -> Event:
    return Event(
        row["id"],
        row["operation"],
        row["at"],
        row["actor"],
        row["origin"],
        row["verb"],
        row["reason"],
        row["kind"],
        fields_told(records, entity, row["fields"]),
        row["place"],
    )


def linked_titles(
    records: Records, entity: Entity, events: Sequence[Event]
) -> dict[type[Record], dict[int, str]]:
    """What the records are called that links of these events pointed to, by their table."""
    linked: dict[type[Record], set[int]] = {}
    fields = every_field_of(entity)
    for event in events:
        for name, pair in event.fields.items():
            if name in fields and isinstance(kind := fields[name].kind, Reference):
                linked.setdefault(kind.model, set()).update(id for id in pair if isinstance(id, int))
    return {model: records.reader.titles(model, ids) for model, ids in linked.items()}


def fields_told(records: Looking, entity: Entity, stored: str) -> dict[str, tuple[Any, Any]]:
    """The fields of a change as (before, after), masked and erased values being words of their own."""
    known = every_field_of(entity)
    sees = records.actor.has("sensitive")
    fields = {}
    for name, pair in json.loads(stored).items():
        if name not in known:
            continue
        kind = known[name].kind
        if pair == ERASED:
            fields[name] = (Masked(_("erased")), Masked(_("erased")))
            continue
        masked = isinstance(kind, Sensitive) and not sees
        before, after = (Masked.of(value) if masked and value else kind.from_json(value) for value in pair)
        fields[name] = (before, after)
    return fields


def pairs_told(
    records: Looking,
    entity: Entity,
    fields: Mapping[str, tuple[Any, Any]],
    *,
    currency: str = "AMD",
    titles: Mapping[type[Record], Mapping[int, str]] | None = None,
) -> Iterator[tuple[str, str, str]]:
    """Label, before and after of each field in words; `titles`: what links are called, where it is known."""
    known = fields_of(entity)
    reading = records.reader.reading(currency)
    for name, values in fields.items():
        kind = known[name].kind
        called: Mapping[int, str] = {}
        if isinstance(kind, Reference):
            linked = [value for value in values if isinstance(value, int)]
            called = (
                records.reader.titles(kind.model, linked) if titles is None else titles.get(kind.model, {})
            )
        words = []
        for value in values:
            if isinstance(value, Masked):
                words.append(str(value))
            elif isinstance(kind, Reference):
                words.append(called.get(value, ""))
            else:
                words.append(kind.format(value, reading))
        yield told(known[name].label), words[0], words[1]
