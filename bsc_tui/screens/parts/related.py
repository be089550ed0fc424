"""What belongs to a record: its lines, what points to it, what happened to it. One group shows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import _
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.parted import Parted
from bsc_tui.screens.parts.related_groups import PAYMENT_TONES, Group, Shown, groups_of
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.quiet import Quiet

__all__ = ["PAYMENT_TONES", "Related"]

NEW_LINE = "form.new_line"
"""The command that adds to the group shown."""


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
        self.row_list = RowList(id="related-rows")
        """The rows shown."""
        self._parted: Parted[Shown] = Parted(self.row_list, self._run, lambda shown: shown.row)

    def compose(self) -> Iterable[Widget]:
        """Titles and rows."""
        yield FrameLine(self._titles, id="related-titles")
        yield self.row_list

    async def _run(self, read: Callable[[], Any]) -> Any:
        return await office_of(self).run(read)

    @property
    def group(self) -> Group | None:
        """The group shown."""
        return self._groups[self._at] if self._groups else None

    def count_of(self, code: str) -> str:
        """How many records of an entity belong to this one; '' where none can."""
        return next((one.count for one in self._groups if one.child and one.child.entity == code), "")

    async def load(self, entity: Entity, record_id: int) -> None:
        """Read and show the groups of a record; stay in the group that was shown, and where the hand is."""
        office, screen = office_of(self), self.screen
        near = (self.group.key, self._parted.candidates) if self.group and self.has_keys else None
        groups = await office.run(groups_of, office.records, entity, record_id, near)
        if not (isinstance(screen, Quiet) and screen.has_been_left):
            self.show(groups)

    def show(self, groups: Sequence[Group]) -> None:
        """Show these groups."""
        first = not self._groups
        self._groups = list(groups)
        if first:
            self._at = next((index for index, one in enumerate(groups) if one.child and one.part.lines), 0)
        self._at = min(self._at, len(self._groups) - 1)
        self._show_group()

    def _show_group(self) -> None:
        group = self.group
        if group is not None:
            self.row_list.set_headings(group.headings)
            self.row_list.set_empty(self._nothing())
            lines, cursor = group.part.lines, group.part.cursor
            self._parted.show(group.source, group.part, lines[0].id if lines and cursor is None else cursor)
        self.query_one("#related-titles", FrameLine).renew()
        if isinstance(self.screen, Quiet):
            self.screen.refresh_keys()  # what can be done depends on the group

    def _nothing(self) -> str:
        screen = self.screen
        if isinstance(screen, Quiet) and screen.command(NEW_LINE) and screen.may(NEW_LINE):
            return _("Nothing here yet. F7 adds a line.")
        return _("Nothing here.")

    def _titles(self, width: int) -> list[Span]:
        titles = [f"{told(group.title)} {group.count}" for group in self._groups]
        first = 0
        # The one shown is in sight: those before it give way where not all find room.
        while first < self._at and sum(cell_len(one) + 2 for one in titles[first : self._at + 1]) > width - 4:
            first += 1
        spans: list[Span] = [("‹ " if first else " ", "dim")]
        last = len(titles) - 1
        for index, title in enumerate(titles[first:], first):
            # Behind the one shown only whole titles stand, and a sign that there are more.
            if index > self._at and width_of(spans) + cell_len(title) + 2 * (index < last) + 1 > width:
                return [*spans, ("›", "dim")]
            spans.append((title, "title" if index == self._at else "dim"))
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

    @on(RowList.MoreWanted)
    def more_wanted(self, event: RowList.MoreWanted) -> None:
        """The hand nears an end of the rows held."""
        event.stop()
        self._work(partial(self._parted.extend, backwards=event.backwards))

    @on(RowList.EndWanted)
    def end_wanted(self, event: RowList.EndWanted) -> None:
        """Home or End beyond the rows held."""
        event.stop()
        self._work(partial(self._parted.go_to_end, last=event.last))

    def _work(self, work: Callable[[], Any]) -> None:
        if isinstance(self.screen, Quiet):
            self.screen.work(work, group="related-parts")

    @on(RowList.Passed)
    def passed(self, event: RowList.Passed) -> None:
        """Up from the first row."""
        event.stop()
        self.post_message(self.Left())
