"""The company's own fields as the last columns of a report: those that it wants to see in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bsc_tui.entities.kinds import Number, Reference, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.table import Cell, Column, Value
from bsc_tui.records.own_listed import OwnColumn, own_columns, own_values
from bsc_tui.records.records import Records

PRIORITY = 4


class Own:
    """The fields of the records of some entities, asked for at once: code -> ids."""

    def __init__(self, records: Records, wanted: Mapping[str, Iterable[int]]) -> None:
        self._columns = {code: own_columns(code) for code in wanted}
        self._values = {code: own_values(records.reader, code, ids) for code, ids in wanted.items()}
        labels = [told(one.field.label) for columns in self._columns.values() for one in columns]
        self.columns: tuple[Column, ...] = tuple(
            _column(code, one, labels) for code, columns in self._columns.items() for one in columns
        )

    def cells(self, **ids: int | None) -> tuple[Value, ...]:
        """The cells of a row that is about these records; empty for an entity that is not named."""
        found: list[Value] = []
        for code, columns in self._columns.items():
            id = ids.get(code)
            values = self._values[code].get(id) if id is not None else None
            found += (
                [None] * len(columns)
                if values is None
                else [_exact(one, value) for one, value in zip(columns, values, strict=True)]
            )
        return tuple(found)


def _column(code: str, one: OwnColumn, labels: list[str]) -> Column:
    label, kind = told(one.field.label), one.field.kind
    if labels.count(label) > 1:
        label = f"{label} ({told(ENTITIES[code].name)})"
    cell = Cell.TEXT if isinstance(kind, Reference) else kind.cell
    return Column(f"{code}:{one.field.name}", label, cell, width=one.width, priority=PRIORITY)


def _exact(one: OwnColumn, value: Any) -> Value:
    if value is None or value == "":
        return None
    exact: Value = one.field.kind.exact(value) if isinstance(one.field.kind, Number) else value
    return exact
