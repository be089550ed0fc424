"""Which search keys and sort keys records have, and keeping them true. How keys look: search_keys.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import Database

from bsc_tui.db.models import Record, tuples
from bsc_tui.db.rows import present, quoted
from bsc_tui.entities.entity import Entity, Search
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records.folding import sort_key
from bsc_tui.records.own_fields import search_of
from bsc_tui.records.reading import Reader, columns_of, target_of
from bsc_tui.records.search_keys import Key, Searchable, keys_of, store_changes


def keys_for(reader: Reader, entity: Entity, ids: Iterable[int]) -> dict[int, set[Key]]:
    """The keys of records outside the trash; none for an entity nobody searches. Needs an unmasked reader."""
    if not search_of(entity).paths():
        return {}
    rows = [row for row in reader.rows(entity.model, ids).values() if row["trashed_at"] is None]
    search = search_of(entity)
    values, _ends = reader.values_at(entity, rows, search.paths())
    return {id: keys_of(_searchable(search, found)) for id, found in values.items()}


def keys_of_values(database: Database, entity: Entity, rows: Sequence[Mapping[str, Any]]) -> list[set[Key]]:
    """The keys of records outside the trash that have these values; none for an entity nobody searches."""
    search = search_of(entity)
    paths = search.paths()
    if not paths:
        return []
    behind = _values_behind(database, entity, rows, [path for path in paths if "." in path])
    return [
        keys_of(
            _searchable(
                search,
                {path: behind[path].get(row[_first(path)]) if "." in path else row[path] for path in paths},
            )
        )
        for row in rows
    ]


def _values_behind(
    database: Database, entity: Entity, rows: Sequence[Mapping[str, Any]], paths: Sequence[str]
) -> dict[str, dict[int, Any]]:
    """For each path behind a link (`employer.name`) what is there, by the id that the link has."""
    found: dict[str, dict[int, Any]] = {}
    for link in dict.fromkeys(map(_first, paths)):
        model = target_of(columns_of(entity.model)[link])
        ends = [path for path in paths if _first(path) == link]
        columns = [columns_of(model)[path.split(".")[1]].column_name for path in ends]
        sql = (
            f"SELECT id, {', '.join(map(quoted, columns))} FROM {quoted(model._meta.table_name)}"
            " WHERE id IN ({ids})"
        )
        there = list(present(database, sql, {row[link] for row in rows if row[link]}))
        found |= {path: {row[0]: row[place] for row in there} for place, path in enumerate(ends, 1)}
    return found


def _first(path: str) -> str:
    return path.partition(".")[0]


@contextmanager
def keys_kept(reader: Reader, records: Sequence[tuple[Entity, Sequence[int]]]) -> Iterator[None]:
    """Around a change of these records: what they are found by follows it. Needs an unmasked reader."""
    before = [keys_for(reader, entity, ids) for entity, ids in records]
    yield
    for (entity, ids), old in zip(records, before, strict=True):
        new = keys_for(reader, entity, ids)
        store_changes(
            reader.database, entity.code, [(id, old.get(id, set()), new.get(id, set())) for id in ids]
        )


def _searchable(search: Search, values: dict[str, Any]) -> Searchable:
    def texts(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(values[path]) for path in paths if values[path])

    return Searchable(
        names=texts(search.names),
        companies=texts(search.companies),
        phones=texts(search.phones),
        emails=texts(search.emails),
        numbers=texts(search.numbers),
    )


def dependants(model: type[Record], id: int, changed: Iterable[str]) -> list[tuple[Entity, list[int]]]:
    """Records of other entities whose search keys follow from the changed fields of this one."""
    changed = set(changed)
    found = []
    for entity in ENTITIES.values():
        links = {
            path.split(".")[0]
            for path in search_of(entity).paths()
            if "." in path
            and path.split(".")[1] in changed
            and target_of(columns_of(entity.model)[path.split(".")[0]]) is model
        }
        ids: set[int] = set()
        for link in links:
            column = columns_of(entity.model)[link]
            ids.update(row[0] for row in tuples(entity.model.select(entity.model.id).where(column == id)))
        if ids:
            found.append((entity, sorted(ids)))
    return found


def sort_key_of(entity: Entity, values: dict[str, Any]) -> str:
    """What a record of an entity with stored order is sorted by."""
    return sort_key(*(values.get(name) for name in entity.sort))
