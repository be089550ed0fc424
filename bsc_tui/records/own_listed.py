"""The company's own fields in lists that are of no one entity: those that it wants to see in lists.

Lists of records have them as columns like all others; see `own_fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bsc_tui.db.custom import definition_of, own_fields
from bsc_tui.db.models import dicts
from bsc_tui.entities.kinds import Reference
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records.own_fields import WIDTHS
from bsc_tui.records.reading import EntityField, Reader, columns_of, fields_of
from bsc_tui.records.streams import TOGETHER
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class OwnColumn:
    """A field that lists show, with the cells it takes there."""

    field: EntityField
    width: int


def own_columns(code: str) -> list[OwnColumn]:
    """The fields of an entity that the company wants to see in lists, in their order."""
    fields = fields_of(ENTITIES[code])
    return [
        OwnColumn(fields[field.name], WIDTHS[one.kind])
        for field in own_fields(ENTITIES[code].model)
        if (one := definition_of(field)) and one.in_use and one.listed
    ]


def own_values(reader: Reader, code: str, ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """What these fields hold for some records; links by what they are called. Asks nothing without fields."""
    columns, wanted = own_columns(code), sorted(set(ids))
    if not columns:
        return dict.fromkeys(wanted, ())
    rows = [row for at in range(0, len(wanted), TOGETHER) for row in _rows(code, wanted[at : at + TOGETHER])]
    by_column = [_told(reader, column, [row[column.field.name] for row in rows]) for column in columns]
    return {row["id"]: values for row, values in zip(rows, zip(*by_column, strict=True), strict=True)}


def own_texts(reader: Reader, code: str, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The same as it is shown."""
    columns, reading = own_columns(code), reader.reading()
    return {
        id: tuple(
            value if isinstance(one.field.kind, Reference) else one.field.kind.format(value, reading)
            for one, value in zip(columns, values, strict=True)
        )
        for id, values in own_values(reader, code, ids).items()
    }


def _rows(code: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    model = ENTITIES[code].model
    columns = [columns_of(model)[one.field.name] for one in own_columns(code)]
    return dicts(model.select(model.id, *columns).where(model.id.in_(ids)))


def _told(reader: Reader, column: OwnColumn, values: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(column.field.kind, Reference):
        return values
    titles = reader.titles(column.field.kind.model, values)
    return [titles.get(value, "") for value in values]
