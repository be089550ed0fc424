"""What somebody did last, said in words, and taking it back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from peewee import fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Change, Operation
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _
from bsc_tui.records import audit, undoing
from bsc_tui.records.records import Records
from bsc_tui.records.undoing import Undone

TAKEN_BACK = ("create", "change", "trash", "restore")
"""The kinds of changes that can be taken back; rights and passwords are set anew instead."""


@dataclass(frozen=True)
class LastWork:
    """The actor's latest operation that can be taken back; `title` names its first record."""

    id: int
    at: datetime.datetime
    verb: str
    entity: str
    title: str
    records: int


def last_work(records: Records) -> LastWork | None:
    """What the actor did last; None when there is nothing to take back. Raises Unavailable."""
    with told():
        undoing = Operation.alias()
        changed = Change.select(Change.id).where(
            Change.operation == Operation.id, Change.kind.in_(TAKEN_BACK)
        )
        operation = (
            Operation.select()
            .where(
                Operation.account == records.actor.account_id,
                Operation.undoes.is_null(),
                ~fn.EXISTS(undoing.select(undoing.id).where(undoing.undoes == Operation.id)),
                fn.EXISTS(changed),
            )
            .order_by(Operation.id.desc())
            .first()
        )
        if operation is None:
            return None
        changes = Change.select(Change.entity, Change.record_id).where(
            Change.operation == operation.id, Change.kind.in_(TAKEN_BACK)
        )
        first = changes.order_by(Change.id).first()
        touched = changes.distinct().count()
        entity = ENTITIES[str(first.entity)]
        titles = records.reader.titles(entity.model, [first.record_id])
    verb = _(audit.VERBS.get(operation.verb, operation.verb))
    title = next(iter(titles.values()), "")
    return LastWork(operation.id, operation.at, verb, entity.code, title, touched)


def take_back(records: Records, operation_id: int) -> Undone:
    """Take it back as far as nobody built on it. Raises as undoing.undo, and Unavailable."""
    with told():
        return undoing.undo(records, operation_id)
