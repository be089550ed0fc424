"""All records of a list, some at a time, from one moment: for exports, which must not hold them all.

Rows come by the id, each chunk where the last one ended; sensitive numbers are masked as everywhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from peewee import DateField, DateTimeField

from bsc_tui.db.copying import one_moment
from bsc_tui.db.database import told
from bsc_tui.db.fields import FlagField
from bsc_tui.db.models import Record
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Reference, Sensitive
from bsc_tui.records.listing import filtered
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import columns_of, kind_of_cached

TOGETHER = 2_000
MOST_TITLES = 50_000
"""Names of linked records that are kept, of one table."""

Columns = dict[str, Sequence[Any]]
"""The values of some records: for each field as many as there are records, in their order."""


def stream(
    records: Looking,
    entity: Entity,
    names: Sequence[str],
    where: Mapping[str, Any] | None = None,
    *,
    together: int = TOGETHER,
) -> Generator[Columns]:
    """The values of fields (`id` is one), by column, for all records that `list` shows.

    Everything is seen as it was when the first chunk was asked for; close it where you stop early. Raises
    Unavailable, Unusable.
    """
    columns = columns_of(entity.model)
    asked = [columns[name] for name in dict.fromkeys(("id", *names))]
    finish = [_finish(column, records.actor.has("sensitive")) for column in asked]
    query = filtered(entity, where).select(*asked).order_by(entity.model.id).limit(together)
    with told(), one_moment(records.database):
        last = 0
        while rows := _raw(records, query.where(entity.model.id > last)):
            last = rows[-1][0]
            by_column = zip(*rows, strict=True)
            yield {
                column.name: done(values) if done else values
                for column, done, values in zip(asked, finish, by_column, strict=True)
            }


class Titles:
    """What linked records are called; terms are read once, people as they come."""

    def __init__(self, records: Looking) -> None:
        self._reader = records.reader
        self._known: dict[type[Record], dict[int, str]] = {}

    def of(self, link: Reference, ids: Sequence[int | None]) -> list[str]:
        """A title for each id, in order; empty for none."""
        known = self._known.setdefault(link.model, {})
        missing = {id for id in ids if id is not None} - known.keys()
        if missing:
            if len(known) > MOST_TITLES:
                known.clear()
                missing = {id for id in ids if id is not None}
            known.update(self._reader.titles(link.model, missing))
        return [known.get(id, "") if id is not None else "" for id in ids]


def currencies(records: Looking, entity: Entity, columns: Columns) -> list[str]:
    """The currency of each record's amounts, found along the entity's path; needs the path's first field."""
    ids, first = columns["id"], entity.currency.partition(".")[0]
    if first == entity.currency:
        return [str(code or "AMD") for code in columns[first]]
    rows = [{"id": id, first: link} for id, link in zip(ids, columns[first], strict=True)]
    found, _ends = records.reader.values_at(entity, rows, [entity.currency])
    return [str(found[id][entity.currency] or "AMD") for id in ids]


def _raw(records: Looking, query: Any) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: Peewee takes ten times as long to look at each value."""
    sql, parameters = query.sql()
    cursor = records.database.execute_sql(sql, parameters)  # type: ignore[no-untyped-call]
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _finish(column: Any, sees_sensitive: bool) -> Callable[[Sequence[Any]], Sequence[Any]] | None:
    """What makes values of what SQLite keeps, and masks those that the reader may not see."""
    if isinstance(kind_of_cached(column), Sensitive) and not sees_sensitive:
        return lambda values: [Masked.of(value) if value else value for value in values]
    if isinstance(column, FlagField):
        return lambda values: [None if value is None else bool(value) for value in values]
    if isinstance(column, DateTimeField):
        return lambda values: [_moment(value) for value in values]
    if isinstance(column, DateField):
        return lambda values: [_day(value) for value in values]
    return None


def _moment(value: Any) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
