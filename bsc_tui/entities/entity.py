"""What an Entity is: the facts about how one table is listed, filled in, searched and guarded.

Facts only. Behaviour belongs to a field's kind, to a rule at the gate, or to a workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bsc_tui.db.models import Record
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a list. `path`: a field, or a field behind a link (`person.phone`)."""

    path: str
    width: int
    label: Any = None
    """Marked heading; none: the field's own label."""
    flexible: bool = False
    priority: int = 1
    """Columns of a higher number give way first when the terminal is narrow."""


@dataclass(frozen=True)
class Section:
    """A titled group of fields in a form; fields in one tuple share a row."""

    title: Any
    fields: tuple[str | tuple[str, ...], ...]
    column: int = 0

    def names(self) -> list[str]:
        """The fields, in order."""
        return [name for entry in self.fields for name in ([entry] if isinstance(entry, str) else entry)]


@dataclass(frozen=True)
class Search:
    """What a record is found by: paths to fields; `companies` may lie behind links."""

    names: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def paths(self) -> tuple[str, ...]:
        """All paths."""
        return self.names + self.companies + self.phones + self.emails + self.numbers


@dataclass(frozen=True)
class Child:
    """Records of another entity that point here with `field`; `owned` ones go to the trash with it."""

    entity: str
    field: str
    title: Any
    owned: bool = False


@dataclass(frozen=True)
class Entity:
    """How one table is looked at."""

    code: str
    model: type[Record]
    name: Any
    plural: Any
    area: str
    guard: str
    """The right that writing needs: a section's code, or `line` where a service line decides."""
    title: tuple[str, ...]
    """The fields that name a record."""
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    hidden: tuple[str, ...] = ()
    """Fields that no form shows."""
    derived: tuple[str, ...] = ()
    """Fields that follow from others: a form only shows them."""
    required: tuple[str, ...] = ()
    search: Search = Search()
    sort: tuple[str, ...] = ()
    """What `sort_key` is made of; without: lists are ordered by `order`."""
    order: tuple[str, ...] = ()
    sortable: tuple[str, ...] = ()
    """Fields by which a list of any size can be sorted: each has an index that ends with it and the id.

    Others sort short lists only. The first field of `sort` stands for `sort_key`.
    """
    children: tuple[Child, ...] = ()
    guarded_by: str = ""
    """A field that names the right which writing the record needs, instead of `guard`."""
    scope: str = ""
    """The path to the service line that guards it, where `guard` is `line` or there is one."""
    sealed: str = ""
    """A flag of records that only who has the right to sensitive data may see."""
    variant: str = ""
    """A field whose value chooses among `variants`."""
    variants: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    variant_columns: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    """The columns of a list that holds one variant only."""
    currency: str = ""
    """The path to the field that holds the currency of its amounts."""
    lasting: tuple[str, ...] = ()
    """Of a person: the fields that stay when they are erased, for statistics; all others are blanked."""
    personal: tuple[str, ...] = ()
    """Of what stays of a person who is erased: the fields that are blanked nevertheless."""

    def sections_for(self, value: str | None) -> tuple[Section, ...]:
        """The sections of the form of a record whose variant field has this value."""
        return self.variants.get(value or "", self.sections)

    def columns_for(self, value: str | None) -> tuple[Column, ...]:
        """The columns of a list of records whose variant field has this value; without one, of all."""
        return self.variant_columns.get(value or "", self.columns)

    def shown(self) -> set[str]:
        """All fields that some form shows."""
        every = (self.sections, *self.variants.values())
        return {name for sections in every for section in sections for name in section.names()}
