"""Cells that one key fills: what a key makes of such a cell, and whether the hand moves on then."""

from __future__ import annotations

from bsc_tui.screens.parts.grid_rows import GridColumn

BLANK = frozenset({" ", "."})
"""Keys that say that nothing was answered."""


def filled_by(column: GridColumn, text: str, character: str) -> tuple[str, bool] | None:
    """The text that the cell has after this key, and whether that is all; None: the key says nothing here."""
    if character in BLANK:
        return "", True
    put = column.keys.get(character.lower())
    if put is None:
        return None
    if not column.several or not put.isdigit():
        return put, True
    chosen = {one for one in text.split(",") if one.isdigit()} ^ {put}
    return ",".join(sorted(chosen)), False
