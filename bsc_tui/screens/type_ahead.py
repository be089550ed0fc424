"""Typing ahead: keys pressed while a command is at work wait and go to the place that then stands there.

So F6 and the first letters of the next name may be typed in one breath.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual.events import Event

MOST_KEPT = 500
"""Keys beyond these are dropped: somebody's sleeve is on the keyboard."""


@runtime_checkable
class Listener(Protocol):
    """What a screen says of itself."""

    @property
    def is_ready(self) -> bool:
        """Whether it stands and has its focus: until then nothing is typed into it."""

    @property
    def asks(self) -> bool:
        """Whether it is a question still open: it gets keys though the place that asks holds them."""


class TypeAhead:
    """Which screens hold the keyboard, and what was typed meanwhile.

    A screen that holds stops the keys for itself and for places, but not for a dialog that it has opened to
    ask something.
    """

    def __init__(self, current: Callable[[], object], send: Callable[[Event], object]) -> None:
        self._current = current
        self._send = send
        self._holders: list[object] = []
        self._kept: list[Event] = []

    def hold(self, screen: object) -> None:
        """Keys wait from now on; each hold needs its release."""
        self._holders.append(screen)

    def release(self, screen: object) -> None:
        """One hold of this screen ends; what waits goes on if nobody else holds."""
        self._holders.remove(screen)
        self.flow()

    def keep(self, event: Event) -> bool:
        """Keep the event when keys wait now; False: it may go on."""
        if not self._waits():
            return False
        if len(self._kept) < MOST_KEPT:
            self._kept.append(event)
        return True

    def flow(self) -> None:
        """Send on what was kept, unless keys still wait."""
        if self._kept and not self._waits():
            kept, self._kept = self._kept, []
            for event in kept:
                self._send(event)

    def _waits(self) -> bool:
        current = self._current()
        if not isinstance(current, Listener):
            return bool(self._holders)
        if not current.is_ready:
            return True
        return bool(self._holders) and (current in self._holders or not current.asks)
