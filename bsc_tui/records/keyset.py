"""Rows of a list behind or before another one, read by the order's index: the same cost at any depth.

An order runs through one or more fields in one direction and ends with the id, so that no two rows tie. What
is not known counts as least, on both engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Field, Tuple, Value

from bsc_tui.db.models import dicts
from bsc_tui.entities.entity import Entity
from bsc_tui.records.listing import filtered
from bsc_tui.records.own_fields import is_sorted_by_index
from bsc_tui.records.reading import columns_of


@dataclass(frozen=True)
class Order:
    """What a list is ordered by: fields, the id last, of which only the first may be unknown.

    All of them rise, or all of them fall.
    """

    fields: tuple[Field, ...]
    falling: bool = False

    def position(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Where a row stands."""
        return tuple(row[field.name] for field in self.fields)


def order_of(entity: Entity, name: str = "") -> Order:
    """The order by a field (`-name` falls), or without one the list's own."""
    columns = columns_of(entity.model)
    names = [name] if name else list(("sort_key",) if entity.sort else entity.order)
    falling = bool(names) and names[0].startswith("-")
    fields = [_stored(entity, one.lstrip("-")) for one in names]
    if "id" not in fields:
        fields.append("id")
    return Order(tuple(columns[one] for one in fields), falling)


def own_order(entity: Entity) -> str:
    """The field by which a list is ordered where nobody chooses another, `-name` where it falls."""
    return entity.sort[0] if entity.sort else (entity.order or ("id",))[0]


def is_indexed(entity: Entity, name: str) -> bool:
    """Whether a list of any size can be in the order of a field; the list's own order always can be."""
    plain = name.lstrip("-")
    return plain in ("", "id", *entity.sortable) or is_sorted_by_index(entity, plain)


def rows_beyond(
    entity: Entity,
    where: Mapping[str, Any] | None,
    order: Order,
    position: Sequence[Any] | None,
    limit: int,
    *,
    backwards: bool = False,
) -> list[dict[str, Any]]:
    """Up to `limit` rows next to a position, behind it or before it; without one from the list's end.

    They come in the order of the list either way. At most two queries.
    """
    falls = order.falling != backwards
    ends = [field.desc() if falls else field.asc() for field in order.fields]
    rows: list[dict[str, Any]] = []
    for part in _parts(order, position, falls):
        query = filtered(entity, where).where(*part).order_by(*ends)
        rows += dicts(query.limit(limit - len(rows)))
        if len(rows) >= limit:
            break
    return rows[::-1] if backwards else rows


def rows_before(
    entity: Entity, where: Mapping[str, Any] | None, order: Order, position: Sequence[Any], most: int
) -> int:
    """How many rows stand before a position, counted to `most`."""
    found = 0
    for part in _parts(order, position, not order.falling):
        query = filtered(entity, where).where(*part).select(entity.model.id)
        found += int(query.limit(most - found).count())
        if found >= most:
            break
    return found


def _parts(order: Order, position: Sequence[Any] | None, falls: bool) -> Iterator[list[Any]]:
    """The conditions of what lies beyond a position: one range of the index each, the nearest first.

    Unknown values are a range of their own, because no comparison reaches them.
    """
    first: Any = order.fields[0]
    if not first.null:
        yield [] if position is None else [_beyond(order.fields, position, falls)]
        return
    known, unknown = first.is_null(False), first.is_null()
    if position is None:
        yield from ([known], [unknown]) if falls else ([unknown], [known])
    elif position[0] is None:
        yield [unknown, _beyond(order.fields[1:], position[1:], falls)]
        if not falls:
            yield [known]
    else:
        yield [_beyond(order.fields, position, falls)]
        if falls:
            yield [unknown]


def _beyond(fields: Sequence[Any], position: Sequence[Any], falls: bool) -> Any:
    place = [
        Value(field.db_value(value), converter=False) for field, value in zip(fields, position, strict=True)
    ]
    if len(fields) == 1:
        return fields[0] < place[0] if falls else fields[0] > place[0]
    return Tuple(*fields) < Tuple(*place) if falls else Tuple(*fields) > Tuple(*place)


def _stored(entity: Entity, name: str) -> str:
    """Names have a key of their own to be ordered by, the same for all scripts and on both engines."""
    return "sort_key" if entity.sort and name == entity.sort[0] else name
