"""The fields of an entity and the columns of its table, as everybody above the tables asks for them."""

from __future__ import annotations

from typing import Any

from peewee import Field, ForeignKeyField

from bsc_tui.db.fields import ChoiceField
from bsc_tui.db.models import Record
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, kind_of
from bsc_tui.values import dataclass

INTERNAL = ("id", "version", "trashed_at")


@dataclass(frozen=True)
class EntityField:
    """One field of an entity, as everybody above the tables sees it."""

    name: str
    label: Any
    help: Any
    kind: Kind
    required: bool


def fields_of(entity: Entity) -> dict[str, EntityField]:
    """The fields of an entity, in the order of its table. Everybody asks here, nobody the entity."""
    if entity.code not in _fields:
        _fields[entity.code] = {
            column.name: EntityField(
                name=column.name,
                label=column.verbose_name or column.name,
                help=column.help_text or "",
                kind=kind_of_cached(column),
                required=column.name in entity.required or never_empty(column),
            )
            for column in entity.model._meta.sorted_fields
            if column.name not in INTERNAL
        }
    return dict(_fields[entity.code])


def never_empty(column: Field) -> bool:
    """Whether the table itself wants a value: a link, a day or an amount, or one of a few codes."""
    if column.null:
        return False
    return column.default is None or (isinstance(column, ChoiceField) and bool(column.default))


def columns_of(model: type[Record]) -> dict[str, Field]:
    """The model's fields by name."""
    return dict(model._meta.fields)


def is_link(column: Field) -> bool:
    """Whether a field points to records."""
    return isinstance(column, ForeignKeyField)


def target_of(column: Field) -> type[Record]:
    """The table that a link points to."""
    target: type[Record] = getattr(column, "rel_model")  # noqa: B009 - the stubs know no link's target
    return target


# Facts of the program, the same for everybody: a big import asks for them at every row.
_fields: dict[str, dict[str, EntityField]] = {}
_kinds: dict[Field, Kind] = {}


def kind_of_cached(column: Field) -> Kind:
    """The kind of a field; kinds hold no state, so that one a field is enough."""
    if column not in _kinds:
        _kinds[column] = kind_of(column)
    return _kinds[column]
