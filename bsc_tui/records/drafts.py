"""What somebody typed and did not save, and what they looked at lately. Theirs alone: no rights, no audit."""

from __future__ import annotations

import datetime
import json
from typing import Any

from peewee import JOIN

from bsc_tui.db.database import told
from bsc_tui.db.models import Draft, Engagement, Visit, tuples
from bsc_tui.entities.kinds import visible
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

KEPT_VISITS = 20


@dataclass(frozen=True)
class DraftView:
    """A draft: `place` says which form of which record, `content` is the form's own."""

    place: str
    title: str
    content: dict[str, Any]
    saved_at: datetime.datetime


def keep(records: Records, place: str, title: str, content: dict[str, Any]) -> None:
    """Keep (or replace) the draft of a place. Content holds plain JSON values, never passwords."""
    if records.actor.account_id is None:
        return
    values = {
        "title": visible(title)[:200],
        "content": json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode(),
        "saved_at": records.clock.now(),
    }
    with told(), records.database.atomic():
        Draft.insert(account=records.actor.account_id, place=place, **values).on_conflict(
            conflict_target=[Draft.account, Draft.place],
            update={getattr(Draft, name): value for name, value in values.items()},
        ).execute()


def drop(records: Records, place: str) -> None:
    """Forget the draft of a place; it was saved or thrown away."""
    with told(), records.database.atomic():
        Draft.delete().where(Draft.account == records.actor.account_id, Draft.place == place).execute()


def of_place(records: Records, place: str) -> DraftView | None:
    """The draft of a place, if there is one."""
    with told():
        row = Draft.get_or_none(Draft.account == records.actor.account_id, Draft.place == place)
    return None if row is None else _view(row)


def all_of(records: Records) -> list[DraftView]:
    """The actor's drafts, newest first."""
    with told():
        rows = Draft.select().where(Draft.account == records.actor.account_id).order_by(Draft.saved_at.desc())
        return [_view(row) for row in rows]


def count(records: Records) -> int:
    """How many drafts the actor has."""
    with told():
        return int(Draft.select().where(Draft.account == records.actor.account_id).count())


def _view(row: Draft) -> DraftView:
    return DraftView(str(row.place), str(row.title), json.loads(str(row.content)), row.saved_at)


def visited(records: Records, entity: str, record_id: int, title: str) -> None:
    """Remember that the actor opened a record."""
    account = records.actor.account_id
    if account is None:
        return
    with told(), records.database.atomic():
        Visit.delete().where(
            Visit.account == account, Visit.entity == entity, Visit.record_id == record_id
        ).execute()
        Visit.create(
            account=account,
            entity=entity,
            record_id=record_id,
            title=visible(title)[:200],
            at=records.clock.now(),
        )
        old = (
            Visit.select(Visit.id)
            .where(Visit.account == account)
            .order_by(Visit.id.desc())
            .offset(KEPT_VISITS)
        )
        Visit.delete().where(Visit.id.in_([row.id for row in old])).execute()


def visits(records: Records, limit: int = 10) -> list[tuple[str, int, str, str]]:
    """What the actor opened lately, newest first: entity code, id, title, kind of an engagement."""
    with told():
        rows = (
            Visit.select(Visit.entity, Visit.record_id, Visit.title, Engagement.kind)
            .join(
                Engagement,
                JOIN.LEFT_OUTER,
                on=(Visit.entity == "engagement") & (Visit.record_id == Engagement.id),
            )
            .where(Visit.account == records.actor.account_id)
            .order_by(Visit.id.desc())
            .limit(limit)
        )
        return [(entity, id, title, kind or "") for entity, id, title, kind in tuples(rows)]
