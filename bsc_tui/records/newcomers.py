"""Writing new records of one entity: the rows, the keys they are found by, their first entry in the trail.

They are sound: that was looked at before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import Database

from bsc_tui.db import rows
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, Secret
from bsc_tui.records import checking
from bsc_tui.records.audit import Work
from bsc_tui.records.keys import keys_of_values, sort_key_of
from bsc_tui.records.reading import columns_of, fields_of
from bsc_tui.records.refusals import collisions_told
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.records.sorted_keys import SortedKeys


class Newcomers:
    """Writes new records of one entity."""

    def __init__(self, database: Database, entity: Entity) -> None:
        self._database = database
        self._entity = entity
        self._table = entity.model._meta.table_name
        columns = columns_of(entity.model)
        self._names = list(fields_of(entity))
        self._columns = [*(columns[name].column_name for name in self._names), "version"]
        blank = checking.blank(entity)
        self._told = [
            (name, blank[name], None if type(one.kind).to_json is Kind.to_json else one.kind.to_json)
            for name, one in fields_of(entity).items()
            if name != "sort_key" and not isinstance(one.kind, Secret)
        ]

    def write(self, proposals: Sequence[Proposal], work: Work, keys: SortedKeys) -> Sequence[int]:
        """Write them into the table and the trail; their ids. Their keys are added, to be stored later.

        Raises Conflict where a table wants something to be there once.
        """
        afters = [proposal.after for proposal in proposals]
        if self._entity.sort:
            for after in afters:
                after["sort_key"] = sort_key_of(self._entity, after)
        names = self._names
        with collisions_told():
            new = [[*[after.get(name) for name in names], 1] for after in afters]
            ids = rows.insert_new(self._database, self._table, self._columns, new)
        for id, found in zip(ids, keys_of_values(self._database, self._entity, afters), strict=False):
            keys.add(id, found)
        for id, after in zip(ids, afters, strict=True):
            work.note_json(self._entity.code, id, "create", self._filled(after))
        return ids

    def _filled(self, after: dict[str, Any]) -> dict[str, list[Any]]:
        """What is not as nobody filled it, as the trail tells it."""
        told: dict[str, list[Any]] = {}
        for name, blank, to_json in self._told:
            value = after.get(name)
            if value or value != blank:
                told[name] = [None, value if to_json is None else to_json(value)]
        return told
