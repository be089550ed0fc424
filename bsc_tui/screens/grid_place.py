"""Rows typed into a grid: each is saved as soon as it is done, and kept as a draft till then.

What a row is, how it is written and what its draft holds is the place's own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from textual import on
from textual.timer import Timer

from bsc_tui.errors import Problem
from bsc_tui.i18n import _, active, pgettext
from bsc_tui.records import drafts
from bsc_tui.records.drafts import DraftView
from bsc_tui.screens.base import Place
from bsc_tui.screens.parts.grid import Grid

DRAFT_PAUSE = 2.0
"""Seconds after the last key when what was typed is kept as a draft."""
MANY = 5
"""Rows from which on it is said how far saving is."""


class GridLine(Protocol):
    """A row that is typed."""

    @property
    def key(self) -> str:
        """Its name among the rows."""

    @property
    def is_open(self) -> bool:
        """Whether something in it is not saved."""


Line = TypeVar("Line", bound=GridLine)


class GridPlace(Place, Generic[Line]):
    """The rows of one seminar."""

    digits_switch_tabs = False

    def __init__(self, engagement_id: int) -> None:
        super().__init__()
        self.engagement_id = engagement_id
        self.grid = Grid(id="grid")
        self.opened: Any = None
        self.is_loaded = False
        self._queue: list[str] = []
        self._under_way = ""
        self._at = ""
        self._pause: Timer | None = None
        self._has_draft = False

    # -- for subclasses --------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        raise NotImplementedError

    async def load(self) -> None:
        """Read what is kept into `opened`, and show it."""
        raise NotImplementedError

    def greet(self) -> None:
        """Say how one begins."""

    @property
    def lines(self) -> Sequence[Line]:
        """All rows."""
        raise NotImplementedError

    def entry(self, key: Any) -> Line | None:
        """The row with this key."""
        return next((one for one in self.lines if one.key == key), None)

    def saves_itself(self, line: Line) -> bool:
        """Whether a row is saved when the hand leaves it: saved before and changed, nothing wrong with it."""
        raise NotImplementedError

    def came(self, other_row: bool) -> None:
        """The hand is in another cell, perhaps of another row."""

    def put(self, line: Line) -> None:
        """Show one row anew."""
        raise NotImplementedError

    async def save_one(self, line: Line) -> None:
        """Write a row; what is wrong with it stays with it and is said."""
        raise NotImplementedError

    def saved_all(self, total: int) -> None:
        """So many were saved, or were not."""

    def settle(self) -> None:
        """Read the cell under the hand as it stands now, though the hand stays."""

    def draft_place(self) -> str:
        """The name of the draft."""
        raise NotImplementedError

    def draft_content(self) -> dict[str, Any] | None:
        """What brings open rows back; None where all are saved."""
        raise NotImplementedError

    async def take_draft(self, draft: DraftView) -> bool:
        """Bring rows back; what is saved meanwhile comes back as what it is. False: not now."""
        raise NotImplementedError

    # -- opening ---------------------------------------------------------------------------
    @property
    def locked(self) -> bool:
        """Whether the person may only look."""
        return self.opened is None or not self.office.actor.has(f"line:{self.opened.line}")

    def crumbs(self) -> tuple[str, ...]:
        """Seminar and what is done here."""
        title = self.opened.title if self.opened else ""
        return (pgettext("tab", "Services"), *([title] if title else []), self.what())

    def on_mount(self) -> None:
        """Fill the grid; keys typed meanwhile wait."""
        self.work(self.begin, group="prepare", holds=True)

    async def begin(self) -> None:
        """Read it, and go on where one left off."""
        await self.load()
        self.is_loaded = True
        self.refresh_path()
        self.greet()
        await self.bring_draft_back()
        self.grid.focus()
        self.refresh_keys()

    # -- saving ----------------------------------------------------------------------------
    @property
    def is_saving(self) -> bool:
        """Whether rows are still to be saved."""
        return bool(self._queue or self._under_way)

    def save_rows(self, lines: Iterable[Line]) -> None:
        """Save these rows, one after the other, while typing goes on."""
        for line in lines:
            if line.key not in self._queue:
                self._queue.append(line.key)
                self.put(line)
        if self._queue and not self._under_way:
            self.run_worker(self._save_queue(), group="saving")

    async def _save_queue(self) -> None:
        total = len(self._queue)
        while self._queue:
            key = self._queue.pop(0)
            line = self.entry(key)
            if line is None or not line.is_open:
                continue
            self._under_way = key
            total = max(total, len(self._queue) + 1)
            if total > MANY:
                words = _("saving %(done)s of %(total)s") % {"done": total - len(self._queue), "total": total}
                self.set_state(words, "dim")
            try:
                await self.save_one(line)
            finally:
                self._under_way = ""
            self.put(line)
        if not self.has_been_left:
            self.saved_all(total)
            await self.keep_draft_now()

    async def saves_done(self) -> None:
        """Until nothing is being saved any more."""
        while self.is_saving:
            await asyncio.sleep(0.02)

    # -- drafts ----------------------------------------------------------------------------
    def worth_keeping(self) -> None:
        """Something changed: keep a draft soon."""
        if self.is_loaded:
            self._stop_pause()
            self._pause = self.set_timer(DRAFT_PAUSE, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is open, beside the keys."""
        self._stop_pause()
        if self.is_loaded:
            self.run_worker(self.keep_draft_now(), group="draft")

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    async def keep_draft_now(self) -> None:
        """Keep what is open; let go of a draft of what is saved by now."""
        office, content = self.office, self.draft_content()
        try:
            if content is not None:
                title = " › ".join(self.crumbs())
                await office.run(drafts.keep, office.records, self.draft_place(), title, content)
            elif self._has_draft:
                await office.run(drafts.drop, office.records, self.draft_place())
        except Problem as problem:
            if not self.has_been_left:
                self.say(_("The draft is not kept: %(why)s") % {"why": problem.title}, "trouble")
        else:
            self._has_draft = content is not None

    async def bring_draft_back(self) -> None:
        """Rows that were open when the person left, and the hand where it was."""
        office = self.office
        draft = await self.ask(drafts.of_place, office.records, self.draft_place())
        if draft is None or not await self.take_draft(draft):
            return
        self._has_draft = True
        key, code = draft.content["focus"]
        if key is not None and self.entry(key) is not None:
            self.grid.go(key, code)
        clock = active().clock(draft.saved_at, office.config.zone)
        self.say(_("Your draft of %(time)s is back.") % {"time": clock}, "warn")

    async def may_leave(self) -> bool:
        """What is changed is saved, what is not finished stays as a draft; nothing is asked."""
        self.settle()
        self.save_rows([one for one in self.lines if self.saves_itself(one)])
        await self.saves_done()
        await self.keep_draft_now()
        return True

    # -- what the grid says ----------------------------------------------------------------
    @on(Grid.Moved)
    def _moved(self) -> None:
        row = self.grid.row
        key = str(row.id) if row else ""
        is_other = key != self._at
        if is_other:
            before, self._at = self.entry(self._at), key
            if before is not None and self.saves_itself(before):
                self.save_rows([before])
        self.came(is_other)
        self.refresh_keys()

    @on(Grid.Refused)
    def _refused(self, event: Grid.Refused) -> None:
        self.say(event.sentence, "warn")

    def hold_while(self, work: Callable[..., Any], *args: Any) -> None:
        """Do something for a row; keys wait until it is done."""
        self.work(partial(work, *args), group="commands", holds=True)
