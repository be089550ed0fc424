"""Locking the screen when nobody is there. What a locked screen is: lock.py."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsc_tui.app import BscApp


class IdleWatch:
    """Locks the screen after some minutes without a key. One timer, set anew only when it has run out."""

    def __init__(self, app: BscApp, minutes: float) -> None:
        self._app = app
        self._seconds = minutes * 60

    def begin(self) -> None:
        """Watch from now on."""
        if self._seconds > 0:
            self._wait(self._seconds)

    def _wait(self, seconds: float) -> None:
        self._app.set_timer(max(seconds, 1.0), self.look)

    def look(self) -> None:
        """Lock if there was no key for long enough; else look again when that may be so."""
        left = self._app.last_key + self._seconds - time.monotonic()
        if left > 0:
            self._wait(left)
            return
        from bsc_tui.screens.lock import Locked  # late: after the first idle half hour is soon enough

        if self._app.tab >= 0 and not isinstance(self._app.screen, Locked):
            self._app.run_worker(self._lock(), group="lock")
        self._wait(self._seconds)

    async def _lock(self) -> None:
        from bsc_tui.screens.lock import Locked, keep_drafts  # late: as above

        await keep_drafts(self._app)
        self._app.push_screen(Locked())
