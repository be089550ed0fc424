"""Records and tables as JSON: amounts in units of their currency, rates in percent, dates as in ISO 8601."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bsc_tui.cli.kinds import shown_fields
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, Money, Number, Rate, Reference
from bsc_tui.entities.table import Cell, Column, LineStyle, Report, Table, Value
from bsc_tui.i18n import CURRENCIES
from bsc_tui.records.reading import Reader


def records_as_json(
    reader: Reader, entity: Entity, rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """`{kind, id, name, fields}` for each row; a link is `{id, name}`. `currency` where there are amounts."""
    rows = list(rows)
    fields = shown_fields(entity)
    links = [name for name, one in fields.items() if isinstance(one.kind, Reference)]
    labels = reader.texts(entity, rows, links)
    names = reader.titles(entity.model, [row["id"] for row in rows])
    paths = [entity.currency] if entity.currency else []
    currencies, _ends = reader.values_at(entity, rows, paths)
    documents = []
    for row in rows:
        currency = str(currencies[row["id"]].get(entity.currency) or "AMD")
        document = {"kind": entity.code, "id": row["id"], "name": names.get(row["id"], "")}
        document |= {"currency": currency} if entity.currency else {}
        document["fields"] = {
            name: _link(row[name], labels[row["id"]][name])
            if name in links
            else json_value(one.kind, row[name], currency)
            for name, one in fields.items()
        }
        documents.append(document)
    return documents


def _link(id: int | None, name: str) -> dict[str, Any] | None:
    return None if id is None else {"id": id, "name": name}


def json_value(kind: Kind, value: Any, currency: str) -> Any:
    """One value as JSON holds it."""
    if value is None:
        return None
    if isinstance(kind, Money):
        return _number(Decimal(value).scaleb(-CURRENCIES[currency]))
    if isinstance(kind, Rate):
        return _number(Decimal(value).scaleb(-2))
    if isinstance(kind, Number):
        return _number(kind.exact(value))
    return kind.to_json(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def report_as_json(report: Report) -> dict[str, Any]:
    """`{title, tables}`; rows and sub-totals name the groups they stand in."""
    return {"title": report.title, "tables": [_table(table) for table in report.tables]}


def _table(table: Table) -> dict[str, Any]:
    lines: dict[LineStyle, list[dict[str, Any]]] = {style: [] for style in LineStyle}
    for line in table.lines():
        cells = {
            column.code: _cell(column, value, table.currency_of(column, line.values))
            for column, value in zip(table.columns, line.values, strict=False)
            if line.style is LineStyle.ROW or column.total
        }
        lines[line.style].append({"groups": list(line.path), **cells})
    totals = {column.code: 0 for column in table.columns if column.total}
    for total in lines[LineStyle.TOTAL]:
        totals = {code: total[code] for code in totals}
    return {
        "title": table.title,
        "currency": table.currency,
        "criteria": list(table.subtitle),
        "columns": [
            {"code": column.code, "heading": column.heading, "kind": column.kind.name.lower()}
            for column in table.columns
        ],
        "rows": lines[LineStyle.ROW],
        "subtotals": lines[LineStyle.SUBTOTAL],
        "totals": totals,
    }


def _cell(column: Column, value: Value, currency: str) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if column.kind is Cell.AMOUNT:
        return _number(Decimal(value).scaleb(-CURRENCIES[currency]))
    if column.kind is Cell.RATE:
        return _number(Decimal(value).scaleb(-2))
    return _number(value) if isinstance(value, Decimal) else value
