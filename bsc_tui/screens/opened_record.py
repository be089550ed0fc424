"""A record as a form opens it, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records import drafts
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.records.records import Records


@dataclass(frozen=True)
class Opened:
    """What the form shows: a record, or (without one) the values a new one begins with."""

    kept: Kept | None
    values: dict[str, Any]
    labels: dict[str, str]
    currency: str
    line: str


def read_record(records: Records, code: str, record_id: int | None, preset: Mapping[str, Any]) -> Opened:
    """Everything a form of this record needs; runs in the gate's thread."""
    entity = ENTITIES[code]
    reader = records.reader
    if record_id is not None:
        kept = records.get(code, record_id)
        drafts.visited(records, code, record_id, kept.title)
        values, labels = kept.values, kept.labels
    else:
        kept = None
        blank = {name: one.kind.clean(None) for name, one in fields_of(entity).items()}
        for name, column in entity.model._meta.fields.items():
            if name in blank and column.default is not None and not callable(column.default):
                blank[name] = column.default
        values = {**blank, **preset}
        linked = reader.texts(entity, [{"id": 0, **values}], [name for name in preset if name in blank])
        labels = linked[0]
    return Opened(
        kept, values, labels, reader.currency(entity, values), records.whole.line_code(entity, values)
    )
