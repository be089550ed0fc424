"""Short lists in the order of any column, also one that no index knows: names by their folded letters.

Read whole and sorted here, so that all scripts mix and both engines agree; long lists are `keyset`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_tui.db.models import tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Choice, Reference, Sensitive
from bsc_tui.records.folding import sort_key
from bsc_tui.records.listing import filtered
from bsc_tui.records.reading import Reader, columns_of, kind_of_cached

SHORT = 5_000
"""Rows up to which a list can be sorted by a column without an index."""


class TooLong(Exception):
    """The list has more rows than can be sorted by this column."""


def can_rank(entity: Entity, path: str) -> bool:
    """Whether a short list can be sorted by a column: one of its own fields, no number that is masked."""
    column = columns_of(entity.model).get(path)
    return column is not None and not isinstance(kind_of_cached(column), Sensitive)


def ranked(reader: Reader, entity: Entity, where: Mapping[str, Any] | None, order: str) -> list[int]:
    """The ids of all records of a list in the order of a field (`-name` falls). Raises TooLong."""
    name = order.lstrip("-")
    if not can_rank(entity, name):
        raise ValueError(order)
    column = columns_of(entity.model)[name]
    query = filtered(entity, where).select(entity.model.id, column).limit(SHORT + 1)
    rows = tuples(query)
    if len(rows) > SHORT:
        raise TooLong
    keys = _keys(reader, column, {value for _id, value in rows})
    rows.sort(key=lambda row: (keys[row[1]] is not None, keys[row[1]] or "", row[0]), reverse=order != name)
    return [id for id, _value in rows]


def _keys(reader: Reader, column: Any, values: set[Any]) -> dict[Any, Any]:
    """What each value is sorted by; None: not known."""
    kind = kind_of_cached(column)
    known = {value for value in values if value is not None and value != ""}
    if isinstance(kind, Reference):
        keys = _link_keys(reader, kind, known)
    elif isinstance(kind, Choice):
        reading = reader.reading()
        keys = {value: sort_key(kind.format(value, reading)) for value in known}
    else:
        keys = {value: sort_key(value) if kind.folds and isinstance(value, str) else value for value in known}
    return {value: keys.get(value) for value in values}


def _link_keys(reader: Reader, kind: Reference, ids: set[int]) -> dict[Any, Any]:
    model = kind.model
    if "sort_key" not in columns_of(model):
        return {id: sort_key(title) for id, title in reader.titles(model, ids).items()}
    query = model.select(model.id, model.sort_key)
    return dict(tuples(query.where(model.id.in_(ids)) if len(ids) <= 500 else query))
