"""What a search over several kinds of records finds, put into one order: best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bsc_tui.entities.entity import Entity
from bsc_tui.records.access import sees
from bsc_tui.records.folding import sound, strict_words
from bsc_tui.records.own_fields import list_columns
from bsc_tui.records.records import Records

DETAILS = 4
"""How many columns of a record stand beside its name."""


@dataclass(frozen=True)
class Found:
    """One record, with its name and a few facts that tell it from others."""

    kind: str
    id: int
    name: str
    detail: str


def best_first(records: Records, entities: Sequence[Entity], query: str, limit: int) -> list[Found]:
    """At most `limit` records. Each kind keeps the searcher's order; between kinds the better name leads."""
    queues = [list(reversed(_found(records, entity, query, limit))) for entity in entities]
    merged: list[Found] = []
    while len(merged) < limit and any(queues):
        best = max((queue for queue in queues if queue), key=lambda queue: _fit(query, queue[-1].name))
        merged.append(best.pop())
    return merged


def _found(records: Records, entity: Entity, query: str, limit: int) -> list[Found]:
    ids = records.searcher.find(entity.code, query, limit)
    reader = records.reader
    rows = {id: row for id, row in reader.rows(entity.model, ids).items() if sees(records.actor, entity, row)}
    names = reader.titles(entity.model, ids)
    paths = [column.path for column in list_columns(entity) if column.path not in entity.title][:DETAILS]
    texts = reader.texts(entity, rows.values(), paths)
    return [
        Found(entity.code, id, names[id], " · ".join(filter(None, (texts[id][path] for path in paths))))
        for id in ids
        if id in rows
    ]


def _fit(query: str, name: str) -> tuple[int, int, int]:
    """How well a name is what was typed: words equal, words begun alike, words that sound alike."""
    wanted, has = strict_words(query), strict_words(name)
    sounds = [sound(word) for word in has]
    return (
        sum(word in has for word in wanted),
        sum(any(one.startswith(word) for one in has) for word in wanted),
        sum(any(one.startswith(sound(word)) for one in sounds) for word in wanted),
    )
