"""What lies in the trash, of all kinds together, the latest first, read part by part.

A line that went there with the record it belongs to is not told: it comes back with it. Putting things there
and taking them out is the gate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from bsc_tui.db.database import execute
from bsc_tui.db.models import Change, Operation, tuples
from bsc_tui.db.rows import quoted
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import active
from bsc_tui.operations.trail import titles_in_sight
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import Line, columns_of
from bsc_tui.records.stretches import PLACE, Stretches
from bsc_tui.values import dataclass

NUMBERS = dict(enumerate(ENTITIES.values()))
"""The entities by a number, which makes one number of an entity and an id."""
APART = 1 << 32


@dataclass(frozen=True)
class Trash:
    """Which part of the trash: of one entity, or all; with what is confidential, or without."""

    sees_sealed: bool
    entity: str = ""
    query: str = ""


Spot = tuple[Any, int, int]
"""When it was deleted, the number of its entity, its id."""


class Discarded(Stretches[Trash]):
    """The records in the trash."""

    def places(self, wanted: Trash, place: Spot | None, limit: int, *, backwards: bool = False) -> list[Spot]:
        """Falling by the moment, the kind and the id; each table gives its own next ones by its index."""
        parts: list[str] = []
        parameters: list[Any] = []
        way = "ASC" if backwards else "DESC"
        for number, entity in NUMBERS.items():
            if wanted.entity and wanted.entity != entity.code:
                continue
            conditions = ["t.trashed_at IS NOT NULL", *_not_with_their_owner(entity)]
            if entity.sealed and not wanted.sees_sealed:
                conditions.append(f"NOT t.{entity.sealed}")
            if place is not None:
                condition, values = _beyond(number, place, backwards)
                conditions.append(condition)
                parameters += values
            parts.append(
                f"SELECT * FROM (SELECT t.trashed_at, {number} AS n, t.id FROM {_table(entity)} AS t"
                f" WHERE {' AND '.join(conditions)} ORDER BY t.trashed_at {way}, t.id {way}"
                f" LIMIT {int(limit)}) AS part{number}"
            )
        sql = f"{' UNION ALL '.join(parts)} ORDER BY 1 {way}, 2 {way}, 3 {way} LIMIT {int(limit)}"
        return [(at, int(n), int(id)) for at, n, id in execute(_database(), sql, parameters).fetchall()]

    def place_of(self, wanted: Trash, id: int) -> Spot | None:
        """Where it is, if it is still in the trash."""
        number, record_id = divmod(id, APART)
        sql = f"SELECT trashed_at FROM {_table(NUMBERS[number])} WHERE id = {int(record_id)}"
        found = execute(_database(), sql).fetchone()
        return (found[0], number, record_id) if found and found[0] is not None else None

    def lines(self, records: Looking, wanted: Trash, places: Sequence[Spot]) -> list[Line]:
        """Kind, name, when and by whom."""
        pairs = [(NUMBERS[n].code, id) for _at, n, id in places]
        titles = titles_in_sight(records, pairs)
        who = _who(pairs)
        read: Any = columns_of(NUMBERS[0].model)["trashed_at"]
        lines = []
        for place in places:
            at, n, id = place
            key = (NUMBERS[n].code, id)
            texts = {
                "kind": told(NUMBERS[n].name),
                "title": titles.get(key, ""),
                "at": active().moment(read.python_value(at)),
                "who": who.get(key, ""),
            }
            lines.append(Line(n * APART + id, texts, {PLACE: place, "entity": key[0], "record": id}))
        return lines


discarded = Discarded()


def _database() -> Any:
    return Operation._meta.database


def _table(entity: Entity) -> str:
    return quoted(entity.model._meta.table_name)


def _beyond(number: int, place: Spot, backwards: bool) -> tuple[str, list[Any]]:
    """The condition of what lies beyond a place in the table of the entity with this number."""
    at, n, id = place
    sign, mark = (">" if backwards else "<"), _database().param
    if number == n:
        return f"(t.trashed_at, t.id) {sign} ({mark}, {mark})", [at, id]
    # Of the same moment those of a higher number come first.
    same = number > n if backwards else number < n
    return f"t.trashed_at {sign}{'=' if same else ''} {mark}", [at]


def _not_with_their_owner(entity: Entity) -> list[str]:
    conditions = []
    for owner in ENTITIES.values():
        for child in owner.children:
            if child.owned and child.entity == entity.code:
                link = columns_of(entity.model)[child.field].column_name
                conditions.append(
                    f"NOT EXISTS (SELECT 1 FROM {_table(owner)} AS o"
                    f" WHERE o.id = t.{link} AND o.trashed_at = t.trashed_at)"
                )
    return conditions


def _who(pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Who put these records into the trash, the last time."""
    by_entity: dict[str, list[int]] = {}
    for code, id in pairs:
        by_entity.setdefault(code, []).append(id)
    found: dict[tuple[str, int], str] = {}
    for code, ids in by_entity.items():
        latest = (
            Change.select(fn.MAX(Change.id))
            .where(Change.entity == code, Change.record_id.in_(ids), Change.kind == "trash")
            .group_by(Change.record_id)
        )
        query = Change.select(Change.record_id, Operation.actor).join(Operation).where(Change.id.in_(latest))
        found |= {(code, id): actor for id, actor in tuples(query)}
    return found


def kinds_there(records: Looking) -> list[tuple[str, str]]:
    """The kinds of which something lies in the trash: code and name."""
    sees = records.actor.has("sensitive")
    return [
        (entity.code, told(entity.plural))
        for entity in ENTITIES.values()
        if discarded.places(Trash(sees, entity.code), None, 1)
    ]
