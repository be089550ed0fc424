"""What is known of terminals: their names, how large they may be, how one is left in order."""

from __future__ import annotations

import re

LARGEST = (400, 200)
"""Columns and rows at most: a larger screen takes seconds to paint and megabytes to send."""
SMALLEST = (10, 3)

LEAVE = (
    b"\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[<u"
    b"\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h\x1b[0m"
)
"""Leaves the screen of a program that could not do so itself: modes, colours, cursor."""

ENTER = b"\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l"
"""Makes another terminal ready for a program that goes on."""

MORE_COLOURS = {"xterm": "xterm-256color", "putty": "putty-256color", "screen": "screen-256color"}
"""Terminals that call themselves less than they are. PuTTY says xterm, and shows 256 colours."""

UNABLE = ("", "dumb", "unknown", "network", "dialup")
"""Names of what is no terminal that a screen can be painted on."""


def terminal_name(told: str | None) -> str | None:
    """TERM for the session; None where no screen can be shown. A name that is none counts as xterm."""
    name = (told or "").strip().lower()
    if name in UNABLE:
        return None
    if not re.fullmatch(r"[a-z0-9][a-z0-9+._-]{0,40}", name):
        return "xterm-256color"
    return MORE_COLOURS.get(name, name)


def size_within(columns: int, rows: int) -> tuple[int, int]:
    """A size that a session can paint; 80 by 24 where the client names none."""
    if columns <= 0 or rows <= 0:
        return 80, 24
    return (
        min(max(columns, SMALLEST[0]), LARGEST[0]),
        min(max(rows, SMALLEST[1]), LARGEST[1]),
    )


def shows_every_colour(told: str | None) -> bool:
    """Whether COLORTERM, as a client sends it, promises 16 million colours."""
    return (told or "").strip().lower() in ("truecolor", "24bit")
