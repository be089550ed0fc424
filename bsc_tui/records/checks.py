"""What belongs to a record can change too: then the mark of who checked the record falls.

That a change of the record itself takes the mark away is a rule; this looks at all others of an operation.
"""

from __future__ import annotations

from bsc_tui.db.models import dicts
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.records.audit import Work
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


def let_marks_fall(work: Work) -> None:
    """Take the mark from every record of which a part was made, changed or thrown away in this operation."""
    touched: dict[str, list[int]] = {}
    for change in work.changes:
        if change["entity"] in PARTS:
            touched.setdefault(change["entity"], []).append(change["record_id"])
    for code, ids in touched.items():
        for start in range(0, len(ids), 500):
            _fall(code, ids[start : start + 500], work)


def _fall(code: str, ids: list[int], work: Work) -> None:
    part = ENTITIES[code].model
    link = columns_of(part)[PARTS[code]]
    whole = target_of(link)
    marked = dicts(
        whole.select(whole.id, *(columns_of(whole)[name] for name in MARK)).where(
            whole.id.in_(part.select(link).where(part.id.in_(ids))), columns_of(whole)[MARK[1]].is_null(False)
        )
    )
    for row in marked:
        whole.update(**dict.fromkeys(MARK), version=whole.version + 1).where(whole.id == row["id"]).execute()
        work.note(BY_MODEL[whole], row["id"], "change", {name: (row[name], None) for name in MARK})
