"""The second door of the gate: many new records as one operation, looked at and written together.

Each row is checked as `records.Records.save` checks it and leaves the same row, keys and trail. What a check
asks of the database is asked once for some thousand rows; the rows before one count as if they were written.
Memory stays as it is, however many come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from peewee import Database

from bsc_tui.db.models import Record
from bsc_tui.db.rows import present, quoted
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, Reference
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem, Missing
from bsc_tui.i18n import _
from bsc_tui.records import access, checking
from bsc_tui.records.newcomers import Newcomers
from bsc_tui.records.reading import LARGEST_ID, columns_of, fields_of, target_of
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.records.rules.surroundings import BatchSurroundings
from bsc_tui.records.sorted_keys import SortedKeys
from bsc_tui.records.working import Working

TOGETHER = 4_000
"""So many rows are looked at and written together."""
MOST_KEPT = 100_000
"""So many answers of the database are kept for the rows behind."""
MOST_VALUES = 5_000
"""So many values of a field are kept that were found sound: most of them come again."""

_NEW = object()


class SavingMany(Working):
    """The gate's second door."""

    def save_many(self, code: str, rows: Iterable[Mapping[str, Any]], *, verb: str = "create") -> list[int]:
        """Create many records as one operation; their ids in order.

        Rights, checks, rules, keys and trail are those of `save`, but nobody is warned. Consequences are the
        caller's. Raises what `save` raises, Invalid for the first row that is not sound, and creates nothing
        then.
        """
        entity = ENTITIES[code]
        ids: list[int] = []
        with self.operation(verb) as work:
            look = _Look(self, entity)
            newcomers = Newcomers(self.database, entity)
            keys = SortedKeys(self.database, code)
            waiting = iter(rows)
            while some := list(islice(waiting, TOGETHER)):
                ids += newcomers.write(look.at(some), work, keys)
            keys.store()
        return ids


class _Look:
    """Looks at new rows of one entity, some at a time."""

    def __init__(self, records: Working, entity: Entity) -> None:
        self._records = records
        self._entity = entity
        self._fields = fields_of(entity)
        self._models: dict[str, type[Record]] = {
            name: one.kind.model for name, one in self._fields.items() if isinstance(one.kind, Reference)
        }
        self._links: dict[tuple[str, ...], list[tuple[str, set[int]]]] = {}
        self._blank = checking.blank(entity)
        self._around = BatchSurroundings(records.whole)
        self._sound: dict[str, dict[Any, Any]] = {name: {} for name in self._fields}
        self._there: dict[type[Record], set[int]] = {}
        self._lines = _Lines(records.database, entity)

    def at(self, some: Sequence[Mapping[str, Any]]) -> list[Proposal]:
        """The rows as they will be saved. Raises what makes the first unsound one unfit."""
        records = self._records
        self._actor, self._today, self._now = records.actor, records.clock.today(), records.clock.now()
        clean = [self._cleaned(row) for row in some]
        self._find_links(clean)
        self._lines.find(values for values, _problems in clean)
        self._around.look_around(self._entity.code, [values for values, _problems in clean])
        proposals = []
        for row, (values, problems) in zip(some, clean, strict=True):
            proposal = self._proposal(values)
            proposal.problems.extend(self._with_links(row, values, problems))
            checking.check(proposal, self._may)
            self._around.let_in(self._entity.code, proposal.after)  # it counts for those behind it
            proposals.append(proposal)
        return proposals

    def _cleaned(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldProblem]]:
        values: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        for name, value in row.items():
            sound = self._sound[name]
            try:
                found = sound.get((value.__class__, value), _NEW)
            except TypeError:  # a value that can't be kept, for it may change
                found = _NEW
            if found is _NEW:
                found, sentence = self._one_cleaned(self._fields[name].kind, value)
                if sentence:
                    problems.append(FieldProblem(name, sentence))
                elif type(value).__hash__ is not None:
                    if len(sound) >= MOST_VALUES:
                        sound.clear()
                    sound[value.__class__, value] = found
            values[name] = found
        return values, problems

    def _one_cleaned(self, kind: Kind, value: Any) -> tuple[Any, str]:
        try:
            return checking.one_cleaned(kind, value)
        except checking.DOES_NOT_FIT:
            return None, checking.does_not_fit(value)

    def _links_of(self, values: Mapping[str, Any]) -> list[tuple[str, set[int]]]:
        """The links among the fields of a row, each with the ids that are known to be there."""
        names = tuple(values)
        if names not in self._links:  # most rows fill the same fields
            there = [(name, self._models[name]) for name in names if name in self._models]
            self._links[names] = [(name, self._there.setdefault(model, set())) for name, model in there]
        return self._links[names]

    def _find_links(self, clean: Iterable[tuple[Mapping[str, Any], Any]]) -> None:
        """Find out which of the records are there that these rows point to."""
        for there in self._there.values():
            if len(there) > MOST_KEPT:
                there.clear()
        wanted: dict[type[Record], set[int]] = {model: set() for model in self._models.values()}
        for values, _problems in clean:
            for name, there in self._links_of(values):
                id = values[name]
                if id.__class__ is int and id not in there and 0 < id <= LARGEST_ID:
                    wanted[self._models[name]].add(id)
        for model, ids in wanted.items():
            if ids:
                self._there[model] |= checking.those_there(model, ids)

    def _with_links(
        self, row: Mapping[str, Any], values: Mapping[str, Any], problems: list[FieldProblem]
    ) -> list[FieldProblem]:
        """All that is wrong with the fields of a row one by one, in their order."""
        gone = [
            name
            for name, there in self._links_of(values)
            if (id := values[name]) is not None and id not in there
        ]
        if not gone:
            return problems
        named = {problem.field for problem in problems}
        new = [FieldProblem(name, checking.is_gone()) for name in gone if name not in named]
        order = list(row)
        return sorted((*problems, *new), key=lambda problem: order.index(problem.field))

    def _proposal(self, values: Mapping[str, Any]) -> Proposal:
        return Proposal(
            entity=self._entity,
            id=None,
            before=None,
            after={**self._blank, **values},
            actor=self._actor,
            reader=self._around.reader,
            around=self._around,
            today=self._today,
            now=self._now,
            is_told=False,
        )

    def _may(self, after: Mapping[str, Any]) -> None:
        if not access.sees(self._actor, self._entity, after):
            raise Missing(_("There is no such record."))
        access.demand(self._actor, access.right_to(self._entity, after, self._lines.code(after)))


class _Lines:
    """The service lines that guard new rows, as `Reader.line_code` finds them."""

    def __init__(self, database: Database, entity: Entity) -> None:
        self._database = database
        self._model = entity.model
        self._link, *self._further = entity.scope.split(".")
        self._codes: dict[int, str] = {}

    def code(self, values: Mapping[str, Any]) -> str:
        """The code of the line behind values that were asked about; empty where there is none."""
        return self._codes.get(values.get(self._link) or 0, "")

    def find(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Ask which lines are behind these rows, a question a step."""
        if not self._link:
            return
        asked = {row[self._link] for row in rows if type(row.get(self._link)) is int} - self._codes.keys()
        if len(self._codes) > MOST_KEPT:
            self._codes.clear()
        model = target_of(columns_of(self._model)[self._link])
        reached = {id: id for id in asked if 0 < id <= LARGEST_ID}
        for step in self._further:
            link = columns_of(model)[step]
            reached = self._step(reached, model, link.column_name)
            model = target_of(link)
        self._codes.update(self._step(reached, model, "code"))

    def _step(self, reached: dict[int, Any], model: type[Record], column: str) -> dict[int, Any]:
        """Where one comes from what was reached by a column of it."""
        sql = f"SELECT id, {quoted(column)} FROM {quoted(model._meta.table_name)} WHERE id IN ({{ids}})"
        found = dict(present(self._database, sql, reached.values()))
        return {start: found[id] for start, id in reached.items() if found.get(id) is not None}
