"""Proposals for change: making one, deciding on it, and what became of one's own.

Everybody may propose. Who may write the record decides about it, who administers about words and screens;
accepting a proposal about a field writes the field through the gate in the same operation.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, Correction, dicts, tuples
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Secret, Sensitive
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, FieldProblem, Invalid
from bsc_tui.i18n import _
from bsc_tui.i18n import told as worded
from bsc_tui.records.access import EVERY_LINE, in_sight, right_to
from bsc_tui.records.listing import filtered
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

WORDS = "administration"
"""Who has this right decides about what is no field of a record."""
OPEN = ("proposed", "accepted")
MOST_LISTED = 300
TOLD_FOR = datetime.timedelta(days=14)
"""So long Home tells somebody that their proposals were answered."""


@dataclass(frozen=True)
class About:
    """What a place shows, and so what can be wrong there; empty: only its words."""

    entity: str = ""
    record_id: int | None = None
    field: str = ""


@dataclass(frozen=True)
class Begun:
    """What a proposal begins with. `field` is None where no value can be proposed."""

    about: About
    place: str
    field: EntityField | None
    value: Any
    former: str
    currency: str
    decider: str
    is_sensitive: bool = False
    sealed: bool = False


@dataclass(frozen=True)
class Proposed:
    """One proposal as it is listed; `now` is the field's value of this moment, None where it has none."""

    id: int
    about: About
    place: str
    former: str
    wanted: str
    now: str | None
    remark: str
    state: str
    answer: str
    proposed_by: str
    proposed_at: datetime.datetime
    decided_by: str
    decided_at: datetime.datetime | None
    decider: str
    may_decide: bool
    is_own: bool

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN

    @property
    def was_overtaken(self) -> bool:
        """Whether the field has got another value since."""
        return self.state == "proposed" and self.now is not None and self.now != self.former


def begin(records: Records, about: About, place: str) -> Begun:
    """What can be proposed there: the field and its value now; `place` names what is no record.

    Raises Missing for a record that is gone.
    """
    if about.entity not in ENTITIES or about.record_id is None:
        return Begun(about, place, None, None, "", "AMD", WORDS)
    entity = ENTITIES[about.entity]
    kept = records.get(about.entity, about.record_id)
    field = fields_of(entity).get(about.field)
    is_sensitive = field is not None and isinstance(field.kind, Sensitive)
    if field is not None and (is_sensitive or isinstance(field.kind, Secret) or field.name in entity.derived):
        field = None
    line = records.whole.line_code(entity, kept.values)
    return Begun(
        about,
        f"{kept.title}: {worded(field.label)}" if field else kept.title,
        field,
        kept.values[field.name] if field else None,
        _shown(records, entity, kept.values, field.name, kept.id) if field else "",
        records.reader.currency(entity, kept.values),
        right_to(entity, kept.values, line),
        is_sensitive,
        bool(entity.sealed and kept.values.get(entity.sealed)),
    )


def _shown(records: Records, entity: Entity, values: Any, name: str, id: int) -> str:
    return records.reader.texts(entity, [{**values, "id": id}], [name])[id][name]


def propose(records: Records, begun: Begun, wanted: Any, remark: str, token: str | None = None) -> int:
    """Put a proposal before those who decide; its id. `wanted`: the field's new value, or words.

    Raises Invalid where nothing is proposed or the value does not fit the field.
    """
    change = ""
    if begun.field is not None and wanted != begun.value:
        kind = begun.field.kind
        wanted = kind.clean(wanted)
        if sentence := kind.check(wanted):
            raise Invalid([FieldProblem("wanted", sentence)])
        change = json.dumps([kind.to_json(begun.value), kind.to_json(wanted)], ensure_ascii=False)
        entity, id = ENTITIES[begun.about.entity], begun.about.record_id or 0
        kept = records.get(entity.code, id)
        wanted = _shown(records, entity, {**kept.values, begun.field.name: wanted}, begun.field.name, id)
        wanted = wanted or _("(empty)")
    elif begun.field is not None:
        wanted = ""
    values = {
        "place": begun.place[:200],
        "entity": begun.about.entity,
        "record_id": begun.about.record_id,
        "field": begun.about.field if begun.field is not None else "",
        "former": begun.former,
        "wanted": wanted,
        "change": change,
        "remark": remark,
        "decider": begun.decider,
        "sealed": begun.sealed,
        "proposed_by": records.actor.account_id,
        "proposed_at": records.clock.now(),
    }
    with records.operation("propose", token=token), records.acting_with(begun.decider):
        return records.save("correction", values).id


def accept(records: Records, id: int, reason: str = "") -> str:
    """Let it be so; the state it has then.

    A field of a record gets the proposed value in the same operation, so that one undo takes both back. What
    is no field is accepted first and done the second time. Raises what a save of the record raises, Conflict
    where somebody else has decided.
    """
    with records.operation("accept", reason):
        row = _still_open(records, id)
        state = "done" if row["change"] or row["state"] == "accepted" else "accepted"
        # Asked first: who may not decide is refused before the record is touched.
        records.save("correction", {"state": state, **_decided(records)}, id=id)
        if row["change"]:
            kind = fields_of(ENTITIES[row["entity"]])[row["field"]].kind
            wanted = kind.from_json(json.loads(row["change"])[1])
            records.save(row["entity"], {row["field"]: wanted}, id=row["record_id"], reason=reason)
    return state


def decline(records: Records, id: int, why: str) -> None:
    """Let it not be so, with the reason that the proposer reads. Raises Conflict as `accept`."""
    with records.operation("decline", why):
        _still_open(records, id)
        records.save("correction", {"state": "declined", "answer": why, **_decided(records)}, id=id)


def withdraw(records: Records, id: int) -> None:
    """Take one's own proposal away while nobody has decided. Raises Conflict otherwise."""
    with records.operation("withdraw"):
        row = _still_open(records, id)
        if row["proposed_by"] != records.actor.account_id:
            raise Conflict(_("Somebody else has proposed this."), _("It is declined instead, with a reason."))
        with records.acting_with(row["decider"]):
            records.trash("correction", id)


def _still_open(records: Records, id: int) -> dict[str, Any]:
    records.hold("correction", id)
    row: dict[str, Any] = dicts(Correction.select().where(Correction.id == id))[0]
    if row["state"] not in OPEN:
        raise Conflict(_("Somebody else has decided about this meanwhile."))
    return row


def _decided(records: Records) -> dict[str, Any]:
    return {"decided_by": records.actor.account_id, "decided_at": records.clock.now()}


# -- lists -----------------------------------------------------------------------------------


def listed(records: Records, page: str) -> list[Proposed]:
    """The proposals of a page, the newest first: those to `decide`, `mine`, the `open` ones, or `all`."""
    with told():
        rows = dicts(_query(records, page).order_by(Correction.id.desc()).limit(MOST_LISTED))
        return _views(records, rows)


def how_many_to_decide(records: Records, most: int) -> int:
    """How many wait for the actor, counted as far as `most`."""
    with told():
        return int(_query(records, "decide").limit(most).count())


def how_many_answered(records: Records, most: int) -> int:
    """How many of the actor's proposals others have answered lately."""
    since = records.clock.now() - TOLD_FOR
    with told():
        return int(
            _query(records, "mine")
            .where(
                Correction.state != "proposed",
                Correction.decided_at >= since,
                Correction.decided_by != records.actor.account_id,
            )
            .limit(most)
            .count()
        )


def _query(records: Records, page: str) -> Any:
    entity = ENTITIES["correction"]
    query = filtered(entity, in_sight(records.actor, entity, None))
    if page == "mine":
        return query.where(Correction.proposed_by == records.actor.account_id)
    if page in ("open", "decide"):
        query = query.where(Correction.state.in_(OPEN))
    if page == "decide":
        mine = Correction.decider.in_(sorted(records.actor.rights))
        if records.actor.has(EVERY_LINE):
            mine |= Correction.decider.startswith("line:")
        query = query.where(mine)
    return query


def _views(records: Records, rows: list[dict[str, Any]]) -> list[Proposed]:
    people = {id for row in rows for id in (row["proposed_by"], row["decided_by"]) if id}
    accounts = Account.select(Account.id, Account.full_name, Account.name).where(Account.id.in_(people))
    names = {id: full_name or name for id, full_name, name in tuples(accounts)}
    now = _values_now(records, rows)
    return [
        Proposed(
            id=row["id"],
            about=About(row["entity"], row["record_id"], row["field"]),
            place=row["place"],
            former=row["former"],
            wanted=row["wanted"],
            now=now.get(row["id"]),
            remark=row["remark"],
            state=row["state"],
            answer=row["answer"],
            proposed_by=names.get(row["proposed_by"], "?"),
            proposed_at=row["proposed_at"],
            decided_by=names.get(row["decided_by"], ""),
            decided_at=row["decided_at"],
            decider=row["decider"],
            may_decide=records.actor.has(row["decider"]),
            is_own=row["proposed_by"] == records.actor.account_id,
        )
        for row in rows
    ]


def _values_now(records: Records, rows: Iterable[dict[str, Any]]) -> dict[int, str]:
    """What the fields that proposals are about hold at this moment, as shown; by the proposal's id."""
    found: dict[int, str] = {}
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["change"] and row["entity"] in ENTITIES:
            wanted.setdefault(row["entity"], []).append(row)
    for code, some in wanted.items():
        entity = ENTITIES[code]
        known = fields_of(entity)
        kept = records.reader.rows(entity.model, {row["record_id"] for row in some})
        names = sorted({row["field"] for row in some if row["field"] in known})
        texts = records.reader.texts(entity, kept.values(), names)
        for row in some:
            if row["record_id"] in texts and row["field"] in known:
                found[row["id"]] = texts[row["record_id"]][row["field"]]
    return found
