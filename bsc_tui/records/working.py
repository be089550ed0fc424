"""The ground on which all doors of the gate stand: operations, rights asked in them, rows held, proposals.

What is done in an operation is left to `records` and its siblings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from peewee import Database

from bsc_tui.db import custom, rows
from bsc_tui.db.database import told
from bsc_tui.db.models import Operation
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import kind_of
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem, Invalid, Missing
from bsc_tui.i18n import _
from bsc_tui.records import access, checking
from bsc_tui.records.audit import LEFT_OUT_WHEN_EMPTY, Work
from bsc_tui.records.checks import let_marks_fall
from bsc_tui.records.looking import Clock, Looking
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.records.rules.surroundings import Surroundings

_OPERATION = ("at", "account_id", "actor", "origin", "verb", "reason", "token", "undoes_id")


class Repeated(Exception):
    """An operation with this token was done before."""

    def __init__(self, operation: int) -> None:
        super().__init__(operation)
        self.operation = operation


class Working(Looking):
    """Operations of one actor."""

    def __init__(self, database: Database, actor: access.Actor, clock: Clock | None = None) -> None:
        super().__init__(database, actor, clock)
        self._work: Work | None = None

    @contextmanager
    def operation(
        self, verb: str, reason: str = "", token: str | None = None, undoes: int | None = None
    ) -> Iterator[Work]:
        """One thing that the actor does: a transaction, and one entry of the audit trail.

        Within another operation it becomes a part of that. The actor's rights are those of this moment.
        `token`: a word of the caller's own; a second operation with it raises Repeated and does nothing.
        """
        if self._work is not None:
            yield self._work
            return
        with told(), self.database.atomic():
            self.actor = access.refreshed(self.actor)
            if token and (done := Operation.get_or_none(Operation.token == token)):
                raise Repeated(done.id)
            row = (
                self.clock.now(),
                self.actor.account_id,
                self.actor.label,
                self.actor.origin,
                verb,
                _reason_cleaned(reason),
                token,
                undoes,
            )
            (operation_id,) = rows.insert_new(self.database, "operation", _OPERATION, [row])
            self._work = work = Work(self.database, operation_id, let_marks_fall)
            try:
                yield work
                work.write()
            finally:
                self._work = None
            if verb in LEFT_OUT_WHEN_EMPTY and work.is_empty:
                Operation.delete().where(Operation.id == operation_id).execute()
        if work.changes_own_fields:
            with told():
                custom.bind(self.database)

    @contextmanager
    def acting_with(self, right: str) -> Iterator[None]:
        """Lend the actor a right for what an operation does on their behalf after its own check."""
        lender = self.actor
        self.actor = replace(lender, rights=lender.rights | {right})
        try:
            yield
        finally:
            self.actor = lender

    def hold(self, code: str, *ids: int) -> None:
        """Let nobody else change these records until the operation ends; always taken in the same order.

        Raises Missing when one of them is gone.
        """
        for id in sorted(set(ids)):
            self._held(ENTITIES[code], id)

    # -- steps of what is done ----------------------------------------------------------------
    def _held(self, entity: Entity, id: int, *, trashed: bool = False) -> dict[str, Any]:
        """The row as it is now, held until the transaction ends."""
        found = rows.whole(entity.model, [id], held=True)
        if not found or (found[0]["trashed_at"] is not None and not trashed):
            raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
        return found[0]

    def _demand(self, entity: Entity, values: Mapping[str, Any]) -> None:
        """Raise Refused where the actor may not write a record with these values; Missing: nor see it."""
        if not access.sees(self.actor, entity, values):
            raise Missing(_("There is no such record."))
        access.demand(self.actor, access.right_to(entity, values, self.whole.line_code(entity, values)))

    def _proposal(
        self, entity: Entity, id: int | None, before: dict[str, Any] | None, values: Mapping[str, Any]
    ) -> Proposal:
        whole = self.whole
        return Proposal(
            entity=entity,
            id=id,
            before=before,
            after={**(before if before is not None else checking.blank(entity)), **values},
            actor=self.actor,
            reader=whole,
            around=Surroundings(whole),
            today=whole.today,
            now=self.clock.now(),
        )

    def _check(self, proposal: Proposal) -> None:
        checking.check(proposal, lambda after: self._demand(proposal.entity, after))


def _reason_cleaned(reason: str) -> str:
    """A reason fit for the trail. Raises Invalid for one that is too long."""
    kind = kind_of(Operation.reason)
    cleaned = str(kind.clean(reason))
    if sentence := kind.check(cleaned):
        raise Invalid([FieldProblem("reason", sentence)])
    return cleaned
