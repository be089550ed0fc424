"""The log: one line an event, for journald or a file; nothing in it can end a line or steer a terminal."""

from __future__ import annotations

import logging
import sys
import warnings

LOG = logging.getLogger("bsc_tui.server")
LONGEST = 2000
"""Characters of a line."""


class OneLine(logging.Formatter):
    """A record as one line; what is not printable stands escaped, traces are joined to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return escaped(super().format(record))[:LONGEST]


def escaped(text: str) -> str:
    """The text without anything that ends a line or steers a terminal."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "backslashreplace").decode()
        for sign in text
    )


def event(what: str, **facts: object) -> None:
    """Write an event down: `event("signed in", account="lusine")`. Facts with blanks stand in quotes."""
    words = [f"{name}={_told(value)}" for name, value in facts.items() if value not in (None, "")]
    LOG.info("%s", " ".join([what, *words]))


def _told(value: object) -> str:
    text = str(value)[:200]
    if text.isascii() and text.isprintable() and not any(sign in text for sign in ' "\\='):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def begin_log() -> None:
    """Events go to standard error, where journald takes them; a disk that is full stops nobody."""
    logging.raiseExceptions = False
    warnings.simplefilter("ignore")  # of libraries, about each other
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(levelname)s %(message)s"))
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    library = logging.getLogger("asyncssh")
    library.handlers[:] = [handler]
    library.setLevel(logging.ERROR)
    library.propagate = False
