"""Parts of lists that may be long, and queries that are read part by part in an order of their own.

A part begins where another ended, so that what somebody saves meanwhile moves nothing that was read. How many
queries a part takes, and how many rows it reads, does not depend on the length of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from peewee import Tuple, Value

from bsc_tui.db.models import dicts

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some lines of a list, whether others lie before and behind them, the one that was asked for.

    `rank`: how many lie before the first of them, where that is known.
    """

    lines: list[T]
    before: bool = False
    after: bool = False
    cursor: int | None = None
    rank: int | None = None


class Source(Protocol[T]):
    """Where the parts of a list come from."""

    def end(self, limit: int, *, last: bool = False) -> Part[T]:
        """The first lines, or the last ones."""

    def beyond(self, line: T, held: int, limit: int, *, backwards: bool = False) -> Part[T]:
        """The lines behind one that is the last of `held` lines shown, or before one that is their first."""

    def around(self, ids: Sequence[int], lead: int, limit: int) -> Part[T]:
        """Lines around the first of these that is left, `lead` of them before it; without one the first."""


@dataclass(frozen=True)
class Bound(Generic[T]):
    """One list of a kind (`windows`, `Stretches`), told with each question who looks, and at what."""

    kind: Any
    records: Any
    wanted: Any

    def end(self, limit: int, *, last: bool = False) -> Part[T]:
        """The first lines, or the last ones."""
        part: Part[T] = self.kind.end(self.records, self.wanted, limit, last=last)
        return part

    def beyond(self, line: T, held: int, limit: int, *, backwards: bool = False) -> Part[T]:
        """The lines behind one, or before it."""
        part: Part[T] = self.kind.beyond(self.records, self.wanted, line, held, limit, backwards=backwards)
        return part

    def around(self, ids: Sequence[int], lead: int, limit: int) -> Part[T]:
        """Lines around the first of these that is left."""
        part: Part[T] = self.kind.around(self.records, self.wanted, ids, lead, limit)
        return part

    def count(self) -> tuple[int, bool]:
        """How many lines there are."""
        found: tuple[int, bool] = self.kind.count(self.records, self.wanted)
        return found

    def rank(self, line: T) -> int | None:
        """How many stand before a line."""
        found: int | None = self.kind.rank(self.records, self.wanted, line)
        return found


class Placed(Protocol):
    """A line that knows where it stood when it was read."""

    @property
    def place(self) -> tuple[Any, ...]:
        """The values that it was ordered by."""


P = TypeVar("P", bound=Placed)


class Ordered(Generic[P]):
    """A query in the order of some expressions, of which none is unknown and the last names the row."""

    def __init__(
        self,
        query: Any,
        keys: Sequence[Any],
        id: Any,
        read: Callable[[list[dict[str, Any]]], list[P]],
        *,
        falling: bool = False,
    ) -> None:
        """`read` makes lines of rows, which have their `place` with them. All keys rise, or all fall."""
        self._query = query.select_extend(*(key.alias(f"key_{at}") for at, key in enumerate(keys)))
        self._keys = tuple(keys)
        self._id = id
        self._read = read
        self._falling = falling

    def end(self, limit: int, *, last: bool = False) -> Part[P]:
        """The first lines, or the last ones."""
        rows = self._rows(None, limit + 1, backwards=last)
        more = len(rows) > limit
        rows = rows[-limit:] if last else rows[:limit]
        is_inside = last and more
        return Part(
            self._read(rows),
            before=is_inside,
            after=more and not last,
            rank=self._before(rows[0]["place"]) if is_inside else 0,
        )

    def beyond(self, line: P, held: int, limit: int, *, backwards: bool = False) -> Part[P]:
        """The lines behind one, or before it."""
        rows = self._rows(line.place, limit + 1, backwards=backwards)
        more = len(rows) > limit
        lines = self._read(rows[-limit:] if backwards else rows[:limit])
        return Part(lines, before=more if backwards else True, after=True if backwards else more)

    def around(self, ids: Sequence[int], lead: int, limit: int) -> Part[P]:
        """Lines around the first of these that is left."""
        left = {row["id"]: row for row in self._placed(self._query.where(self._id.in_(ids)))}
        here = next((left[id] for id in ids if id in left), None)
        if here is None:
            return self.end(limit)
        before = self._rows(here["place"], lead + 1, backwards=True)
        kept = before[-lead:] if lead else []
        behind = self._rows(here["place"], max(limit - len(kept), 1))
        rows = [*kept, here, *behind]
        is_inside = len(before) > lead
        return Part(
            self._read(rows[:limit]),
            before=is_inside,
            after=len(rows) > limit,
            cursor=here["id"],
            rank=self._before(rows[0]["place"]) if is_inside else 0,
        )

    def count(self, most: int) -> int:
        """How many there are, counted to `most`."""
        return int(self._query.limit(most).count())

    def _before(self, place: Sequence[Any]) -> int:
        return int(self._query.where(self._past(place, not self._falling)).count())

    def _rows(
        self, place: Sequence[Any] | None, limit: int, *, backwards: bool = False
    ) -> list[dict[str, Any]]:
        """Up to `limit` rows next to a place, in the order of the list either way."""
        falls = self._falling != backwards
        query = self._query if place is None else self._query.where(self._past(place, falls))
        ends = [key.desc() if falls else key.asc() for key in self._keys]
        rows = self._placed(query.order_by(*ends).limit(limit))
        return rows[::-1] if backwards else rows

    def _placed(self, query: Any) -> list[dict[str, Any]]:
        rows = dicts(query)
        for row in rows:
            row["place"] = tuple(row.pop(f"key_{at}") for at in range(len(self._keys)))
        return rows

    def _past(self, place: Sequence[Any], falls: bool) -> Any:
        values = [Value(value, converter=False) for value in place]
        if len(values) == 1:
            return self._keys[0] < values[0] if falls else self._keys[0] > values[0]
        here, there = Tuple(*self._keys), Tuple(*values)
        return here < there if falls else here > there
