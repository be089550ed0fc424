"""Long lists that are not of one entity, read part by part as `windows` reads those that are.

What is in the list and how a row is told is the list's own; here stands how a part is cut out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from bsc_tui.db.database import told
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import MOST_COUNTED, Window

Wanted = TypeVar("Wanted")
Place = Any
"""Where a row stands in the order; a line keeps it under PLACE."""
PLACE = "place"


class Stretches(Generic[Wanted]):
    """A kind of list. Its rows are told by their place in the order: no two stand in the same."""

    most: ClassVar[int] = MOST_COUNTED

    # -- for subclasses --------------------------------------------------------------------
    def places(
        self, wanted: Wanted, place: Place | None, limit: int, *, backwards: bool = False
    ) -> list[Place]:
        """Up to `limit` places behind one (before it), the nearest first; without one from that end."""
        raise NotImplementedError

    def place_of(self, wanted: Wanted, id: int) -> Place | None:
        """Where the row with this id stands; None where the list has it no more."""
        raise NotImplementedError

    def lines(self, records: Looking, wanted: Wanted, places: Sequence[Place]) -> list[Line]:
        """The rows at these places, told, each with its place among its values."""
        raise NotImplementedError

    # -- what a list place asks, as of `windows` -------------------------------------------
    def end(self, records: Looking, wanted: Wanted, limit: int, *, last: bool = False) -> Window:
        """The first lines of the list, or the last ones."""
        with told():
            found = self.places(wanted, None, limit + 1, backwards=last)
            lines = self._told(records, wanted, found[:limit], last)
        more = len(found) > limit
        if last:
            return Window(lines, before=more, rank=None if more else 0)
        return Window(lines, after=more, rank=0)

    def beyond(
        self,
        records: Looking,
        wanted: Wanted,
        line: Line,
        held: int,
        limit: int,
        *,
        backwards: bool = False,
    ) -> Window:
        """The lines behind one, or before one."""
        with told():
            found = self.places(wanted, line.values[PLACE], limit + 1, backwards=backwards)
            lines = self._told(records, wanted, found[:limit], backwards)
        more = len(found) > limit
        if backwards:
            return Window(lines, before=more, after=True, rank=None if more else 0)
        return Window(lines, before=True, after=more)

    def around(self, records: Looking, wanted: Wanted, ids: Sequence[int], lead: int, limit: int) -> Window:
        """Lines around the first of these that the list still has, `lead` of them before it."""
        with told():
            here = next(((id, place) for id in ids if (place := self.place_of(wanted, id)) is not None), None)
        if here is None:
            return self.end(records, wanted, limit)
        id, place = here
        with told():
            before = self.places(wanted, place, lead + 1, backwards=True)
            behind = self.places(wanted, place, limit)
            found = [*reversed(before[:lead]), place, *behind]
            lines = self.lines(records, wanted, found[:limit])
        more = len(before) > lead
        return Window(lines, more, len(found) > limit, id, None if more else 0)

    def count(self, records: Looking, wanted: Wanted) -> tuple[int, bool]:
        """How many rows there are, counted to `most`; whether there are more."""
        with told():
            found = len(self.places(wanted, None, self.most + 1))
        return min(found, self.most), found > self.most

    def rank(self, records: Looking, wanted: Wanted, line: Line) -> int | None:
        """How many rows stand before a line; None for more than `most`."""
        with told():
            found = len(self.places(wanted, line.values[PLACE], self.most + 1, backwards=True))
        return found if found <= self.most else None

    def _told(self, records: Looking, wanted: Wanted, found: list[Place], backwards: bool) -> list[Line]:
        return self.lines(records, wanted, found[::-1] if backwards else found)
