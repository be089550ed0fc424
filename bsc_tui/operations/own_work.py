"""What somebody did last, said in words, and taking it back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bsc_tui.db.database import told
from bsc_tui.db.models import Change, Operation
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _
from bsc_tui.records import audit
from bsc_tui.records.audit import Undone
from bsc_tui.records.records import Records

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
        undone = Operation.select(Operation.undoes).where(Operation.undoes.is_null(False))
        changed = Change.select(Change.operation).where(Change.kind.in_(TAKEN_BACK))
        operation = (
            Operation.select()
            .where(
                Operation.account == records.actor.account_id,
                Operation.undoes.is_null(),
                Operation.id.not_in(undone),
                Operation.id.in_(changed),
            )
            .order_by(Operation.id.desc())
            .first()
        )
        if operation is None:
            return None
        changes = list(
            Change.select(Change.entity, Change.record_id)
            .where(Change.operation == operation.id, Change.kind.in_(TAKEN_BACK))
            .order_by(Change.id)
        )
        first = changes[0]
        entity = ENTITIES[str(first.entity)]
        titles = records.reader.titles(entity.model, [first.record_id])
    touched = {(change.entity, change.record_id) for change in changes}
    verb = _(audit.VERBS.get(operation.verb, operation.verb))
    title = next(iter(titles.values()), "")
    return LastWork(operation.id, operation.at, verb, entity.code, title, len(touched))


def take_back(records: Records, operation_id: int) -> Undone:
    """Take it back as far as nobody built on it. Raises as audit.undo, and Unavailable."""
    with told():
        return audit.undo(records, operation_id)
