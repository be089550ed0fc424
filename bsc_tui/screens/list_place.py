"""A place with a list of records of which it holds a part: more comes before the hand gets there.

How parts are held is `Parted`'s, where they come from a source's. Which list it is, how it is searched and
what is done with a row is the place's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import on

from bsc_tui.errors import Problem
from bsc_tui.i18n import _, active
from bsc_tui.records import windows
from bsc_tui.records.parts import Bound
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import Listing, TooLong, Window
from bsc_tui.screens.long_work import LongWork
from bsc_tui.screens.parts.parted import Parted
from bsc_tui.screens.parts.row_list import ListRow, RowList

T = TypeVar("T")


class ListPlace(LongWork):
    """Records in a row list with the id `rows`, read part by part."""

    source: ClassVar[Any] = windows
    """Where parts of the list come from: `windows` for an entity, `Stretches` for what is of several."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Listing | None = None
        self._held: Parted[Line] | None = None
        self._total: tuple[int, bool] | None = None

    # -- for subclasses --------------------------------------------------------------------
    def listing(self) -> Listing:
        """The list as it is wanted now."""
        raise NotImplementedError

    def row_for(self, line: Line) -> ListRow:
        """A line as a row."""
        raise NotImplementedError

    def came(self, window: Window) -> None:
        """The list has been read anew."""

    def too_long(self) -> None:
        """The list has too many rows for the order wanted: want another."""

    # -- what is shown ---------------------------------------------------------------------
    @property
    def row_list(self) -> RowList:
        """The rows."""
        return self.query_one("#rows", RowList)

    @property
    def parted(self) -> Parted[Line]:
        """The part of the list that is held."""
        if self._held is None:
            self._held = Parted(self.row_list, self._search, self.row_for)
        return self._held

    async def _search(self, function: Callable[..., T], *args: Any) -> T:
        return await self.office.run_search(function, *args)

    @property
    def line(self) -> Line | None:
        """The line under the hand."""
        row = self.row_list.row if self.is_mounted else None
        return self.parted.line(row.id) if row is not None else None

    def reload(self, *, from_top: bool = False) -> None:
        """Ask for the rows anew: around the one under the hand, or `from_top`."""
        wanted = self.listing()
        # Found rows come best first; all others stay where the hand is.
        near = [] if from_top or wanted.query else self.parted.candidates
        self.run_worker(self._read_anew(self.parted.ask(), wanted, near), group="load")

    async def _read_anew(self, number: int, wanted: Listing, near: list[int]) -> None:
        slow = self.set_timer(0.3, lambda: self.set_state(_("searching…"), "dim"))
        source: Bound[Line] = Bound(self.source, self.office.finder, wanted)
        try:
            window = await self.parted.answer(number, partial(self.parted.read, source, near))
        except TooLong:
            self.too_long()
            return
        except Problem as problem:
            self.tell(problem)
            if number == self.parted.number:
                self.failed()
            return
        finally:
            slow.stop()
        if window is None or self.has_been_left:
            return
        # What was found is seen among its neighbours when the whole list comes back.
        was_found = self._shown is not None and self._shown.query and not wanted.query
        self._shown = wanted
        self.row_list.followed = self._say_where
        self.parted.show(
            source,
            window,
            window.lines[0].id if not near and window.lines else None,
            line=self.row_list.page // 2 if was_found else None,
        )
        self.came(window)
        await self._count(window)

    def failed(self) -> None:
        """The rows could not be read; it has been told."""
        self.row_list.waiting = False

    # -- further parts ---------------------------------------------------------------------
    @on(RowList.MoreWanted)
    def more_wanted(self, event: RowList.MoreWanted) -> None:
        """The next page, or the one before."""
        event.stop()
        self.work(partial(self._extend, event.backwards), group="load")

    async def _extend(self, backwards: bool) -> None:
        try:
            await self.parted.extend(backwards=backwards)
        except TooLong:
            self.reload()
            return
        if not self.has_been_left:
            self._say_where()

    @on(RowList.EndWanted)
    def end_wanted(self, event: RowList.EndWanted) -> None:
        """Home or End beyond what is held."""
        event.stop()
        self.work(partial(self._go_to_end, event.last), group="load")

    async def _go_to_end(self, last: bool) -> None:
        try:
            window = await self.parted.go_to_end(last=last)
        except TooLong:
            self.reload()
            return
        if window is not None and not self.has_been_left:
            await self._count(window)

    # -- how many, and where among them ----------------------------------------------------
    async def _count(self, window: Window) -> None:
        """Say how many there are, and where the hand is: counted after the rows are seen."""
        wanted = self._shown
        assert wanted is not None
        if not window.before and not window.after:
            self._total = (len(window.lines), False)
        elif not wanted.query:
            source: Bound[Line] = Bound(self.source, self.office.finder, wanted)
            first = window.lines[0] if window.rank is None else None
            counted = await self.parted.answer(
                self.parted.number,
                lambda: (source.count(), source.rank(first) if first else window.rank),
            )
            if counted is None or self.has_been_left:
                return
            self._total, rank = counted
            total, is_more = self._total
            if rank is None and not window.after and not is_more:
                rank = total - len(window.lines)
            self.row_list.place_rows(window.lines[0].id, rank)
        self._say_where()

    def _say_where(self) -> None:
        """The state of the list in the path line: which rows of how many are seen, or how many were found."""
        if self._shown is None:
            return
        number = active().number
        if self._shown.query:
            held = len(self.row_list.rows)
            count = f"{number(held)}+" if self.row_list.has_more else number(held)
            self.set_state(_("%(count)s found") % {"count": count}, "dim")
        elif self._total is not None:
            counted, is_more = self._total
            total = number(counted) + ("+" if is_more else "")
            rows = self.row_list.in_sight
            if rows:
                # The rows in sight, not the one under the hand: a step within them sends nothing for it.
                first, last = map(number, rows)
                total = _("%(first)s–%(last)s of %(total)s") % {"first": first, "last": last, "total": total}
            self.set_state(total, "dim")

    def show_nothing(self) -> None:
        """Another list is to come."""
        self._shown, self._total = None, None
        self.row_list.show(())
