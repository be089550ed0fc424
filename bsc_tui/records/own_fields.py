"""Fields that the company has added: where forms and lists show them, and what they are found by.

What is said of an entity in its descriptor is the program's; here the company's own fields join it.
"""

from __future__ import annotations

from dataclasses import replace

from bsc_tui.db.custom import SORTED_KINDS, Known, definition_of, own_fields
from bsc_tui.entities.entity import Column, Entity, Search, Section
from bsc_tui.i18n import N_

OWN_FIELDS = N_("Our own fields")
# Asked of every entity at each save: kept until the company's fields change.
_searches: dict[str, tuple[int, Search]] = {}
WIDTHS = {"text": 16, "number": 10, "date": 10, "choice": 16, "flag": 5}


def form_sections(entity: Entity, variant: str | None = None) -> tuple[Section, ...]:
    """The sections of a form, the company's own fields last, in the column that is shorter."""
    sections = entity.sections_for(variant)
    names = tuple(own_names(entity))
    if not names:
        return sections
    lengths = [sum(len(one.fields) + 1 for one in sections if one.column == column) for column in (0, 1)]
    column = 1 if lengths[1] and lengths[1] < lengths[0] else 0
    return (*sections, Section(OWN_FIELDS, names, column=column))


def own_names(entity: Entity) -> list[str]:
    """The names of the company's own fields that are in use, in their order."""
    return [field.name for field in own_fields(entity.model) if (one := definition_of(field)) and one.in_use]


def labels_of(entity: Entity, name: str) -> list[str]:
    """What an own field is called, in every language in which it has a name."""
    definitions = [definition_of(field) for field in own_fields(entity.model) if field.name == name]
    return [label for one in definitions if one for label in one.label.labels.values() if label]


def list_columns(entity: Entity, variant: str | None = None) -> tuple[Column, ...]:
    """The columns of a list; own fields that shall be seen in lists stand behind what always stays."""
    columns = entity.columns_for(variant)
    own = tuple(
        Column(field.name, WIDTHS[one.kind], priority=2)
        for field in own_fields(entity.model)
        if (one := definition_of(field)) and one.in_use and one.listed
    )
    staying = max((number for number, column in enumerate(columns, 1) if column.priority == 1), default=1)
    return (*columns[:staying], *own, *columns[staying:])


def search_of(entity: Entity) -> Search:
    """What a record is found by: words of own fields too, those that are out of use as well."""
    times, found = _searches.get(entity.code, (-1, entity.search))
    if times != Known.times:
        found = _search_with_own(entity)
        _searches[entity.code] = (Known.times, found)
    return found


def _search_with_own(entity: Entity) -> Search:
    own = tuple(
        field.name
        for field in own_fields(entity.model)
        if (one := definition_of(field)) and one.kind == "text"
    )
    if not own or not entity.search.paths():
        return entity.search
    return replace(entity.search, companies=(*entity.search.companies, *own))


def is_sorted_by_index(entity: Entity, name: str) -> bool:
    """Whether lists of any size can be in the order of an own field."""
    return any(
        field.name == name and (one := definition_of(field)) is not None and one.kind in SORTED_KINDS
        for field in own_fields(entity.model)
    )
