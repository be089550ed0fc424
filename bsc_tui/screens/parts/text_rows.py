"""Text that is read in a list of rows: broken to the width of the place, nothing in it can be taken."""

from __future__ import annotations

from collections.abc import Iterable

from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.row_list import ListRow


def text_rows(texts: Iterable[str], width: int) -> list[ListRow]:
    """The rows of some paragraphs in a place of this width."""
    room = max(width - 4, 20)
    lines = [line for text in texts for line in wrapped(text, room)]
    return [ListRow(place, (line,), wide=True, still=True) for place, line in enumerate(lines)]
