"""Pages of a list: which records, in which order. What columns show is `reading`'s, words `search`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from bsc_tui.db.models import dicts, tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.records.conditions import Between, Condition
from bsc_tui.records.reading import columns_of, target_of
from bsc_tui.records.search import Searcher

MOST_FOUND = 20_000
"""Records that a query may find before a list gives up looking among them for those its filter wants."""


def filtered(entity: Entity, where: Mapping[str, Any] | None) -> Any:
    """The query for records outside the trash whose fields have these values, or one of several.

    A name `one|other` means either of two fields. A value may be a `Condition`.
    """
    query = entity.model.select().where(entity.model.trashed_at.is_null())
    columns = columns_of(entity.model)
    for names, value in (where or {}).items():
        query = query.where(reduce(or_, (_has(columns[name], value) for name in names.split("|"))))
        if isinstance(value, Between) and value.currency and entity.currency:
            query = query.where(_at(entity.model, entity.currency.split("."), value.currency))
    return query


def _at(model: Any, steps: Sequence[str], value: Any) -> Any:
    """The condition that a field at the end of a path has a value."""
    column: Any = columns_of(model)[steps[0]]
    if len(steps) == 1:
        return column == value
    target = target_of(column)
    return column.in_(target.select(target.id).where(_at(target, steps[1:], value)))


def _has(column: Any, value: Any) -> Any:
    if isinstance(value, Condition):
        return value.met_by(column)
    if isinstance(value, tuple | list | set | frozenset):
        return column.in_(tuple(value))
    return column.is_null() if value is None else column == value


def ordered_rows(
    entity: Entity, where: Mapping[str, Any] | None, order: Sequence[str], offset: int, limit: int
) -> list[dict[str, Any]]:
    """Some rows in an order: names of fields, `-name` for descending; without: the list's own."""
    query = filtered(entity, where).order_by(*_order(entity, order))
    return dicts(query.offset(offset).limit(limit))


def found_rows(
    searcher: Searcher, entity: Entity, query: str, where: Mapping[str, Any] | None, limit: int
) -> list[dict[str, Any]]:
    """Up to `limit` rows that a query finds and the filter lets through, best first."""
    return rows_in_turn(entity, where, found_ids(searcher, entity, query, where, limit))


def found_ids(
    searcher: Searcher, entity: Entity, query: str, where: Mapping[str, Any] | None, limit: int
) -> list[int]:
    """The ids of up to `limit` records that a query finds and the filter lets through, best first."""
    asked = limit
    while True:
        ids = searcher.find(entity.code, query, asked)
        found = _let_through(entity, where, ids) if where else ids
        if len(found) >= limit or len(ids) < asked or asked >= MOST_FOUND:
            return found[:limit]
        asked = min(asked * 8, MOST_FOUND)


def _let_through(entity: Entity, where: Mapping[str, Any] | None, ids: Sequence[int]) -> list[int]:
    """Those of some ids, in their order, whose records a filter lets through."""
    query = filtered(entity, where).select(entity.model.id)
    through = {id for (id,) in tuples(query.where(entity.model.id.in_(ids)))}
    return [id for id in ids if id in through]


def rows_in_turn(entity: Entity, where: Mapping[str, Any] | None, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows with these ids in their order; those gone meanwhile, or not let through, are left out."""
    rows = {row["id"]: row for row in dicts(filtered(entity, where).where(entity.model.id.in_(ids)))}
    return [rows[id] for id in ids if id in rows]


def _order(entity: Entity, order: Sequence[str]) -> list[Any]:
    """The order of a query, always ended by the id; what is not known counts as least on both engines."""
    columns = columns_of(entity.model)
    wanted = list(order) or (["sort_key"] if entity.sort else list(entity.order))
    if not wanted or wanted[-1].lstrip("-") != "id":
        wanted.append("-id" if wanted and wanted[0].startswith("-") else "id")
    terms: list[Any] = []
    for name in wanted:
        column: Any = columns[name.lstrip("-")]
        falling = name.startswith("-")
        nulls = ("LAST" if falling else "FIRST") if column.null else None
        terms.append(column.desc(nulls=nulls) if falling else column.asc(nulls=nulls))
    return terms
