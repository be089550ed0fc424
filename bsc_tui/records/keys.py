"""Which search keys and sort keys records have, and keeping them true. How keys look: search_keys.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Any

from peewee import Database

from bsc_tui.db.models import Record
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
    behind = {
        link: _values_behind(database, entity.model, link, {row[link] for row in rows if row[link]}, further)
        for link, further in _by_link(paths).items()
    }

    def value(row: Mapping[str, Any], path: str) -> Any:
        link, _, rest = path.partition(".")
        return behind[link][rest].get(row[link]) if rest else row[path]

    return [keys_of(_searchable(search, {path: value(row, path) for path in paths})) for row in rows]


def _by_link(paths: Iterable[str]) -> dict[str, list[str]]:
    """What is sought behind each link: `employer.name` as `{"employer": ["name"]}`."""
    found: dict[str, list[str]] = {}
    for link, dot, rest in (path.partition(".") for path in paths):
        if dot:
            found.setdefault(link, []).append(rest)
    return found


def _values_behind(
    database: Database, model: type[Record], link: str, ids: Iterable[int], paths: Sequence[str]
) -> dict[str, dict[int, Any]]:
    """What stands at the paths of those records to which a link of this model has these ids."""
    target = target_of(columns_of(model)[link])
    steps = list(dict.fromkeys(map(_first, paths)))
    columns = ", ".join(quoted(columns_of(target)[step].column_name) for step in steps)
    sql = f"SELECT id, {columns} FROM {quoted(target._meta.table_name)} WHERE id IN ({{ids}})"
    there = list(present(database, sql, ids))
    found = {step: {row[0]: row[place] for row in there} for place, step in enumerate(steps, 1)}
    for step, further in _by_link(paths).items():
        ends = {id for id in found[step].values() if id}
        for rest, values in _values_behind(database, target, step, ends, further).items():
            found[f"{step}.{rest}"] = {id: values.get(end) for id, end in found[step].items()}
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


def follow(database: Database, entity: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A record outside the trash had these values and has those: what it is found by follows."""
    if any(before[name] != after[name] for name in map(_first, search_of(entity).paths())):
        old, new = keys_of_values(database, entity, [before, after])
        store_changes(database, entity.code, [(before["id"], old, new)])


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


def dependants(
    database: Database, model: type[Record], ids: Iterable[int], changed: Iterable[str]
) -> list[tuple[Entity, list[int]]]:
    """Records of other entities whose search keys follow from the changed fields of these."""
    changed = set(changed)
    looks = [
        f"SELECT '{entity.code}', id FROM {quoted(entity.model._meta.table_name)} WHERE {pointing}"
        for entity in ENTITIES.values()
        for path in search_of(entity).paths()
        for pointing in _pointing(entity.model, path, model, changed)
    ]
    found: dict[str, set[int]] = {}
    sql = " UNION ".join(dict.fromkeys(looks))
    for code, dependant in present(database, sql, ids) if looks else ():
        found.setdefault(code, set()).add(dependant)
    return [(ENTITIES[code], sorted(there)) for code, there in found.items()]


def _pointing(model: type[Record], path: str, end: type[Record], fields: AbstractSet[str]) -> Iterator[str]:
    """The condition under which a path leads through records of `end`, `{ids}`, to one of these fields."""
    link, _, rest = path.partition(".")
    if not rest:
        return
    column = columns_of(model)[link]
    target, name = target_of(column), quoted(column.column_name)
    if target is end and _first(rest) in fields:
        yield f"{name} IN ({{ids}})"
    for further in _pointing(target, rest, end, fields):
        yield f"{name} IN (SELECT id FROM {quoted(target._meta.table_name)} WHERE {further})"


def sort_key_of(entity: Entity, values: dict[str, Any]) -> str:
    """What a record of an entity with stored order is sorted by."""
    return sort_key(*(values.get(name) for name in entity.sort))
