"""The gate itself: nobody saves a model, all ask `Records`.

It lets the right people do sound things and writes down who did what.

The order of a save: may they → clean and check each field by its kind → rules across fields → may they on the
new state → version → write → search keys → audit; all in one transaction, all checks before anything is set.
Looking at records is `looking`'s; what is checked stands in `checking` and the rules.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import Database

from bsc_tui.db.database import told
from bsc_tui.db.models import Change, Operation, dicts, tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import kind_of
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing, Stale
from bsc_tui.i18n import _
from bsc_tui.records import access, checking, search
from bsc_tui.records.audit import LEFT_OUT_WHEN_EMPTY, Work, history
from bsc_tui.records.checks import let_marks_fall
from bsc_tui.records.consequences import CONSEQUENCES
from bsc_tui.records.keys import dependants, keys_for, keys_kept, sort_key_of
from bsc_tui.records.looking import Clock, Looking
from bsc_tui.records.reading import (
    LARGEST_ID,
    columns_of,
    fields_of,
    is_link,
    target_of,
)
from bsc_tui.records.refusals import collisions_told, uses_told
from bsc_tui.records.rules.proposal import Proposal

__all__ = ["Clock", "Records", "Repeated", "Saved"]


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    id: int
    version: int
    changed: tuple[str, ...]
    warnings: list[str] = field(default_factory=list)


class Repeated(Exception):
    """An operation with this token was done before."""

    def __init__(self, operation: int) -> None:
        super().__init__(operation)
        self.operation = operation


class Records(Looking):
    """Records for one actor. Used by one thread at a time."""

    def __init__(self, database: Database, actor: access.Actor, clock: Clock | None = None) -> None:
        super().__init__(database, actor, clock)
        self._work: Work | None = None

    # -- operations ------------------------------------------------------------------------
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
            operation = Operation.create(
                at=self.clock.now(),
                account=self.actor.account_id,
                actor=self.actor.label,
                origin=self.actor.origin,
                verb=verb,
                reason=_reason_cleaned(reason),
                token=token,
                undoes=undoes,
            )
            self._work = work = Work(operation.id)
            try:
                yield work
                let_marks_fall(work)
                work.write()
            finally:
                self._work = None
            if verb in LEFT_OUT_WHEN_EMPTY and not work.changes:
                Operation.delete().where(Operation.id == operation.id).execute()

    # -- writing ---------------------------------------------------------------------------
    def save(
        self,
        code: str,
        values: Mapping[str, Any],
        *,
        id: int | None = None,
        version: int | None = None,
        opened: Mapping[str, Any] | None = None,
        reason: str = "",
        token: str | None = None,
    ) -> Saved:
        """Create a record (no `id`) or change one.

        `version` is the one the person opened, `opened` the values they saw: what only one side changed
        merges, what both changed raises Stale. Raises Refused, Invalid, Stale, Conflict, Missing,
        ReasonWanted, Unavailable.
        """
        entity = ENTITIES[code]
        try:
            with self.operation("change" if id else "create", reason, token) as work:
                if id is None:
                    return self._create(entity, values, reason, work)
                before = self._held(entity, id)
                self._demand(entity, before)
                values = self._as_typed(entity, values, before, version, opened)
                return self._change(entity, before, values, reason, work)
        except Repeated as repeated:
            return self._saved_by(entity, repeated.operation)

    def _create(self, entity: Entity, values: Mapping[str, Any], reason: str, work: Work) -> Saved:
        proposal = self._sound(entity, None, None, checking.masks_removed(entity, values, None), reason)
        changed = checking.changed_fields(entity, proposal)
        (id,) = self._insert(entity, [proposal], work)
        self._follow(entity, id, proposal, work)
        return Saved(id, 1, changed, list(proposal.warnings))

    def _change(
        self, entity: Entity, before: dict[str, Any], values: Mapping[str, Any], reason: str, work: Work
    ) -> Saved:
        id, version, model = int(before["id"]), int(before["version"]) + 1, entity.model
        proposal = self._sound(entity, id, before, values, reason)
        changed = checking.changed_fields(entity, proposal)
        if not changed:
            return Saved(id, before["version"], (), proposal.warnings)
        new = {name: proposal.after[name] for name in changed}
        if entity.sort:
            new["sort_key"] = sort_key_of(entity, proposal.after)
        with keys_kept(self.whole, [(entity, [id]), *dependants(model, id, changed)]), collisions_told():
            model.update(**new, version=version).where(model.id == id).execute()
        work.note(entity, id, "change", {name: (before[name], proposal.after[name]) for name in changed})
        self._follow(entity, id, proposal, work)
        return Saved(id, version, changed, list(proposal.warnings))

    def _follow(self, entity: Entity, id: int, proposal: Proposal, work: Work) -> None:
        work.warnings.extend(proposal.warnings)
        for consequence in CONSEQUENCES.get(entity.code, ()):
            consequence(self, id, proposal.before, proposal.after)

    def save_many(self, code: str, rows: Iterable[Mapping[str, Any]], *, verb: str = "create") -> list[int]:
        """The second door: create many records as one operation; their ids in order.

        Rights, checks, rules, keys and audit are those of `save`; writing goes set-wise. Consequences are the
        caller's. Raises Invalid for the first row that is not sound, and creates nothing then.
        """
        entity = ENTITIES[code]
        ids: list[int] = []
        # A rule that counts what is in the database must see the rows before its own.
        together = 1 if entity.code == "registration" else 200
        seen = Seen(frozenset(name for name, column in columns_of(entity.model).items() if is_link(column)))
        with self.operation(verb) as work:
            waiting: list[Proposal] = []
            for values in rows:
                waiting.append(self._sound(entity, None, None, values, "", seen=seen))
                if len(waiting) == together:
                    ids += self._insert(entity, waiting, work)
                    waiting = []
            ids += self._insert(entity, waiting, work)
        return ids

    def _insert(self, entity: Entity, proposals: Sequence[Proposal], work: Work) -> list[int]:
        if not proposals:
            return []
        names = list(fields_of(entity))
        rows = []
        for proposal in proposals:
            if entity.sort:
                proposal.after["sort_key"] = sort_key_of(entity, proposal.after)
            rows.append({name: proposal.after.get(name) for name in names})
        with collisions_told():
            if self.database.returning_clause:
                ids = [row[0] for row in entity.model.insert_many(rows).tuples().execute()]
            else:
                last = entity.model.insert_many(rows).execute()
                ids = list(range(last - len(rows) + 1, last + 1))
        keys = keys_for(self.whole, entity, ids)
        search.store_many(self.database, entity.code, keys.items())
        for id, proposal in zip(ids, proposals, strict=True):
            changed = checking.changed_fields(entity, proposal)
            work.note(entity, id, "create", {name: (None, proposal.after[name]) for name in changed})
        return ids

    def trash(self, code: str, id: int, reason: str = "") -> None:
        """Put a record into the trash, with the lines that belong to it.

        Raises Conflict when other records need it, naming how many.
        """
        entity = ENTITIES[code]
        with self.operation("trash", reason) as work:
            row = self._held(entity, id)
            self._demand(entity, row)
            checking.check_trashing(entity, id, self.actor)
            users = self.whole.uses(entity.model, id)
            for child in entity.children:
                if child.owned:
                    users.pop(child.entity, None)
            if users:
                raise Conflict(_("It is in use."), uses_told(users), _("Undo or change these first."))
            moment = self.clock.now()
            for owned, line_id in self._owned_lines(entity, id, None):
                self._set_trashed(owned, line_id, moment, work)
            self._set_trashed(entity, id, moment, work)

    def restore(self, code: str, id: int) -> None:
        """Take a record out of the trash, with the lines that went there with it.

        Raises Invalid or Conflict when it can't be as it was: its seat or its place is taken meanwhile.
        """
        entity = ENTITIES[code]
        with self.operation("restore") as work:
            row = self._held(entity, id, trashed=True)
            if row["trashed_at"] is None:
                return
            self._demand(entity, row)
            links = {name: row[name] for name, column in columns_of(entity.model).items() if is_link(column)}
            if checking.cleaned(entity, links).problems:
                raise Conflict(_("It needs something that is in the trash."), _("Restore that first."))
            # The rules look at it as at a new record, because it may take a seat or a name again.
            self._check(self._proposal(entity, id, None, row))
            self._set_trashed(entity, id, None, work)
            for owned, line_id in self._owned_lines(entity, id, row["trashed_at"]):
                self._set_trashed(owned, line_id, None, work)

    def _owned_lines(
        self, entity: Entity, id: int, trashed_at: datetime.datetime | None
    ) -> list[tuple[Entity, int]]:
        """The lines that belong to a record and went to the trash at that moment; None: those outside it."""
        lines: dict[tuple[str, int], tuple[Entity, int]] = {}
        for child in entity.children:
            if child.owned:
                owned = ENTITIES[child.entity]
                model, column = owned.model, columns_of(owned.model)[child.field]
                state = model.trashed_at.is_null() if trashed_at is None else model.trashed_at == trashed_at
                for (line_id,) in tuples(model.select(model.id).where(column == id, state)):
                    lines[owned.code, line_id] = (owned, line_id)
        return list(lines.values())

    def _set_trashed(self, entity: Entity, id: int, moment: datetime.datetime | None, work: Work) -> None:
        model = entity.model
        with keys_kept(self.whole, [(entity, [id])]), collisions_told():
            model.update(trashed_at=moment, version=model.version + 1).where(model.id == id).execute()
        work.note(entity, id, "trash" if moment else "restore", {})

    def hold(self, code: str, *ids: int) -> None:
        """Let nobody else change these records until the operation ends; always taken in the same order.

        Raises Missing when one of them is gone.
        """
        for id in sorted(set(ids)):
            self._held(ENTITIES[code], id)

    def repoint(self, code: str, gone: int, kept: int) -> int:
        """Let everything that points to one record point to another of the same entity; how many moved.

        Needs the right to that entity only: the records that move keep what they say.
        """
        entity = ENTITIES[code]
        moved = 0
        with self.operation("merge") as work:
            self._demand(entity, self._held(entity, gone))
            for user in ENTITIES.values():
                for name, column in columns_of(user.model).items():
                    if is_link(column) and target_of(column) is entity.model:
                        moved += self._repoint_column(user, name, (gone, kept), work)
        return moved

    def _repoint_column(self, user: Entity, name: str, gone_kept: tuple[int, int], work: Work) -> int:
        model, column = user.model, columns_of(user.model)[name]
        gone, _kept = gone_kept
        ids = [id for (id,) in tuples(model.select(model.id).where(column == gone).order_by(model.id))]
        for start in range(0, len(ids), 500):
            self._point(user, name, ids[start : start + 500], gone_kept, work)
        return len(ids)

    def _point(
        self, user: Entity, name: str, ids: Sequence[int], from_to: tuple[int, int], work: Work
    ) -> None:
        model, column = user.model, columns_of(user.model)[name]
        with keys_kept(self.whole, [(user, ids)]), collisions_told():
            moving = model.update({column: from_to[1], model.version: model.version + 1})
            moving.where(model.id.in_(ids)).execute()
        for id in ids:
            work.note(user, id, "repoint", {name: from_to})

    def point_back(self, code: str, id: int, links: Mapping[str, int]) -> None:
        """Let the links of a record, be it in the trash, point where they did before a merge.

        Needs the right to what they point to, as the merge did. Raises Missing when that is gone.
        """
        user = ENTITIES[code]
        with self.operation("undo") as work:
            row = self._held(user, id, trashed=True)
            for name, target in links.items():
                entity = BY_MODEL[target_of(columns_of(user.model)[name])]
                self._demand(entity, self._held(entity, target))
                self._point(user, name, [id], (row[name], target), work)

    @contextmanager
    def acting_with(self, right: str) -> Iterator[None]:
        """Lend the actor a right for what an operation does on their behalf after its own check."""
        lender = self.actor
        self.actor = replace(lender, rights=lender.rights | {right})
        try:
            yield
        finally:
            self.actor = lender

    # -- steps of a save -------------------------------------------------------------------
    def _held(self, entity: Entity, id: int, *, trashed: bool = False) -> dict[str, Any]:
        """The row as it is now, held until the transaction ends (SQLite's writer holds all rows already)."""
        query: Any = entity.model.select().where(entity.model.id == id)
        if self.database.for_update:
            # Who only points to the row need not wait: two registrations could wait for each other.
            query = query.for_update("FOR NO KEY UPDATE")
        rows = dicts(query) if id <= LARGEST_ID else []
        if not rows or (rows[0]["trashed_at"] is not None and not trashed):
            raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
        return rows[0]

    def _demand(self, entity: Entity, values: Mapping[str, Any], seen: Seen | None = None) -> None:
        if not access.sees(self.actor, entity, values):
            raise Missing(_("There is no such record."))
        link = values.get(entity.scope.partition(".")[0])
        code = seen.lines.get(link) if seen is not None else None
        if code is None:
            code = self.whole.line_code(entity, values)
            if seen is not None:
                seen.lines[link] = code
        access.demand(self.actor, access.right_for(entity, code))

    def _as_typed(
        self,
        entity: Entity,
        values: Mapping[str, Any],
        before: Mapping[str, Any],
        version: int | None,
        opened: Mapping[str, Any] | None,
    ) -> Mapping[str, Any]:
        """What of the values is the person's own: no untouched masks, nothing that only others changed.

        Raises Stale where both changed a field.
        """
        sees = self.actor.has("sensitive")
        mine = dict(values) if sees else checking.masks_removed(entity, values, before)
        if version is None or version == before["version"]:
            return mine
        known = fields_of(entity)
        clean = checking.cleaned(entity, mine)
        broken = {problem.field for problem in clean.problems}
        theirs = self.reader.masked(entity.model, dict(before))
        sound = {name: value for name, value in clean.values.items() if name not in broken}
        both = checking.merged(sound, theirs, opened or {})
        if both.clashes:
            who = self._last_writer(entity, int(before["id"]))
            raise Stale(
                _("The record was changed meanwhile."),
                _("%(who)s saved it while you worked on it.") % {"who": who},
                _("Choose for each field what shall stay."),
                theirs={name: theirs[name] for name in (*known, "id", "version", "trashed_at")},
                version=int(before["version"]),
                who=who,
                clashes=both.clashes,
            )
        return {**both.values, **{name: mine[name] for name in broken}}

    def _last_writer(self, entity: Entity, id: int) -> str:
        events = history(self, entity, id, limit=1)
        return events[0].who if events else "?"

    def _sound(
        self,
        entity: Entity,
        id: int | None,
        before: dict[str, Any] | None,
        values: Mapping[str, Any],
        reason: str,
        *,
        seen: Seen | None = None,
    ) -> Proposal:
        """The record as it would be saved. Raises what makes it unfit."""
        known = seen.among(values) if seen is not None else {}
        clean = checking.cleaned(entity, {name: value for name, value in values.items() if name not in known})
        proposal = self._proposal(entity, id, before, {**clean.values, **known})
        proposal.reason = reason
        proposal.problems.extend(clean.problems)
        self._check(proposal, seen)
        if seen is not None:
            seen.remember(clean.values)
        return proposal

    def _proposal(
        self, entity: Entity, id: int | None, before: dict[str, Any] | None, values: Mapping[str, Any]
    ) -> Proposal:
        return Proposal(
            entity=entity,
            id=id,
            before=before,
            after={**(before if before is not None else checking.blank(entity)), **values},
            actor=self.actor,
            reader=self.whole,
            today=self.clock.today(),
            now=self.clock.now(),
        )

    def _check(self, proposal: Proposal, seen: Seen | None = None) -> None:
        """Required fields, the right to the new state, and rules across fields."""
        checking.complete(proposal)
        if not proposal.problems:
            self._demand(proposal.entity, proposal.after, seen)
            for rule in checking.RULES.get(proposal.entity.code, ()):
                rule(proposal)
        if proposal.problems:
            raise Invalid(proposal.problems)

    def _saved_by(self, entity: Entity, operation_id: int) -> Saved:
        """What an earlier try with the same token saved."""
        change = (
            Change.select()
            .where(Change.operation == operation_id, Change.entity == entity.code)
            .order_by(Change.id)
            .first()
        )
        assert change is not None  # an operation that changes nothing is not kept
        row = self.reader.row(entity.model, change.record_id)
        return Saved(change.record_id, row["version"] if row else 1, ())


@dataclass
class Seen:
    """What earlier rows of one `save_many` were found to point to, so that it is looked up once.

    `lines`: the service line behind a link; whether the actor has the right to it is asked for every row.
    """

    links: frozenset[str]
    there: set[tuple[str, int]] = field(default_factory=set)
    lines: dict[Any, str] = field(default_factory=dict)

    def among(self, values: Mapping[str, Any]) -> dict[str, int]:
        """The links among these values whose record was found there."""
        return {
            name: value
            for name, value in values.items()
            if type(value) is int and (name, value) in self.there
        }

    def remember(self, values: Mapping[str, Any]) -> None:
        """These values are sound."""
        self.there.update((name, values[name]) for name in self.links.intersection(values) if values[name])


def _reason_cleaned(reason: str) -> str:
    """A reason fit for the trail. Raises Invalid for one that is too long."""
    kind = kind_of(Operation.reason)
    cleaned = str(kind.clean(reason))
    if sentence := kind.check(cleaned):
        raise Invalid([FieldProblem("reason", sentence)])
    return cleaned
