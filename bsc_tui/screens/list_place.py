"""A place with a list of records of which it holds a part: more comes before the hand gets there.

Rows come in the thread of searches; an answer to an older question is dropped. Which list it is, how it is
searched and what is done with a row is the place's own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from textual import on

from bsc_tui.errors import Problem
from bsc_tui.i18n import _, active
from bsc_tui.records import windows
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import Listing, TooLong, Window
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import ListRow, RowList

PAGE = 60
"""Rows that are brought at once: more than any screen shows."""
HELD = 300
"""Rows out of sight beyond this number are let go of."""
CANDIDATES = 40
"""So many rows near the hand are asked for when the one under it may be gone."""


class ListPlace(Place):
    """Records in a row list with the id `rows`, read part by part."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0
        self._shown: Listing | None = None
        self._lines: dict[int, Line] = {}
        self._total: tuple[int, bool] | None = None
        self._more_found = False

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
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    @property
    def row_list(self) -> RowList:
        """The rows."""
        return self.query_one("#rows", RowList)

    def reload(self, *, from_top: bool = False) -> None:
        """Ask for the rows anew: around the one under the hand, or `from_top`."""
        self._asked += 1
        # Found rows come best first; all others stay where the hand is.
        wanted = self.listing()
        stay = [] if from_top or wanted.query else self.row_list.around[:CANDIDATES]
        self.run_worker(self._read_anew(self._asked, wanted, stay), group="load")

    async def _read_anew(self, number: int, wanted: Listing, stay: list[Hashable]) -> None:
        slow = self.set_timer(0.3, lambda: self.set_state(_("searching…"), "dim"))
        finder, lead = self.office.finder, self.row_list.page + 10
        ids = [int(str(id)) for id in stay]
        if ids:
            read = partial(windows.around, finder, wanted, ids, lead, lead + PAGE)
        else:
            read = partial(windows.end, finder, wanted, PAGE)
        try:
            window = await self.office.run_search(self._unless_stale, number, read)
        except TooLong:
            self.too_long()
            return
        except Problem as problem:
            self.tell(problem)
            if number == self._asked:
                self.failed()
            return
        finally:
            slow.stop()
        if window is None or number != self._asked or self.has_been_left:
            return
        cursor = window.lines[0].id if not ids and window.lines else window.cursor
        self._show(wanted, window, cursor)
        self.came(window)
        await self._count(number, wanted, window)

    def failed(self) -> None:
        """The rows could not be read; it has been told."""
        self.row_list.waiting = False

    def _unless_stale(self, number: int, read: Callable[[], Window]) -> Window | None:
        """Run in the thread of searches, where questions wait in line."""
        return read() if number == self._asked else None

    def _show(self, wanted: Listing, window: Window, cursor: int | None) -> None:
        # What was found is seen among its neighbours when the whole list comes back.
        was_found = self._shown is not None and self._shown.query and not wanted.query
        self._shown = wanted
        self.row_list.followed = self._say_where
        self._lines = {line.id: line for line in window.lines}
        self._more_found = window.after
        self.row_list.show(
            map(self.row_for, window.lines),
            before=window.before,
            more=window.after,
            cursor=cursor,
            start=window.rank,
            line=self.row_list.page // 2 if was_found else None,
        )

    # -- further parts ---------------------------------------------------------------------
    @on(RowList.MoreWanted)
    def more_wanted(self, event: RowList.MoreWanted) -> None:
        """The next page, or the one before."""
        event.stop()
        self.work(partial(self._extend, self._asked, event.backwards), group="load")

    async def _extend(self, number: int, backwards: bool) -> None:
        wanted, rows = self._shown, self.row_list.rows
        edge = self._lines.get(int(str(rows[0 if backwards else -1].id))) if rows else None
        if wanted is None or edge is None:
            return
        finder = self.office.finder
        read = partial(windows.beyond, finder, wanted, edge, len(rows), PAGE, backwards=backwards)
        window = None
        try:
            window = await self.office.run_search(self._unless_stale, number, read)
        except TooLong:
            self.reload()
        except Problem as problem:
            self.tell(problem)
            self.row_list.extend((), more=True, backwards=backwards)  # it may be asked for again
        if window is None or number != self._asked or self.has_been_left:
            return
        self._lines.update((line.id, line) for line in window.lines)
        more = window.before if backwards else window.after
        self._more_found = self._more_found if backwards else more
        self.row_list.extend(map(self.row_for, window.lines), more=more, backwards=backwards, most=HELD)
        held = {row.id for row in self.row_list.rows}
        self._lines = {id: line for id, line in self._lines.items() if id in held}
        self._say_where()

    @on(RowList.EndWanted)
    def end_wanted(self, event: RowList.EndWanted) -> None:
        """Home or End beyond what is held."""
        event.stop()
        self._asked += 1
        self.work(partial(self._go_to_end, self._asked, event.last), group="load")

    async def _go_to_end(self, number: int, last: bool) -> None:
        wanted = self._shown
        if wanted is None:
            return
        read = partial(windows.end, self.office.finder, wanted, PAGE, last=last)
        try:
            window = await self.office.run_search(self._unless_stale, number, read)
        except TooLong:
            self.reload()
            return
        if window is None or number != self._asked or self.has_been_left or not window.lines:
            return
        self._show(wanted, window, window.lines[-1 if last else 0].id)
        await self._count(number, wanted, window)

    # -- how many, and where among them ----------------------------------------------------
    async def _count(self, number: int, wanted: Listing, window: Window) -> None:
        """Say how many there are, and where the hand is: counted after the rows are seen."""
        if not window.before and not window.after:
            self._total = (len(window.lines), False)
        elif not wanted.query:
            finder = self.office.finder
            first = window.lines[0] if window.rank is None else None
            counted = await self.office.run_search(
                lambda: (
                    windows.count(finder, wanted),
                    windows.rank(finder, wanted, first) if first else window.rank,
                )
            )
            if number != self._asked or self.has_been_left:
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
            count = f"{number(held)}+" if self._more_found else number(held)
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
