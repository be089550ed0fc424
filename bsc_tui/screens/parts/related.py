"""What belongs to a record: its lines, what points to it, what happened to it. One group shows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.entity import Child, Entity
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _, active, pgettext
from bsc_tui.operations.attachments import owners_of
from bsc_tui.operations.payments import balances
from bsc_tui.records import audit
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.columns import headings_for, row_of
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.quiet import Quiet

LIMIT = 200
PAYMENT_TONES = {"unpaid": "trouble", "partly": "key", "paid": "good", "overpaid": "key", "waived": "dim"}


@dataclass(frozen=True)
class Group:
    """One group: a child of the entity, or (without one) the changes."""

    title: Any
    child: Child | None
    headings: tuple[Heading, ...]
    rows: tuple[ListRow, ...]
    more: bool = False

    @property
    def count(self) -> str:
        """How many, as far as they were read."""
        return f"{len(self.rows)}+" if self.more else str(len(self.rows))


def groups_of(records: Records, entity: Entity, record_id: int) -> list[Group]:
    """All groups of a record; their number of queries depends on the groups, not on the rows."""
    found: dict[str, Group] = {}
    for child in entity.children:
        group = _child_group(records, child, record_id)
        # The two sides of a relationship are one group to a person.
        same = found.get(child.entity)
        if same is not None and same.title == group.title:
            ids = {row.id for row in same.rows}
            rows = (*same.rows, *(row for row in group.rows if row.id not in ids))
            group = Group(group.title, same.child, same.headings, rows, same.more or group.more)
        found[
            child.entity if same is None or same.title == group.title else f"{child.entity} {child.field}"
        ] = group
    kept = [group for group in found.values() if group.rows or (group.child and group.child.owned)]
    return [*kept, _changes(records, entity, record_id)]


def _child_group(records: Records, child: Child, record_id: int) -> Group:
    if child.entity == "attachment" and child.field == "document":
        return _owners(records, child, record_id)
    entity = ENTITIES[child.entity]
    columns = [
        column
        for column in entity.columns
        if column.path.split(".")[0] != child.field or entity.code == "relationship"
    ]
    if entity.code == "attachment":
        columns = [column for column in columns if column.path not in BELONGS_TO]
    page = records.page(
        child.entity, [column.path for column in columns], where={child.field: record_id}, limit=LIMIT
    )
    headings = headings_for(entity, columns)
    rows = [row_of(line, columns, entity.title) for line in page.lines]
    if child.entity == "registration":
        headings, rows = _with_payment(headings, rows)
    return Group(child.title, child, tuple(headings), tuple(rows), page.more)


def _owners(records: Records, child: Child, document: int) -> Group:
    headings = (Heading("kind", _("Kind"), 18), Heading("title", _("Name"), 30, flexible=True))
    rows = [
        ListRow(one.attachment, (told(ENTITIES[one.entity].name), one.title), ("dim", ""))
        for one in owners_of(records, document)
    ]
    return Group(child.title, child, headings, tuple(rows))


def _with_payment(headings: list[Heading], rows: list[ListRow]) -> tuple[list[Heading], list[ListRow]]:
    found = balances([int(str(row.id)) for row in rows])
    told_rows = []
    for row in rows:
        state = found[int(str(row.id))].state
        cells = (*row.cells, pgettext(*PAYMENT_STATES[state]))
        told_rows.append(ListRow(row.id, cells, (*row.tones, PAYMENT_TONES.get(state, ""))))
    return [*headings, Heading("payment", _("Payment"), 10)], told_rows


def _changes(records: Records, entity: Entity, record_id: int) -> Group:
    headings = (
        Heading("at", _("When"), 16),
        Heading("who", _("Who"), 16),
        Heading("verb", _("What"), 12),
        Heading("fields", _("Fields"), 24, flexible=True),
    )
    events = audit.history(records, entity, record_id)
    rows = [
        ListRow(
            index,
            (
                active().moment(event.at),
                event.who,
                _(audit.VERBS.get(event.verb, event.verb)),
                changes_told(records, entity, event),
            ),
            ("dim", "", "dim", ""),
        )
        for index, event in enumerate(events)
    ]
    return Group(N_("Changes"), None, headings, tuple(rows))


def changes_told(records: Records, entity: Entity, event: audit.Event) -> str:
    """What an event changed, on one line: `City: Yerevan → Gyumri`."""
    parts = [event.reason] if event.reason else []
    if event.kind == "create":
        return " · ".join([*parts, _("entered")])
    for label, before, after in audit.pairs_told(records, entity, event.fields):
        parts.append(f"{label}: {before or '–'} › {after or '–'}")
    return " · ".join(parts)


class Related(Vertical):
    """The groups' titles in one line, and the rows of the one shown."""

    class Opened(Message):
        """Enter on a row of a child group."""

        def __init__(self, entity: str, record_id: int) -> None:
            super().__init__()
            self.entity = entity
            self.record_id = record_id

    class Left(Message):
        """Up from the first row: back to the sheet."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._groups: list[Group] = []
        self._at = 0

    def compose(self) -> Iterable[Widget]:
        """Titles and rows."""
        yield FrameLine(self._titles, id="related-titles")
        yield RowList(id="related-rows")

    @property
    def row_list(self) -> RowList:
        """The rows shown."""
        return self.query_one("#related-rows", RowList)

    @property
    def group(self) -> Group | None:
        """The group shown."""
        return self._groups[self._at] if self._groups else None

    def count_of(self, code: str) -> str:
        """How many records of an entity belong to this one; '' where none can."""
        return next((one.count for one in self._groups if one.child and one.child.entity == code), "")

    async def load(self, entity: Entity, record_id: int) -> None:
        """Read and show the groups of a record; stay in the group that was shown."""
        office, screen = office_of(self), self.screen
        groups = await office.run(groups_of, office.records, entity, record_id)
        if not (isinstance(screen, Quiet) and screen.has_been_left):
            self.show(groups)

    def show(self, groups: Sequence[Group]) -> None:
        """Show these groups."""
        first = not self._groups
        self._groups = list(groups)
        if first:
            self._at = next((index for index, one in enumerate(groups) if one.rows), 0)
        self._at = min(self._at, len(self._groups) - 1)
        self._show_group()

    def _show_group(self) -> None:
        group = self.group
        if group is not None:
            self.row_list.set_headings(group.headings)
            self.row_list.set_empty(_("Nothing here."))
            self.row_list.show(group.rows)
        self.query_one("#related-titles", FrameLine).renew()
        if isinstance(self.screen, Quiet):
            self.screen.refresh_keys()  # what can be done depends on the group

    def _titles(self, width: int) -> list[Span]:
        spans: list[Span] = [(" ", "")]
        for index, group in enumerate(self._groups):
            name, count = told(group.title), group.count
            spans.append((f"{name} {count}", "title" if index == self._at else "dim"))
            spans.append(("  ", ""))
        spans.append(("─" * max(width - width_of(spans) - 1, 0), "line"))
        return spans

    def take_keys(self) -> None:
        """The hand goes to the rows."""
        self.row_list.focus()

    @property
    def has_keys(self) -> bool:
        """Whether the hand is here."""
        return self.screen.focused is self.row_list

    def on_key(self, event: Key) -> None:
        """Left and Right change the group."""
        if event.key in ("left", "right") and self._groups:
            event.stop()
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(self._groups)
            self._show_group()

    @on(RowList.Chosen)
    def row_chosen(self, event: RowList.Chosen) -> None:
        """Open it, or read the change whole."""
        event.stop()
        group = self.group
        if group is not None and group.child is not None:
            self.post_message(self.Opened(group.child.entity, int(str(event.row.id))))
        elif group is not None:
            from bsc_tui.screens.parts.dialogs import Note  # late: seldom needed

            when, who, verb, fields = event.row.cells
            self.app.push_screen(Note(f"{when}  {who}  {verb}", fields.split(" · ")))

    @on(RowList.Passed)
    def passed(self, event: RowList.Passed) -> None:
        """Up from the first row."""
        event.stop()
        self.post_message(self.Left())
