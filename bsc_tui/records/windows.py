"""Parts of a list that may be too long to hold: its top, its end, around a record, behind or before one.

What a part costs does not depend on where it lies nor on how long the list is. Rows with the same order field
follow by id; what somebody saves meanwhile moves nothing that was read: the next part begins where the last
one ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bsc_tui.db.database import told
from bsc_tui.db.models import tuples
from bsc_tui.db.rows import whole
from bsc_tui.entities.entity import Entity
from bsc_tui.records import keyset, listing, ranking
from bsc_tui.records.access import in_sight
from bsc_tui.records.conditions import Condition
from bsc_tui.records.looking import Looking
from bsc_tui.records.parts import Part
from bsc_tui.records.ranking import TooLong
from bsc_tui.records.reading import Line

__all__ = [
    "MOST_FOUND",
    "Listing",
    "TooLong",
    "Window",
    "around",
    "beyond",
    "count",
    "end",
    "rank",
]

MOST_COUNTED = 10_000
"""Lists that are longer are not counted to their end: that would take longer than to read them."""
RARE = 2_000
"""So many rows that fulfil a condition are few."""
MOST_FOUND = 1_000
"""So many of the records that a query finds are shown; who seeks one types another letter."""


@dataclass(frozen=True)
class Listing:
    """A list: of which records, with which columns, found by what, in which order (`-name` falls)."""

    entity: Entity
    paths: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    order: str = ""

    @property
    def by_ids(self) -> bool:
        """Whether its order is that of ids found or ranked: such lists are short."""
        return bool(self.query) or not keyset.is_indexed(self.entity, self.order)


Window: TypeAlias = Part[Line]
"""A part of a list of records."""


def end(records: Looking, wanted: Listing, limit: int, *, last: bool = False) -> Window:
    """The first lines of a list, or the last ones. Raises TooLong where it can't be sorted so."""
    wanted = _in_sight(records, wanted)
    with told():
        if wanted.by_ids:
            ids = _ids(records, wanted, MOST_FOUND if last else limit + 1)
            start = max(len(ids) - limit, 0) if last else 0
            return _of_ids(records, wanted, ids, start, start + limit)
        order = _order(wanted)
        rows = keyset.rows_beyond(wanted.entity, wanted.where, order, None, limit + 1, backwards=last)
        more = len(rows) > limit
        lines = _lines(records, wanted, rows[-limit:] if last else rows[:limit])
    if last:
        return Window(lines, before=more, rank=None if more else 0)
    return Window(lines, after=more, rank=0)


def beyond(
    records: Looking, wanted: Listing, line: Line, held: int, limit: int, *, backwards: bool = False
) -> Window:
    """The lines behind one that is the last of `held` lines shown, or before one that is their first."""
    wanted = _in_sight(records, wanted)
    with told():
        if wanted.by_ids:
            ids = _ids(records, wanted, held + limit + 1)
            if line.id not in ids:
                ids = _ids(records, wanted, MOST_FOUND)
            at = ids.index(line.id) if line.id in ids else (0 if backwards else held - 1)
            start, stop = (max(at - limit, 0), at) if backwards else (at + 1, at + 1 + limit)
            return _of_ids(records, wanted, ids, start, stop)
        order = _order(wanted)
        place = order.position(line.values)
        rows = keyset.rows_beyond(wanted.entity, wanted.where, order, place, limit + 1, backwards=backwards)
        more = len(rows) > limit
        lines = _lines(records, wanted, rows[-limit:] if backwards else rows[:limit])
    if backwards:
        return Window(lines, before=more, after=True, rank=None if more else 0)
    return Window(lines, before=True, after=more)


def around(records: Looking, wanted: Listing, ids: Sequence[int], lead: int, limit: int) -> Window:
    """Lines around the first of these records that the list still has, `lead` of them before it.

    Where none of them is left, the first lines. Raises TooLong.
    """
    wanted = _in_sight(records, wanted)
    with told():
        if wanted.by_ids:
            every = _ids(records, wanted, limit + 1 if wanted.query else ranking.SHORT)
            places = {id: place for place, id in enumerate(every)}
            here = next((places[id] for id in ids if id in places), None)
            start = max((here or 0) - lead, 0)
            found = _of_ids(records, wanted, every, start, start + limit)
            return found if here is None else replace(found, cursor=every[here])
        row = _first_left(wanted, ids)
        if row is None:
            return end(records, wanted, limit)
        order = _order(wanted)
        place = order.position(row)
        before = keyset.rows_beyond(wanted.entity, wanted.where, order, place, lead + 1, backwards=True)
        behind = keyset.rows_beyond(
            wanted.entity, wanted.where, order, place, max(limit - min(len(before), lead), 1)
        )
        after = len(before[-lead:] if lead else []) + 1 + len(behind) > limit
        rows = [*(before[-lead:] if lead else []), row, *behind][:limit]
        lines = _lines(records, wanted, rows)
    more = len(before) > lead
    return Window(lines, more, after, int(row["id"]), None if more else 0)


def count(records: Looking, wanted: Listing, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many records a list has, counted to `most`; whether there are more."""
    wanted = _in_sight(records, wanted)
    with told():
        query = listing.filtered(wanted.entity, wanted.where).select(wanted.entity.model.id)
        found = int(query.limit(most + 1).count())
    return min(found, most), found > most


def rank(records: Looking, wanted: Listing, line: Line, most: int = MOST_COUNTED) -> int | None:
    """How many records stand before a line in the list's order; None for more than `most`."""
    wanted = _in_sight(records, wanted)
    if wanted.by_ids:
        return None
    with told():
        order = _order(wanted)
        found = keyset.rows_before(wanted.entity, wanted.where, order, order.position(line.values), most + 1)
    return found if found <= most else None


def _in_sight(records: Looking, wanted: Listing) -> Listing:
    """The list without what the actor may not see, and by ids where few rows fulfil a condition.

    No index answers a condition: to look for few rows in the order of the list would read it whole by that
    order, row by row, which takes several times as long as to find them as they lie.
    """
    where = in_sight(records.actor, wanted.entity, wanted.where)
    if not wanted.query and any(isinstance(value, Condition) for value in where.values()):
        with told():
            query = listing.filtered(wanted.entity, where).select(wanted.entity.model.id)
            ids = tuple(id for (id,) in tuples(query.limit(RARE + 1)))
        if len(ids) <= RARE:
            where = {"id": ids}
    return replace(wanted, where=where)


def _order(wanted: Listing) -> keyset.Order:
    return keyset.order_of(wanted.entity, wanted.order)


def _lines(records: Looking, wanted: Listing, rows: Sequence[dict[str, Any]]) -> list[Line]:
    reader = records.reader
    shown = [reader.masked(wanted.entity.model, row) for row in rows]
    texts = reader.texts(wanted.entity, shown, wanted.paths)
    return [Line(row["id"], texts[row["id"]], row) for row in shown]


def _ids(records: Looking, wanted: Listing, limit: int) -> list[int]:
    """The ids of a short list in its order: of found ones `limit`, of ranked ones all."""
    if wanted.query:
        return listing.found_ids(
            records.searcher, wanted.entity, wanted.query, wanted.where, min(limit, MOST_FOUND)
        )
    return ranking.ranked(records.reader, wanted.entity, wanted.where, wanted.order)


def _of_ids(records: Looking, wanted: Listing, ids: Sequence[int], start: int, stop: int) -> Window:
    rows = listing.rows_in_turn(wanted.entity, wanted.where, ids[start:stop])
    return Window(_lines(records, wanted, rows), start > 0, len(ids) > stop, rank=start)


def _first_left(wanted: Listing, ids: Sequence[int]) -> dict[str, Any] | None:
    """The row of the first of these records that the list still has."""
    if not ids:
        return None
    model = wanted.entity.model
    query = listing.filtered(wanted.entity, wanted.where).select(model.id).where(model.id.in_(ids))
    left = {id for (id,) in tuples(query)}
    first = next((id for id in ids if id in left), None)
    return next(iter(whole(model, [first])), None)
