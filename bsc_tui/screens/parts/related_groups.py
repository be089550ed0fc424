"""The groups of what belongs to a record: the first part of each is read with it, the others when wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.entity import Child, Column, Entity
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _, active, pgettext
from bsc_tui.operations.attachments import owners_in
from bsc_tui.operations.payments import balances
from bsc_tui.records import audit, windows
from bsc_tui.records.own_fields import list_columns
from bsc_tui.records.parts import Bound, Part, Source
from bsc_tui.records.reading import Line
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.records.windows import Listing
from bsc_tui.screens.parts.columns import headings_for, row_of
from bsc_tui.screens.parts.row_list import Heading, ListRow

PAGE = 60
"""Rows of a group that are read with the record."""
MOST_COUNTED = 10_000
"""Groups that have more are not counted to their end."""
PAYMENT_TONES = {"unpaid": "trouble", "partly": "key", "paid": "good", "overpaid": "key", "waived": "dim"}

T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """A line and the row that shows it."""

    id: int
    row: ListRow
    line: Any


class ShownSource(Generic[T]):
    """The parts of a list with their rows, which are made where the list is read."""

    def __init__(self, source: Source[T], rows_for: Callable[[list[T]], list[ListRow]]) -> None:
        self._source = source
        self._rows_for = rows_for

    def end(self, limit: int, *, last: bool = False) -> Part[Shown]:
        """The first lines, or the last ones."""
        return self._shown(self._source.end(limit, last=last))

    def beyond(self, line: Shown, held: int, limit: int, *, backwards: bool = False) -> Part[Shown]:
        """The lines behind one, or before it."""
        return self._shown(self._source.beyond(line.line, held, limit, backwards=backwards))

    def around(self, ids: Sequence[int], lead: int, limit: int) -> Part[Shown]:
        """Lines around the first of these that is left."""
        return self._shown(self._source.around(ids, lead, limit))

    def _shown(self, part: Part[T]) -> Part[Shown]:
        rows = self._rows_for(part.lines)
        lines = [Shown(int(str(row.id)), row, line) for row, line in zip(rows, part.lines, strict=True)]
        return Part(lines, part.before, part.after, part.cursor, part.rank)


@dataclass(frozen=True)
class Group:
    """One group: a child of the entity, or (without one) the changes. `part` is what was read of it."""

    title: Any
    child: Child | None
    headings: tuple[Heading, ...]
    source: Source[Shown]
    part: Part[Shown] = field(default_factory=lambda: Part([]))
    count: str = ""

    @property
    def key(self) -> str:
        """Which group of the record it is."""
        return f"{self.child.entity} {self.child.field}" if self.child else ""


Near = tuple[str, Sequence[int]]
"""The group by its key, and the lines in it, around which it is read."""


def groups_of(records: Records, entity: Entity, record_id: int, near: Near | None = None) -> list[Group]:
    """All groups of a record; how much is asked and read depends on the groups, not on their length."""
    groups = [_child_group(records, child, fields, record_id, near) for child, fields in _children(entity)]
    kept = [group for group in groups if group.part.lines or (group.child and group.child.owned)]
    return [*kept, _changes(records, entity, record_id, near)]


def _children(entity: Entity) -> list[tuple[Child, str]]:
    """Each group's child and field; the two sides of a relationship are one group to a person."""
    fields: dict[tuple[str, str], tuple[Child, str]] = {}
    for child in entity.children:
        key = (child.entity, str(child.title))
        first, so_far = fields.get(key, (child, ""))
        fields[key] = (first, f"{so_far}|{child.field}" if so_far else child.field)
    return list(fields.values())


def _child_group(records: Records, child: Child, fields: str, record_id: int, near: Near | None) -> Group:
    entity = ENTITIES[child.entity]
    if (child.entity, child.field) == ("attachment", "document"):
        headings = [Heading("kind", _("Kind"), 18), Heading("title", _("Name"), 30, flexible=True)]
        listing = Listing(entity, (), {fields: record_id})
        return _listed(records, child, headings, listing, partial(_owner_rows, records), near=near)
    columns = [
        column
        for column in list_columns(entity)
        if column.path.split(".")[0] != child.field or entity.code == "relationship"
    ]
    if entity.code == "attachment":
        columns = [column for column in columns if column.path not in BELONGS_TO]
    headings = headings_for(entity, columns)
    if child.entity == "registration":
        headings.append(Heading("payment", _("Payment"), 10))
    listing = Listing(entity, tuple(column.path for column in columns), {fields: record_id})
    return _listed(records, child, headings, listing, partial(_rows, entity, columns), near=near)


def _listed(
    records: Records,
    child: Child,
    headings: Sequence[Heading],
    listing: Listing,
    rows_for: Callable[[list[Line]], list[ListRow]],
    *,
    near: Near | None,
) -> Group:
    source = ShownSource(Bound(windows, records, listing), rows_for)
    group = Group(child.title, child, tuple(headings), source)
    return _read(group, lambda: windows.count(records, listing, MOST_COUNTED + 1)[0], near)


def _read(group: Group, count: Callable[[], int], near: Near | None) -> Group:
    ids = near[1] if near and near[0] == group.key else ()
    part = group.source.around(ids, PAGE // 2, PAGE) if ids else group.source.end(PAGE)
    number = count() if part.before or part.after else len(part.lines)
    words = active().number(min(number, MOST_COUNTED)) + "+" * (number > MOST_COUNTED)
    return replace(group, part=part, count=words)


def _rows(entity: Entity, columns: list[Column], lines: list[Line]) -> list[ListRow]:
    rows = [row_of(line, columns, entity.title) for line in lines]
    return _with_payment(rows) if entity.code == "registration" else rows


def _with_payment(rows: list[ListRow]) -> list[ListRow]:
    found = balances([int(str(row.id)) for row in rows])
    told_rows = []
    for row in rows:
        state = found[int(str(row.id))].state
        cells = (*row.cells, pgettext(*PAYMENT_STATES[state]))
        told_rows.append(ListRow(row.id, cells, (*row.tones, PAYMENT_TONES.get(state, ""))))
    return told_rows


def _owner_rows(records: Records, lines: list[Line]) -> list[ListRow]:
    owners = {one.attachment: one for one in owners_in(records, [line.values for line in lines])}
    return [
        ListRow(one.id, (told(ENTITIES[owner.entity].name), owner.title) if owner else ("", ""), ("dim", ""))
        for one, owner in ((line, owners.get(line.id)) for line in lines)
    ]


def _changes(records: Records, entity: Entity, record_id: int, near: Near | None) -> Group:
    headings = (
        Heading("at", _("When"), 16),
        Heading("who", _("Who"), 16),
        Heading("verb", _("What"), 12),
        Heading("fields", _("Fields"), 24, flexible=True),
    )
    trail = audit.trail(records, entity, record_id)
    source = ShownSource(trail, partial(_event_rows, records, entity))
    return _read(Group(N_("Changes"), None, headings, source), partial(trail.count, MOST_COUNTED + 1), near)


def _event_rows(records: Records, entity: Entity, events: list[audit.Event]) -> list[ListRow]:
    titles = audit.linked_titles(records, entity, events)
    return [
        ListRow(
            event.id,
            (
                active().moment(event.at),
                event.who,
                _(audit.VERBS.get(event.verb, event.verb)),
                changes_told(records, entity, event, titles),
            ),
            ("dim", "", "dim", ""),
        )
        for event in events
    ]


def changes_told(
    records: Records, entity: Entity, event: audit.Event, titles: dict[Any, dict[int, str]]
) -> str:
    """What an event changed, on one line: `City: Yerevan → Gyumri`."""
    parts = [event.reason] if event.reason else []
    if event.kind == "create":
        return " · ".join([*parts, _("entered")])
    for label, before, after in audit.pairs_told(records, entity, event.fields, titles=titles):
        parts.append(f"{label}: {before or '–'} › {after or '–'}")
    return " · ".join(parts)
