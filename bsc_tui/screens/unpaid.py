"""Unpaid registrations, those first that owe longest; one key notes that all was paid, another a part."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, ClassVar

from textual import on

from bsc_tui.i18n import N_, _, active, pgettext
from bsc_tui.operations.unpaid import Debt, debts
from bsc_tui.records.access import why
from bsc_tui.screens.commands import Command
from bsc_tui.screens.exporting import EXPORT, save_report
from bsc_tui.screens.letter_command import WRITE, write_letters
from bsc_tui.screens.long_work import LongWork
from bsc_tui.screens.parts.parted import Parted
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.receiving import PAID, PART, Owing, note_paid, note_part
from bsc_tui.screens.rows_place import RowsPlace

KINDS = ("reminder", "invoice", "participant_letter")
"""The letters that are written to who owes."""
MOST_COUNTED = 10_000
"""More are not counted."""


class UnpaidList(LongWork, RowsPlace):
    """Who owes what, for which seminar, since when."""

    ENTER = "unpaid.open"
    OF_ROW = frozenset({"unpaid.open", PAID.id, PART.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("unpaid.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the registration.")),
        PAID,
        PART,
        WRITE,
        replace(EXPORT, keys=(), bar=0),  # F8 notes a payment here
    )

    def __init__(self, *, late_only: bool = False, engagement: int | None = None, seminar: str = "") -> None:
        super().__init__()
        self._late_only = late_only
        self._engagement, self._seminar = engagement, seminar

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab and list."""
        title = _("Overdue payments") if self._late_only else _("Unpaid registrations")
        if self._seminar:
            return (pgettext("tab", "Services"), self._seminar, title)
        return (pgettext("tab", "Home"), title)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "F8 notes that all that is open was received today, + a part of it; Undo takes it back. "
            "Enter opens the registration. What is overdue stands first."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("person", _("Name"), 16, flexible=True),
            Heading("seminar", _("Seminar"), 16, flexible=True),
            Heading("open", _("To pay"), 13, right=True),
            Heading("due", _("Due"), 10, right=True),
            Heading("late", "", 9),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Everything is paid.")

    @cached_property
    def _debts(self) -> Parted[Debt]:
        """The part of the list that is held."""
        return Parted(self.rows, self._run, _row)

    async def _run(self, read: Callable[[], Any]) -> Any:
        return await self.office.run_search(read)

    def reload(self) -> None:
        """Ask anew who owes what."""
        self.work(self._load, group="load", exclusive=True)

    async def _load(self, following: Hashable = None) -> None:
        finder = self.office.finder
        near = [*([following] if isinstance(following, int) else []), *self._debts.candidates]

        def read() -> Any:
            source = debts(finder, late_only=self._late_only, engagement=self._engagement)
            part = self._debts.read(source, near)
            is_long = part.before or part.after
            return source, part, source.count(MOST_COUNTED + 1) if is_long else len(part.lines)

        source, part, count = await self._run(read)
        if self.has_been_left:
            return
        self.rows.set_empty(self.nothing())
        self._debts.show(source, part, stays=following is None)
        total = active().number(min(count, MOST_COUNTED)) + "+" * (count > MOST_COUNTED)
        self.set_state(total, "dim")
        self.refresh_keys()

    @on(RowList.MoreWanted)
    def more_wanted(self, event: RowList.MoreWanted) -> None:
        """The hand nears an end of the rows held."""
        event.stop()
        self.work(partial(self._debts.extend, backwards=event.backwards), group="parts")

    @on(RowList.EndWanted)
    def end_wanted(self, event: RowList.EndWanted) -> None:
        """Home or End beyond the rows held."""
        event.stop()
        self.work(partial(self._debts.go_to_end, last=event.last), group="parts")

    async def action_export(self) -> None:
        """The whole list."""
        from bsc_tui.reports import lists  # late: seldom needed

        finder, late = self.office.finder, self._late_only
        await save_report(
            self, lambda progress: lists.debts(finder, late_only=late, progress=progress), self.crumbs()[-1]
        )

    # -- the registration under the hand ---------------------------------------------------
    @property
    def debt(self) -> Debt | None:
        """What is under the hand."""
        return self._debts.line(self.under_hand) if self.under_hand is not None else None

    def why_not(self, command_id: str) -> str:
        """Payments need the right to the line."""
        if command_id in (PAID.id, PART.id) and self.debt is not None:
            right = f"line:{self.debt.line}"
            if not self.office.actor.has(right):
                return why(right)
        return super().why_not(command_id)

    async def action_open_row(self) -> None:
        """The registration."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        assert self.debt is not None
        await open_record(self, "registration", self.debt.id)

    async def action_write_letters(self) -> None:
        """A reminder, say, to all who owe."""
        from bsc_tui.operations.letters import MOST  # late: seldom needed

        office, late_only = self.office, self._late_only
        found = await office.run_search(lambda: debts(office.finder, late_only=late_only).end(MOST + 1).lines)
        title = self.crumbs()[-1]
        await write_letters(self, "registration", [one.id for one in found], title, kinds=KINDS)

    async def action_paid(self) -> None:
        """F8: the hand goes on to the next."""
        owing, following = self._owing(), self._following()
        await note_paid(self, owing)
        await self._load(following)

    async def action_part(self) -> None:
        """+: a part."""
        owing, following = self._owing(), self._following()
        if await note_part(self, owing):
            await self._load(following)

    def _owing(self) -> Owing:
        debt = self.debt
        assert debt is not None
        return Owing(debt.id, debt.person, debt.open, debt.currency)

    def _following(self) -> Hashable | None:
        ids = [row.id for row in self.rows.rows]
        at = ids.index(self.rows.row.id) if self.rows.row is not None else -1
        return ids[at + 1] if at + 1 < len(ids) else None


def _row(one: Debt) -> ListRow:
    return ListRow(
        one.id,
        (
            one.person,
            one.seminar,
            active().amount(one.open, one.currency),
            active().date(one.due) if one.due else "",
            _("overdue") if one.is_late else "",
        ),
        ("", "dim", "trouble" if one.is_late else "", "dim", "trouble"),
    )
