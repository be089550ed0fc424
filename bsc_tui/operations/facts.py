"""What is kept of a record, told field by field: for reading only, in whatever state the record is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Flag, Reference, Secret, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.records.access import sees
from bsc_tui.records.fields import every_field_of
from bsc_tui.records.looking import Looking
from bsc_tui.values import dataclass

UNSEEN = ("sort_key", "name_key", "content", "keeper", "sealed")
"""Fields that the program keeps for itself."""


@dataclass(frozen=True)
class Fact:
    """A line of what is kept: a label and what stands there; without a label it is the title of a group."""

    label: str
    text: str


def facts_of(
    records: Looking, entity: Entity, rows: Iterable[Mapping[str, Any]], without: Iterable[str] = ()
) -> dict[int, list[Fact]]:
    """The filled fields of records of an entity; sensitive values as the reader may see them.

    The company's own fields that it uses no more too: what they hold is kept.
    """
    rows = [records.reader.masked(entity.model, dict(row)) for row in rows]
    fields = {
        name: one
        for name, one in every_field_of(entity).items()
        if name not in (*UNSEEN, *without) and not isinstance(one.kind, Secret)
    }
    texts = records.reader.texts(entity, rows, list(fields))
    found: dict[int, list[Fact]] = {}
    for row in rows:
        id = int(row["id"])
        found[id] = [
            Fact(told(one.label), texts[id][name])
            for name, one in fields.items()
            if not _says_nothing(one.kind, row[name]) and texts[id][name]
        ]
    return found


def _says_nothing(kind: Any, value: Any) -> bool:
    return (
        kind.is_empty(value)
        or (isinstance(kind, Flag) and not value)
        or (isinstance(kind, Reference) and not value)
    )


def facts_of_record(records: Looking, code: str, id: int) -> list[Fact]:
    """One record, be it in the trash. Raises Missing where there is none to be seen."""
    entity = ENTITIES[code]
    row = records.whole.row(entity.model, id)
    if row is None or not sees(records.actor, entity, row):
        raise Missing(_("There is no such record."))
    return facts_of(records, entity, [row])[id]
