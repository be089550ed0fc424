"""Leaving when the system asks: a closed window, a lost line, a polite kill.

What is open is closed in order; whatever that waits for, the process is gone in two seconds.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from threading import Thread
from types import FrameType

SIGNALS = (signal.SIGHUP, signal.SIGTERM) if hasattr(signal, "SIGHUP") else (signal.SIGTERM,)

PATIENCE = 1.8
"""Seconds that leaving in order may take."""

Former = dict[int, Callable[[int, FrameType | None], object] | int | None]


def end_soon(status: int) -> None:
    """The process ends with this status unless it has ended by itself before.

    A thread of its own sees to that: the main one may be waiting for a terminal that no longer reads.
    """

    def end() -> None:
        time.sleep(PATIENCE)
        os._exit(status)

    Thread(target=end, name="end", daemon=True).start()


def when_asked(leave: Callable[[int], None]) -> Former:
    """From now on `leave` is called with the number of such a signal, in the main thread; what was before."""

    def asked(number: int, _frame: FrameType | None) -> None:
        end_soon(128 + number)
        if hasattr(signal, "SIGCONT"):
            # A hangup is followed by this one, with which Textual would open the terminal once more.
            signal.signal(signal.SIGCONT, signal.SIG_IGN)
        leave(number)

    return {number: signal.signal(number, asked) for number in SIGNALS}


def as_before(former: Former) -> None:
    """What `when_asked` has found is in force again."""
    for number, handler in former.items():
        signal.signal(number, handler)
