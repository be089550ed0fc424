"""The audit trail: operations, the changes they made, a record's history, and taking an operation back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import Database, fn

from bsc_tui.db import rows
from bsc_tui.db.models import Change, Operation, Record
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Reference, Secret, Sensitive, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Missing
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
TAKEN_TOGETHER = 500
"""So many changes of an operation are read at once when it is taken back."""
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


def last_operation(records: Records) -> Operation | None:
    """The actor's latest operation that changed something and was not taken back."""
    undoing = Operation.alias()
    latest: Operation | None = (
        Operation.select()
        .where(
            Operation.account == records.actor.account_id,
            Operation.undoes.is_null(),
            ~fn.EXISTS(undoing.select(undoing.id).where(undoing.undoes == Operation.id)),
            fn.EXISTS(Change.select(Change.id).where(Change.operation == Operation.id)),
        )
        .order_by(Operation.id.desc())
        .first()
    )
    return latest


@dataclass(frozen=True)
class Undone:
    """What taking an operation back did: how many records, and what stayed because it was changed later."""

    records: int
    kept: list[str]


def undo(records: Records, operation_id: int) -> Undone:
    """Take an operation back as far as nobody built on it; the rest is listed with who changed it.

    Raises Missing for an unknown operation, Conflict when nothing of it could be taken back, Refused as any
    write.
    """
    operation = Operation.get_or_none(Operation.id == operation_id)
    if operation is None:
        raise Missing(_("There is no such operation."))
    if Operation.select().where(Operation.undoes == operation_id).exists():
        raise Conflict(_("Already taken back."), _("This operation was undone before."))
    if reason := why_never(operation_id):
        raise Conflict(_("Nothing was undone."), reason)
    kept: list[str] = []
    done = 0
    with records.operation("undo", undoes=operation_id):
        for change in _changes_back(operation_id):
            done += _take_back(records, change, kept)
        if not done:
            raise Conflict(
                _("Nothing was undone."),
                " ".join(kept[:3]) or _("The operation changed nothing that is left."),
            )
    return Undone(done, kept)


def why_never(operation_id: int) -> str:
    """Why an operation can't be taken back whatever came later; '' where it may be tried."""
    kinds = Change.select(Change.kind).where(Change.operation == operation_id)
    if kinds.where(Change.kind == ERASE).exists():
        return _("What was erased is gone for good.")
    if not kinds.exists():
        return _("It changed no record.")
    if not kinds.where(Change.kind.not_in(SET_ANEW)).exists():
        return _("Rights, settings and passwords are not taken back: they are set anew.")
    return ""


def _changes_back(operation_id: int) -> Iterator[Change]:
    """The changes of an operation, the last one first; read in parts, for there may be millions."""
    before = Change.select(fn.MAX(Change.id)).where(Change.operation == operation_id).scalar() or 0
    before += 1
    while some := list(
        Change.select()
        .where(Change.operation == operation_id, Change.id < before)
        .order_by(Change.id.desc())
        .limit(TAKEN_TOGETHER)
    ):
        yield from some
        before = some[-1].id


def _take_back(records: Records, change: Change, kept: list[str]) -> int:
    entity = ENTITIES.get(change.entity)
    if entity is None or change.kind in SET_ANEW:
        return 0
    id = int(str(change.record_id))
    row = records.whole.row(entity.model, id)
    if row is None:
        return 0
    title = records.whole.titles(entity.model, [id]).get(id, "")
    if change.kind == "create":
        users = records.whole.uses(entity.model, id)
        later = _later(change, None)
        if later or users:
            kept.append(_("%(title)s stays: it was used or changed later.") % {"title": title})
            return 0
        if row["trashed_at"] is None:
            records.trash(entity.code, id)
        return 1
    if change.kind == "trash":
        if row["trashed_at"] is not None:
            records.restore(entity.code, id)
        return 1
    if change.kind == "restore":
        records.trash(entity.code, id)
        return 1
    known = fields_of(entity)
    back = {}
    for name, pair in json.loads(str(change.fields)).items():
        if name not in known:
            continue
        if pair == ERASED:
            kept.append(_("%(title)s stays: its values were erased.") % {"title": title})
            continue
        before, after = pair
        kind = known[name].kind
        if kind.to_json(row[name]) == after:
            back[name] = kind.from_json(before)
        else:
            who = _later(change, name)
            kept.append(
                _("%(title)s: %(field)s stays, %(who)s changed it later.")
                % {"title": title, "field": _(known[name].label), "who": who or "?"}
            )
    if back and change.kind == "repoint":
        records.point_back(entity.code, id, back)
        return 1
    if back:
        records.save(entity.code, back, id=id)
        return 1
    return 0


def _later(change: Change, name: str | None) -> str:
    """Who changed the record (that field of it) after a change; empty when nobody did."""
    later = (
        Change.select(Change, Operation)
        .join(Operation)
        .where(
            Change.entity == change.entity,
            Change.record_id == change.record_id,
            Change.id > change.id,
            Change.operation != change.operation,
        )
        .order_by(Change.id.desc())
    )
    for one in later:
        if name is None or name in json.loads(one.fields):
            return str(one.operation.actor)
    return ""
