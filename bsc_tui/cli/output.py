"""How commands speak: lines and columns harmless for a terminal, one JSON document, one line of trouble."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from bsc_tui.screens.parts.safe import fitted, safe

WIDEST = 40
"""Cells of a column on a terminal; a pipe gets everything."""
GAP = "  "


def say(text: str = "") -> None:
    """One line on standard output."""
    click.echo(safe(text))


def complain(text: str) -> None:
    """One line on standard error."""
    click.echo(safe(text), err=True)


def print_json(value: Any) -> None:
    """The one document of `--json`; what steers terminals stands escaped in it."""
    import json  # late: the application needs it not

    text = json.dumps(value, ensure_ascii=not _speaks_unicode(), indent=2)
    # Outside of strings there is nothing but ASCII, so that each of these stands in a string.
    click.echo("".join(_escaped(sign) if safe(sign) != sign and sign != "\n" else sign for sign in text))


def _escaped(sign: str) -> str:
    code = ord(sign)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _speaks_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"


def room() -> int:
    """How many cells a line may take; 0 where lines are not cut: the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def print_columns(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Rows under headings, aligned by cells; `right`: the columns that stand at their right edge."""
    print_aligned([headings, *rows], right)


def print_aligned(
    rows: Sequence[Sequence[str]],
    right: Iterable[int] = (),
    before: Mapping[int, Sequence[str]] | None = None,
) -> None:
    """Rows with their columns under each other; `before`: whole lines that stand above a row."""
    from rich.cells import cell_len  # late: `--version` needs it not

    cells = room()
    shown = [[fitted(safe(text), WIDEST) if cells else safe(text) for text in row] for row in rows]
    # Where nothing is cut, one long text must not push away what stands behind it in every other row.
    widths = [min(max(map(cell_len, column), default=0), WIDEST) for column in zip(*shown, strict=True)]
    at_right = set(right)
    for number, row in enumerate(shown):
        for text in (before or {}).get(number, ()):
            click.echo(fitted(safe(text), cells) if cells else safe(text))
        padded = [
            " " * (width - cell_len(text)) + text
            if place in at_right
            else text + " " * (width - cell_len(text))
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = GAP.join(padded).rstrip()
        click.echo(fitted(line, cells) if cells else line)
