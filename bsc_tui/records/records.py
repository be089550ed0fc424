"""The gate itself. Nobody saves a model: all ask `Records`, which lets the right people do sound things, and writes
down who did what.

The order of a save: may they → clean and check each field by its kind → rules across fields → may they on the new
state → version → write → search keys → audit; all in one transaction, all checks before anything is set.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import Database, ForeignKeyField, IntegrityError

from bsc_tui.db.database import told
from bsc_tui.db.models import Operation, Record
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Reference, Sensitive
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing, Stale
from bsc_tui.i18n import _, ngettext
from bsc_tui.records import access, search
from bsc_tui.records.audit import Work
from bsc_tui.records.consequences import CONSEQUENCES
from bsc_tui.records.keys import dependants, keys_for, sort_key_of
from bsc_tui.records.reading import Kept, Line, Page, Reader, columns_of, fields_of
from bsc_tui.records.rules import accounts, contacts, lists, registrations, services
from bsc_tui.records.rules.proposal import Proposal

RULES = {
    code: rules
    for area in (contacts, lists, services, registrations, accounts)
    for code, rules in area.RULES.items()
}


@dataclass(frozen=True)
class Saved:
    """What a save did."""

    id: int
    version: int
    changed: tuple[str, ...]
    warnings: list[str] = field(default_factory=list)


class Clock:
    """Tells the time; tests bring their own."""

    def now(self) -> datetime.datetime:
        """This moment in UTC, without zone."""
        return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)

    def today(self) -> datetime.date:
        """The day at the office."""
        return datetime.date.today()


class Records:
    """Records for one actor. Used by one thread at a time."""

    def __init__(self, database: Database, actor: access.Actor, clock: Clock | None = None) -> None:
        self.database = database
        self.actor = actor
        self.clock = clock or Clock()
        self.searcher = search.Searcher(database)
        self._work: Work | None = None

    # -- reading ---------------------------------------------------------------------------
    @property
    def reader(self) -> Reader:
        """Reads as the actor may see."""
        return Reader(self.database, self.clock.today(), self.actor.has("sensitive"))

    @property
    def whole(self) -> Reader:
        """Reads unmasked: for rules, keys and the audit trail only."""
        return Reader(self.database, self.clock.today())

    def get(self, code: str, id: int) -> Kept:
        """A record. Raises Missing when there is none."""
        with told():
            kept = self.reader.kept(ENTITIES[code], id)
        if kept is None:
            raise Missing(_("There is no such record."), f"{code} {id}")
        return kept

    def page(
        self,
        code: str,
        paths: Sequence[str],
        *,
        query: str = "",
        where: Mapping[str, Any] | None = None,
        order: Sequence[str] = (),
        offset: int = 0,
        limit: int = 100,
    ) -> Page:
        """Some lines of a list: those that `query` finds, best first, or all in the list's order.

        `where`: values (or tuples of values) that fields must have. The trash is left out.
        """
        entity = ENTITIES[code]
        with told():
            if query.strip():
                ids = self.searcher.find(code, query, offset + limit + 1)
                rows = self._filtered(entity, where).where(entity.model.id.in_(ids)).dicts()  # type: ignore[attr-defined]
                by_id = {row["id"]: row for row in rows}
                found = [by_id[id] for id in ids if id in by_id][offset:]
            else:
                ordered = self._filtered(entity, where).order_by(*_order(entity, order))
                found = list(ordered.offset(offset).limit(limit + 1).dicts())
            reader = self.reader
            shown = [reader.masked(entity.model, row) for row in found[:limit]]
            texts = reader.texts(entity, shown, paths)
        return Page([Line(row["id"], texts[row["id"]], row) for row in shown], more=len(found) > limit)

    def count(self, code: str, where: Mapping[str, Any] | None = None) -> int:
        """How many records there are."""
        with told():
            return int(self._filtered(ENTITIES[code], where).count())

    def _filtered(self, entity: Entity, where: Mapping[str, Any] | None) -> Any:
        query = entity.model.select().where(entity.model.trashed_at.is_null())
        for name, value in (where or {}).items():
            column = columns_of(entity.model)[name]
            if isinstance(value, tuple | list | set | frozenset):
                query = query.where(column.in_(tuple(value)))
            else:
                query = query.where(column.is_null() if value is None else column == value)
        return query

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
        with told():
            with self.database.atomic():
                self.actor = access.refreshed(self.actor)
                if token and (done := Operation.get_or_none(Operation.token == token)):
                    raise Repeated(done.id)
                operation = Operation.create(
                    at=self.clock.now(),
                    account=self.actor.account_id,
                    actor=self.actor.label,
                    origin=self.actor.origin,
                    verb=verb,
                    reason=reason,
                    token=token,
                    undoes=undoes,
                )
                self._work = work = Work(operation.id)
                try:
                    yield work
                    work.write()
                finally:
                    self._work = None

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

        `version` is the one the person opened, `opened` the values they saw: what only one side changed merges, what
        both changed raises Stale. Raises Refused, Invalid, Stale, Conflict, Missing, ReasonWanted, Unavailable.
        """
        entity = ENTITIES[code]
        try:
            with self.operation("change" if id else "create", reason, token) as work:
                return self._save(entity, dict(values), id, version, opened, reason, work)
        except Repeated as repeated:
            return self._saved_by(entity, repeated.operation)

    def _save(
        self,
        entity: Entity,
        values: dict[str, Any],
        id: int | None,
        version: int | None,
        opened: Mapping[str, Any] | None,
        reason: str,
        work: Work,
    ) -> Saved:
        before = None
        if id is not None:
            before = self._locked(entity, id)
            self._demand(entity, before)
        values = self._untouched_masks_removed(entity, values, before)
        cleaned, problems = self._cleaned(entity, values)
        if before is not None and version is not None and version != before["version"]:
            cleaned = self._merged(entity, cleaned, before, opened, id or 0)
        proposal = self._proposal(entity, id, before, cleaned, reason, problems)
        self._check(proposal)
        changed = self._changed(entity, proposal)
        if before is not None and not changed:
            return Saved(before["id"], before["version"], (), proposal.warnings)
        affected = dependants(entity.model, id, changed) if id else []
        keys_before = self._keys(entity, id, affected)
        new_values = {name: proposal.after[name] for name in changed}
        if entity.sort:
            new_values["sort_key"] = sort_key_of(entity, proposal.after)
        try:
            if before is None:
                id = entity.model.insert(**new_values).execute()
                new_version = 1
            else:
                new_version = before["version"] + 1
                entity.model.update(**new_values, version=new_version).where(
                    entity.model.id == id  # type: ignore[attr-defined]
                ).execute()
        except IntegrityError as error:
            raise _collision(error) from error
        assert id is not None
        self._store_keys(entity, id, affected, keys_before)
        old = before or {}
        work.note(
            entity,
            id,
            "create" if before is None else "change",
            {name: (old.get(name), proposal.after[name]) for name in changed},
        )
        work.warnings.extend(proposal.warnings)
        for consequence in CONSEQUENCES.get(entity.code, ()):
            consequence(self, id, before, proposal.after)
        return Saved(id, new_version, changed, list(proposal.warnings))

    def save_many(self, code: str, rows: Iterable[Mapping[str, Any]], *, verb: str = "create") -> list[int]:
        """The second door: create many records as one operation; their ids in order.

        Rights, checks, rules, keys and audit are those of `save`; writing goes set-wise. Consequences are the
        caller's. Raises Invalid for the first row that is not sound, and creates nothing then.
        """
        entity = ENTITIES[code]
        ids: list[int] = []
        with self.operation(verb) as work:
            chunk: list[Proposal] = []
            for values in rows:
                cleaned, problems = self._cleaned(entity, dict(values))
                proposal = self._proposal(entity, None, None, cleaned, "", problems)
                self._check(proposal)
                chunk.append(proposal)
                # A rule that counts what is in the database must see the rows before its own.
                if len(chunk) == (1 if entity.code == "registration" else 200):
                    ids += self._insert(entity, chunk, work)
                    chunk = []
            ids += self._insert(entity, chunk, work)
        return ids

    def _insert(self, entity: Entity, chunk: list[Proposal], work: Work) -> list[int]:
        if not chunk:
            return []
        names = [name for name in fields_of(entity)]
        rows = []
        for proposal in chunk:
            if entity.sort:
                proposal.after["sort_key"] = sort_key_of(entity, proposal.after)
            rows.append({name: proposal.after.get(name) for name in names})
        if self.database.returning_clause:
            ids = [row[0] for row in entity.model.insert_many(rows).tuples().execute()]
        else:
            last = entity.model.insert_many(rows).execute()
            ids = list(range(last - len(rows) + 1, last + 1))
        keys = keys_for(self.whole, entity, ids)
        search.store_many(self.database, entity.code, keys.items())
        for id, proposal in zip(ids, chunk, strict=True):
            fields = {name: (None, proposal.after[name]) for name in self._changed(entity, proposal)}
            work.note(entity, id, "create", fields)
        return ids

    def trash(self, code: str, id: int, reason: str = "") -> None:
        """Put a record into the trash, with the lines that belong to it.

        Raises Conflict when other records need it, naming how many.
        """
        entity = ENTITIES[code]
        with self.operation("trash", reason) as work:
            row = self._locked(entity, id)
            self._demand(entity, row)
            owned = {(child.entity, child.field) for child in entity.children if child.owned}
            users = self.whole.uses(entity.model, id)
            for child_code in {child for child, _field in owned}:
                users.pop(child_code, None)
            if users:
                raise Conflict(_("It is in use."), _uses_told(users), _("Undo or change these first."))
            for child_code, name in owned:
                child = ENTITIES[child_code]
                column = columns_of(child.model)[name]
                lines = child.model.select(child.model.id).where(
                    column == id, child.model.trashed_at.is_null()
                )  # type: ignore[attr-defined]
                for (line_id,) in list(lines.tuples()):
                    self._set_trashed(child, line_id, self.clock.now(), work)
            self._set_trashed(entity, id, self.clock.now(), work)

    def repoint(self, code: str, gone: int, kept: int) -> int:
        """Let everything that points to one record point to another of the same entity; how many records moved.

        Needs the right to that entity only: the records that move keep what they say.
        """
        entity = ENTITIES[code]
        moved = 0
        with self.operation("merge") as work:
            self._demand(entity, self._locked(entity, gone))
            for user in ENTITIES.values():
                for name, column in columns_of(user.model).items():
                    if isinstance(column, ForeignKeyField) and column.rel_model is entity.model:
                        moved += self._repoint_column(user, name, gone, kept, work)
        return moved

    def _repoint_column(self, user: Entity, name: str, gone: int, kept: int, work: Work) -> int:
        model, column = user.model, columns_of(user.model)[name]
        ids = [id for (id,) in model.select(model.id).where(column == gone).tuples()]  # type: ignore[attr-defined]
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            before = keys_for(self.whole, user, some)
            model.update({column: kept, model.version: model.version + 1}).where(model.id.in_(some)).execute()  # type: ignore[attr-defined]
            after = keys_for(self.whole, user, some)
            search.store_changes(
                self.database, user.code, [(id, before.get(id, set()), after.get(id, set())) for id in some]
            )
            for id in some:
                work.note(user, id, "change", {name: (gone, kept)})
        return len(ids)

    @contextmanager
    def acting_with(self, right: str) -> Iterator[None]:
        """Lend the actor a right for what an operation does on their behalf after its own check."""
        lender = self.actor
        self.actor = replace(lender, rights=lender.rights | {right})
        try:
            yield
        finally:
            self.actor = lender

    def restore(self, code: str, id: int) -> None:
        """Take a record out of the trash. Raises Conflict when its place is taken meanwhile."""
        entity = ENTITIES[code]
        with self.operation("restore") as work:
            row = self._locked(entity, id, trashed=True)
            self._demand(entity, row)
            self._check(self._proposal(entity, id, {**row, "status": None}, {}, "", []))
            self._set_trashed(entity, id, None, work)

    def _set_trashed(self, entity: Entity, id: int, moment: datetime.datetime | None, work: Work) -> None:
        keys = keys_for(self.whole, entity, [id]).get(id, set())
        model = entity.model
        try:
            model.update(trashed_at=moment, version=model.version + 1).where(model.id == id).execute()  # type: ignore[attr-defined]
        except IntegrityError as error:
            raise _collision(error) from error
        if entity.search.paths():
            search.store(
                self.database, entity.code, id, keys, keys_for(self.whole, entity, [id]).get(id, set())
            )
        work.note(entity, id, "trash" if moment else "restore", {})

    # -- steps of a save -------------------------------------------------------------------
    def _locked(self, entity: Entity, id: int, *, trashed: bool = False) -> dict[str, Any]:
        """The row as it is now, held until the transaction ends (SQLite's writer holds all rows already)."""
        query = entity.model.select().where(entity.model.id == id)  # type: ignore[attr-defined]
        if self.database.for_update:
            query = query.for_update()
        row = query.dicts().first()
        if row is None or (row["trashed_at"] is not None and not trashed):
            raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
        return dict(row)

    def _demand(self, entity: Entity, values: Mapping[str, Any]) -> None:
        code = self.whole.line_code(entity, values)
        access.demand(self.actor, access.right_for(entity, code))

    def _untouched_masks_removed(
        self, entity: Entity, values: dict[str, Any], before: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """Without the sensitive values that come back as the mask they were shown as."""
        if self.actor.has("sensitive"):
            return values
        known = fields_of(entity)
        return {
            name: value
            for name, value in values.items()
            if not (
                isinstance(known[name].kind, Sensitive)
                and before
                and before.get(name)
                and (isinstance(value, Masked) or value == Masked.of(before[name]))
            )
        }

    def _cleaned(self, entity: Entity, values: dict[str, Any]) -> tuple[dict[str, Any], list[FieldProblem]]:
        """The values cleaned and checked one by one; an unknown field is a programming error and raises KeyError."""
        known = fields_of(entity)
        cleaned: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        linked: list[tuple[str, type[Record], int]] = []
        for name, value in values.items():
            kind = known[name].kind
            try:
                cleaned[name] = kind.clean(value)
            except (TypeError, ValueError):
                problems.append(
                    FieldProblem(name, _("“%(text)s” does not fit here.") % {"text": str(value)[:30]})
                )
                continue
            if sentence := kind.check(cleaned[name]):
                problems.append(FieldProblem(name, sentence))
            elif isinstance(kind, Reference) and cleaned[name] is not None:
                linked.append((name, kind.model, cleaned[name]))
        for name, model, id in linked:
            if not self._exists(model, id):
                problems.append(FieldProblem(name, _("What was chosen here is gone; choose again.")))
        return cleaned, problems

    def _exists(self, model: type[Record], id: int) -> bool:
        return bool(
            model.select(model.id).where(model.id == id, model.trashed_at.is_null()).limit(1).tuples().first()  # type: ignore[attr-defined]
        )

    def _merged(
        self,
        entity: Entity,
        mine: dict[str, Any],
        theirs: Mapping[str, Any],
        opened: Mapping[str, Any] | None,
        id: int,
    ) -> dict[str, Any]:
        """What to save over a newer version: each side's own changes. Raises Stale where both changed a field."""
        base = dict(opened or {})
        clashes = {}
        kept = {}
        for name, value in mine.items():
            if name in base and value == base[name]:
                continue
            if value == theirs[name] or (name in base and theirs[name] == base[name]):
                kept[name] = value
            else:
                clashes[name] = (base.get(name), theirs[name], value)
        if clashes:
            who = self._last_writer(entity, id)
            raise Stale(
                _("The record was changed meanwhile."),
                _("%(who)s saved it while you worked on it.") % {"who": who},
                _("Choose for each field what shall stay."),
                theirs=self.reader.masked(entity.model, dict(theirs)),
                version=theirs["version"],
                who=who,
                clashes=clashes,
            )
        return kept

    def _last_writer(self, entity: Entity, id: int) -> str:
        from bsc_tui.records.audit import history  # late: the trail needs the gate and the gate the trail

        events = history(self, entity, id, limit=1)
        return events[0].who if events else "?"

    def _proposal(
        self,
        entity: Entity,
        id: int | None,
        before: dict[str, Any] | None,
        values: Mapping[str, Any],
        reason: str,
        problems: list[FieldProblem],
    ) -> Proposal:
        after = dict(before) if before is not None else _blank(entity)
        after.update(values)
        return Proposal(
            entity=entity,
            id=id,
            before=before,
            after=after,
            actor=self.actor,
            reader=self.whole,
            today=self.clock.today(),
            now=self.clock.now(),
            reason=reason,
            problems=problems,
        )

    def _check(self, proposal: Proposal) -> None:
        """Required fields, rules across fields, and the right to the new state."""
        named = {problem.field for problem in proposal.problems}
        for name, one in fields_of(proposal.entity).items():
            if one.required and name not in named and one.kind.is_empty(proposal.after.get(name)):
                proposal.problem(name, _("This field must be filled in."))
        if not proposal.problems:
            self._demand(proposal.entity, proposal.after)
            for rule in RULES.get(proposal.entity.code, ()):
                rule(proposal)
        if proposal.problems:
            raise Invalid(proposal.problems)

    def _changed(self, entity: Entity, proposal: Proposal) -> tuple[str, ...]:
        if proposal.before is None:
            blank = _blank(entity)
            return tuple(
                name
                for name in fields_of(entity)
                if name != "sort_key"
                and (proposal.after.get(name) != blank[name] or proposal.after.get(name))
            )
        return tuple(
            name for name in fields_of(entity) if proposal.before.get(name) != proposal.after.get(name)
        )

    def _keys(
        self, entity: Entity, id: int | None, affected: list[tuple[Entity, list[int]]]
    ) -> dict[tuple[str, int], set[search.Key]]:
        wanted = [*affected, (entity, [id] if id is not None else [])]
        return {
            (one.code, record_id): keys
            for one, ids in wanted
            for record_id, keys in keys_for(self.whole, one, ids).items()
        }

    def _store_keys(
        self,
        entity: Entity,
        id: int,
        affected: list[tuple[Entity, list[int]]],
        before: Mapping[tuple[str, int], set[search.Key]],
    ) -> None:
        for one, ids in [*affected, (entity, [id])]:
            after = keys_for(self.whole, one, ids)
            search.store_changes(
                self.database,
                one.code,
                [(rid, before.get((one.code, rid), set()), after.get(rid, set())) for rid in ids],
            )

    def _saved_by(self, entity: Entity, operation_id: int) -> Saved:
        """What an earlier try with the same token saved."""
        from bsc_tui.db.models import Change  # late: only after a broken connection

        change = Change.get(Change.operation == operation_id, Change.entity == entity.code)
        row = self.reader.row(entity.model, change.record_id)
        return Saved(change.record_id, row["version"] if row else 1, ())


class Repeated(Exception):  # noqa: N818 - problems are adjectives here
    """An operation with this token was done before."""

    def __init__(self, operation: int) -> None:
        super().__init__(operation)
        self.operation = operation


def _blank(entity: Entity) -> dict[str, Any]:
    """The values of a record in which nobody filled anything."""
    blank = {}
    for name, column in columns_of(entity.model).items():
        default = column.default() if callable(column.default) else column.default
        blank[name] = default
    return blank


def _order(entity: Entity, order: Sequence[str]) -> list[Any]:
    """Order by names, `-name` for descending, always ended by the id."""
    columns = columns_of(entity.model)
    wanted = list(order) or (["sort_key"] if entity.sort else list(entity.order))
    if not wanted or wanted[-1].lstrip("-") != "id":
        wanted.append("-id" if wanted and wanted[0].startswith("-") else "id")
    return [
        columns[name.lstrip("-")].desc() if name.startswith("-") else columns[name].asc() for name in wanted
    ]


def _collision(error: IntegrityError) -> Conflict:
    """What a unique index or a foreign key refused."""
    words = str(error).lower()
    if "registration_once" in words or "registration.engagement_id" in words:
        return Conflict(_("Already in."), _("This person is registered for the seminar."))
    if "foreign key" in words:
        return Conflict(_("It points to something that is gone."), _("Somebody deleted it meanwhile."))
    return Conflict(_("There is one already."), _("Another record has the same code or name."))


def _uses_told(users: Mapping[str, int]) -> str:
    parts = [f"{count} × {ENTITIES[code].plural}" for code, count in users.items()]
    total = sum(users.values())
    return ngettext(
        "%(count)s record points to it: %(list)s.", "%(count)s records point to it: %(list)s.", total
    ) % {
        "count": total,
        "list": ", ".join(_(ENTITIES[code].plural) + f" {count}" for code, count in users.items()) or parts,
    }
