"""What of a document is seen beside the list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from bsc_tui.operations.previews.bounds import Preview
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.frame import Span, filled

WIDEST_GLANCED = 20


def glance_lines(found: Preview, width: int) -> list[Span]:
    """What a narrow column has room for."""
    lines: list[Span] = [(f"{label}: {text}", "dim") for label, text in found.facts]
    lines += [(line, "dim") for line in wrapped(found.note, width)] if found.note else []
    for part in found.parts[:1]:
        lines += [("", "")] if lines else []
        rows = part.rows[:60]
        if part.is_table:
            lines += [(line, "title" if at == 0 else "") for at, line in enumerate(_aligned(rows))]
        else:
            lines += [(line, "") for row in rows for line in wrapped(row[0], width)]
    return lines


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a table under each other."""
    columns = range(max((len(row) for row in rows), default=0))
    widths = [
        min(max(cell_len(row[column]) for row in rows if column < len(row)), WIDEST_GLANCED)
        for column in columns
    ]
    return ["  ".join(filled(cell, width) for cell, width in zip(row, widths, strict=False)) for row in rows]
