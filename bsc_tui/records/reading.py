"""Reading records: rows, the labels of what they link to, pages of a list. Writes nothing.

The number of queries depends on the columns asked for, never on the number of rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from peewee import Database, Field, fn

from bsc_tui.db.models import Booking, Record, ReferenceList, Registration, Term, dicts
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.db.rows import whole
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Masked, Reading, Reference, Sensitive, TermReference
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.i18n import active
from bsc_tui.records.fields import (
    INTERNAL,
    EntityField,
    columns_of,
    fields_of,
    is_link,
    kind_of_cached,
    target_of,
)
from bsc_tui.values import dataclass

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class TermView:
    """A term of a reference list with its label in the reader's language."""

    id: int
    code: str
    label: str
    parent: int | None
    active: bool
    meaning: str
    reverse: str
    depth: int = 0


@dataclass(frozen=True)
class Kept:
    """A record as it is kept: its values, and the labels of what they link to."""

    entity: Entity
    id: int
    version: int
    values: dict[str, Any]
    labels: dict[str, str]
    title: str
    trashed: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a list: the record's id and the texts of the columns asked for."""

    id: int
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `more` when others follow."""

    lines: list[Line]
    more: bool


_SEATED_NOW = (Registration.status.in_(SEATED), Registration.trashed_at.is_null())


class Reader:
    """Reads for one person; `today` and the language in force decide how values show."""

    def __init__(self, database: Database, today: datetime.date, sees_sensitive: bool = True) -> None:
        self.database = database
        self.today = today
        self.sees_sensitive = sees_sensitive

    def reading(self, currency: str = "AMD") -> Reading:
        """What formatting values needs."""
        return Reading(active(), self.today, currency)

    # -- rows ------------------------------------------------------------------------------
    def rows(self, model: type[Record], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows with these ids, links as ids; sensitive numbers masked for those who may not see them."""
        return {row["id"]: self.masked(model, row) for row in whole(model, ids)}

    def masked(self, model: type[Record], row: dict[str, Any]) -> dict[str, Any]:
        """The row with its sensitive values masked where the reader may not see them."""
        if not self.sees_sensitive:
            for name, column in columns_of(model).items():
                if row.get(name) and isinstance(kind_of_cached(column), Sensitive):
                    row[name] = Masked.of(row[name])
        return row

    def row(self, model: type[Record], id: int) -> dict[str, Any] | None:
        """One row as `rows` gives it, or None."""
        return self.rows(model, [id]).get(id)

    # -- labels ----------------------------------------------------------------------------
    def terms(self, code: str | None = None, *, offered: bool = False) -> list[TermView]:
        """The terms of a list (of all), each below what it is part of; `offered`: without retired ones."""
        query = Term.select().where(Term.trashed_at.is_null()).order_by(Term.place, Term.id)
        if code is not None:
            query = query.join(ReferenceList, on=(Term.list == ReferenceList.id)).where(
                ReferenceList.code == code
            )
        if offered:
            query = query.where(Term.active)
        views = [term_view(term) for term in dicts(query)]
        below: dict[int | None, list[TermView]] = {}
        known = {view.id for view in views}
        for view in views:
            below.setdefault(view.parent if view.parent in known else None, []).append(view)

        def walk(parent: int | None, depth: int) -> list[TermView]:
            lines: list[TermView] = []
            for view in below.get(parent, []):
                lines.append(TermView(**{**view.__dict__, "depth": depth}))
                lines.extend(walk(view.id, depth + 1))
            return lines

        return walk(None, 0)

    def term_labels(self, ids: Iterable[int]) -> dict[int, str]:
        """Labels of terms in the reader's language."""
        wanted = sorted({id for id in ids if id is not None})
        if not wanted:
            return {}
        query = Term.select().where(Term.id.in_(wanted)) if len(wanted) <= 400 else Term.select()
        return {term["id"]: label_of(term) for term in dicts(query)}

    def titles(self, model: type[Record], ids: Iterable[int]) -> dict[int, str]:
        """What records are called, by id."""
        wanted = {id for id in ids if id is not None}
        if not wanted:
            return {}
        if model is Term:
            return self.term_labels(wanted)
        rows = self.rows(model, wanted)
        if "label_en" in columns_of(model):
            return {id: label_of(row) for id, row in rows.items()}
        entity = BY_MODEL[model]
        texts = self.texts(entity, rows.values(), entity.title)
        joint = " – " if entity.code in ("registration", "employment", "payment") else " "
        return {
            id: joint.join(text for name in entity.title if (text := texts[id][name]))
            or f"{entity.code} {id}"
            for id in rows
        }

    def values_at(
        self, entity: Entity, rows: Iterable[Mapping[str, Any]], paths: Sequence[str]
    ) -> tuple[dict[int, dict[str, Any]], dict[str, Field]]:
        """The raw values at paths (`person.employer.name`) of each row, and the field that ends each path."""
        rows = list(rows)
        values: dict[int, dict[str, Any]] = {row["id"]: {} for row in rows}
        ends: dict[str, Field] = {}
        cache: dict[str, tuple[type[Record], dict[int, dict[str, Any]]]] = {}
        for path in paths:
            steps = path.split(".")
            model: type[Record] = entity.model
            linked: dict[int, Mapping[str, Any] | None] = {row["id"]: row for row in rows}
            for depth, step in enumerate(steps[:-1]):
                prefix = ".".join(steps[: depth + 1])
                link = columns_of(model)[step]
                if prefix not in cache:
                    wanted = [row[step] for row in linked.values() if row and row[step]]
                    cache[prefix] = (target_of(link), self.rows(target_of(link), wanted))
                model, found = cache[prefix]
                linked = {
                    id: found.get(row[step]) if row and row[step] else None for id, row in linked.items()
                }
            ends[path] = columns_of(model)[steps[-1]]
            for id, row in linked.items():
                values[id][path] = row[steps[-1]] if row else None
        return values, ends

    def texts(
        self, entity: Entity, rows: Iterable[Mapping[str, Any]], paths: Sequence[str]
    ) -> dict[int, dict[str, str]]:
        """The texts shown for each row at each path."""
        rows = list(rows)
        needed = [*paths, *([entity.currency] if entity.currency else [])]
        values, ends = self.values_at(entity, rows, needed)
        linked: dict[type[Record], set[int]] = {}
        kinds = {path: kind_of_cached(column) for path, column in ends.items()}
        for path in paths:
            kind = kinds[path]
            if isinstance(kind, Reference):
                linked.setdefault(kind.model, set()).update(
                    v[path] for v in values.values() if v[path] is not None
                )
        titles = {model: self.titles(model, ids) for model, ids in linked.items()}
        texts: dict[int, dict[str, str]] = {}
        for id, found in values.items():
            reading = self.reading(found.get(entity.currency) or "AMD" if entity.currency else "AMD")
            texts[id] = {}
            for path in paths:
                kind, value = kinds[path], found[path]
                if isinstance(kind, Reference):
                    texts[id][path] = titles[kind.model].get(value, "") if value is not None else ""
                else:
                    texts[id][path] = kind.format(value, reading)
        return texts

    def kept(self, entity: Entity, id: int) -> Kept | None:
        """One record with the labels of its links, or None."""
        row = self.row(entity.model, id)
        if row is None:
            return None
        fields = fields_of(entity)
        links = [name for name, one in fields.items() if isinstance(one.kind, Reference)]
        texts = self.texts(entity, [row], links)[id]
        return Kept(
            entity=entity,
            id=id,
            version=row["version"],
            values={name: row[name] for name in fields},
            labels=texts,
            title=self.titles(entity.model, [id])[id],
            trashed=row["trashed_at"] is not None,
        )

    # -- seats -----------------------------------------------------------------------------
    def seats_taken(self, engagement_id: int) -> int:
        """How many seats of a seminar are taken, booked ones too; always counted, kept nowhere."""
        return self.seats_open_in_bookings(engagement_id) + int(
            Registration.select(fn.COUNT(Registration.id))
            .where(
                Registration.engagement == engagement_id,
                Registration.status.in_(SEATED),
                Registration.trashed_at.is_null(),
            )
            .scalar()
        )

    def seats_open_in_bookings(self, engagement_id: int, *, but: int = 0) -> int:
        """How many booked seats have no name yet, of all bookings `but` one."""
        booked = (
            Booking.engagement == engagement_id,
            Booking.status == "booked",
            Booking.trashed_at.is_null(),
            Booking.id != but,
        )
        seats = int(Booking.select(fn.COALESCE(fn.SUM(Booking.seats), 0)).where(*booked).scalar())
        if not seats:
            return 0
        named = Registration.select(fn.COUNT(Registration.id)).where(
            Registration.booking.in_(Booking.select(Booking.id).where(*booked)), *_SEATED_NOW
        )
        return seats - int(named.scalar())

    def seats_named(self, booking_id: int, *, but: int = 0) -> int:
        """How many seats of a booking have a name, that of one registration left out."""
        named = Registration.select(fn.COUNT(Registration.id)).where(
            Registration.booking == booking_id, Registration.id != but, *_SEATED_NOW
        )
        return int(named.scalar())

    def people_waiting(self, engagement_id: int) -> int:
        """How many people wait for a seat of a seminar, those of waiting bookings too."""
        booked = Booking.select(fn.COALESCE(fn.SUM(Booking.seats), 0)).where(
            Booking.engagement == engagement_id, Booking.status == "waiting", Booking.trashed_at.is_null()
        )
        return int(booked.scalar()) + int(
            Registration.select(fn.COUNT(Registration.id))
            .where(
                Registration.engagement == engagement_id,
                Registration.status == "waiting",
                Registration.trashed_at.is_null(),
            )
            .scalar()
        )

    def line_code(self, entity: Entity, values: Mapping[str, Any]) -> str:
        """The code of the service line that guards a record with these values; empty where none does."""
        if not entity.scope:
            return ""
        model: type[Record] = entity.model
        value: Any = None
        for depth, step in enumerate(entity.scope.split(".")):
            link = columns_of(model)[step]
            if depth:
                rows = dicts(model.select(link).where(model.id == value))
                value = rows[0][step] if rows else None
            else:
                value = values.get(step)
            if value is None:
                return ""
            model = target_of(link)
        found = model.get_or_none(model.id == value)
        return str(found.code) if found else ""

    def currency(self, entity: Entity, values: Mapping[str, Any]) -> str:
        """The currency of a record's amounts."""
        if not entity.currency:
            return "AMD"
        found, _ends = self.values_at(entity, [{**values, "id": 0}], [entity.currency])
        return found[0][entity.currency] or "AMD"

    def uses(self, model: type[Record], id: int) -> dict[str, int]:
        """How many records of each entity point to a record, `{entity code: count}`, the trash left out."""
        found: dict[str, int] = {}
        for entity in ENTITIES.values():
            for column in columns_of(entity.model).values():
                if is_link(column) and target_of(column) is model:
                    count = (
                        entity.model.select(fn.COUNT(entity.model.id))
                        .where(column == id, entity.model.trashed_at.is_null())
                        .scalar()
                    )
                    if count:
                        found[entity.code] = found.get(entity.code, 0) + count
        return found


def label_of(row: Mapping[str, Any], prefix: str = "label") -> str:
    """The label of a term, list or line in the language in force; another language's where it has none."""
    language = active().language
    for code in (language, "en", "fr", "hy"):
        if row.get(f"{prefix}_{code}"):
            return str(row[f"{prefix}_{code}"])
    return ""


def term_view(term: Mapping[str, Any]) -> TermView:
    """A term's row as a view."""
    return TermView(
        id=term["id"],
        code=term["code"],
        label=label_of(term),
        parent=term["parent"],
        active=term["active"],
        meaning=term["meaning"] or "",
        reverse=label_of(term, "reverse") or label_of(term),
    )


__all__ = [
    "INTERNAL",
    "LARGEST_ID",
    "EntityField",
    "Kept",
    "Line",
    "Page",
    "Reader",
    "TermReference",
    "TermView",
    "columns_of",
    "fields_of",
    "is_link",
    "kind_of_cached",
    "label_of",
    "target_of",
]
