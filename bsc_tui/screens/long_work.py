"""A place that can do long work: it says how far it is, and Esc stops it.

The work is done in the thread of searches. It tells its progress; once somebody wants no more, that raises
Stopped, and nothing of the work is left.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from bsc_tui.i18n import _
from bsc_tui.reports import Stopped
from bsc_tui.screens.base import BACK, Place

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
RENEWED = 0.2
"""Seconds between two looks at how far it is."""


class LongWork(Place):
    """Work that may take its time."""

    def __init__(self) -> None:
        super().__init__()
        self._stop: Event | None = None
        self._far = (0, 0)

    @property
    def is_at_work(self) -> bool:
        """Whether something long is under way."""
        return self._stop is not None

    async def do_long(self, work: Callable[[Progress], T]) -> T | None:
        """What the work gives; None where it was stopped, which is said. One at a time."""
        if self._stop is not None:
            return None
        self._stop, self._far = Event(), (0, 0)
        before, timer = self._state, self.set_interval(RENEWED, self._say_how_far)
        try:
            return await self.office.run_search(work, self._progress)
        except Stopped:
            self.say(_("Stopped."), "warn")
            return None
        finally:
            timer.stop()
            self._stop = None
            self.set_state(*before)

    def _progress(self, done: int, whole: int, _doing: str) -> None:
        """Told by the work, in its thread."""
        stop = self._stop
        if stop is None or stop.is_set():
            raise Stopped
        self._far = (done, whole)

    def _say_how_far(self) -> None:
        done, whole = self._far
        percent = f" {min(100 * done // whole, 100)} %" if whole else ""
        self.set_state(_("working…%(percent)s  Esc stops it") % {"percent": percent}, "key")

    async def action_back(self) -> None:
        """Stop what is under way; otherwise leave."""
        if self._stop is not None:
            self._stop.set()
        else:
            await super().action_back()

    def why_not(self, command_id: str) -> str:
        """At the first place of a tab, too, work can be stopped."""
        if command_id == BACK.id and self.is_at_work:
            return ""
        return super().why_not(command_id)
