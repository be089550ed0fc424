"""Typing ahead: keys go one after the other, each to the place that stands there when its turn has come.

F4, the letters of a name and Enter may come in one burst, as on a slow line: a key waits until the one before
has done its work, while a command holds the keyboard, and while a place is still being put up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from textual.events import Event
from textual.message_pump import MessagePump

MOST_KEPT = 10_000
"""Keys beyond these are dropped: somebody's sleeve is on the keyboard."""

PATIENCE = 2.0
"""Seconds after which a key that never came to its end no longer stops the next."""


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
    """The queue of keys of one session.

    A screen that holds stops the keys for itself and for places, but not for a dialog that it has opened to
    ask something.
    """

    def __init__(self, current: Callable[[], object | None], send: Callable[[Event], object]) -> None:
        self._current = current
        self._send = send
        self._holders: list[object] = []
        self._kept: deque[Event] = deque()
        self._sent: Event | None = None
        self._under_way: object | None = None
        self._patience: asyncio.TimerHandle | None = None

    def hold(self, screen: object) -> None:
        """Keys wait from now on; each hold needs its release."""
        self._holders.append(screen)

    def release(self, screen: object) -> None:
        """One hold of this screen ends; what waits goes on if nobody else holds."""
        self._holders.remove(screen)
        self.flow()

    def keep(self, event: Event) -> bool:
        """Keep the event when keys wait now; False: its turn has come."""
        its_turn = event is self._sent
        if its_turn:
            self._sent = None
        if not self._waits() and (its_turn or not (self._kept or self._sent)):
            return False
        if its_turn:
            self._kept.appendleft(event)
        elif len(self._kept) < MOST_KEPT:
            self._kept.append(event)
        return True

    def follow(self, path: Sequence[MessagePump]) -> None:
        """The next key waits until this one has gone its way: from the widget it was given to up to the app.

        A message goes from queue to queue; what is put into each queue after it comes when it is dealt with.
        The second round is for what the key made the widget say.
        """
        self._under_way = key = object()
        self._patience = asyncio.get_running_loop().call_later(PATIENCE, self._arrived, key)
        self._go_on(key, [*path, *path], 0)

    def _go_on(self, key: object, path: Sequence[MessagePump], reached: int) -> None:
        for step in range(reached, len(path)):
            if path[step].call_later(partial(self._go_on, key, path, step + 1)):
                return
        self._arrived(key)

    def _arrived(self, key: object) -> None:
        if self._under_way is key:
            self._under_way = None
            if self._patience is not None:
                self._patience.cancel()
            self.flow()

    def flow(self) -> None:
        """Send on the first of what was kept, unless keys still wait; the others follow it."""
        if self._kept and self._sent is None and not self._waits():
            self._sent = self._kept.popleft()
            self._send(self._sent)

    def _waits(self) -> bool:
        current = self._current()
        if current is None or self._under_way is not None:
            return True
        if not isinstance(current, Listener):
            return bool(self._holders)
        if not current.is_ready:
            return True
        return bool(self._holders) and (current in self._holders or not current.asks)
