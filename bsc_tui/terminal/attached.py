"""Textual's driver, knowing that a terminal can go away, and that it may not speak UTF-8.

The window is closed, the line is lost, the process that held the other end was killed: often a signal tells,
and often none comes. Textual would then read nothing again and again, and wait for ever to write. At a byte
that is no UTF-8, an accented letter of a terminal set to Latin-1, it would end the program.
"""

from __future__ import annotations

import os
import select
import selectors
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from queue import Empty
from threading import Thread
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

CHUNK = 4096
"""Bytes read at once."""
PATIENCE = 0.1
"""Seconds after which a key that looks like the beginning of a sequence may have been one of its own."""
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and behind a paste."""
PASTE_PATIENCE = 5.0
"""Seconds of silence after which a paste is over: its end was lost with a line, or was never sent."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no UTF-8."""


class AttachedDriver(LinuxDriver):
    """Tells the app once, by its `terminal_gone`, from another thread than the app's, which may be stuck.

    From then on nothing is written, and nobody waits for what can't be.
    """

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._is_gone = False
        self._watch: Thread | None = None

    def start_application_mode(self) -> None:
        """As Textual, and watch over the terminal."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._watch is None:
            self._watch = Thread(target=self._wait_for_the_end, name="hangup", daemon=True)
            self._watch.start()

    def _wait_for_the_end(self) -> None:
        """Sleeps until the terminal is gone: a hangup is reported though nothing else is asked for."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        states = poll.poll()
        if any(state & (select.POLLHUP | select.POLLERR) for _file, state in states):
            self.gone()

    def gone(self) -> None:
        """There is no terminal any more. From any thread."""
        if self._is_gone:
            return
        self._is_gone = True
        if self._writer_thread is not None:  # who waits for room in its queue goes on
            with suppress(Empty):
                while True:
                    self._writer_thread._queue.get_nowait()
        leave = getattr(self._app, "terminal_gone", None)
        if leave is not None:
            leave(self._loop)

    def write(self, data: str) -> None:
        """Write, as long as somebody could read it."""
        if not self._is_gone and self._writer_thread is not None:
            super().write(data)

    def run_input_thread(self) -> None:
        """Read keys until it is over; a terminal that can't be read is gone."""
        try:
            self._read_keys()
        except OSError:
            self.gone()

    def _read_keys(self) -> None:
        """As Textual, but bytes that nobody understands are shown and told of once, and every paste ends."""
        parser, paste = XTermParser(self._debug), OpenPaste()
        decode = getincrementaldecoder("utf-8")("replace").decode
        is_told = False
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = decode(os.read(self.fileno, CHUNK)) if selector.select(PATIENCE) else ""
                text += paste.overdue_end(text)
                if text:
                    for event in parser.feed(text):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
                if UNKNOWN in text and not is_told:
                    is_told = True
                    self._tell_of_letters()

    def _tell_of_letters(self) -> None:
        """The terminal should be set to UTF-8."""
        tell = getattr(self._app, "letters_lost", None)
        if tell is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(tell)


class OpenPaste:
    """Knows whether a paste has begun and not ended: what is typed would be a part of it for ever."""

    def __init__(self) -> None:
        self._tail = ""
        self._is_open = False
        self._last = 0.0

    def overdue_end(self, text: str) -> str:
        """The end of the paste, once nothing has come for long; `text` is what has come now, if anything."""
        if text:
            seen = self._tail + text
            if PASTE in seen or PASTED in seen:
                self._is_open = seen.rfind(PASTE) > seen.rfind(PASTED)
            self._tail = seen[-len(PASTE) + 1 :]
            self._last = time.monotonic()
        elif self._is_open and time.monotonic() - self._last > PASTE_PATIENCE:
            self._is_open = False
            return PASTED
        return ""
