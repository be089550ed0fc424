"""The audit trail: operations, the changes they made, a record's history, and taking an operation back."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bsc_tui.db.models import Change, Operation
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Secret, Sensitive
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Missing
from bsc_tui.i18n import N_, _
from bsc_tui.records.reading import fields_of

if TYPE_CHECKING:
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
    "receive": N_("payment received"),
    "check": N_("checked"),
    "uncheck": N_("mark of the check taken away"),
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
}
LEFT_OUT_WHEN_EMPTY = ("create", "change", "reorder", "restore")
"""Verbs of operations that leave no entry when they changed nothing."""


@dataclass(frozen=True)
class Event:
    """One change of one record, as its history shows it."""

    operation: int
    at: datetime.datetime
    who: str
    origin: str
    verb: str
    reason: str
    kind: str
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Work:
    """An operation that is under way; what it does is written when it ends."""

    operation_id: int
    changes: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def note(self, entity: Entity, id: int, kind: str, fields: dict[str, tuple[Any, Any]]) -> None:
        """Remember a change of a record; `fields` is {name: (before, after)}."""
        known = fields_of(entity)
        told = {
            name: [known[name].kind.to_json(before), known[name].kind.to_json(after)]
            for name, (before, after) in fields.items()
            if not isinstance(known[name].kind, Secret)
        }
        self.changes.append(
            {
                "operation": self.operation_id,
                "entity": entity.code,
                "record_id": id,
                "kind": kind,
                "fields": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
            }
        )

    def write(self) -> None:
        """Put the changes into the trail."""
        for start in range(0, len(self.changes), 200):
            Change.insert_many(self.changes[start : start + 200]).execute()


def history(records: Records, entity: Entity, id: int, limit: int = 200) -> list[Event]:
    """What happened to a record, newest first; sensitive values masked for those who may not see them."""
    query = (
        Change.select(Change, Operation)
        .join(Operation)
        .where(Change.entity == entity.code, Change.record_id == id)
        .order_by(Change.id.desc())
        .limit(limit)
    )
    known = fields_of(entity)
    sees = records.actor.has("sensitive")
    events = []
    for change in query:
        fields = {}
        for name, pair in json.loads(change.fields).items():
            if name not in known:
                continue
            kind = known[name].kind
            masked = isinstance(kind, Sensitive) and not sees
            before, after = (
                Masked.of(value) if masked and value else kind.from_json(value) for value in pair
            )
            fields[name] = (before, after)
        operation = change.operation
        events.append(
            Event(
                operation.id,
                operation.at,
                operation.actor,
                operation.origin,
                operation.verb,
                operation.reason,
                change.kind,
                fields,
            )
        )
    return events


def last_operation(records: Records) -> Operation | None:
    """The actor's latest operation that changed something and was not taken back."""
    undone = Operation.select(Operation.undoes).where(Operation.undoes.is_null(False))
    latest: Operation | None = (
        Operation.select()
        .where(
            Operation.account == records.actor.account_id,
            Operation.undoes.is_null(),
            Operation.id.not_in(undone),
            Operation.id.in_(Change.select(Change.operation)),
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
    changes = list(Change.select().where(Change.operation == operation_id).order_by(Change.id.desc()))
    kept: list[str] = []
    done = 0
    with records.operation("undo", undoes=operation_id):
        for change in changes:
            done += _take_back(records, change, kept)
        if not done:
            raise Conflict(
                _("Nothing was undone."),
                " ".join(kept[:3]) or _("The operation changed nothing that is left."),
            )
    return Undone(done, kept)


def _take_back(records: Records, change: Change, kept: list[str]) -> int:
    entity = ENTITIES[change.entity]
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
    for name, (before, after) in json.loads(str(change.fields)).items():
        if name not in known:
            continue
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
