"""A list as somebody sees it, on its way into a file: its columns, its rows in its order, what limits it.

All fields of records are `lists`'.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from peewee import Field

from bsc_tui.db.copying import one_moment
from bsc_tui.db.database import told
from bsc_tui.entities.entity import Column as Listed
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Choice, Kind, Reference
from bsc_tui.entities.kinds import told as words
from bsc_tui.entities.table import Cell, Column
from bsc_tui.exports.lists import CURRENCY, List, list_of
from bsc_tui.i18n import _, active
from bsc_tui.records import keyset, listing, ranking
from bsc_tui.records.access import in_sight
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import columns_of, kind_of_cached, target_of
from bsc_tui.records.streams import TOGETHER, Titles
from bsc_tui.records.windows import Listing

Rows = Generator[list[dict[str, Any]]]


def shown_list(
    records: Looking, wanted: Listing, columns: Sequence[Listed], title: str, limits: Sequence[str]
) -> List:
    """The rows of a list in its order, with its columns; `limits` are its filters in words."""
    entity = wanted.entity
    where = in_sight(records.actor, entity, wanted.where)
    ends = {one.path: _end(entity.model, one.path) for one in columns}
    made = [
        Column(one.path, words(one.label) if one.label else words(end.verbose_name), _cell(end))
        for one, end in ((one, ends[one.path]) for one in columns)
    ]
    if entity.currency and any(column.kind is Cell.AMOUNT for column in made):
        made = [replace(one, currency_in=CURRENCY) if one.kind is Cell.AMOUNT else one for one in made]
        made.append(Column(CURRENCY, _("Currency")))
    ids = _ids(records, wanted, where)
    size = len(ids) if ids is not None else records.count(entity.code, where)
    return List(
        title,
        tuple(made),
        size,
        _chunks(records, entity, _rows(wanted, where, ids), made),
        asked(records, wanted, limits),
    )


def whole_list(records: Looking, wanted: Listing, title: str, limits: Sequence[str]) -> List:
    """The same rows with all their fields, by their number."""
    made = list_of(records, wanted.entity, where_of(records, wanted))
    return replace(made, title=title, subtitle=asked(records, wanted, limits))


def where_of(records: Looking, wanted: Listing) -> dict[str, Any]:
    """The same rows as values that fields must have."""
    where = in_sight(records.actor, wanted.entity, wanted.where)
    return {**where, "id": tuple(_ids(records, wanted, where) or (0,))} if wanted.query else where


def asked(records: Looking, wanted: Listing, limits: Sequence[str]) -> tuple[str, ...]:
    """What limits a list and when it was written, as lines for people."""
    searched = [_("Found by: %(text)s") % {"text": wanted.query}] if wanted.query else []
    return (
        *searched,
        *limits,
        _("Made on %(day)s") % {"day": active().date(records.clock.today())},
    )


def _end(model: Any, path: str) -> Field:
    """The field that ends a path."""
    *links, last = path.split(".")
    for link in links:
        model = target_of(columns_of(model)[link])
    return columns_of(model)[last]


def _cell(end: Field) -> Cell:
    kind = kind_of_cached(end)
    return Cell.TEXT if isinstance(kind, Reference | Choice) else kind.cell


def _ids(records: Looking, wanted: Listing, where: Mapping[str, Any]) -> list[int] | None:
    """The ids of a found or a ranked list in its order; None for one that an index orders."""
    if wanted.query:
        return listing.found_ids(records.searcher, wanted.entity, wanted.query, where, listing.MOST_FOUND)
    return ranking.ranked(records.reader, wanted.entity, where, wanted.order) if wanted.by_ids else None


def _rows(wanted: Listing, where: Mapping[str, Any], ids: Sequence[int] | None) -> Rows:
    entity = wanted.entity
    if ids is not None:
        for start in range(0, len(ids), TOGETHER):
            yield listing.rows_in_turn(entity, where, ids[start : start + TOGETHER])
        return
    order, place = keyset.order_of(entity, wanted.order), None
    while rows := keyset.rows_beyond(entity, where, order, place, TOGETHER):
        yield rows
        place = order.position(rows[-1])


def _chunks(
    records: Looking, entity: Entity, found: Rows, columns: Sequence[Column]
) -> Generator[list[Sequence[Any]]]:
    """The values of the columns, some rows at a time, as everything was when the first was asked for."""
    titles = Titles(records)
    paths = [one.code for one in columns if one.code != CURRENCY or not entity.currency]
    currency = [entity.currency] if len(paths) < len(columns) else []
    with ExitStack() as stack:
        stack.enter_context(told())
        stack.enter_context(one_moment(records.database))
        for rows in found:
            masked = [records.reader.masked(entity.model, row) for row in rows]
            values, ends = records.reader.values_at(entity, masked, [*paths, *currency])
            shown: list[Sequence[Any]] = []
            for path in paths:
                column = [values[row["id"]][path] for row in masked]
                shown.append(_told(titles, kind_of_cached(ends[path]), column))
            if currency:
                shown.append([values[row["id"]][entity.currency] or "AMD" for row in masked])
            yield shown


def _told(titles: Titles, kind: Kind, values: Sequence[Any]) -> Sequence[Any]:
    if isinstance(kind, Reference):
        return titles.of(kind, values)
    if isinstance(kind, Choice):
        labels = kind.options
        return [labels.get(value, value) for value in values]
    return values
