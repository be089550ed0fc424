"""The fields of an entity and the columns of its table, as everybody above the tables asks for them."""

from __future__ import annotations

from typing import Any

from peewee import Field, ForeignKeyField

from bsc_tui.db.custom import Known, in_use, own_fields
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
    """The fields of an entity, in the order of its table, then those that the company has added and uses.

    Everybody asks here, nobody the entity.
    """
    _forget_what_changed()
    if entity.code not in _fields:
        unused = {field.name for field in own_fields(entity.model) if not in_use(field)}
        _fields[entity.code] = {
            name: one for name, one in every_field_of(entity).items() if name not in unused
        }
    return dict(_fields[entity.code])


def every_field_of(entity: Entity) -> dict[str, EntityField]:
    """As `fields_of`, with those of the company's own that it uses no more: the trail tells of them too."""
    _forget_what_changed()
    if entity.code not in _every:
        _every[entity.code] = {
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
    return _every[entity.code]


def required_of(entity: Entity) -> list[EntityField]:
    """Those of its fields that must be filled."""
    _forget_what_changed()
    if entity.code not in _required:
        _required[entity.code] = [one for one in fields_of(entity).values() if one.required]
    return _required[entity.code]


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
_every: dict[str, dict[str, EntityField]] = {}
_required: dict[str, list[EntityField]] = {}
_kinds: dict[Field, Kind] = {}
_known = [0]


def _forget_what_changed() -> None:
    """Fields that the company added, or has in another database, are looked at anew."""
    if _known[0] != Known.times:
        for facts in (_fields, _every, _required, _kinds):
            facts.clear()
        _known[0] = Known.times


def kind_of_cached(column: Field) -> Kind:
    """The kind of a field; kinds hold no state, so that one a field is enough."""
    _forget_what_changed()
    if column not in _kinds:
        _kinds[column] = kind_of(column)
    return _kinds[column]
