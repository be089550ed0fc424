"""What waits for somebody to be done: calls, visits, tasks that are due."""

from __future__ import annotations

import datetime

from bsc_tui.db.database import told
from bsc_tui.db.models import Action, dicts
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

DAYS_AHEAD = 7
"""How long before it is due an action shows on Home."""
MOST_SHOWN = 5
MOST_COUNTED = 100


@dataclass(frozen=True)
class DueAction:
    """Something to be done soon; `who` it is about."""

    id: int
    due: datetime.date
    nature: str
    subject: str
    who: str


def waiting_actions(records: Records, today: datetime.date) -> tuple[tuple[DueAction, ...], int]:
    """The first that are due, or will be in a few days, of those for the actor; and how many there are."""
    query = (
        Action.select()
        .where(
            Action.owner == records.actor.account_id,
            Action.due <= today + datetime.timedelta(days=DAYS_AHEAD),
            Action.done_on.is_null(),
            Action.trashed_at.is_null(),
        )
        .order_by(Action.due, Action.id)
        .limit(MOST_COUNTED)
    )
    with told():
        rows = dicts(query)
        shown = rows[:MOST_SHOWN]
        texts = records.reader.texts(ENTITIES["action"], shown, ("nature", "person", "enterprise"))
    return tuple(
        DueAction(
            row["id"],
            row["due"],
            texts[row["id"]]["nature"],
            row["subject"],
            texts[row["id"]]["person"] or texts[row["id"]]["enterprise"],
        )
        for row in shown
    ), len(rows)
