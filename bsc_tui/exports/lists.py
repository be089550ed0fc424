"""Lists of records on their way into a file: the columns they have, and their values some rows at a time.

How a file of each format is written stands in its own module; who may see what, in `records`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Choice, Number, Reference, Secret, told
from bsc_tui.entities.table import Cell, Column
from bsc_tui.i18n import _
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.records.streams import Columns, Titles, currencies, stream

CURRENCY = "currency"


@dataclass(frozen=True)
class List:
    """The records of a kind as a file has them: columns with headings, how many rows, and the rows.

    `subtitle` are the lines that say what was asked and when; a file that is to be read in again has none.
    """

    title: str
    columns: tuple[Column, ...]
    size: int
    chunks: Generator[list[Sequence[Any]]]
    """For each column its values, in the unit of its kind; some rows at a time."""
    subtitle: tuple[str, ...] = ()


def exported_fields(entity: Entity) -> dict[str, EntityField]:
    """The fields that an export has: all that a person may see."""
    return {
        name: one
        for name, one in fields_of(entity).items()
        if name != "sort_key" and not isinstance(one.kind, Secret)
    }


def list_of(records: Looking, entity: Entity, where: Mapping[str, Any] | None = None) -> List:
    """All fields of the records that `where` lets through, links and choices by what they are called."""
    fields = exported_fields(entity)
    own_currency = bool(entity.currency) and CURRENCY not in fields
    columns = [Column("id", _("No."), Cell.NUMBER)]
    columns += [Column(name, told(one.label), _cell(one)) for name, one in fields.items()]
    if own_currency:
        columns.append(Column(CURRENCY, _("Currency")))
    if entity.currency:
        columns = [
            replace(column, currency_in=CURRENCY) if column.kind is Cell.AMOUNT else column
            for column in columns
        ]
    return List(
        _(entity.plural),
        tuple(columns),
        records.count(entity.code, where),
        _chunks(records, entity, fields, where, own_currency),
    )


def _cell(one: EntityField) -> Cell:
    return Cell.TEXT if isinstance(one.kind, Reference | Choice) else one.kind.cell


def _chunks(
    records: Looking,
    entity: Entity,
    fields: Mapping[str, EntityField],
    where: Mapping[str, Any] | None,
    own_currency: bool,
) -> Generator[list[Sequence[Any]]]:
    titles = Titles(records)
    options = {name: one.kind.options for name, one in fields.items() if isinstance(one.kind, Choice)}
    for columns in stream(records, entity, list(fields), where):
        shown = [columns["id"], *(_shown(titles, options, fields[name], columns) for name in fields)]
        if own_currency:
            shown.append(currencies(records, entity, columns))
        yield shown


def _shown(
    titles: Titles, options: Mapping[str, Mapping[str, str]], one: EntityField, columns: Columns
) -> Sequence[Any]:
    values = columns[one.name]
    if isinstance(one.kind, Reference):
        return titles.of(one.kind, values)
    if one.name in options and one.name != CURRENCY:
        labels = options[one.name]
        return [labels.get(value, value) for value in values]
    if isinstance(one.kind, Number):
        exact = one.kind.exact
        return [None if value is None else exact(value) for value in values]
    return values
