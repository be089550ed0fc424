"""A row list of which a part is held: filled from a source, further parts brought before the hand needs them.

Which list it is, and in which thread it is read, is the owner's, who hands on the row list's messages.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from bsc_tui.records.parts import Part, Source
from bsc_tui.screens.parts.row_list import ListRow, RowList

PAGE = 60
"""Rows that are brought at once: more than any screen shows."""
HELD = 300
"""Rows out of sight beyond this number are let go of."""
CANDIDATES = 40
"""So many rows near the hand are asked for when the one under it may be gone."""


class HasId(Protocol):
    """A line of a list."""

    @property
    def id(self) -> int:
        """What its row is known by."""


L = TypeVar("L", bound=HasId)
A = TypeVar("A")


class Parted(Generic[L]):
    """The parts of one list at a time in a row list; `run` runs a function in a thread."""

    def __init__(
        self,
        rows: RowList,
        run: Callable[[Callable[[], Any]], Awaitable[Any]],
        row_for: Callable[[L], ListRow],
        *,
        foot: Callable[[], Sequence[ListRow]] = lambda: (),
    ) -> None:
        """`foot`: rows that follow behind the last one."""
        self._rows = rows
        self._run = run
        self._row_for = row_for
        self._foot = foot
        self._source: Source[L] | None = None
        self._lines: dict[Hashable, L] = {}
        self._asked = 0

    # -- what the owner asks ---------------------------------------------------------------
    def line(self, id: Hashable) -> L | None:
        """The line of a row that is held."""
        return self._lines.get(id)

    @property
    def candidates(self) -> list[int]:
        """The lines nearest to the hand, itself first."""
        return [id for id in self._rows.around[:CANDIDATES] if isinstance(id, int) and id in self._lines]

    @property
    def number(self) -> int:
        """The number of the latest question."""
        return self._asked

    def ask(self) -> int:
        """Another question begins, and what comes for an older one is dropped; its number."""
        self._asked += 1
        return self._asked

    async def answer(self, number: int, read: Callable[[], A]) -> A | None:
        """What is read for a question. None where a later one was asked: then it is not even read."""
        found: A | None = await self._run(lambda: read() if number == self._asked else None)
        return found if number == self._asked else None

    def read(self, source: Source[L], ids: Sequence[int]) -> Part[L]:
        """The part around the first of these that is left, or the first one. For the thread."""
        if not ids:
            return source.end(PAGE)
        lead = self._rows.page + 10
        return source.around(ids, lead, lead + PAGE)

    # -- what the owner sets ---------------------------------------------------------------
    def show(
        self,
        source: Source[L],
        part: Part[L],
        cursor: Hashable | None = None,
        *,
        line: int | None = None,
        stays: bool = False,
    ) -> None:
        """Show a part of a list in place of what was shown; the hand goes to `cursor` if it is there.

        `line`: the line of the screen where it shall be; without, it stays where it is. With `stays` it is
        the same list, read again around the hand, which may have moved on meanwhile.
        """
        if stays and cursor is None and self._rows.row is not None:
            cursor = self._rows.row.id
        self.ask()
        self._source = source
        self._lines = {line.id: line for line in part.lines}
        rows = self._shown(part)
        self._rows.show(
            rows,
            before=part.before,
            more=part.after,
            cursor=cursor if any(row.id == cursor for row in rows) else part.cursor,
            start=part.rank,
            line=line,
        )

    async def extend(self, *, backwards: bool) -> None:
        """The next part, or the one before."""
        held = [line for row in self._rows.rows if (line := self._lines.get(row.id)) is not None]
        source, number = self._source, self._asked
        if source is None or not held:
            return
        edge = held[0 if backwards else -1]
        try:
            part = await self.answer(
                number, partial(source.beyond, edge, len(held), PAGE, backwards=backwards)
            )
        except BaseException:
            if number == self._asked:
                self._rows.extend((), more=True, backwards=backwards)  # it may be asked for again
            raise
        if part is None:
            return
        self._lines.update((line.id, line) for line in part.lines)
        more = part.before if backwards else part.after
        rows = [self._row_for(line) for line in part.lines] if backwards else self._shown(part)
        self._rows.extend(rows, more=more, backwards=backwards, most=HELD)
        ids = {row.id for row in self._rows.rows}
        self._lines = {id: line for id, line in self._lines.items() if id in ids}

    async def go_to_end(self, *, last: bool) -> Part[L] | None:
        """The first part, or the last one, as it is shown now; the hand goes to its end."""
        source = self._source
        if source is None:
            return None
        part = await self.answer(self.ask(), partial(source.end, PAGE, last=last))
        if part is None or not part.lines:
            return None
        self.show(source, part, part.lines[-1 if last else 0].id)
        return part

    def _shown(self, part: Part[L]) -> list[ListRow]:
        rows = [self._row_for(line) for line in part.lines]
        return rows if part.after else [*rows, *self._foot()]
