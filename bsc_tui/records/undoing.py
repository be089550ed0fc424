"""Taking an operation back, as far as nobody built on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from peewee import fn

from bsc_tui.db.models import Change, Operation
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Missing
from bsc_tui.i18n import _
from bsc_tui.records import audit
from bsc_tui.records.fields import fields_of
from bsc_tui.values import dataclass

if TYPE_CHECKING:
    from bsc_tui.records.records import Records

TAKEN_TOGETHER = 500
"""So many changes of an operation are read at once when it is taken back."""


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
    if kinds.where(Change.kind == audit.ERASE).exists():
        return _("What was erased is gone for good.")
    if not kinds.exists():
        return _("It changed no record.")
    if not kinds.where(Change.kind.not_in(audit.SET_ANEW)).exists():
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
    if entity is None or change.kind in audit.SET_ANEW:
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
        if pair == audit.ERASED:
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
