"""Lists of records: headings from an entity's columns, rows from the gate's lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len

from bsc_tui.entities.entity import Column, Entity
from bsc_tui.entities.kinds import told
from bsc_tui.records.reading import Line, columns_of, kind_of_cached
from bsc_tui.screens.parts.row_list import Heading, ListRow


def headings_for(entity: Entity, columns: Sequence[Column]) -> list[Heading]:
    """The headings, in the language in force."""
    headings = []
    for column in columns:
        field = end_of(entity, column.path)
        title = told(column.label or field.verbose_name or column.path)
        headings.append(
            Heading(
                column.path,
                title,
                max(column.width, cell_len(title)),
                right=kind_of_cached(field).right,
                flexible=column.flexible,
                priority=column.priority - 1,
            )
        )
    return headings


def end_of(entity: Entity, path: str) -> Any:
    """The field at the end of a path."""
    model = entity.model
    *links, last = path.split(".")
    for link in links:
        model = columns_of(model)[link].rel_model  # type: ignore[attr-defined]
    return columns_of(model)[last]


def row_of(line: Line, columns: Sequence[Column], title: Sequence[str] = ()) -> ListRow:
    """A line as a row of the list; all but the first column are quieter.

    Where the first field of the `title` is empty the next one stands in its column: every row has a name.
    """
    texts = line.texts
    names = [name for name in title if name in texts]
    if names and not texts[names[0]]:
        stands_in = next((name for name in names if texts[name]), names[0])
        texts = {**texts, stands_in: "", names[0]: texts[stands_in]}
    cells = tuple(texts[column.path] for column in columns)
    return ListRow(line.id, cells, ("", *("dim" if index > 1 else "" for index in range(1, len(cells)))))
