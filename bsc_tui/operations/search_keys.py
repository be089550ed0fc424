"""Making search keys and sort keys anew from the records themselves, and telling whether they are true.

How keys look is `records.search_keys`'; what they are made of, `records.keys`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from peewee import Database

from bsc_tui.db.database import driver_of, execute, is_postgresql, told, vacuum_analyze
from bsc_tui.db.models import tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records.access import demand
from bsc_tui.records.keys import keys_for, sort_key_of
from bsc_tui.records.reading import Reader, columns_of
from bsc_tui.records.records import Records
from bsc_tui.records.search_keys import clear
from bsc_tui.records.sorted_keys import SortedKeys

TOGETHER = 1_000
Progress = Callable[[int, int, str], None]


def searched() -> list[Entity]:
    """The entities that people search."""
    return [entity for entity in ENTITIES.values() if entity.search.paths()]


def rebuild(records: Records, progress: Progress) -> int:
    """Make all keys anew; how many records have some. Nobody else saves meanwhile.

    All of one kind of records change at once: who searches finds by the old keys or by the new ones. Raises
    Refused without the right to administer.
    """
    demand(records.actor, "administration")
    database, reader = records.database, records.whole
    with told():
        whole = sum(_count(entity) for entity in searched())
        done = 0
        for entity in searched():
            with database.atomic():
                _keep_others_from_saving(database)
                clear(database, entity.code)
                keys = SortedKeys(database, entity.code)
                for ids in _ids(entity):
                    for id, own in keys_for(reader, entity, ids).items():
                        keys.add(id, own)
                    _sort_anew(entity, ids, database)
                    done += len(ids)
                    progress(done, whole, entity.code)
                keys.store()
        vacuum_analyze(database, "search_key")
    return done


def untrue_keys(reader: Reader, progress: Progress) -> Iterator[tuple[Entity, int, int]]:
    """The entities whose stored keys are not those of their records: how many lack, how many are too many.

    Inside a transaction that sees one moment. Compares sums, so that nothing grows with the company.
    """
    whole = sum(_count(entity) for entity in searched())
    done = 0
    for entity in searched():
        expected, expected_sum, unsorted = 0, 0, 0
        for ids in _ids(entity):
            for id, keys in keys_for(reader, entity, ids).items():
                expected += len(keys)
                expected_sum += sum(hash((id, kind, key)) for kind, key in keys)
            unsorted += len(_sorted_wrongly(entity, ids))
            done += len(ids)
            progress(done, whole, entity.code)
        stored, stored_sum = 0, 0
        for rows in _stored(reader.database, entity):
            stored += len(rows)
            stored_sum += sum(hash((id, kind, key)) for kind, key, id in rows)
        if (stored, stored_sum) != (expected, expected_sum) or unsorted:
            yield entity, abs(stored - expected) or int(stored_sum != expected_sum), unsorted


def _count(entity: Entity) -> int:
    return int(entity.model.select().where(entity.model.trashed_at.is_null()).count())


def _ids(entity: Entity) -> Iterator[list[int]]:
    """The ids of all records, the trash included, some at a time."""
    last = 0
    while True:
        query = entity.model.select(entity.model.id).where(entity.model.id > last).order_by(entity.model.id)
        ids = [id for (id,) in tuples(query.limit(TOGETHER))]
        if not ids:
            return
        yield ids
        last = ids[-1]


def _keep_others_from_saving(database: Database) -> None:
    """SQLite's writer is alone already."""
    if is_postgresql(database):
        execute(database, "LOCK TABLE search_key IN SHARE ROW EXCLUSIVE MODE")


def _sort_anew(entity: Entity, ids: Sequence[int], database: Database) -> None:
    if wrong := _sorted_wrongly(entity, ids):
        table, mark = entity.model._meta.table_name, database.param
        moved = f'UPDATE "{table}" SET sort_key = {mark} WHERE id = {mark}'
        driver_of(database).cursor().executemany(moved, [(key, id) for id, key in wrong.items()])


def _sorted_wrongly(entity: Entity, ids: Sequence[int]) -> dict[int, str]:
    """The sort keys that these records should have and have not."""
    if not entity.sort:
        return {}
    columns = columns_of(entity.model)
    names = ("id", "sort_key", *entity.sort)
    query = entity.model.select(*(columns[name] for name in names))
    rows = tuples(query.where(entity.model.id >= ids[0], entity.model.id <= ids[-1]))
    wrong = {}
    for id, kept, *parts in rows:
        wanted = sort_key_of(entity, dict(zip(entity.sort, parts, strict=True)))
        if wanted != kept:
            wrong[id] = wanted
    return wrong


def _stored(database: Database, entity: Entity) -> Iterator[list[Any]]:
    """The stored keys of an entity in the order of their index, some at a time."""
    mark = database.param
    sql = (
        f"SELECT kind, key, record_id FROM search_key WHERE entity = {mark}"
        f" AND (kind, key, record_id) > ({mark}, {mark}, {mark})"
        " ORDER BY kind, key, record_id LIMIT 10000"
    )
    last: tuple[int, str, int] = (-1, "", 0)
    while rows := execute(database, sql, (entity.code, *last)).fetchall():
        yield rows
        last = rows[-1]
