"""The columns of fields that the company adds: making them, and binding them to the models.

Each field is a column of its table and never goes again: so values are sorted, searched, filtered, copied
and audited as all others are, by both engines, and a process that does not know of a new field yet goes on
working. The models of a process know the fields of the database that it has open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Database, Field

from bsc_tui.db.database import execute, is_postgresql
from bsc_tui.db.fields import FlagField, NumberField, PartialDateField, TermField, WordsField
from bsc_tui.db.models import Record, Term
from bsc_tui.db.models.custom import CARRIERS
from bsc_tui.db.rows import quoted
from bsc_tui.i18n import OwnWords

TABLE = "custom_field"
PREFIX = "custom_"
"""How the names of such fields begin, so that none is ever like one of the program's own."""
SORTED_KINDS = ("number", "date")
"""Kinds whose columns have an index, so that lists of any size are sorted by them."""


@dataclass(frozen=True)
class Definition:
    """What such a field is."""

    entity: str
    code: str
    label: OwnWords
    kind: str
    terms: str
    """The code of its reference list, of a choice."""
    listed: bool
    in_use: bool
    place: int = 0

    @property
    def column(self) -> str:
        """The name of its column."""
        return f"{self.code}_id" if self.kind == "choice" else self.code

    def is_like(self, other: Definition | None) -> bool:
        """Whether both are the same column."""
        return other is not None and (self.code, self.kind, self.terms) == (
            other.code,
            other.kind,
            other.terms,
        )


class Known:
    """Counts how often the fields of this process have changed: what was made of them is made anew then."""

    times = 0


def definition_of(field: Field) -> Definition | None:
    """What the company said about a field of its own; None for all others."""
    return getattr(field, "definition", None)


def own_fields(model: type[Record]) -> list[Field]:
    """The fields that the company has added to a table, in use or not, in the order it gave them."""
    own = [(one.place, field) for field in model._meta.sorted_fields if (one := definition_of(field))]
    return [field for _place, field in sorted(own, key=lambda pair: pair[0])]


def in_use(field: Field) -> bool:
    """Whether the company uses a field of its own; of the program's all are."""
    own = definition_of(field)
    return own is None or own.in_use


def bind(database: Database) -> None:
    """Let the models know the fields of this database, and no others. Outside a transaction."""
    definitions = _read(database)
    for code, model in CARRIERS.items():
        wanted = [one for one in definitions if one.entity == code]
        there = {column.name for column in database.get_columns(model._meta.table_name)} if wanted else set()
        _bind(model, [one for one in wanted if one.column in there])


def _bind(model: type[Record], wanted: Iterable[Definition]) -> None:
    meta: Any = model._meta
    bound = {field.name: field for field in own_fields(model)}
    new = {one.code: one for one in wanted}
    if {name: definition_of(field) for name, field in bound.items()} == new and list(bound) == list(new):
        return
    Known.times += 1
    for name, field in bound.items():
        if name not in new or not new[name].is_like(definition_of(field)):
            meta.remove_field(name)
            delattr(model, name)
    for name, one in new.items():
        if name not in meta.fields:
            meta.add_field(name, _field(one))
        field = meta.fields[name]
        field.definition, field.verbose_name = one, one.label
    Known.times += 1


def _field(one: Definition) -> Field:
    if one.kind == "number":
        return NumberField(null=True)
    if one.kind == "date":
        return PartialDateField()
    if one.kind == "choice":
        return TermField(Term, one.terms, null=True)
    if one.kind == "flag":
        return FlagField()
    return WordsField()


def _read(database: Database) -> list[Definition]:
    if not database.table_exists(TABLE):
        return []
    rows = execute(
        database,
        "SELECT f.entity, f.code, f.label_en, f.label_fr, f.label_hy, f.kind, l.code, f.listed, f.active,"
        f" f.trashed_at FROM {TABLE} f LEFT JOIN reference_list l ON l.id = f.terms_id"
        " ORDER BY f.place, f.id",
    ).fetchall()
    return [_defined(place, row) for place, row in enumerate(rows)]


def _defined(place: int, row: Sequence[Any]) -> Definition:
    entity, code, english, french, armenian, kind, terms, listed, active, trashed_at = row
    label = OwnWords({"en": english, "fr": french, "hy": armenian})
    is_used = bool(active) and trashed_at is None
    return Definition(entity, code, label, kind, terms or "", bool(listed), is_used, place)


# -- columns ---------------------------------------------------------------------------------


def add_column(database: Database, entity: str, code: str, kind: str) -> None:
    """Make the column of a field, where it is not there yet; inside the caller's transaction."""
    table = CARRIERS[entity]._meta.table_name
    column = f"{code}_id" if kind == "choice" else code
    if column in {one.name for one in database.get_columns(table)}:
        return
    execute(
        database,
        f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(column)} {_type(kind, is_postgresql(database))}",
    )
    if kind in SORTED_KINDS:
        execute(
            database,
            f"CREATE INDEX {quoted(f'{table}_{code}')} ON {quoted(table)} ({quoted(column)}, id)"
            " WHERE trashed_at IS NULL",
        )


def _type(kind: str, on_server: bool) -> str:
    """The column as the models' own would be made; what a record that was there before holds is empty."""
    return {
        "number": "BIGINT" if on_server else "INTEGER",
        "date": "VARCHAR(10) NOT NULL DEFAULT ''",
        "choice": 'INTEGER REFERENCES "term" ("id")',
        "flag": "BOOLEAN NOT NULL DEFAULT FALSE" if on_server else "INTEGER NOT NULL DEFAULT 0",
        "text": "VARCHAR(200) NOT NULL DEFAULT ''",
    }[kind]


def make_alike(source: Database, target: Database, *, emptied: bool) -> None:
    """Give the target the columns that the source has; when it is `emptied` it loses those it has besides."""
    ours = _columns(source)
    for entity, code, kind in ours:
        add_column(target, entity, code, kind)
    if not emptied:
        return
    for entity, code, kind in set(_columns(target)) - set(ours):
        table = CARRIERS[entity]._meta.table_name
        column = f"{code}_id" if kind == "choice" else code
        execute(target, f"DROP INDEX IF EXISTS {quoted(f'{table}_{code}')}")
        execute(target, f"ALTER TABLE {quoted(table)} DROP COLUMN {quoted(column)}")


def _columns(database: Database) -> list[tuple[str, str, str]]:
    if not database.table_exists(TABLE):
        return []
    rows = execute(database, f"SELECT entity, code, kind FROM {TABLE} ORDER BY id").fetchall()
    return [(entity, code, kind) for entity, code, kind in rows if entity in CARRIERS]
