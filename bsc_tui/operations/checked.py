"""Enter, verify, apply: marking engagements and registrations as checked, and what there is to check."""

from __future__ import annotations

import datetime
from typing import Any

from peewee import JOIN, fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, Change, Engagement, Operation, Registration, ServiceLine, tuples
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.records.access import EVERY_LINE, Actor
from bsc_tui.records.records import Records
from bsc_tui.records.rules.checked import MARK
from bsc_tui.values import dataclass

LOOKED_BACK = 5_000
"""So many of the latest changes are looked through for what is to be checked."""

MOST_TO_CHECK = 100
"""More than that nobody checks in a day; what is left comes up when these are done."""

CHECKED = ("engagement", "registration")


@dataclass(frozen=True)
class Check:
    """Who has checked a record, and when."""

    by: str
    on: datetime.date


@dataclass(frozen=True)
class ToCheck:
    """A record that somebody else changed last, and that nobody has checked since."""

    entity: str
    id: int
    title: str
    who: str
    at: datetime.datetime
    kind: str = ""
    """Of an engagement."""


def check(records: Records, code: str, id: int) -> None:
    """Mark a record as checked by the actor today. Raises as any save."""
    with records.operation("check"):
        values = (records.actor.account_id, records.clock.today())
        records.save(code, dict(zip(MARK, values, strict=True)), id=id)


def uncheck(records: Records, code: str, id: int) -> None:
    """Take the mark away. Raises as any save."""
    with records.operation("uncheck"):
        records.save(code, dict.fromkeys(MARK), id=id)


def check_of(code: str, id: int) -> Check | None:
    """Who has checked a record as it is now; None: nobody. Raises Missing when there is no such record."""
    model: Any = ENTITIES[code].model
    rows = tuples(
        model.select(model.checked_on, Account.full_name, Account.name)
        .join(Account, JOIN.LEFT_OUTER, on=(model.checked_by == Account.id))
        .where(model.id == id)
    )
    if not rows:
        raise Missing(_("The record is gone."), _("Somebody deleted it meanwhile."))
    day, full_name, name = rows[0]
    return Check(full_name or name or "?", day) if day else None


def own_lines(actor: Actor) -> list[str]:
    """The codes of the lines that somebody is responsible for: granted one by one, not all at once."""
    return sorted(
        right.removeprefix("line:")
        for right in actor.rights
        if right.startswith("line:") and right != EVERY_LINE
    )


def to_check(records: Records, limit: int = MOST_TO_CHECK) -> list[ToCheck]:
    """What others changed lately in the actor's own lines, the latest first."""
    with told():
        found = sorted(_changed_by_others(records, limit), reverse=True)[:limit]
        titles = {
            code: records.reader.titles(
                ENTITIES[code].model, [id for _n, entity, id, *_ in found if entity == code]
            )
            for code in CHECKED
        }
        kinds = dict(
            tuples(
                Engagement.select(Engagement.id, Engagement.kind).where(
                    Engagement.id.in_([id for _n, entity, id, *_ in found if entity == "engagement"])
                )
            )
        )
    return [
        ToCheck(
            code, id, titles[code].get(id, ""), who, at, kinds.get(id, "") if code == "engagement" else ""
        )
        for _number, code, id, who, at in found
    ]


def count_to_check(records: Records, limit: int) -> int:
    """How many `to_check` has, as far as they are counted."""
    with told():
        return min(len(_changed_by_others(records, limit)), limit)


def _changed_by_others(records: Records, limit: int) -> list[tuple[int, str, int, str, datetime.datetime]]:
    """(number of the change, entity, record, who, when) of what nobody has checked in the actor's lines."""
    lines = own_lines(records.actor)
    if not lines:
        return []
    newest = Change.select(fn.MAX(Change.id)).scalar() or 0
    return [row for code in CHECKED for row in _changed_of(records, code, lines, newest - LOOKED_BACK, limit)]


def _changed_of(
    records: Records, code: str, lines: list[str], after: int, limit: int
) -> list[tuple[int, str, int, str, datetime.datetime]]:
    latest = (
        Change.select(fn.MAX(Change.id).alias("latest"))
        .where(Change.id > after, Change.entity == code)
        .group_by(Change.record_id)
    )
    model: Any = ENTITIES[code].model
    query = (
        model.select(Change.id, model.id, Operation.actor, Operation.at)
        .join(Change, on=(Change.record_id == model.id))
        .join(Operation, on=(Change.operation == Operation.id))
        .switch(model)
    )
    if model is Registration:
        query = query.join(Engagement, on=(Registration.engagement == Engagement.id))
    query = query.join(ServiceLine, on=(Engagement.line == ServiceLine.id)).where(
        Change.id.in_(latest),
        Change.entity == code,
        Operation.account.is_null() | (Operation.account != records.actor.account_id),
        ServiceLine.code.in_(lines),
        model.checked_on.is_null(),
        model.trashed_at.is_null(),
    )
    rows = tuples(query.order_by(Change.id.desc()).limit(limit))
    return [(number, code, id, who, at) for number, id, who, at in rows]
