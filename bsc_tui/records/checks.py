"""What belongs to a record can change too: then the mark of who checked the record falls.

That a change of the record itself takes the mark away is a rule; this looks at all others of an operation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from peewee import Field

from bsc_tui.db.rows import present
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.records.audit import Noted, Work
from bsc_tui.records.reading import columns_of, target_of
from bsc_tui.records.rules.checked import MARK

PARTS = {
    "payment": "registration",
    "share": "registration",
    "meeting": "engagement",
    "party": "engagement",
    "engagement_staff": "engagement",
}
"""Entities whose records are a part of another one, and the link to it."""


def let_marks_fall(work: Work, changes: Sequence[Noted]) -> None:
    """Take the mark from every record of which a part was made, changed or thrown away by these changes."""
    touched: dict[str, list[int]] = {}
    for change in changes:
        if change.entity in PARTS:
            touched.setdefault(change.entity, []).append(change.record_id)
    for code, ids in touched.items():
        _fall(code, ids, work)


def _fall(code: str, ids: list[int], work: Work) -> None:
    part = ENTITIES[code].model
    link = columns_of(part)[PARTS[code]]
    whole = target_of(link)
    marked = present(
        part._meta.database,
        f"SELECT whole.id, {', '.join(columns_of(whole)[name].column_name for name in MARK)}"
        f" FROM {whole._meta.table_name} AS whole JOIN {part._meta.table_name} AS part"
        f" ON part.{link.column_name} = whole.id"
        " WHERE part.id IN ({ids}) AND whole.checked_on IS NOT NULL",
        ids,
    )
    for id, *mark in sorted(set(marked)):
        whole.update(**dict.fromkeys(MARK), version=whole.version + 1).where(whole.id == id).execute()
        fallen = {
            name: (_read(columns_of(whole)[name], was), None) for name, was in zip(MARK, mark, strict=True)
        }
        work.note(BY_MODEL[whole], id, "change", fallen)


def _read(column: Field, stored: Any) -> Any:
    read: Callable[[Any], Any] = column.python_value  # untyped in Peewee's stubs
    return read(stored)
