"""Looking at records for one person: one of them, a page of a list, how many. Writing is `records`'."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from peewee import Database

from bsc_tui.db.database import reconnect, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import ZONE, _
from bsc_tui.records import listing
from bsc_tui.records.access import Actor, in_sight, sees
from bsc_tui.records.reading import LARGEST_ID, Kept, Line, Page, Reader
from bsc_tui.records.search import Searcher

P = ParamSpec("P")
T = TypeVar("T")


class Clock:
    """Tells the time; tests bring their own."""

    def __init__(self, zone: str = ZONE) -> None:
        self.zone = zone

    def now(self) -> datetime.datetime:
        """This moment in UTC, without zone."""
        return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)

    def today(self) -> datetime.date:
        """The day at the office, wherever the server stands."""
        from zoneinfo import ZoneInfo  # late: the start paints before it asks for the day

        return datetime.datetime.now(ZoneInfo(self.zone)).date()


class Looking:
    """The half of the gate that everybody may pass. Used by one thread at a time."""

    def __init__(self, database: Database, actor: Actor, clock: Clock | None = None) -> None:
        self.database = database
        self.actor = actor
        self.clock = clock or Clock()
        self.searcher = Searcher(database)

    @staticmethod
    def plainly(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's answer; what a driver raises on the way becomes a Problem that a person is told."""
        with told():
            return function(*args, **kwargs)

    def reconnect(self) -> None:
        """A new connection for one that broke; the save may then be tried again. Raises Unavailable."""
        reconnect(self.database)

    @property
    def reader(self) -> Reader:
        """Reads as the actor may see."""
        return Reader(self.database, self.clock.today(), self.actor.has("sensitive"))

    @property
    def whole(self) -> Reader:
        """Reads unmasked: for rules, keys and the audit trail only."""
        return Reader(self.database, self.clock.today())

    def get(self, code: str, id: int) -> Kept:
        """A record. Raises Missing when there is none."""
        with told():
            kept = self.reader.kept(ENTITIES[code], id) if id <= LARGEST_ID else None
        if kept is None or not sees(self.actor, kept.entity, kept.values):
            raise Missing(_("There is no such record."), f"{code} {id}")
        return kept

    def page(
        self,
        code: str,
        paths: Sequence[str],
        *,
        query: str = "",
        where: Mapping[str, Any] | None = None,
        order: Sequence[str] = (),
        offset: int = 0,
        limit: int = 100,
    ) -> Page:
        """Some lines of a list: those that `query` finds, best first, or all in the list's order.

        `where`: values (or tuples of values) that fields must have. The trash is left out.
        """
        entity = ENTITIES[code]
        where = in_sight(self.actor, entity, where)
        with told():
            if query.strip():
                end = offset + limit + 1
                rows = listing.found_rows(self.searcher, entity, query, where, end)[offset:]
            else:
                rows = listing.ordered_rows(entity, where, order, offset, limit + 1)
            reader = self.reader
            shown = [reader.masked(entity.model, row) for row in rows[:limit]]
            texts = reader.texts(entity, shown, paths)
        return Page([Line(row["id"], texts[row["id"]], row) for row in shown], more=len(rows) > limit)

    def count(self, code: str, where: Mapping[str, Any] | None = None) -> int:
        """How many records there are."""
        entity = ENTITIES[code]
        with told():
            return int(listing.filtered(entity, in_sight(self.actor, entity, where)).count())
